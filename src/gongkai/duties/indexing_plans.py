"""What the search index holds of plans and themes: those everybody sees, by what they say."""

from __future__ import annotations

from gongkai.core import search
from gongkai.domain.duties import plans as plan_rules
from gongkai.domain.duties import themes as theme_rules
from gongkai.duties.models import Theme, WorkPlan

PLAN, THEME = "work_plan", "theme"


def follow(found: WorkPlan | Theme) -> None:
    """Brings the index into step with the record. Part of the deed."""
    if isinstance(found, WorkPlan):
        kind, shown = PLAN, found.state in plan_rules.PUBLIC
    else:
        kind, shown = THEME, found.state in theme_rules.PUBLIC
    if shown:
        search.put(row(found))
    else:
        search.remove(kind, found.pk)


def row(found: WorkPlan | Theme) -> search.Entry:
    """The index entry."""
    if isinstance(found, WorkPlan):
        titles = found.tasks.exclude(state="dropped").values_list("title", flat=True)
        kind, day = PLAN, found.adopted_on or found.created_at.date()
        body = " ".join([found.number, found.text, found.basis, *titles])
    else:
        kind, day = THEME, found.begins_on
        body = f"{found.number} {found.aim} {found.measures}"
    return search.Entry(
        kind=kind,
        key=found.pk,
        agency=found.agency.code,
        day=day,
        title=found.title,
        body=body,
        terms=frozenset(),
    )


def rebuild() -> int:
    """Indexes every public plan and theme anew. Gives how many."""
    plans = WorkPlan.objects.filter(state__in=plan_rules.PUBLIC).select_related("agency").order_by("id")
    themes = Theme.objects.filter(state__in=theme_rules.PUBLIC).select_related("agency").order_by("id")
    found = search.rebuild(PLAN, (row(each) for each in plans.iterator(chunk_size=200)))
    return found + search.rebuild(THEME, (row(each) for each in themes.iterator(chunk_size=200)))
