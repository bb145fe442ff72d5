"""Where in a row's range the decisions of the last years lie: from prepared figures alone, small numbers not told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from gongkai.domain.powers import decisions as rules
from gongkai.powers.models import Entry, StripFigure


@dataclass(frozen=True, slots=True)
class Strip:
    """The public decisions of a row: ``counts`` by place of the fines, ``others`` by outcome.

    A place lies from 0 to ``rules.STEPS``, or is ``BELOW`` or ``ABOVE`` the range. ``None``: so few that they are not
    told; a place that is missing has none.
    """

    row: str
    counts: dict[int, int | None] = field(default_factory=dict)
    others: dict[str, int | None] = field(default_factory=dict)

    @property
    def told(self) -> int:
        """Decisions that are told."""
        return sum(each or 0 for each in (*self.counts.values(), *self.others.values()))

    @property
    def untold(self) -> int:
        """Cells that are not told."""
        return sum(each is None for each in (*self.counts.values(), *self.others.values()))


def since(today: date) -> date:
    """The first month of the strip: as many years back as ``law/decisions.toml`` says."""
    return today.replace(year=today.year - rules.house("strip_years"), day=1)


def strips(of: Entry, rows: Collection[str], today: date) -> dict[str, Strip]:
    """Row → its strip; rows without decisions are left out. One query, whatever the number of decisions."""
    figures = StripFigure.objects.filter(
        table=of, row__in=[key[:60] for key in rows], month__gte=since(today)
    )
    summed = figures.order_by().values_list("row", "outcome", "place").annotate(number=Sum("count"))
    found: dict[str, Strip] = {}
    fewest = rules.house("fewest")
    for row, outcome, place, number in summed:
        if not number:
            continue
        strip = found.setdefault(row, Strip(row))
        told = number if number >= fewest else None
        if outcome == "fine":
            strip.counts[place] = told
        else:
            strip.others[outcome] = told
    return found
