"""Plans, tasks, meetings and themes as rows of lists and worklists."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import text
from gongkai.core.deadlines import Standing
from gongkai.core.staffpages import address, due_fields
from gongkai.duties import plan_words as words
from gongkai.duties.queries.plan_records import Meeting, Task, Theme, WorkPlan
from gongkai.duties.queries.plan_worklists import Worklist

#: States of a clock that is due soon or late.
_SOON = ("overdue", "today", "soon")


def plan_row(found: WorkPlan) -> dict[str, Any]:
    """One plan; with ``task_count``, ``done_count`` and ``late_count`` where the query brought them."""
    badges = [words.state_badge("plan", found.state)]
    note = ""
    if hasattr(found, "task_count"):
        counted = ngettext("{n} task", "{n} tasks", found.task_count).format(n=found.task_count)
        note = _("{tasks}, {n} of them done").format(tasks=counted, n=found.done_count)  # type: ignore[attr-defined]
        if late := found.late_count:  # type: ignore[attr-defined]
            badges.append({"label": _("{n} overdue").format(n=late), "kind": "danger"})
    return {
        "title": found.title,
        "url": address("plan", found.pk),
        "number": found.number,
        "note": note,
        "at": found.updated_at,
        "badges": badges,
    }


def task_row(found: Task, clock: Standing | None = None) -> dict[str, Any]:
    """One task, with its due chip where its clock is told."""
    return {
        "title": found.title,
        "url": address("task", found.pk),
        "number": found.number,
        "unit": words.name_of(found.unit),
        "person": found.person.name if found.person else "",
        "note": text.percent(found.percent) if found.percent else "",
        "at": found.updated_at,
        "badges": words.task_badges(found)[: 1 if clock else None],
        **due_fields(clock),
    }


def meeting_row(found: Meeting) -> dict[str, Any]:
    """One meeting."""
    return {
        "title": found.title,
        "url": address("meeting", found.pk),
        "number": found.number,
        "unit": found.body.name,
        "note": found.place,
        "at": found.begins_at,
        "badges": [words.state_badge("meeting", found.state)],
    }


def invited_row(found: Meeting) -> dict[str, Any]:
    """A meeting the reader is called to: when and where."""
    begins = timezone.localtime(found.begins_at)
    when = f"{date_format(begins, 'DATE_FORMAT')} {begins:%H:%M}"
    badge = {"label": _("You are called"), "kind": "soon"}
    return {
        **meeting_row(found),
        "note": _("{when}, {place}").format(when=when, place=found.place),
        "badges": [badge],
    }


def theme_row(found: Theme) -> dict[str, Any]:
    """One theme."""
    return {
        "title": found.title,
        "url": address("theme", found.pk),
        "number": found.number,
        "note": days_of(found),
        "at": found.updated_at,
        "badges": [words.state_badge("theme", found.state)],
    }


def days_of(found: Theme | Task) -> str:
    """From when to when it lasts."""
    last = found.ends_on if isinstance(found, Theme) else found.due_on
    return _("{first} to {last}").format(
        first=date_format(found.begins_on, "DATE_FORMAT"), last=date_format(last, "DATE_FORMAT")
    )


def work_rows(work: Worklist) -> dict[str, list[dict[str, Any]]]:
    """The person's lists of this part of the room: ``to_do``, ``waiting``, ``soon``, ``done``."""
    to_do = [plan_row(each) for each in work.plans]
    to_do += [task_row(each, work.clocks.get(each.pk)) for each in work.tasks]
    to_do += [meeting_row(each) for each in work.meetings]
    to_do += [invited_row(each) for each in work.invited]
    to_do += [theme_row(each) for each in work.themes]
    soon = [
        task_row(each, clock)
        for each in (*work.tasks, *work.waiting)
        if (clock := work.clocks.get(each.pk)) is not None and clock.state in _SOON
    ]
    return {
        "to_do": to_do,
        "waiting": [task_row(each, work.clocks.get(each.pk)) for each in work.waiting],
        "soon": soon,
        "done": [task_row(each) for each in work.done],
    }
