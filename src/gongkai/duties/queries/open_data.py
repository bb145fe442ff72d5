"""Plans, themes and publicity as programs read them: narrowed lists, a page of any length after a cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.domain.duties.tasks import PROCESS as TASKS
from gongkai.duties.models import Task, Theme, WorkPlan
from gongkai.duties.queries import bodies, plan_public, themes
from gongkai.duties.queries.learning import public as training
from gongkai.people.models import Agency

#: Digits of a key.
DIGITS = 18


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of records, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Any]
    after: str


def plans(*, year: int = 0, agency: str = "", state: str = "") -> QuerySet[WorkPlan]:
    """The adopted plans with ``task_count`` and ``done_count``, narrowed."""
    return plan_public.with_counts().filter(_only(year=year, agency__code=agency, state=state))


def all_themes(*, agency: str = "", state: str = "") -> QuerySet[Theme]:
    """The open and closed themes, narrowed."""
    return themes.public().filter(_only(agency__code=agency, state=state))


def _only(**wanted: Any) -> Q:
    return Q(**{name: value for name, value in wanted.items() if value})


def page(rows: QuerySet[Any], after: str, size: int) -> Listed:
    """The records after the cursor (a key), those made last first; one query."""
    if after:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: size + 1])
    return Listed(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def is_cursor(text: str) -> bool:
    """Whether ``text`` is a cursor of ``page``."""
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


def by_state(rows: Iterable[Task]) -> dict[str, int]:
    """State → tasks, those there are; in the order of the course."""
    counted: dict[str, int] = {}
    for each in rows:
        counted[each.state] = counted.get(each.state, 0) + 1
    return {state.key: counted[state.key] for state in TASKS.states if state.key in counted}


def agency_with_bodies(code: str) -> Agency | None:
    """The agency with this code that has a body; without a code the first of them."""
    rows = bodies.agencies()
    return rows.filter(code=code).first() if code else rows.first()


def agency_that_trains(code: str) -> Agency | None:
    """The agency with this code; without one the host."""
    return Agency.objects.filter(code=code).first() if code else training.host()
