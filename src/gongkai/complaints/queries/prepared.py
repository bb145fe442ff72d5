"""Counts that are kept ready (预先汇总), month by month, and counted again where something has happened.

Nothing is a minute old: before a count is used, the ledger is asked what was done since. Every deed writes its event,
so the months of the matters it names are counted anew, and no other. Where time alone changes a figure (a limit
passes), the count says until when it holds. Inside a transaction everything is counted afresh and nothing is kept:
what is not yet committed may never be.
"""

from __future__ import annotations

import threading
from calendar import monthrange
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from gongkai.complaints.models import Matter
from gongkai.complaints.queries import tallies
from gongkai.complaints.queries.subjects import INSTRUCTION, SESSION, SUBJECT
from gongkai.complaints.queries.tallies import Tally
from gongkai.core import clock, ledger
from gongkai.core.models import Deadline, Event, LedgerHead
from gongkai.domain.calendar import ONE_DAY
from gongkai.domain.complaints import HANDLE, OPEN

#: Months kept, of whatever agencies and parts; longest span that is kept; deeds looked at one by one before everything
#: is counted anew.
MOST_KEPT, MOST_MONTHS, MOST_DEEDS = 600, 120, 200
#: Subjects of the room whose deeds change no matter, no call and no limit of one.
_BESIDE = (
    INSTRUCTION,
    SESSION,
    "complaints.template",
    "complaints.rule",
    "complaints.rules",
    "complaints.assets",
)


class Span(Protocol):
    """What is counted (``figures.Scope``); compared by its fields."""

    @property
    def agencies(self) -> tuple[int, ...]: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def narrowed(self) -> Mapping[str, str]: ...


S = TypeVar("S", bound=Span)
Matters: TypeAlias = Callable[[S], "QuerySet[Matter]"]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A count, its month, when it was counted, and until when it holds by itself (``None``: for good)."""

    tally: Tally
    month: date
    at: datetime
    until: datetime | None


_lock = threading.Lock()
_kept: OrderedDict[object, _Kept] = OrderedDict()
#: Number and digest of the last event that was looked at.
_seen: tuple[int, str] = (0, "")
#: Raised whenever something was dropped: what was counted meanwhile may be from before the deed.
_turn = 0


def months(span: S, matters: Matters[S]) -> dict[date, Tally]:
    """The first of each month of the span → its count as things stand now. ``matters`` gives the matters of a span.

    One query where all is known, five at most.
    """
    now = clock.now()
    if connection.in_atomic_block or _number_of_months(span) > MOST_MONTHS:
        return tallies.count(matters(span), now)
    parts = _parts(span)
    with _lock:
        _look()
        turn = _turn
        known = {part.first: found.tally for part in parts if (found := _holding(part, now)) is not None}
    missing = [part for part in parts if part.first not in known]
    if missing:
        fresh = _counted(missing, matters, now)
        with _lock:
            if turn == _turn:
                for part in missing:
                    _kept[_key(part)] = fresh[part.first]
                while len(_kept) > MOST_KEPT:
                    _kept.popitem(last=False)
        known |= {first: each.tally for first, each in fresh.items()}
    return {first.replace(day=1): tally for first, tally in known.items() if tally.whole}


def _number_of_months(span: Span) -> int:
    return (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1


def _parts(span: S) -> list[S]:
    """The span month by month."""
    found, first = [], span.first
    for _month in range(_number_of_months(span)):
        end = min(span.last, first.replace(day=monthrange(first.year, first.month)[1]))
        found.append(replace(span, first=first, last=end))  # type: ignore[type-var]
        if end < span.last:
            first = end + ONE_DAY
    return found


def _key(part: Span) -> object:
    return part.agencies, part.first, part.last, tuple(sorted(part.narrowed.items()))


def _holding(part: Span, now: datetime) -> _Kept | None:
    found = _kept.get(_key(part))
    if found is None or found.at > now or (found.until is not None and found.until < now):
        return None
    _kept.move_to_end(_key(part))
    return found


def _counted(parts: Sequence[S], matters: Matters[S], now: datetime) -> dict[date, _Kept]:
    whole = replace(parts[0], last=parts[-1].last)  # type: ignore[type-var]
    days = Q()
    for part in parts:
        days |= Q(received_on__gte=part.first, received_on__lte=part.last)
    query = matters(whole) if len(parts) == len(_parts(whole)) else matters(whole).filter(days)
    found = tallies.count(query, now)
    until = _next_limit(query, now) if any(each.open for each in found.values()) else None
    kept = {}
    for part in parts:
        tally = found.get(part.first.replace(day=1), Tally())
        kept[part.first] = _Kept(tally, part.first.replace(day=1), now, until if tally.open else None)
    return kept


def _next_limit(query: QuerySet[Matter], now: datetime) -> datetime | None:
    """When the next limit of an open one of these matters passes."""
    rows = Deadline.objects.filter(
        subject_type=SUBJECT, rule=HANDLE, stopped_on__isnull=True, due_at__gte=now
    )
    theirs = query.filter(state__in=OPEN, pk=Cast(OuterRef("subject"), BigIntegerField()))
    return rows.filter(Exists(theirs)).order_by("due_at").values_list("due_at", flat=True).first()


# --- What was done since ------------------------------------------------------------------------------------


def _look() -> None:
    """Drops the months of matters to which something was done since the last look."""
    global _seen
    head = LedgerHead.objects.filter(pk=1).values_list("seq", "digest").first() or (0, ledger.GENESIS)
    if head == _seen:
        return
    before, _seen = _seen, head
    if not before[0] or not ledger.holds(
        *before
    ):  # nothing kept yet, or another ledger than the one looked at
        _drop(None)
        return
    events = Event.objects.filter(seq__gt=before[0], seq__lte=head[0]).order_by()
    done: list[tuple[str, str]] = list(
        events.values_list("subject_type", "subject").distinct()[: MOST_DEEDS + 1]
    )
    told = {subject for kind, subject in done if kind == SUBJECT}
    everything = len(done) > MOST_DEEDS or any(
        kind.startswith(("complaints.", "core.calendar")) and kind not in (SUBJECT, *_BESIDE)
        for kind, _ in done
    )
    if everything:
        _drop(None)
    elif told:
        _drop(_months_of([int(each) for each in told]))


def _months_of(matters: Sequence[int]) -> set[date]:
    """The months of these matters, of those joined with them, and of those they were joined with."""
    rows = Matter.objects.filter(Q(pk__in=matters) | Q(lead__in=matters)).order_by()
    days: set[Any] = {day for row in rows.values_list("received_on", "lead__received_on") for day in row}
    return {day.replace(day=1) for day in days if day is not None}


def _drop(gone: set[date] | None) -> None:
    """Drops what was counted of these months; ``None``: everything."""
    global _turn
    _turn += 1
    for key in [key for key, each in _kept.items() if gone is None or each.month in gone]:
        del _kept[key]


def forget() -> None:
    """Drops everything."""
    with _lock:
        _drop(None)
