"""What everybody may read of single matters: the anonymised projection, and nothing besides it.

A figure may narrow the list (which of the public matters it counts); what is shown of them stays the projection's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from gongkai.complaints.models import MatterFile, PublicMatter, PublicUpdate
from gongkai.complaints.queries import open311
from gongkai.complaints.queries.figures import Scope, counted
from gongkai.core import periods
from gongkai.people import directory

#: Rows read at a time where all are asked for.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Which public matters; empty: not narrowed. ``first`` and ``last`` are days of arrival, both included."""

    text: str = ""
    agency: str = ""
    kind: str = ""
    category: str = ""
    district: str = ""
    status: str = ""
    #: Only those whose words were released.
    released: bool = False
    first: date | None = None
    last: date | None = None
    #: A figure with its scope: only those it counts.
    figure: tuple[Scope, str] | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row shown: its moment of arrival and its number."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.pk}"

    @classmethod
    def parse(cls, written: str) -> Cursor | None:
        """The cursor an address holds; ``None`` where it is none."""
        moment, _, number = written.partition("~")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        try:
            at = datetime.fromisoformat(moment)
        except ValueError:
            return None
        return cls(at, int(number)) if timezone.is_aware(at) else None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the cursor of the next page ("": this is the last)."""

    rows: list[PublicMatter]
    after: str


def public(asked: Asked) -> QuerySet[PublicMatter]:
    """The public matters asked for, in no order."""
    codes = [each.code for each in directory.agencies(with_closed=True)]
    query = PublicMatter.objects.filter(agency__in=codes, hidden_at__isnull=True).order_by()
    for name in ("agency", "kind", "district", "status"):
        value = getattr(asked, name)
        query = query.filter(**{name: value}) if value else query
    if asked.category:
        query = query.filter(Q(category=asked.category) | Q(category__startswith=f"{asked.category}-"))
    if asked.released or asked.text:
        query = query.filter(released_at__isnull=False)
    if asked.text:
        words = ("title", "text", "answer")
        query = query.filter(Q(*((f"{name}__icontains", asked.text) for name in words), _connector=Q.OR))
    if asked.first:
        query = query.filter(requested_at__gte=periods.midnight(asked.first))
    if asked.last:
        query = query.filter(requested_at__lt=periods.midnight(asked.last + timedelta(days=1)))
    if asked.figure:
        query = query.filter(matter__in=counted(*asked.figure).values("pk"))
    return query


def page(query: QuerySet[PublicMatter], after: str, size: int) -> Page:
    """The rows after the cursor, the newest first; an unreadable cursor is the beginning."""
    cursor = Cursor.parse(after) if after else None
    if cursor:
        query = query.filter(Q(requested_at__lt=cursor.at) | Q(requested_at=cursor.at, pk__lt=cursor.pk))
    rows = list(query.order_by("-requested_at", "-id")[: size + 1])
    if len(rows) <= size:
        return Page(rows, "")
    rows = rows[:size]
    return Page(rows, str(Cursor(rows[-1].requested_at, rows[-1].pk)))


def newest(count: int) -> list[PublicMatter]:
    """The matters whose words were released last. Two queries."""
    return list(public(Asked(released=True)).order_by("-released_at", "-id")[:count])


def matter(public_id: str) -> PublicMatter | None:
    """One public matter."""
    return public(Asked()).filter(public_id=public_id).first()


def updates(row: PublicMatter) -> list[PublicUpdate]:
    """How its status changed, the oldest first."""
    return list(row.updates.order_by("at", "id"))


def photo(public_id: str, number: int) -> MatterFile | None:
    """A photo of a released matter: only what was looked through and veiled."""
    return open311.photo(public_id, number)


def months() -> list[date]:
    """The months in which public matters arrived, the newest first."""
    rows = public(Asked()).values(month=TruncMonth("requested_at")).annotate(number=Count("pk"))
    return sorted((timezone.localtime(row["month"]).date() for row in rows), reverse=True)


def everything(asked: Asked) -> Iterator[PublicMatter]:
    """Every public matter once, in the order of arrival in the projection; ``BATCH`` of them in memory."""
    query, last = public(asked).order_by("id"), 0
    while batch := list(query.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk


def pages() -> list[tuple[str, datetime]]:
    """Every released matter and when it changed last, for the site map."""
    rows = public(Asked(released=True)).order_by("-released_at", "-id")
    return list(rows.values_list("public_id", "updated_at")[:10_000])


def by_numbers(numbers: list[int]) -> dict[int, PublicMatter]:
    """These public matters as far as their words are released; one query."""
    return public(Asked(released=True)).in_bulk(numbers)
