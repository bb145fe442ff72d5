"""Themes as staff and public see them: their tasks, how far these have come, their publications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.duties import plans as plan_rules
from gongkai.domain.duties.tasks import PROCESS as TASKS
from gongkai.domain.duties.themes import PROCESS, PUBLIC
from gongkai.duties import access, plan_access
from gongkai.duties.models import Task, Theme, ThemePublication, ThemePublicationTurn
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.duties.queries.plans import doers
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the tasks of a theme have come: by state, and the share done in whole per cent, rounded down."""

    tasks: int
    by_state: dict[str, int]
    percent: int


def for_staff(actor: StaffActor) -> QuerySet[Theme]:
    """The themes the actor sees, the latest first."""
    rows = Theme.objects.filter(plan_access.themes_seen(actor))
    return rows.select_related("agency").order_by("-begins_on", "-id")


def theme(actor: StaffActor, pk: int) -> Theme | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def open_in(agency_id: int, kept: int | None = None) -> list[Theme]:
    """The themes of the agency a task can be put under, and the one it is under."""
    rows = Theme.objects.filter(agency_id=agency_id, state__in=("draft", "running"))
    if kept:
        rows = rows | Theme.objects.filter(pk=kept)
    return list(rows.distinct().order_by("-begins_on", "-id"))


def tasks_of(found: Theme) -> QuerySet[Task]:
    """Its tasks in force, in public ones of adopted plans."""
    rows = found.tasks.filter(given_on__isnull=False).exclude(state="dropped")
    return rows.select_related("unit", "plan__agency").order_by("due_on", "id")


def public_tasks(found: Theme) -> QuerySet[Task]:
    """Those of adopted plans: what a meeting gave stays inside."""
    return tasks_of(found).filter(plan__state__in=plan_rules.PUBLIC)


def progress(rows: Sequence[Task]) -> Progress:
    """How far these tasks have come."""
    counted = Counter(each.state for each in rows)
    states = {state.key: counted[state.key] for state in TASKS.states if counted[state.key]}
    return Progress(len(rows), states, 100 * counted["done"] // len(rows) if rows else 0)


def publications(found: Theme) -> list[ThemePublication]:
    """The publications that stand under it now, in the order they were put there; one query."""
    return list(standing_publications(found).order_by("id"))


def standing_publications(found: Theme) -> QuerySet[ThemePublication]:
    """Those whose last turn did not take them out."""
    last = ThemePublicationTurn.objects.filter(publication=OuterRef("pk")).order_by("-number")
    rows = ThemePublication.objects.filter(theme=found).annotate(inside=Subquery(last.values("inside")[:1]))
    return rows.filter(Q(inside__isnull=True) | Q(inside=True))


def flags(found: Theme) -> frozenset[str]:
    """What is true of it, in the words of ``domain.duties.themes.FLAGS``."""
    return frozenset({"complete"} if found.aim.strip() and found.measures.strip() else ())


def facts(found: Theme, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, found.agency_id)),
        doers=doers("theme", found.pk),
        given=frozenset(given),
        flags=flags(found),
    )


def offers(found: Theme, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def told(found: Theme) -> list[Event]:
    """The events of a theme, oldest first."""
    return list(ledger.events_of([subject_of(found)]))


def public() -> QuerySet[Theme]:
    """The themes everybody sees, the latest first."""
    return Theme.objects.filter(state__in=PUBLIC).select_related("agency").order_by("-begins_on", "-id")


def public_theme(agency: str, number: str) -> Theme | None:
    """One of them."""
    return public().filter(agency__code=agency, number=number).first()


def pages() -> list[tuple[str, str, datetime]]:
    """Agency, number and last change of every theme everybody sees."""
    return list(public().values_list("agency__code", "number", "updated_at"))
