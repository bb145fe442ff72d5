"""Matters as the domain's figures and checks read them (``domain.complaints.figures.Row``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from gongkai.complaints.models import Call, Exchange, Matter, Reply, SiteCheck
from gongkai.complaints.queries import standing
from gongkai.complaints.queries.subjects import SUBJECT
from gongkai.core.models import Deadline
from gongkai.domain.complaints import CLOSED, HANDLE, OPEN
from gongkai.domain.complaints.figures import Row

#: Ways in by which the reporter was spoken to the moment the matter arrived.
_SPOKEN = ("telephone", "broadcast", "visit")


#: What is asked of a matter itself.
ASKED = (
    *("number", "state", "unit_id", "handler_id", "channel", "received_at", "dispatched_at", "closed_at"),
    *("solved", "rating", "returns", "round", "on_time"),
)


def rows(matters: Sequence[Matter]) -> list[Row]:
    """The matters as rows; six queries however many there are."""
    numbers = [each.pk for each in matters]
    limits, calls = _limits(numbers), _calls(numbers)
    contacts, replies = _contacts(numbers), _replies(numbers)
    return [
        _row(each, limits.get(each.pk, []), calls.get(each.pk, []), contacts.get(each.pk), replies.get(each.pk, ""))
        for each in matters
    ]  # fmt: skip


def _row(
    matter: Matter, limits: list[_Limit], calls: list[_Call], contact: datetime | None, reply: str
) -> Row:
    by_staff = [each for each in calls if each.reached and not each.by_reporter and each.person_id]
    called = by_staff[-1] if by_staff else None
    rated = [each for each in calls if each.reached]
    at_once = matter.received_at if matter.channel in _SPOKEN and matter.dispatched_at is None else None
    spoken = [each.began_at for each in calls if each.reached]
    first = min((each for each in (contact, at_once, *spoken) if each), default=None)
    return Row(
        number=matter.number,
        state=matter.state,
        unit=str(matter.unit_id or ""),
        handler=str(matter.handler_id or ""),
        dispatched=matter.dispatched_at is not None,
        due=_limit(matter, limits),
        first_contact_at=first,
        closed_at=matter.closed_at if matter.state in CLOSED else None,
        called_at=called.began_at if called else None,
        called_by=str(called.person_id) if called else "",
        call_seconds=called.minutes * 60 if called and called.minutes else None,
        rated_by=str(rated[-1].person_id or "") if rated else "",
        solved=standing.answer(matter.solved),
        satisfied=standing.satisfied(matter.rating),
        returns=matter.returns,
        reopened=matter.round - 1,
        reply=reply,
        in_time=matter.on_time,
    )


def _limit(matter: Matter, limits: list[_Limit]) -> datetime | None:
    """The limit that runs while it is open; the last that ran once it is closed."""
    if matter.state in OPEN:
        limits = [each for each in limits if each.stopped_on is None]
    return limits[-1].due_at if limits else None


class _Call(NamedTuple):
    reached: bool
    by_reporter: bool
    person_id: int | None
    began_at: datetime
    minutes: int


class _Limit(NamedTuple):
    due_at: datetime | None
    stopped_on: date | None


def _limits(numbers: list[int]) -> dict[int, list[_Limit]]:
    found: dict[int, list[_Limit]] = {}
    kept = Deadline.objects.filter(
        subject_type=SUBJECT, rule=HANDLE, subject__in=[str(each) for each in numbers]
    )
    for subject, due, stopped in kept.order_by("id").values_list("subject", "due_at", "stopped_on"):
        found.setdefault(int(subject), []).append(_Limit(due, stopped))
    return found


def _calls(numbers: list[int]) -> dict[int, list[_Call]]:
    found: dict[int, list[_Call]] = {}
    rows = Call.objects.filter(matter__in=numbers).order_by("id").values_list("matter", *_Call._fields)
    for matter, *call in rows:
        found.setdefault(matter, []).append(_Call(*call))
    return found


def _contacts(numbers: list[int]) -> dict[int, datetime]:
    """The first look on the spot or answer of the reporter's."""
    checked = SiteCheck.objects.filter(matter__in=numbers).values_list("matter", "at")
    answered = Exchange.objects.filter(matter__in=numbers, answered_at__isnull=False)
    found: dict[int, datetime] = {}
    for matter, at in [*checked, *answered.values_list("matter", "answered_at")]:
        if at is not None:
            found[matter] = min(found.get(matter, at), at)
    return found


def _replies(numbers: list[int]) -> dict[int, str]:
    """The reply sent last."""
    sent = Reply.objects.filter(matter__in=numbers, sent_at__isnull=False).order_by("round")
    return dict(sent.values_list("matter", "text"))
