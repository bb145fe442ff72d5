"""The figures of publicity of a year, as its activities stood on 31 December, and the records behind each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.domain.duties import publicity as rules
from gongkai.domain.duties.publicity import Counted, PublicityFigures
from gongkai.duties.models import Activity

__all__ = ["FIGURES", "PublicityFigures", "behind", "of_year"]

#: The figures by name; each but the first is a column of the activity.
FIGURES = ("activities", "printed", "given_out", "consulted")


def of_year(agency_id: int, year: int) -> PublicityFigures:
    """Activities, copies printed and given out, people consulted; one query.

    Counted by the rule of ``domain.duties.publicity``: held in the year, published by its end, not withdrawn by then.
    """
    return rules.figures(year, [counted(each) for each in _candidates(agency_id, year)])


def behind(agency_id: int, year: int, figure: str = "activities") -> list[Activity]:
    """The activities a figure (one of ``FIGURES``) is made of, by their days; one query. ``KeyError`` for another."""
    if figure not in FIGURES:
        raise KeyError(figure)
    rows: Sequence[Activity] = [
        each for each in _candidates(agency_id, year) if rules.counts_in(year, counted(each))
    ]
    return [each for each in rows if figure == "activities" or getattr(each, figure)]


def counted(found: Activity) -> Counted:
    """The activity as the rule of the domain sees it."""
    return Counted(
        found.begins_on,
        found.published_on,
        found.withdrawn_on,
        found.printed,
        found.given_out,
        found.consulted,
    )


def _candidates(agency_id: int, year: int) -> QuerySet[Activity]:
    last = date(year, 12, 31)
    held = Q(begins_on__gte=date(year, 1, 1), begins_on__lte=last, published_on__lte=last)
    rows = Activity.objects.filter(held, agency_id=agency_id).select_related("agency", "unit")
    return rows.order_by("begins_on", "id")
