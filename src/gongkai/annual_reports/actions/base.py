"""What every deed shares: taking the report in hand, writing the step and the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.annual_reports import access
from gongkai.annual_reports.models import Report, Step
from gongkai.annual_reports.queries.reports import subject_of
from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, NotAllowed
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor


def take_in_hand(report_id: int, actor: StaffActor, expected_version: int | None) -> Report:
    """The report, locked for this transaction; ``Conflict`` when it is no longer the version the person saw."""
    ledger.take_turn()
    rows = Report.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    report = rows.filter(pk=report_id, agency_id__in=access.agencies_seen(actor)).first()
    if report is None:
        raise NotAllowed(say("There is no such report, or your posts do not show it to you."))
    if expected_version is not None and report.version != expected_version:
        raise Conflict
    return report


def put_back(report: Report) -> None:
    """Saves the report one version on; the version is compared once more as it is set."""
    before = report.version
    report.version = before + 1
    report.updated_at = clock.now()
    fields = {
        field.attname: getattr(report, field.attname)
        for field in report._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Report.objects.filter(pk=report.pk, version=before).update(**fields):
        raise Conflict


def note_step(report: Report, move: str, actor: StaffActor, *, reason: str = "") -> Step:
    """Writes who made which move in this round."""
    return Step.objects.create(
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


def note_author(report: Report, actor: StaffActor) -> None:
    """Notes once a round who wrote in it; two pairs of eyes look at it."""
    known = report.steps.filter(
        round=report.round,
        move="author",
        person_id=actor.person_id,
        on_behalf_of_id=actor.on_behalf_of_id,
    )
    if not known.exists():
        note_step(report, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    report: Report,
    actor: ledger.Actor,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event."""
    ledger.record(
        kind,
        subject=subject_of(report),
        actor=actor,
        data={"agency": report.agency.code, "year": report.year, "scope": report.scope, **(data or {})},
        reason=reason,
    )


def in_post(actor: StaffActor, report: Report, roles: tuple[str, ...]) -> StaffActor:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    held = access.roles_over(actor, report)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)
