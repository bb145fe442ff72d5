"""The calendar of staff-only publications (内部公开): for each kind and month what is published, begun, or missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from gongkai.core import clock
from gongkai.domain import internal
from gongkai.domain.internal import Cell, InternalKind
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency
from gongkai.publishing import access
from gongkai.publishing.models import Document

MONTHS = range(1, 13)
STAFF = Document.Audience.STAFF


@dataclass(frozen=True, slots=True)
class InternalCell:
    """A month of a kind: what it says, how many are published, how many are on their way, by when it is owed."""

    month: date
    says: Cell
    count: int
    begun: int
    owed_by: date | None


@dataclass(frozen=True, slots=True)
class InternalRow:
    """A kind with its twelve months."""

    kind: InternalKind
    cells: Sequence[InternalCell]


@dataclass(frozen=True, slots=True)
class InternalCalendar:
    """A year of an agency; ``unsorted``: staff-only documents of the year that say no kind."""

    agency_id: int
    year: int
    rows: Sequence[InternalRow]
    unsorted: int

    @property
    def missing(self) -> list[tuple[InternalKind, date]]:
        """Kind and month of everything that was owed and is not published."""
        return [(row.kind, cell.month) for row in self.rows for cell in row.cells if cell.says == "missing"]


def internal_calendar(agency_id: int, year: int, today: date | None = None) -> InternalCalendar:
    """The calendar of a year as it stands on ``today``; three queries however many documents there are."""
    today = today or clock.today()
    opened = Agency.objects.values_list("opened_on", flat=True).get(pk=agency_id)
    published = _counted(_published(agency_id), "live", year)
    begun = _counted(_begun(agency_id), "working", year)
    rows = [
        InternalRow(kind, [_cell(kind, date(year, n, 1), published, begun, today, opened) for n in MONTHS])
        for kind in internal.kinds().values()
    ]
    return InternalCalendar(
        agency_id, year, rows, sum(count for (kind, _month), count in published.items() if not kind)
    )


def _cell(
    kind: InternalKind,
    month: date,
    published: Counter[tuple[str, int]],
    begun: Counter[tuple[str, int]],
    today: date,
    opened: date,
) -> InternalCell:
    count = published[kind.key, month.month]
    says = internal.cell(kind, month, count, today, opened)
    return InternalCell(month, says, count, begun[kind.key, month.month], internal.owed_by(kind, month))


def _published(agency_id: int) -> QuerySet[Document]:
    return Document.objects.filter(agency_id=agency_id, audience=STAFF, live__isnull=False)


def _begun(agency_id: int) -> QuerySet[Document]:
    """What is on its way to the staff and was not published before."""
    rows = Document.objects.filter(agency_id=agency_id, live__isnull=True, working__audience=STAFF)
    return rows.exclude(working__internal_kind="")


def _with_month(rows: QuerySet[Document], of: str) -> QuerySet[Document]:
    """Each with the day of its month: what it says, else when it was made, published, or begun."""
    return rows.annotate(
        of_month=Coalesce(
            F(f"{of}__internal_month"),
            F(f"{of}__date_made"),
            TruncDate(F("first_published_at")),
            TruncDate(F("created_at")),
        )
    )


def _within(year: int, month: int = 0) -> Q:
    first = date(year, month or 1, 1)
    until = internal.after(first) if month else date(year + 1, 1, 1)
    return Q(of_month__gte=first, of_month__lt=until)


def _counted(rows: QuerySet[Document], of: str, year: int) -> Counter[tuple[str, int]]:
    """Kind and month → documents; one query."""
    kept = _with_month(rows, of).filter(_within(year)).order_by()
    found: Counter[tuple[str, int]] = Counter()
    for kind, day in kept.values_list(f"{of}__internal_kind", "of_month"):
        found[kind, day.month] += 1
    return found


def internal_documents(actor: StaffActor, agency_id: int, kind: str, month: date) -> QuerySet[Document]:
    """The documents of a cell that the actor may see, published ones and those on their way."""
    seen = access.visible_to(actor)
    rows = Document.objects.filter(seen, agency_id=agency_id)
    published = _with_month(rows.filter(audience=STAFF, live__isnull=False, live__internal_kind=kind), "live")
    begun = _with_month(
        rows.filter(live__isnull=True, working__audience=STAFF, working__internal_kind=kind), "working"
    )
    within = _within(month.year, month.month)
    keys = [
        *published.filter(within).values_list("pk", flat=True),
        *begun.filter(within).values_list("pk", flat=True),
    ]
    return Document.objects.filter(pk__in=keys)


def internal_agencies(actor: StaffActor) -> list[Agency]:
    """The agencies whose calendar the actor sees, the own one first: their own, and those they supervise."""
    wanted = {actor.agency_id}
    wanted |= {each.agency_id for each in actor.holdings if access.SUPERVISOR in each.roles}
    rows = list(Agency.objects.filter(pk__in=wanted).order_by("id"))
    return sorted(rows, key=lambda each: each.pk != actor.agency_id)


def internal_years(agency_id: int) -> list[int]:
    """The years with staff-only documents and the running one, the latest first; one query."""
    days = _with_month(_published(agency_id), "live").order_by().values_list("of_month", flat=True)  # type: ignore[misc]
    return sorted({day.year for day in days if day} | {clock.today().year}, reverse=True)
