"""Work reports and what is known of them: what is counted, what was frozen, templates, editions, what may be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gongkai.annual_reports import access
from gongkai.annual_reports.models import WorkEdition, WorkReport, WorkTemplate
from gongkai.annual_reports.queries.work_sources import SOURCES
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.annual_report import work, work_text
from gongkai.domain.annual_report.course import PREPARER, SIGNER
from gongkai.domain.annual_report.work import Counted
from gongkai.domain.annual_report.work_course import PROCESS
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

SUBJECT = "annual_reports.work_report"
#: Role → the states that wait for it.
WAITING_FOR = {PREPARER: ("draft",), SIGNER: ("checked", "signed")}
#: What a draft marks the places with that only people can fill: 【…】.
GAP = "【"


@dataclass(frozen=True, slots=True)
class Published:
    """A work report the public sees."""

    report: WorkReport
    edition: WorkEdition


def subject_of(report: WorkReport) -> tuple[str, object]:
    """The report as a subject of the ledger."""
    return SUBJECT, report.pk


def count(agency_id: int, year: int) -> dict[str, Counted]:
    """Every figure as the records give it now: a query for each source, however many records there are."""
    known: dict[str, int] = {}

    def number(source: str) -> int:
        if source not in known:
            known[source] = SOURCES[source].number(agency_id, year)
        return known[source]

    return {
        each.key: Counted(number(each.counts), number(each.of) if each.of else None)
        for each in work.figures()
    }


def counts_of(report: WorkReport) -> dict[str, Counted]:
    """The figures to show: frozen ones where there are."""
    return frozen(report) or count(report.agency_id, report.year)


def frozen(report: WorkReport) -> dict[str, Counted] | None:
    """The figures as they were frozen, or ``None`` while the report is a draft."""
    return None if report.counts is None else work.parse(report.counts)


def known_names() -> frozenset[str]:
    """What a text may name in braces."""
    return frozenset({*(each.key for each in work.figures()), *work.YEARS})


def template_of(agency_id: int) -> dict[str, str]:
    """The texts a report of the agency begins with: its own template, or the installation's."""
    own = WorkTemplate.objects.filter(agency_id=agency_id).first()
    return {**work.template(), **(own.texts if own else {})}


def templates(agency_id: int) -> QuerySet[WorkTemplate]:
    """The agency's own templates, the newest first."""
    return WorkTemplate.objects.filter(agency_id=agency_id).select_related("person")


def report_of(agency_id: int, year: int) -> WorkReport | None:
    """The work report of an agency and year, wherever it stands."""
    return WorkReport.objects.select_related("agency").filter(agency_id=agency_id, year=year).first()


def for_staff(actor: StaffActor) -> QuerySet[WorkReport]:
    """The work reports of the actor's agencies, the newest first."""
    rows = WorkReport.objects.filter(agency_id__in=access.agencies_seen(actor)).select_related("agency")
    return rows.order_by("-year", "agency_id")


def one_for_staff(actor: StaffActor, year: int) -> WorkReport | None:
    """The work report of the actor's own agency of a year."""
    return for_staff(actor).filter(agency_id=actor.agency_id, year=year).first()


def unwritten(report: WorkReport) -> list[str]:
    """The sections without text, with a gap left open, or with a fault."""
    names = known_names()
    texts = {key: str(report.texts.get(key, "")).strip() for key in work.text_keys()}
    return [key for key, text in texts.items() if not text or GAP in text or work_text.faults(text, names)]


def flags(report: WorkReport) -> frozenset[str]:
    """What is true of it, in the words of ``domain.annual_report.work_course.FLAGS``."""
    found = set()
    if clock.today().year > report.year:
        found.add("year_over")
    if not unwritten(report):
        found.add("written")
    # Counting again is worth its while only where the answer decides something.
    if report.state == "checked" and work.digest(count(report.agency_id, report.year)) == report.digest:
        found.add("unchanged")
    return frozenset(found)


def facts(report: WorkReport, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """The facts under which ``actor`` asks to move the report."""
    doers: dict[str, set[str]] = defaultdict(set)
    # The text goes on through every correction, and so do those who wrote it.
    written = Q(round=report.round) | Q(move=process.AUTHOR)
    steps = report.steps.filter(written).values_list("move", "person_id", "on_behalf_of_id")
    for move, person, absent in steps:
        doers[move].update(str(each) for each in (person, absent) if each is not None)
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_in(actor, report.agency_id)),
        doers={move: frozenset(people) for move, people in doers.items()},
        given=frozenset(given),
        flags=flags(report),
    )


def offers(report: WorkReport, actor: StaffActor) -> Sequence[process.Offer]:
    """Every move the actor's posts could make from here, each with the reason where it is refused now."""
    return process.offers(PROCESS, report.state, facts(report, actor))


def editions(report: WorkReport) -> QuerySet[WorkEdition]:
    """Every edition, the newest first."""
    return report.editions.select_related("published_by").order_by("-number")


def latest_edition(agency_id: int, year: int) -> WorkEdition | None:
    """The edition the public sees."""
    rows = WorkEdition.objects.filter(report__agency_id=agency_id, report__year=year)
    return rows.select_related("report__agency").order_by("-number").first()


def public_edition(code: str, year: int) -> WorkEdition | None:
    """The same by the agency's code."""
    rows = WorkEdition.objects.filter(report__agency__code=code, report__year=year)
    return rows.select_related("report__agency").order_by("-number").first()


def published(agency: Agency | None = None, *, numbers: Collection[int] | None = None) -> list[Published]:
    """The work reports the public sees, the newest year first; one query. ``numbers``: of these reports alone."""
    rows = WorkEdition.objects.select_related("report__agency").order_by("number").defer("document")
    if agency is not None:
        rows = rows.filter(report__agency=agency)
    if numbers is not None:
        rows = rows.filter(report__in=numbers)
    newest: Mapping[int, WorkEdition] = {each.report_id: each for each in rows}
    found = [Published(each.report, each) for each in newest.values()]
    return sorted(found, key=lambda each: (-each.report.year, each.report.agency.name))


def state_counts(agency_id: int | None = None) -> dict[str, int]:
    """How many work reports stand in each state. One query."""
    rows = WorkReport.objects.all()
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))


def told(report: WorkReport) -> list[Event]:
    """The events of a report's ledger, oldest first."""
    return list(ledger.events_of([subject_of(report)]))


def count_one(agency_id: int, year: int, one: work.Figure) -> Counted:
    """One figure as the records give it now."""
    of = SOURCES[one.of].number(agency_id, year) if one.of else None
    return Counted(SOURCES[one.counts].number(agency_id, year), of)


def blank(agency_id: int, year: int) -> WorkReport:
    """A report that is only counted: nothing of it is kept."""
    agency = Agency.objects.get(pk=agency_id)
    return WorkReport(agency=agency, year=year, texts=template_of(agency_id))


def to_do(actor: StaffActor, *, limit: int = 50) -> list[WorkReport]:
    """The work reports that wait for the actor; no query for whoever has no part in them."""
    owed = Q(pk__in=[])
    for holding in actor.holdings:
        for role, states in WAITING_FOR.items():
            if role in holding.roles:
                owed |= Q(agency_id=holding.agency_id, state__in=states)
    if not actor.roles & WAITING_FOR.keys():
        return []
    return list(WorkReport.objects.filter(owed).select_related("agency").order_by("year")[:limit])
