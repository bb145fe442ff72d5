"""Plans as the public reads them: what is adopted, with its tasks, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from gongkai.domain.duties.plans import PUBLIC
from gongkai.duties.models import WorkPlan


def plans() -> QuerySet[WorkPlan]:
    """The adopted plans, the latest first."""
    return WorkPlan.objects.filter(state__in=PUBLIC).select_related("agency").order_by("-year", "-id")


def with_counts() -> QuerySet[WorkPlan]:
    """The same, each with ``task_count`` and ``done_count``."""
    return plans().annotate(
        task_count=Count("tasks", filter=~Q(tasks__state="dropped")),
        done_count=Count("tasks", filter=Q(tasks__state="done")),
    )


def plan(agency: str, number: str) -> WorkPlan | None:
    """One of them by its number."""
    return plans().filter(agency__code=agency, number=number).first()


def by_numbers(keys: Sequence[int]) -> dict[int, WorkPlan]:
    """Adopted plans by their keys; one query."""
    return {each.pk: each for each in plans().filter(pk__in=list(keys))}


def pages() -> list[tuple[str, str, datetime]]:
    """Agency, number and last change of every adopted plan."""
    return list(plans().values_list("agency__code", "number", "updated_at"))
