"""Matters counted in one reading: by month, by every column they are counted apart by, under every figure at once.

The database says of each matter where it stands; what a figure counts is asked of the domain's own definitions once
for each way of standing, of which there are some hundreds, and not for each matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, reduce
from operator import add
from typing import Any, TypeAlias

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact, IsNull

from gongkai.complaints.models import Call, Matter
from gongkai.complaints.queries import standing
from gongkai.complaints.queries.subjects import SUBJECT
from gongkai.core.models import Deadline
from gongkai.domain.complaints import CLOSED, HANDLE, OPEN
from gongkai.domain.complaints.figures import FIGURES, Row

#: Columns by which matters are counted apart.
COLUMNS = ("channel", "kind", "category", "district", "grid", "unit_id", "handler_id")
#: Every figure, and ``<figure>.of`` for those that are out of something.
NAMES = tuple(name for each in FIGURES for name in ((each.key, f"{each.key}.of") if each.of else (each.key,)))

#: The counts of all names side by side in one whole number, ``_BITS`` for each: to add two lines is one addition.
Packed: TypeAlias = int
_BITS = 40
_MASK = (1 << _BITS) - 1

#: What the database says of a matter besides its state and its rating, as one number.
_DISPATCHED, _RETURNED, _REOPENED, _LATE, _CALLED, _LIMITED, _KEPT, _ASKED, _SOLVED = (
    1 << at for at in range(9)
)
#: State, rating, and the sum of those.
Stand: TypeAlias = "tuple[str, str, int]"


@dataclass(frozen=True, slots=True)
class Tally:
    """The matters of a month, or of a part of it."""

    whole: Packed = 0
    apart: Mapping[str, Mapping[Any, Packed]] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)
    #: Class and grid → how many.
    spots: Mapping[tuple[str, str], int] = field(default_factory=dict)
    #: How many of them are open: only of these does a figure change while nobody does anything.
    open: int = 0


def unpacked(line: Packed, names: Sequence[str] = NAMES) -> dict[str, int]:
    """Name → how many."""
    return {name: (line >> _BITS * _PLACES[name]) & _MASK for name in names}


_PLACES = {name: at for at, name in enumerate(NAMES)}


def count(query: QuerySet[Matter], now: datetime) -> dict[date, Tally]:
    """The first of a month → its matters of ``query``, as things stand ``now``; one query."""
    rows = query.order_by().values_list(
        Cast("received_on", CharField()), *COLUMNS, "state", "rating", _flags(now)
    )
    months: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        months[row[0][:7]].append(row)
    return {date.fromisoformat(f"{month}-01"): _tally(found) for month, found in months.items()}


def _tally(rows: list[tuple[Any, ...]]) -> Tally:
    _days, *columns, states, ratings, flags = zip(*rows, strict=True)
    stands = list(zip(states, ratings, flags, strict=True))
    number = {stand: at for at, stand in enumerate(dict.fromkeys(stands))}
    weights = [_packed(stand) for stand in number]
    ways = list(map(number.__getitem__, stands))
    apart = {}
    for name, values in zip(COLUMNS, columns, strict=True):
        lines: dict[Any, Packed] = defaultdict(int)
        for (value, way), times in Counter(zip(values, ways, strict=True)).items():
            lines[value] += times * weights[way]
        apart[name] = dict(lines)
    by_name = dict(zip(COLUMNS, columns, strict=True))
    return Tally(
        whole=sum(times * weights[way] for way, times in Counter(ways).items()),
        apart=apart,
        ratings={rating: times for rating, times in Counter(ratings).items() if rating},
        spots=dict(Counter(zip(by_name["category"], by_name["grid"], strict=True))),
        open=sum(times for state, times in Counter(states).items() if state in OPEN),
    )


# --- What the database says of a matter ---------------------------------------------------------------------


def _flags(now: datetime) -> Any:
    """The sum of what holds; an expression for the query."""
    closed = Q(state__in=CLOSED)
    clocks = Deadline.objects.filter(
        subject_type=SUBJECT, subject=Cast(OuterRef("pk"), CharField()), rule=HANDLE
    )
    limit = Subquery(clocks.order_by("-id").values("due_at")[:1])
    # The limit is looked up only where the first reply did not settle it: in a matter brought in from elsewhere.
    unsettled = closed & Q(on_time__isnull=True)
    said = {
        _DISPATCHED: Q(dispatched_at__isnull=False),
        _RETURNED: Q(returns__gt=0),
        _REOPENED: Q(round__gt=1),
        _LATE: Q(state__in=OPEN) & Q(Exists(clocks.filter(stopped_on__isnull=True, due_at__lt=now))),
        _ASKED: Q(solved__isnull=False),
        _SOLVED: Q(solved=True),
    }
    within = _flag(
        (closed & Q(on_time=True), _LIMITED | _KEPT),
        (closed & Q(on_time=False), _LIMITED),
        (unsettled & Q(closed_at__lte=limit), _LIMITED | _KEPT),
        (unsettled & Q(IsNull(limit, False)), _LIMITED),
    )
    called = _flag((closed & _by_another(), _CALLED))
    return reduce(add, [within, called, *(_flag((condition, value)) for value, condition in said.items())])


def _flag(*values: tuple[Q, int]) -> Case:
    """The value of the first condition that holds, or 0."""
    cases = (When(condition, then=Value(value)) for condition, value in values)
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _by_another() -> Q:
    """Whether the last call that reached the reporter was not the handler's."""
    calls = Call.objects.filter(matter=OuterRef("pk"), reached=True, by_reporter=False, person__isnull=False)
    last = Subquery(calls.order_by("-id").values("person")[:1], output_field=BigIntegerField())
    # Without any call the handler stands on both sides, so it is by nobody else.
    handler = Coalesce(F("handler"), Value(0), output_field=BigIntegerField())
    return ~Q(Exact(Coalesce(last, handler), handler))


# --- What the domain says of a way of standing --------------------------------------------------------------

_NOW = datetime(2000, 1, 1, tzinfo=UTC)


@cache
def _packed(stand: Stand) -> Packed:
    """One matter that stands like this, under every name under which it counts."""
    row = _row(*stand)
    found = 0
    for figure in FIGURES:
        whole = figure.of is None or figure.of(row, _NOW)
        if whole and figure.counts(row, _NOW):
            found += 1 << _BITS * _PLACES[figure.key]
        if whole and figure.of is not None:
            found += 1 << _BITS * _PLACES[f"{figure.key}.of"]
    return found


def _row(state: str, rating: str, flags: int) -> Row:
    """A matter of which the domain's definitions say the same."""
    called = bool(flags & _CALLED)
    return Row(
        number="",
        state=state,
        handler="handler",
        dispatched=bool(flags & _DISPATCHED),
        due=_NOW - timedelta(seconds=1) if flags & _LATE else None,
        called_at=_NOW if called else None,
        called_by="caller" if called else "",
        solved=standing.answer(bool(flags & _SOLVED) if flags & _ASKED else None),
        satisfied=standing.satisfied(rating),
        returns=int(bool(flags & _RETURNED)),
        reopened=int(bool(flags & _REOPENED)),
        in_time=bool(flags & _KEPT) if flags & _LIMITED else None,
    )
