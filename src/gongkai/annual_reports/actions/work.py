"""Work reports: beginning one, writing it, keeping the template, moving it on. One door for each deed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gongkai.annual_reports import access, indexing
from gongkai.annual_reports.models import WorkEdition, WorkReport, WorkStep, WorkTemplate
from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.rendering.work import document
from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain import privacy
from gongkai.domain.annual_report import work, work_text
from gongkai.domain.annual_report.course import PREPARER
from gongkai.domain.annual_report.work_course import PROCESS
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

BEGUN = ledger.verb("annual_reports.work_report.begun", N_("{actor} began the work report for {year}"))
WRITTEN = ledger.verb("annual_reports.work_report.written", N_("{actor} changed the text of the work report"))
TEMPLATE = ledger.verb(
    "annual_reports.work_report.template", N_("{actor} changed the template of the agency's work reports")
)
VERBS = {move.key: ledger.verb(f"annual_reports.work_report.{move.key}", move.done) for move in PROCESS.moves}
#: The longest text of one section, in characters, and the first year a work report can be about.
LONGEST, FIRST_YEAR = 8000, 2000


def begin_work_report(*, actor: StaffActor, agency_id: int, year: int) -> WorkReport:
    """Begins the agency's work report for ``year`` from its template. A second click gives the one begun."""
    access.may_prepare(actor, agency_id).require()
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Invalid(
            say("Choose a year from {first} to {last}.", first=str(FIRST_YEAR), last=str(clock.today().year)),
            field="year",
        )
    with transaction.atomic():
        ledger.take_turn()
        known = work_reports.report_of(agency_id, year)
        if known is not None:
            return known
        now = clock.now()
        report = WorkReport.objects.create(
            agency=Agency.objects.get(pk=agency_id),
            year=year,
            texts=work_reports.template_of(agency_id),
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
        )
        doing = _in_post(actor, agency_id, (PREPARER,))
        _note(report, "author", doing)
        _tell(BEGUN, report, doing)
    return report


def write_work_texts(
    *, report_id: int, actor: StaffActor, expected_revision: int | None, texts: Mapping[str, str]
) -> WorkReport:
    """Changes the text. A figure there is not, a brace that does not close or a person's data is refused by section."""
    with transaction.atomic():
        report = _in_hand(report_id, actor, expected_revision)
        access.may_write_work(actor, report).require()
        clean = _checked(texts)
        changed = {key: text for key, text in clean.items() if text != report.texts.get(key, "")}
        if not changed:
            return report
        report.texts = {**report.texts, **changed}
        _put_back(report)
        doing = _in_post(actor, report.agency_id, (PREPARER,))
        _note_author(report, doing)
        _tell(WRITTEN, report, doing, data={"sections": sorted(changed)})
    return report


def write_template(*, agency_id: int, actor: StaffActor, texts: Mapping[str, str]) -> WorkTemplate:
    """Keeps the text with which the agency's next work reports begin; those begun before stay as they are."""
    access.may_prepare(actor, agency_id).require()
    clean = _checked(texts)
    with transaction.atomic():
        ledger.take_turn()
        newest = WorkTemplate.objects.filter(agency_id=agency_id).first()
        merged = {**work_reports.template_of(agency_id), **clean}
        if newest is not None and newest.texts == merged:
            return newest
        doing = _in_post(actor, agency_id, (PREPARER,))
        made = WorkTemplate.objects.create(
            agency_id=agency_id,
            texts=merged,
            person_id=actor.person_id,
            post=doing.post_title[:120],
            at=clock.now(),
        )
        agency = Agency.objects.get(pk=agency_id)
        ledger.record(
            TEMPLATE,
            subject=("annual_reports.work_template", made.pk),
            actor=doing,
            data={"agency": agency.code, "sections": sorted(clean)},
        )
    return made


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    names, known = work_reports.known_names(), work.text_keys()
    clean = {}
    for key, text in texts.items():
        if key not in known:
            raise Invalid(say("There is no section called {key}.", key=key))
        plain = text.replace("\x00", "").replace("\r\n", "\n").strip()
        if len(plain) > LONGEST:
            raise Invalid(say("This is too long: at most {most} characters.", most=LONGEST), field=key)
        if (refused := work_text.faults(plain, names)) is not None:
            raise Invalid(refused.reason, field=key)
        if privacy.findings(plain):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=key)
        clean[key] = plain
    return clean


