"""How records of plans are named in the ledger and in clocks."""

from __future__ import annotations

from gongkai.duties.models import Meeting, Task, Theme, WorkPlan

PLAN, TASK, MEETING, THEME = "duties.plan", "duties.task", "duties.meeting", "duties.theme"
_KINDS = {WorkPlan: PLAN, Task: TASK, Meeting: MEETING, Theme: THEME}
#: Kinds of the room's moves.
STEP_KINDS = {WorkPlan: "plan", Task: "task", Meeting: "meeting", Theme: "theme"}


def subject_of(found: WorkPlan | Task | Meeting | Theme) -> tuple[str, int]:
    """Kind and key."""
    return _KINDS[type(found)], found.pk


def step_kind(found: WorkPlan | Task | Meeting | Theme) -> str:
    """The kind under which its moves stand."""
    return STEP_KINDS[type(found)]
