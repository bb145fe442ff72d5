"""The figures about matters (办理情况统计), as ``domain.complaints.figures`` defines them.

The counts are kept ready (``prepared``); the matters behind each are found by a condition on rows. ``figure_rows``
gives the same rows to the domain, and a test holds all three together. What is counted here are all matters of a span,
whoever reads: counts name nobody. Lists begin from what the reader may see (``listed``); reports against somebody
stand on none of them, so that no gap in a list tells that there is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Cast

from gongkai.complaints import house
from gongkai.complaints.models import Call, Matter
from gongkai.complaints.queries import prepared, tallies
from gongkai.complaints.queries.standing import UNRATED
from gongkai.complaints.queries.subjects import SUBJECT
from gongkai.complaints.queries.tallies import Tally, unpacked
from gongkai.core import clock
from gongkai.core.listpages import NOBODY
from gongkai.core.models import Deadline
from gongkai.domain.complaints import CLOSED, HANDLE, OPEN
from gongkai.domain.complaints.figures import FIGURES, Figure, Rate, rate
from gongkai.domain.complaints.states import ASIDE
from gongkai.domain.refusal import Refused
from gongkai.people import directory

#: Columns by which matters can be counted apart, and narrowed to.
BY = ("channel", "kind", "category", "district", "grid", "unit", "handler")
#: Columns that hold a number, not a word.
_NUMBERS = ("unit", "handler")
#: Most digits of a row's number: what stays within 64 bits whatever the digits are.
MOST_DIGITS = 18
KEYS = tuple(each.key for each in FIGURES)
#: Every figure, and ``<figure>.of`` for those that are out of something.
NAMES = tallies.NAMES


@dataclass(frozen=True, slots=True)
class Scope:
    """Which matters are counted: those of these agencies that arrived from ``first`` to ``last``, both included.

    ``narrowed``: column of ``BY`` → value; ``core.listpages.NOBODY`` stands for those that have none.
    """

    agencies: tuple[int, ...]
    first: date
    last: date
    narrowed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure: how many, out of how many (``None``: a plain count), and the rate or why there is none."""

    figure: Figure
    number: int
    of: int | None
    rate: Rate | Refused | None


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of the matters that have one thing in common; ``key`` is "" for those that have none of it."""

    key: str
    counts: Mapping[str, int]

    def counted(self, key: str) -> Counted:
        """One figure of the line."""
        return _counted(next(each for each in FIGURES if each.key == key), self.counts)


def agency_ids(code: str = "") -> tuple[int, ...]:
    """The numbers of the agencies: one by its code, or all of the installation; nothing for an unknown code."""
    found = directory.agencies(with_closed=True)
    return tuple(each.pk for each in found if not code or each.code == code)


def matters(scope: Scope) -> QuerySet[Matter]:
    """The matters of the scope, in no order."""
    return within(Matter.objects.order_by(), scope)


def within(query: QuerySet[Matter], scope: Scope) -> QuerySet[Matter]:
    """Those of the query that belong to the scope."""
    query = query.filter(
        agency_id__in=scope.agencies, received_on__gte=scope.first, received_on__lte=scope.last
    )
    for name, value in scope.narrowed.items():
        query = query.filter(_is(name, value))
    return query


def is_number(value: str) -> bool:
    """Whether an address can mean a row by this: figures only, and no more of them than a database counts."""
    return value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS


def _is(name: str, value: str) -> Q:
    if value == NOBODY:
        return Q(**{f"{name}__isnull": True}) if name in _NUMBERS else Q(**{name: ""})
    if name in _NUMBERS:
        return Q(**{f"{name}_id": int(value)}) if is_number(value) else Q(pk__in=[])
    return Q(**{name: value})


def with_limit(query: QuerySet[Matter]) -> QuerySet[Matter]:
    """With what the conditions ask for besides the matter's own columns: the last limit, where it decides."""
    limit = Deadline.objects.filter(
        subject_type=SUBJECT, subject=Cast(OuterRef("pk"), CharField()), rule=HANDLE
    ).order_by("-id")
    # Asked for only where the first reply did not settle it: a matter brought in from elsewhere.
    unsettled = When(state__in=CLOSED, on_time__isnull=True, then=Subquery(limit.values("due_at")[:1]))
    return query.annotate(limit=Case(unsettled, default=None, output_field=DateTimeField()))


