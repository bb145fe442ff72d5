"""What every deed of the room shares: taking the request in hand, writing the step and the event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.requests import access
from gongkai.requests.models import Request, Step
from gongkai.requests.people import Acting, ApplicantActor
from gongkai.requests.queries.subjects import subject_of


def take_in_hand(request_id: int, actor: Acting, expected_version: int | None) -> Request:
    """The request, locked for this transaction; ``Conflict`` when it is no longer the version the person saw."""
    ledger.take_turn()
    request = (
        Request.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency", "unit")
        .filter(pk=request_id)
        .first()
    )
    if request is None or not _may_see(actor, request):
        raise NotAllowed(say("There is no such request, or your posts do not show it to you."))
    if expected_version is not None and request.version != expected_version:
        raise Conflict
    return request


def _may_see(actor: Acting, request: Request) -> bool:
    if actor is None:
        return True
    if isinstance(actor, ApplicantActor):
        return actor.request_id == request.pk
    return Request.objects.filter(access.visible_to(actor), pk=request.pk).exists()


def put_back(request: Request) -> None:
    """Saves the request one version on; the version is compared once more as it is set."""
    before = request.version
    request.version = before + 1
    request.updated_at = clock.now()
    fields = {
        field.attname: getattr(request, field.attname)
        for field in request._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Request.objects.filter(pk=request.pk, version=before).update(**fields):
        raise Conflict


def note_step(
    request: Request,
    move: str,
    actor: Acting,
    *,
    states: tuple[str, str] = ("", ""),
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Step:
    """Writes who made which move in this round."""
    staff = actor if isinstance(actor, StaffActor) else None
    return Step.objects.create(
        request=request,
        round=request.round,
        move=move,
        from_state=states[0],
        to_state=states[1],
        person_id=staff.person_id if staff else None,
        on_behalf_of_id=staff.on_behalf_of_id if staff else None,
        post=staff.post_title[:120] if staff else "",
        by_applicant=isinstance(actor, ApplicantActor),
        at=clock.now(),
        reason=reason,
        data=dict(data or {}),
    )


def note_author(request: Request, actor: StaffActor) -> None:
    """Notes once a round who wrote in the answer; two pairs of eyes look at it."""
    known = request.steps.filter(
        round=request.round,
        move="author",
        person_id=actor.person_id,
        on_behalf_of_id=actor.on_behalf_of_id,
    )
    if not known.exists():
        note_step(request, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    request: Request,
    actor: Acting,
    *,
    data: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event. Names of applicants and third parties never stand in it."""
    ledger.record(
        kind,
        subject=subject_of(request),
        actor=actor or ledger.System(request.agency.code),
        data={"number": request.number, **(data or {})},
        private=private,
        reason=reason,
    )


def in_post(actor: Acting, request: Request, roles: tuple[str, ...]) -> Acting:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    if not isinstance(actor, StaffActor):
        return actor
    held = access.roles_over(actor, request)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)


def not_ahead(day: date | None, field: str) -> date:
    """The day given, or today; a day to come is refused."""
    today = clock.today()
    if day is not None and day > today:
        raise Invalid(say("{day} lies ahead. Enter the day on which it happened.", day=day), field=field)
    return day or today