def move_work_report(
    *, report_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> WorkReport:
    """Makes the move ``key`` (``domain.annual_report.work_course``).

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster. A second click
    on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            report = _in_hand(report_id, actor, expected_revision)
        except Conflict:
            again = _done_before(report_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        given = ("reason",) if reason.strip() else ()
        answer = step(PROCESS, report.state, key, work_reports.facts(report, actor, given))
        if isinstance(answer, Refused):
            raise _refusal(report, key, actor, answer)
        before, report.state = report.state, answer.state.key
        _effects(report, key)
        doing = _in_post(actor, report.agency_id, PROCESS.move(key).roles)
        _put_back(report)
        _note(report, key, doing, reason=reason.strip())
        if key == "publish":
            _publish(report, doing)
        data = {"from": before, "to": report.state, "digest": report.digest, "round": report.round}
        _tell(VERBS[key], report, doing, data=data, reason=reason.strip())
    return report


def _effects(report: WorkReport, key: str) -> None:
    if key == "check":
        counts = work_reports.count(report.agency_id, report.year)
        report.counts, report.digest, report.frozen_at = work.dump(counts), work.digest(counts), clock.now()
    elif key in ("take_back", "send_back", "correct"):
        report.counts, report.digest, report.frozen_at = None, "", None
        report.round += key == "correct"


def _publish(report: WorkReport, actor: StaffActor) -> None:
    corrected = report.steps.filter(round=report.round, move="correct").order_by("-id").first()
    number = report.editions.count() + 1
    made = WorkEdition.objects.create(
        report=report,
        number=number,
        document=document(report, edition=number, dated=clock.today(), records="public"),
        digest=report.digest,
        published_by_id=actor.person_id,
        published_at=clock.now(),
        reason=corrected.reason if corrected else "",
    )
    indexing.put_work(made)
    public_version.public_changed()


def _in_hand(pk: int, actor: StaffActor, seen: int | None) -> WorkReport:
    ledger.take_turn()
    rows = WorkReport.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    report = rows.filter(pk=pk, agency_id__in=access.agencies_seen(actor)).first()
    if report is None:
        raise NotAllowed(say("There is no such report, or your posts do not show it to you."))
    if seen is not None and report.revision != seen:
        raise Conflict
    return report


def _put_back(report: WorkReport) -> None:
    before = report.revision
    report.revision = before + 1
    report.updated_at = clock.now()
    fields = {
        field.attname: getattr(report, field.attname)
        for field in report._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not WorkReport.objects.filter(pk=report.pk, revision=before).update(**fields):
        raise Conflict


def _note(report: WorkReport, move: str, actor: StaffActor, *, reason: str = "") -> None:
    WorkStep.objects.create(
        report=report,
        round=report.round,
        move=move,
        person_id=actor.person_id,
        on_behalf_of_id=actor.on_behalf_of_id,
        post=actor.post_title[:120],
        at=clock.now(),
        reason=reason,
        digest=report.digest,
    )


def _note_author(report: WorkReport, actor: StaffActor) -> None:
    who = {"person_id": actor.person_id, "on_behalf_of_id": actor.on_behalf_of_id}
    if not report.steps.filter(round=report.round, move="author", **who).exists():
        _note(report, "author", actor)


def _tell(
    kind: ledger.Verb,
    report: WorkReport,
    actor: StaffActor,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    ledger.record(
        kind,
        subject=work_reports.subject_of(report),
        actor=actor,
        data={"agency": report.agency.code, "year": report.year, **(data or {})},
        reason=reason,
    )


def _in_post(actor: StaffActor, agency_id: int, roles: tuple[str, ...]) -> StaffActor:
    held = access.roles_in(actor, agency_id)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)


def _done_before(pk: int, key: str, actor: StaffActor, seen: int | None) -> WorkReport | None:
    """The report, when this person made this very move as the very next deed: a double click."""
    if seen is None:
        return None
    report = work_reports.for_staff(actor).filter(pk=pk, revision=seen + 1).first()
    last = report.steps.order_by("-id").first() if report else None
    return report if last and last.move == key and last.person_id == actor.person_id else None


def _refusal(report: WorkReport, key: str, actor: StaffActor, answer: Refused) -> Refusal:
    roles = set(PROCESS.move(key).roles) if PROCESS.has_move(key) else set()
    if not roles & set(access.roles_in(actor, report.agency_id)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