def conditions(scope: Scope, now: datetime) -> dict[str, Q]:
    """Figure → its condition, and ``<figure>.of`` → that of its denominator; for a query ``with_limit``."""
    closed, aside = Q(state__in=CLOSED), Q(state__in=ASIDE)
    every = Q(pk__isnull=False)
    accepted, to_handle = ~Q(state__in=("declined", "converted")), ~aside
    overdue = Q(state__in=OPEN, pk__in=_past(now))
    in_time = closed & (Q(on_time=True) | Q(on_time__isnull=True, closed_at__lte=F("limit")))
    settled = closed & (Q(on_time__isnull=False) | Q(limit__isnull=False))
    rated = [key for key in house.keys("rating") if key not in UNRATED]
    content = [key for key in rated if (house.row("rating", key) or {})["content"]]
    return {
        "received": every,
        "accepted": accepted,
        "accepted.of": every,
        "closed": closed,
        "closed.of": to_handle,
        "closed_on_time": in_time,
        "closed_on_time.of": settled | overdue,
        "called_back": closed & Q(pk__in=_called(scope)),
        "called_back.of": closed,
        "solved": Q(solved=True),
        "solved.of": Q(solved__isnull=False),
        "satisfied": Q(rating__in=content),
        "satisfied.of": Q(rating__in=rated),
        "returned": Q(dispatched_at__isnull=False, returns__gt=0),
        "returned.of": Q(dispatched_at__isnull=False),
        "reopened": Q(round__gt=1),
        "reopened.of": closed | Q(round__gt=1),
        "overdue": overdue,
        "overdue.of": Q(state__in=OPEN),
        "shelved": Q(state="shelved"),
        "shelved.of": to_handle,
        "merged": Q(state="merged"),
        "merged.of": accepted,
    }


def _called(scope: Scope) -> QuerySet[Any, Any]:
    """The matters whose last call that reached somebody was not the handler's. Asked once, not for each matter."""
    calls = Call.objects.filter(reached=True, by_reporter=False, person__isnull=False)
    inside = calls.filter(matter__in=matters(scope).filter(state__in=CLOSED).values("pk")).order_by()
    last = inside.values("matter").annotate(last=Max("pk")).values("last")
    by_handler = Q(matter__handler__isnull=False, person=F("matter__handler"))
    return Call.objects.filter(pk__in=last).exclude(by_handler).order_by().values("matter")


def _past(now: datetime) -> QuerySet[Any, Any]:
    """The matters whose period of handling runs and is over."""
    rows = Deadline.objects.filter(subject_type=SUBJECT, rule=HANDLE, stopped_on__isnull=True, due_at__lt=now)
    return rows.annotate(matter=Cast("subject", BigIntegerField())).values("matter")


def _counted(figure: Figure, counts: Mapping[str, int]) -> Counted:
    number = counts[figure.key]
    if figure.of is None:
        return Counted(figure, number, None, None)
    of = counts[f"{figure.key}.of"]
    return Counted(figure, number, of, rate(number, of))


def figures(scope: Scope) -> list[Counted]:
    """Every figure of the scope as things stand now, in the order of the definitions."""
    counts = unpacked(sum(each.whole for each in tallied(scope).values()))
    return [_counted(each, counts) for each in FIGURES]


def tallied(scope: Scope) -> dict[date, Tally]:
    """The first of each month of the scope → its matters counted every way; one query where all is known."""
    return prepared.months(scope, matters)


def apart(scope: Scope, by: str, names: Sequence[str] = NAMES) -> list[Line]:
    """The figures counted apart by a column of ``BY``, most matters first; ``names``: only these."""
    if by not in BY:
        raise KeyError(by)
    column = f"{by}_id" if by in _NUMBERS else by
    found: dict[Any, int] = {}
    for each in tallied(scope).values():
        for value, line in each.apart[column].items():
            found[value] = found.get(value, 0) + line
    lines = [
        (unpacked(line, ("received",))["received"], str(value or ""), line) for value, line in found.items()
    ]
    return [
        Line(key, unpacked(line, names)) for _n, key, line in sorted(lines, key=lambda row: (-row[0], row[1]))
    ]


def months(scope: Scope, names: Sequence[str] = NAMES) -> list[tuple[date, Line]]:
    """The figures of each month of the scope up to this one, also of those in which nothing arrived."""
    known = {month: each.whole for month, each in tallied(scope).items()}
    found, month = [], scope.first.replace(day=1)
    while month <= min(scope.last, clock.today()):
        found.append((month, Line(month.isoformat(), unpacked(known.get(month, 0), names))))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return found


def received_by(scope: Scope, column: str) -> dict[str, int]:
    """How many arrived by a column of ``BY``, "" for those that have none of it."""
    return {line.key: line.counts["received"] for line in apart(scope, column, ("received",))}


def received_by_place(scope: Scope) -> dict[tuple[str, str], int]:
    """Class and grid → how many arrived."""
    found: Counter[tuple[str, str]] = Counter()
    for each in tallied(scope).values():
        found.update(each.spots)
    return dict(found)


def ratings(scope: Scope) -> dict[str, int]:
    """Rating → how many matters bear it."""
    found: Counter[str] = Counter()
    for each in tallied(scope).values():
        found.update(each.ratings)
    return dict(found)


def counted(scope: Scope, name: str) -> QuerySet[Matter]:
    """The matters a figure counts (``closed``), or is out of (``closed.of``). ``KeyError`` for another name."""
    return with_limit(matters(scope)).filter(conditions(scope, clock.now())[name])


def span_of_records(agencies: Sequence[int]) -> tuple[date, date] | None:
    """The days on which the first and the last matter arrived; ``None``: there is none. Two quick queries."""
    days = Matter.objects.filter(agency_id__in=agencies).values_list("received_on", flat=True)
    first, last = days.order_by("received_on").first(), days.order_by("-received_on").first()
    return (first, last) if first and last else None
