"""The records of plans, meetings and themes, for those who may not touch the tables."""

from __future__ import annotations

from gongkai.duties.models import (
    AgendaItem,
    Called,
    Decision,
    Meeting,
    Task,
    TaskEvidence,
    TaskProgress,
    Theme,
    ThemePublication,
    WorkPlan,
)

__all__ = [
    "AgendaItem",
    "Called",
    "Decision",
    "Meeting",
    "Task",
    "TaskEvidence",
    "TaskProgress",
    "Theme",
    "ThemePublication",
    "WorkPlan",
]
