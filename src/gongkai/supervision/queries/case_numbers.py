"""The register of cases as rows without anybody's words, and the yearly numbers for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min

from gongkai.core import clock
from gongkai.domain.supervision import liability
from gongkai.domain.supervision.accountability import STANDING
from gongkai.domain.supervision.liability import Told
from gongkai.supervision.models import Case

#: Years told at most.
YEARS = 10


def rows(cases: Iterable[Case], *, with_person: bool) -> Iterator[dict[str, Any]]:
    """Number, days, kinds and state of each case; nothing anybody said, and what was only proposed is left out."""
    for case in cases:
        row: dict[str, Any] = {
            "agency": case.agency.code,
            "number": case.number,
            "unit": case.unit.name,
        }
        if with_person:
            row["person"] = case.person.name if case.person is not None else ""
        yield row | {
            "about": "person" if case.person_id is not None else "unit",
            "fault": case.fault,
            "source": case.source,
            "state": case.state,
            "measure": case.measure,
            **{
                name: day.isoformat() if day is not None else ""
                for name, day in (
                    ("opened_on", case.opened_on),
                    ("told_on", case.told_on),
                    ("decided_on", case.decided_on),
                    ("carried_out_on", case.carried_out_on),
                    ("appealed_on", case.appealed_on),
                    ("closed_on", case.closed_on),
                )
            },
        }


@dataclass(frozen=True, slots=True)
class Year:
    """A year's decided cases that stand, by kind of fault and by result; of the running year only the sum."""

    year: int
    running: bool
    faults: Told
    measures: Told


def years() -> list[Year]:
    """The last years in which something was decided and this one, the latest first; two queries a year at most."""
    standing = Case.objects.filter(state__in=STANDING, decided_on__isnull=False)
    span = standing.aggregate(first=Min("decided_on"), last=Max("decided_on"))
    this = clock.today().year
    if span["first"] is None:
        return []
    found = []
    for year in range(this, max(span["first"].year, this - YEARS) - 1, -1):
        own = standing.filter(decided_on__year=year).order_by()
        faults = dict(own.values_list("fault").annotate(number=Count("pk")))
        measures = dict(own.values_list("measure").annotate(number=Count("pk")))
        if year == this:
            # What grows one by one from day to day would tell which fault the last one was.
            faults = measures = {"": sum(faults.values())}
        found.append(Year(year, year == this, liability.told(faults), liability.told(measures)))
    return found
