"""Decisions as the public reads them: only what is published, only what is anonymised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from gongkai.core import clock
from gongkai.domain.powers import decisions as rules
from gongkai.people.models import Agency
from gongkai.powers.models import Decision, Entry, StripFigure

#: Words of a question that are looked at.
MOST_WORDS = 4
#: Addresses in the site map: a file of it holds at most 50,000.
MOST_PAGES = 20_000
#: What the public may see of a decision, and nothing else.
SHOWN = (
    *(
        "id",
        "number",
        "kind",
        "party_public",
        "party_kind",
        "conduct",
        "conduct_on",
        "decided_on",
        "published_on",
    ),
    *("outcome", "amount", "minimum", "maximum", "outside_range", "rows", "public_text", "state"),
    *("revoked_on", "revoked_reason", "updated_at", "agency", "unit", "table", "table_version", "item"),
)


def published(
    agency: str = "",
    kind: str = "",
    words: str = "",
    table: Entry | None = None,
    *,
    code: str = "",
    year: int | None = None,
) -> QuerySet[Decision]:
    """Published decisions, the newest first. ``code``: of the discretion table; ``year``: in which it was decided."""
    rows = Decision.objects.filter(state="published", **_displayed())
    exact = {"agency__code": agency, "kind": kind, "table__code": code, "decided_on__year": year}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if table is not None:
        rows = rows.filter(table=table)
    for word in words.replace("\x00", "")[:80].split()[:MOST_WORDS]:
        rows = rows.filter(conduct__icontains=word)
    return _only(rows).order_by("-published_on", "-id")


def one(agency: str, pk: int) -> Decision | None:
    """A published decision, or a withdrawn one, of which only that and why is shown."""
    shown = Q(state="withdrawn") | Q(state="published", **_displayed())
    rows = Decision.objects.filter(shown, agency__code=agency, pk=pk, published_on__isnull=False)
    return _only(rows).first()


def count() -> int:
    """How many decisions are public."""
    return Decision.objects.filter(state="published", **_displayed()).count()


def newest(count: int) -> list[Decision]:
    """The decisions published last; one query."""
    return list(published()[:count])


def by_numbers(numbers: Sequence[int]) -> dict[int, Decision]:
    """Published decisions by their keys; one query."""
    return {each.pk: each for each in published().filter(pk__in=list(numbers))}


def pages() -> list[tuple[str, int, datetime]]:
    """Agency and key of every public decision, and when it changed last; the newest ``MOST_PAGES``."""
    rows = Decision.objects.filter(state="published", **_displayed()).order_by("-published_on", "-id")
    return list(rows.values_list("agency__code", "pk", "updated_at")[:MOST_PAGES])


def tables_used() -> list[Entry]:
    """The discretion tables with published decisions; one query."""
    used = Decision.objects.filter(state="published", **_displayed()).values("table_id").distinct()
    return list(Entry.objects.filter(pk__in=used, kind="discretion").order_by("code", "pk"))


def agencies() -> list[Agency]:
    """The agencies with published decisions; one query."""
    used = Decision.objects.filter(state="published", **_displayed()).values("agency_id").distinct()
    return list(Agency.objects.filter(pk__in=used).order_by("code"))


def years() -> list[int]:
    """The years in which what is published was decided, the newest first; one query."""
    rows = Decision.objects.filter(state="published", decided_on__isnull=False, **_displayed())
    return sorted({day.year for day in rows.order_by().dates("decided_on", "year")}, reverse=True)


def _only(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    return rows.select_related("agency", "unit", "table", "table_version", "item").only(
        *SHOWN,
        *(f"agency__{name}" for name in ("code", "name", "name_en", "short_name")),
        *(f"unit__{name}" for name in ("code", "name", "name_en")),
        *("table__code", "table__title", "table__kind", "table__agency_id"),
        "table_version__number",
        *("item__code", "item__title", "item__kind", "item__agency_id"),
    )


def _displayed() -> dict[str, date]:
    """Published no longer ago than the display period; configuration, 0 for ever."""
    years = rules.house("display_years")
    if not years:
        return {}
    today = clock.today()
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return {"published_on__gte": today.replace(year=today.year - years, day=day)}


@dataclass(frozen=True, slots=True)
class StripCell:
    """How many decisions lie at a place of a row's range; ``count`` ``None``: fewer than are told."""

    row: str
    place: int
    count: int | None


@dataclass(frozen=True, slots=True)
class Strip:
    """The decisions of the last years on a table's ranges, from the prepared figures; one query."""

    since: date
    total: int
    cells: tuple[StripCell, ...]


def strip(table: Entry, row: str = "") -> Strip:
    """The strip of the table, or of one of its rows."""
    today = clock.today()
    since = date(today.year - rules.house("strip_years"), today.month, 1)
    rows = StripFigure.objects.filter(table=table, month__gte=since, count__gt=0)
    if row:
        rows = rows.filter(row=row)
    told = rows.values("row", "place").annotate(number=Sum("count")).order_by("row", "place")
    fewest = rules.house("fewest")
    cells = [
        StripCell(each["row"], each["place"], each["number"] if each["number"] >= fewest else None)
        for each in told
    ]
    return Strip(since, sum(each["number"] for each in told), tuple(cells))
