"""What the public's pages of plans, themes and bodies share: addresses, breadcrumbs, rows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.domain.duties import plans as plan_rules
from gongkai.domain.duties import themes as theme_rules
from gongkai.duties import plan_words as words
from gongkai.duties.queries.plan_records import Task, Theme, WorkPlan

_STATES = {"adopted": "info", "running": "info"}


def absolute(request: HttpRequest, path: str) -> str:
    """``path`` with the address people use before it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page; the last has no address and is this page."""
    lang = words.content_lang()
    return [
        {"label": label, "url": url, "lang": lang if any(sign >= "\u4e00" for sign in label) else ""}
        for label, url in [(_("Home"), reverse("portal:home")), *steps]
    ]


def plan_address(found: WorkPlan) -> str:
    """The address of a plan's page."""
    return reverse("portal:plan", args=[found.agency.code, found.number])


def theme_address(found: Theme) -> str:
    """The address of a theme's page."""
    return reverse("portal:theme", args=[found.agency.code, found.number])


def plan_row(found: WorkPlan) -> dict[str, Any]:
    """A plan for ``components/entry.html``; its counts only where the query brought them."""
    badges = [state_badge("plan", found.state)]
    if hasattr(found, "task_count"):
        label = _("{done} of {all} tasks done").format(done=found.done_count, all=found.task_count)  # type: ignore[attr-defined]
        badges.append({"label": label, "kind": "plain"})
    return {
        "title": found.title,
        "lang": words.content_lang(),
        "url": plan_address(found),
        "number": found.number,
        "unit": words.name_of(found.agency),
        "at": found.adopted_on,
        "badges": badges,
    }


def theme_row(found: Theme) -> dict[str, Any]:
    """A theme, likewise."""
    return {
        "title": found.title,
        "lang": words.content_lang(),
        "url": theme_address(found),
        "summary": found.aim,
        "number": found.number,
        "unit": words.name_of(found.agency),
        "at": found.begins_on,
        "badges": [state_badge("theme", found.state)],
    }


def days(found: Theme) -> str:
    """From when to when a theme lasts."""
    return _("{first} to {last}").format(
        first=date_format(found.begins_on, "DATE_FORMAT"), last=date_format(found.ends_on, "DATE_FORMAT")
    )


def state_badge(kind: str, state: str) -> dict[str, str]:
    """Where a plan or theme stands, as a badge."""
    process = plan_rules.PROCESS if kind == "plan" else theme_rules.PROCESS
    return {"label": _(process.state(state).label), "kind": _STATES.get(state, "quiet")}


def task_row(task: Task) -> dict[str, Any]:
    """A task without anybody's name."""
    return {
        "number": task.number,
        "title": task.title,
        "standard": task.standard,
        "unit": words.name_of(task.unit),
        "helping": [words.name_of(each) for each in task.co_units.all()],
        "begins_on": task.begins_on,
        "due_on": task.due_on,
        "percent": task.percent,
        "added": task.added_because,
        "badges": words.task_badges(task),
    }
