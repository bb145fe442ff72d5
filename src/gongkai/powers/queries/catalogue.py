"""The public's lists of the register: how much there is, and what is in force on a day, narrowed by the address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.fields.json import KT

from gongkai.domain.powers.schema import kinds
from gongkai.people.models import Agency, Unit
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import public


@dataclass(frozen=True, slots=True)
class OfUnit:
    """How many entries of each kind a unit has in force."""

    unit: Unit
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def listed(
    kind: str,
    *,
    on: date | None = None,
    agency: str = "",
    unit: int | None = None,
    category: str = "",
    text: str = "",
) -> QuerySet[Version]:
    """The versions of a kind in force on the day (today)."""
    rows = public.current(kind, on)
    wanted = {"entry__agency__code": agency, "entry__unit_id": unit, "content__category": category}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.filter(Q(title__icontains=text) | Q(entry__code__icontains=text)) if text else rows


def by_unit(on: date | None = None) -> list[OfUnit]:
    """Every unit with something in force, in the order of agencies and units; two queries."""
    rows = Version.objects.filter(public.in_force(on)).order_by()
    counted = rows.values("entry__unit_id", "entry__kind").annotate(number=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for row in counted:
        found.setdefault(row["entry__unit_id"], {})[row["entry__kind"]] = row["number"]
    units = Unit.objects.filter(pk__in=list(found)).select_related("agency")
    return [OfUnit(each, found[each.pk]) for each in units.order_by("agency_id", "position", "id")]


def by_category(on: date | None = None) -> dict[str, int]:
    """How many powers of each category are in force; one query."""
    rows = Version.objects.filter(public.in_force(on), entry__kind="item").order_by()
    counted = rows.annotate(category=KT("content__category")).values_list("category").annotate(Count("pk"))
    return {str(category): number for category, number in counted}


def units_with(kind: str) -> list[Unit]:
    """The units that have or had entries of the kind published, for a choice; one query."""
    holding = Entry.objects.filter(kind=kind, versions__state="published").values("unit_id")
    return list(
        Unit.objects.filter(pk__in=holding).select_related("agency").order_by("agency_id", "position", "id")
    )


def agencies_of(units: Sequence[Unit]) -> list[Agency]:
    """The agencies of the units, each once."""
    return list({unit.agency_id: unit.agency for unit in units}.values())


def everything(kind: str, on: date | None = None, agency: str = "") -> Iterator[Version]:
    """Every version of a kind in force on the day, row by row, by agency and code."""
    rows = listed(kind, on=on, agency=agency).select_related("entry__parent")
    return rows.order_by("entry__agency__code", "entry__code").iterator(chunk_size=500)


def by_numbers(numbers: Sequence[int]) -> dict[int, Version]:
    """Number of an entry → its version in force today; one query."""
    rows = Version.objects.filter(public.in_force(), entry_id__in=numbers)
    return {each.entry_id: each for each in rows.select_related("entry__agency", "entry__unit")}


def withdrawn(agency: str, kind: str, code: str) -> Version | None:
    """The last version of an entry that was public and is no more; only its days may be told."""
    rows = Version.objects.filter(entry__agency__code=agency, entry__kind=kind, entry__code=code)
    return rows.filter(state="withdrawn").select_related("entry__agency").order_by("-number").first()


def pages() -> list[tuple[str, str, str, datetime]]:
    """Agency, kind, code and last publication of every entry that is or was public; one query."""
    rows = Entry.objects.filter(versions__state="published", kind__in=list(kinds()))
    known = rows.annotate(at=Max("versions__published_at")).order_by("agency__code", "kind", "code")
    return [
        (agency, kind, code, at)
        for agency, kind, code, at in known.values_list("agency__code", "kind", "code", "at")
    ]
