"""Matters as the domain's figures and checks read them (``domain.complaints.figures.Row``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkai.complaints import house
from gongkai.complaints.models import Call, Exchange, Matter, Reply, SiteCheck
from gongkai.complaints.queries.figures import UNRATED
from gongkai.complaints.queries.subjects import SUBJECT
from gongkai.core.models import Deadline
from gongkai.domain.complaints import CLOSED, HANDLE, OPEN
from gongkai.domain.complaints.figures import Answer, Row

#: Ways in by which the reporter was spoken to the moment the matter arrived.
_SPOKEN = ("telephone", "broadcast", "visit")


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
    matter: Matter, limits: list[Deadline], calls: list[Call], contact: datetime | None, reply: str
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
        solved=_answer(matter.solved),
        satisfied=_satisfied(matter.rating),
        returns=matter.returns,
        reopened=matter.round - 1,
        reply=reply,
        in_time=matter.on_time,
    )


def _limit(matter: Matter, limits: list[Deadline]) -> datetime | None:
    """The limit that runs while it is open; the last that ran once it is closed."""
    if matter.state in OPEN:
        limits = [each for each in limits if each.stopped_on is None]
    return limits[-1].due_at if limits else None


def _answer(solved: bool | None) -> Answer:
    return "" if solved is None else "yes" if solved else "no"


def _satisfied(rating: str) -> Answer:
    """Fairly satisfied counts as the table of ratings says; who was not reached or did not say has not rated."""
    if rating in ("", *UNRATED):
        return ""
    row = house.row("rating", rating)
    return "yes" if row and row["content"] else "no"


def _limits(numbers: list[int]) -> dict[int, list[Deadline]]:
    found: dict[int, list[Deadline]] = {}
    kept = Deadline.objects.filter(
        subject_type=SUBJECT, rule=HANDLE, subject__in=[str(each) for each in numbers]
    )
    for row in kept.order_by("id"):
        found.setdefault(int(row.subject), []).append(row)
    return found


def _calls(numbers: list[int]) -> dict[int, list[Call]]:
    found: dict[int, list[Call]] = {}
    for call in Call.objects.filter(matter__in=numbers).defer("note").order_by("id"):
        found.setdefault(call.matter_id, []).append(call)
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
