"""Beginning a report, writing its prose, choosing how disputes are counted, explaining a check that fails."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gongkai.annual_reports import access, drafting
from gongkai.annual_reports.actions.base import in_post, note_author, put_back, take_in_hand, tell_ledger
from gongkai.annual_reports.models import Explanation, Report
from gongkai.annual_reports.queries import counting, filing, reports
from gongkai.core import clock, deadlines, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Form
from gongkai.domain.annual_report.course import PREPARER
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

BEGUN = ledger.verb("annual_reports.report.begun", N_("{actor} began the annual report for {year}"))
WRITTEN = ledger.verb("annual_reports.report.written", N_("{actor} changed the text of the annual report"))
RULE_CHOSEN = ledger.verb(
    "annual_reports.report.rule_chosen", N_("{actor} chose how the annual report counts disputes")
)
EXPLAINED = ledger.verb(
    "annual_reports.report.explained", N_("{actor} explained a check of the annual report: {cell}")
)

#: The clock of Article 49: a fixed day of the year after.
CLOCK = "annual_report.publish"
#: The longest prose of one section, in characters.
LONGEST = 8000


def begin_report(
    *, actor: StaffActor, agency_id: int, year: int, scope: str = Report.Scope.OWN, with_draft: bool = True
) -> Report:
    """Begins the agency's report for ``year``, with a draft of its prose. A second click gives the one begun."""
    access.may_prepare(actor, agency_id).require()
    form = form_for(year)
    if scope not in Report.Scope.values:
        raise Invalid(
            say("Choose whether it is the agency's own report or the sum of its agencies'."), field="scope"
        )
    if scope == Report.Scope.SUM and filing.agencies_below(agency_id, year).count() < 2:
        raise Invalid(say("No agency stands below this one, so there is nothing to add up."), field="scope")
    agency = Agency.objects.get(pk=agency_id)
    return make_report(agency, year, form=form, actor=actor, scope=scope, with_draft=with_draft)


def form_for(year: int) -> Form:
    """The format in which the year is reported. Raises ``Invalid`` for a year that is none to prepare here."""
    form = annual_report.form_of(year)
    if isinstance(form, Refused):
        raise Invalid(form.reason, field="year")
    if not form.tables:
        raise Invalid(
            say("Reports before 2019 had no uniform tables. They are kept as documents, not prepared here."),
            field="year",
        )
    if year > clock.today().year:
        raise Invalid(say("The year {year} has not begun.", year=year), field="year")
    return form


def make_report(
    agency: Agency,
    year: int,
    *,
    form: Form,
    actor: StaffActor | ledger.System,
    scope: str = Report.Scope.OWN,
    with_draft: bool = True,
) -> Report:
    """The report with its draft and its clock, begun by somebody or by the installation's clock; once."""
    staff = actor if isinstance(actor, StaffActor) else None
    with transaction.atomic():
        ledger.take_turn()
        known = reports.report_of(agency.pk, year, scope)
        if known is not None:
            return known
        report = Report.objects.create(
            agency=agency,
            year=year,
            scope=scope,
            form=form.key,
            dispute_rule=counting.default_dispute_rule(),
            created_by_id=staff.person_id if staff else None,
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        if with_draft:
            report.sections = drafting.draft(report)
            report.save(update_fields=["sections"])
        _start_clock(report)
        if staff is not None:
            staff = in_post(staff, report, (PREPARER,))
            note_author(report, staff)
        tell_ledger(BEGUN, report, staff or actor)
    return report


def _start_clock(report: Report) -> None:
    due = reports.due(report)
    if due is None:
        return
    deadlines.start(
        CLOCK,
        subject=reports.subject_of(report),
        on=counting.year_of(report.year).last,
        agency=report.agency.code,
        title=f"{report.year}年{report.agency.name}政府信息公开工作年度报告",
        fixed_on=due.day,
    )


def write_sections(
    *, report_id: int, actor: StaffActor, expected_version: int | None, sections: Mapping[str, str]
) -> Report:
    """Changes the prose. A field there is not, or a count typed by hand, is refused by its section."""
    with transaction.atomic():
        report = take_in_hand(report_id, actor, expected_version)
        access.may_edit(actor, report).require()
        form = reports.form_of(report)
        known = reports.section_keys(form)
        changed = {}
        for key, text in sections.items():
            if key not in known:
                raise Invalid(say("There is no section called {key}.", key=key))
            clean = text.replace("\r\n", "\n").strip()
            _look_at(clean, key, form)
            if clean != report.sections.get(key, ""):
                changed[key] = clean
        if not changed:
            return report
        report.sections = {**report.sections, **changed}
        put_back(report)
        doing = in_post(actor, report, (PREPARER,))
        note_author(report, doing)
        tell_ledger(WRITTEN, report, doing, data={"sections": sorted(changed)})
    return report


def _look_at(text: str, key: str, form: annual_report.Form) -> None:
    if len(text) > LONGEST:
        raise Invalid(say("This is too long: at most {most} characters.", most=LONGEST), field=key)
    refused = annual_report.check_fields(text, form, counting.RECORDS)
    if refused is not None:
        raise Invalid(refused.reason, field=key)
    typed = annual_report.typed_by_hand(text)
    if typed:
        raise Invalid(
            say(
                "“{words}” is a count typed by hand. Choose the figure from the list of figures instead, "
                "so that it cannot contradict the tables.",
                words=typed[0],
            ),
            field=key,
        )


def choose_dispute_rule(
    *, report_id: int, actor: StaffActor, expected_version: int | None, rule: str
) -> Report:
    """Chooses how reviews and suits of several years are counted; it is published with the report."""
    if rule not in {row["key"] for row in load("report_forms")["dispute_rule"]}:
        raise Invalid(say("Choose one of the rules."), field="rule")
    with transaction.atomic():
        report = take_in_hand(report_id, actor, expected_version)
        access.may_edit(actor, report).require()
        if report.dispute_rule == rule:
            return report
        report.dispute_rule = rule
        put_back(report)
        doing = in_post(actor, report, (PREPARER,))
        note_author(report, doing)
        tell_ledger(RULE_CHOSEN, report, doing, data={"rule": rule})
    return report


def explain(
    *, report_id: int, actor: StaffActor, expected_version: int | None, key: str, text: str
) -> Explanation:
    """Explains on the record why a failing check may stand; only those that may be explained."""
    if not text.strip():
        raise Invalid(say("Write the explanation; it is published with the report."), field="text")
    with transaction.atomic():
        report = take_in_hand(report_id, actor, expected_version)
        access.may_edit(actor, report).require()
        found = next((each for each in reports.findings(report) if each.key == key), None)
        if found is None:
            raise Refusal(say("This check does not fail any more, so there is nothing to explain."))
        if found.weight != "explainable":
            raise Refusal(say("This check must hold. Mend the figures; it cannot be explained away."))
        standing = Explanation.objects.filter(report=report, key=key, replaced_at__isnull=True)
        standing.update(replaced_at=clock.now())
        doing = in_post(actor, report, (PREPARER,))
        row = Explanation.objects.create(
            report=report,
            key=key,
            left=found.left,
            right=found.right,
            text=text.strip()[:2000],
            person_id=actor.person_id,
            post=doing.post_title[:120],
            at=clock.now(),
        )
        put_back(report)
        note_author(report, doing)
        data = {"key": key, "cell": found.place(), "left": found.left, "right": found.right}
        tell_ledger(EXPLAINED, report, doing, data=data, reason=row.text)
    return row
