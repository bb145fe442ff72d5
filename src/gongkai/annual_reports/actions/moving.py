"""Moving a report along its way. One door: access → the process table → compare-and-set → effects → event."""

from __future__ import annotations

from django.db import transaction

from gongkai.annual_reports import access, indexing, rendering
from gongkai.annual_reports.actions.base import in_post, note_step, put_back, take_in_hand, tell_ledger
from gongkai.annual_reports.models import Edition, Report
from gongkai.annual_reports.queries import moves, reports
from gongkai.core import clock, deadlines, ledger, public_version
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.domain import annual_report
from gongkai.domain.annual_report.course import PROCESS
from gongkai.domain.process import step as ask_table
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor

VERBS = {move.key: ledger.verb(f"annual_reports.report.{move.key}", move.done) for move in PROCESS.moves}


def move(
    *, report_id: int, key: str, actor: StaffActor, expected_version: int | None, reason: str = ""
) -> Report:
    """Makes the move ``key`` (a move of ``domain.annual_report.course``).

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster. A second
    click on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            report = take_in_hand(report_id, actor, expected_version)
        except Conflict:
            again = _already_done(report_id, key, actor, expected_version)
            if again is None:
                raise
            return again
        given = {"reason"} if reason.strip() else set()
        answer = ask_table(PROCESS, report.state, key, moves.facts(report, actor, given))
        if isinstance(answer, Refused):
            raise _refusal(report, key, actor, answer)
        _make(report, key, answer.state.key, in_post(actor, report, PROCESS.move(key).roles), reason.strip())
    return report


def _make(report: Report, key: str, target: str, actor: StaffActor, reason: str) -> None:
    before = report.state
    if key == "check":
        _freeze(report)
    elif key in ("take_back", "send_back"):
        _thaw(report)
    elif key == "correct":
        report.round += 1
        _thaw(report)
    report.state = target
    put_back(report)
    note_step(report, key, actor, reason=reason)
    if key == "publish":
        _publish(report, actor)
    data = {"from": before, "to": target, "digest": report.digest, "round": report.round}
    tell_ledger(VERBS[key], report, actor, data=data, reason=reason)


def _freeze(report: Report) -> None:
    """Keeps the figures as they are counted now, with their digest."""
    figures = reports.current(report)
    records = reports.records_of(report)
    report.figures = annual_report.dump(figures)
    report.records = records
    report.digest = annual_report.digest(figures)
    report.frozen_at = clock.now()


def _thaw(report: Report) -> None:
    report.figures, report.records, report.digest, report.frozen_at = None, {}, "", None


def _publish(report: Report, actor: StaffActor) -> None:
    signed = report.steps.filter(round=report.round, move="sign").order_by("-id").first()
    assert signed is not None  # the table lets only a signed report be published
    number = report.editions.count() + 1
    corrected = report.steps.filter(round=report.round, move="correct").order_by("-id").first()
    reason = corrected.reason if corrected else ""
    document = rendering.document(report, edition=number, signed=signed, reason=reason)
    made = Edition.objects.create(
        report=report,
        number=number,
        document=document,
        digest=report.digest,
        signed_by_id=signed.person_id,
        signed_at=signed.at,
        published_by_id=actor.person_id,
        published_at=clock.now(),
        reason=reason,
    )
    indexing.put(made)
    deadlines.stop(reports.subject_of(report))
    public_version.public_changed()


def _already_done(report_id: int, key: str, actor: StaffActor, seen: int | None) -> Report | None:
    """The report, when this person made this very move as the very next deed: a double click."""
    if seen is None:
        return None
    rows = Report.objects.filter(agency_id__in=access.agencies_seen(actor)).select_related("agency")
    report = rows.filter(pk=report_id, version=seen + 1).first()
    last = report.steps.order_by("-id").first() if report else None
    return report if last and last.move == key and last.person_id == actor.person_id else None


def _refusal(report: Report, key: str, actor: StaffActor, answer: Refused) -> Refusal:
    roles = set(PROCESS.move(key).roles) if PROCESS.has_move(key) else set()
    if not roles & set(access.roles_over(actor, report)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
