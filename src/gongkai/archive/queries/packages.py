"""Packages as people see them: lists, one package, the yearly list, what is due for appraisal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.archive import access
from gongkai.archive.models import Package
from gongkai.archive.queries.subjects import subject_of
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

#: Packages on a page, rows of the yearly list on a page; candidates of a number that is asked for.
SIZE, ROWS, CANDIDATES = 30, 100, 5
STANDING, DUE, SUPERSEDED = "", "due", "superseded"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Package]
    after: str


def for_staff(actor: StaffActor) -> QuerySet[Package]:
    """The packages on the lists of the actor, the newest first."""
    rows = Package.objects.filter(access.visible_to(actor)).select_related("agency", "unit")
    return rows.order_by("-pk")


def listed(
    actor: StaffActor,
    *,
    stand: str = "",
    year: int | None = None,
    kind: str = "",
    retention: str = "",
    unit: int | None = None,
    text: str = "",
) -> QuerySet[Package]:
    """Narrowed; ``unit`` 0 means those of no unit, ``text`` stands in a number or in the title."""
    rows = _standing(for_staff(actor), stand)
    if year is not None:
        rows = rows.filter(year=year)
    if kind:
        rows = rows.filter(kind=kind)
    if retention:
        rows = rows.filter(retention=retention)
    if unit is not None:
        rows = rows.filter(unit_id=unit) if unit else rows.filter(unit__isnull=True)
    if text:
        said = Q(number__icontains=text) | Q(record_number__icontains=text) | Q(title__icontains=text)
        rows = rows.filter(said | Q(document_number__icontains=text))
    return rows


def _standing(rows: QuerySet[Package], stand: str) -> QuerySet[Package]:
    if stand == SUPERSEDED:
        return rows.filter(standing=False)
    if stand == DUE:
        return rows.filter(standing=True, keep_until__lt=clock.today())
    return rows.filter(standing=True)


def page(rows: QuerySet[Package], after: str) -> Page:
    """The packages behind the cursor; one query."""
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: SIZE + 1])
    return Page(found[:SIZE], str(found[SIZE - 1].pk) if len(found) > SIZE else "")


def stands(actor: StaffActor) -> dict[str, int]:
    """How many stand, are due for appraisal, were superseded; one query."""
    rows = Package.objects.filter(access.visible_to(actor))
    return rows.aggregate(
        in_archive=Count("pk", filter=Q(standing=True)),
        due=Count("pk", filter=Q(standing=True, keep_until__lt=clock.today())),
        superseded=Count("pk", filter=Q(standing=False)),
    )


def numbered(actor: StaffActor, text: str) -> list[Package]:
    """Packages of that very number whose record the actor sees, for whoever does not see the whole archive."""
    if not text:
        return []
    mine = {holding.agency_id for holding in actor.holdings}
    rows = Package.objects.filter(Q(number=text) | Q(record_number=text), agency_id__in=mine)
    found = rows.select_related("agency", "unit").order_by("-pk")[:CANDIDATES]
    return [each for each in found if access.may_open(actor, each)]


def of_number(actor: StaffActor, number: str) -> Package | None:
    """The package of this archive number, if the actor may open it."""
    return next((each for each in numbered(actor, number) if each.number == number), None)


def one(actor: StaffActor, pk: int) -> Package | None:
    """One package, if the actor may open it."""
    rows = Package.objects.select_related("agency", "unit", "made_by", "superseded_by")
    found = rows.filter(pk=pk).first()
    return found if found is not None and access.may_open(actor, found) else None


def replaced_by(package: Package) -> Package | None:
    """The earlier package this one took the place of."""
    return Package.objects.filter(superseded_by=package).first()


def told(package: Package) -> list[Event]:
    """The events of the package, oldest first."""
    return list(ledger.events_of([subject_of(package)]))


def years(actor: StaffActor) -> list[int]:
    """The years there are packages of, the last first; one query."""
    rows = Package.objects.filter(access.visible_to(actor)).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def units(actor: StaffActor) -> list[Unit]:
    """The units there are packages of; one query."""
    seen = Package.objects.filter(access.visible_to(actor), unit__isnull=False)
    return list(Unit.objects.filter(pk__in=seen.order_by().values("unit")).order_by("agency_id", "code"))


def units_named(keys: Iterable[int]) -> dict[int, Unit]:
    """Units by their keys; one query."""
    return Unit.objects.in_bulk(set(keys))


def agency_kept(actor: StaffActor) -> Agency | None:
    """The agency whose archive the actor sees as a whole, the own one first; none where there is no such agency."""
    keys = sorted(access.agencies_seen(actor), key=lambda pk: (pk != actor.agency_id, pk))
    return Agency.objects.filter(pk=keys[0]).first() if keys else None


def of_year(actor: StaffActor, agency_id: int, year: int) -> QuerySet[Package]:
    """The yearly list (归档文件目录): every number of the year in its order, superseded ones too.

    What is kept from the actor is left out; whoever needs the list whole lets another keeper take it.
    """
    rows = Package.objects.filter(access.visible_to(actor), agency_id=agency_id, year=year)
    return rows.select_related("agency", "unit", "superseded_by").order_by("number")


def rows_after(rows: QuerySet[Package], after: str) -> Page:
    """A page of the yearly list; the cursor is the last number."""
    if after:
        rows = rows.filter(number__gt=after[:80])
    found = list(rows[: ROWS + 1])
    return Page(found[:ROWS], found[ROWS - 1].number if len(found) > ROWS else "")


def summed(actor: StaffActor, agency_id: int, year: int) -> list[tuple[str, str, int, int]]:
    """Kind, retention, packages and bytes of a year; one query."""
    rows = Package.objects.filter(access.visible_to(actor), agency_id=agency_id, year=year)
    rows = rows.order_by("kind", "retention")
    return list(rows.values_list("kind", "retention").annotate(n=Count("pk"), bytes=Sum("size")))
