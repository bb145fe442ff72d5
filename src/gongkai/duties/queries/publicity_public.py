"""Publicity as the public reads it: published activities, their veiled photos, and the figures of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.domain.duties.publicity import PROCESS, PublicityFigures
from gongkai.duties.models import Activity, ActivityPhoto
from gongkai.duties.queries.publicity_lists import SIZE, Page, page

__all__ = ["SIZE", "Page", "activity", "by_numbers", "newest", "page", "published", "years"]


def published(*, agency: str = "", year: int = 0, kind: str = "") -> QuerySet[Activity]:
    """The published activities, the newest first, narrowed by agency, year of the activity, and kind."""
    rows = Activity.objects.filter(state="published").select_related("agency", "unit", "board")
    wanted = {"agency__code": agency, "begins_on__year": year, "kind": kind}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.order_by("-begins_on", "-id")


def figures(rows: QuerySet[Activity]) -> PublicityFigures:
    """The figures over the activities shown; one query."""
    found = rows.order_by().aggregate(
        activities=Count("pk"), printed=Sum("printed"), given_out=Sum("given_out"), consulted=Sum("consulted")
    )
    return PublicityFigures(**{name: value or 0 for name, value in found.items()})


def years(agency: str = "") -> list[int]:
    """The years there are published activities of, the latest first; one query."""
    rows = published(agency=agency).order_by()
    return sorted({day.year for day in rows.dates("begins_on", "year")}, reverse=True)


def activity(agency: str, number: str) -> Activity | None:
    """A published or withdrawn activity by its number; of a withdrawn one the page tells only the reason."""
    rows = Activity.objects.filter(state__in=("published", "withdrawn")).select_related(
        "agency", "unit", "board"
    )
    return rows.filter(agency__code=agency, number=number).first()


def shown(found: Activity) -> list[ActivityPhoto]:
    """The photos of a published activity that the public sees: the veiled ones that were not kept back."""
    if found.state != "published":
        return []
    return [each for each in found.photos.all() if each.veiled_key and not each.kept_back]


def photo(pk: int) -> ActivityPhoto | None:
    """A photo the public may see."""
    rows = ActivityPhoto.objects.filter(activity__state="published", kept_back=False, pk=pk)
    return rows.exclude(veiled_key="").first()


def partners(found: Activity) -> list[tuple[str, str]]:
    """Kind and name of those who helped."""
    return list(found.partners.order_by("kind", "name").values_list("kind", "name"))


def newest(count: int) -> list[Activity]:
    """The activities published last; one query."""
    return list(published().order_by("-published_on", "-id")[:count])


def pages() -> list[tuple[str, str, datetime]]:
    """Agency and number of every published activity, and when it changed last."""
    return list(published().values_list("agency__code", "number", "updated_at")[:20_000])


def by_numbers(keys: Sequence[int]) -> dict[int, Activity]:
    """Published activities by their keys; one query."""
    return {each.pk: each for each in published().filter(pk__in=list(keys))}


def standing(agency_id: int | None = None) -> dict[str, int]:
    """State → activities, of one agency or of all; one query."""
    rows = Activity.objects.filter(Q() if agency_id is None else Q(agency_id=agency_id))
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: found.get(state.key, 0) for state in PROCESS.states}
