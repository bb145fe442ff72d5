"""Tables of the room, a file for each part."""

from gongkai.duties.models.examining import (
    Attempt,
    Candidate,
    Certificate,
    Examination,
    Question,
    Result,
    Sitting,
)
from gongkai.duties.models.learning import Attendance, Course, Learner
from gongkai.duties.models.meetings import AgendaItem, Called, Decision, Meeting
from gongkai.duties.models.plans import (
    Goal,
    Measure,
    Task,
    TaskEvidence,
    TaskProgress,
    TaskReminder,
    WorkPlan,
)
from gongkai.duties.models.publicity import Activity, ActivityPhoto, Board, Partner
from gongkai.duties.models.steps import DutyStep
from gongkai.duties.models.themes import Theme, ThemePublication, ThemePublicationTurn

__all__ = [
    "Activity",
    "ActivityPhoto",
    "AgendaItem",
    "Attempt",
    "Attendance",
    "Board",
    "Called",
    "Candidate",
    "Certificate",
    "Course",
    "Decision",
    "DutyStep",
    "Examination",
    "Goal",
    "Learner",
    "Measure",
    "Meeting",
    "Partner",
    "Question",
    "Result",
    "Sitting",
    "Task",
    "TaskEvidence",
    "TaskProgress",
    "TaskReminder",
    "Theme",
    "ThemePublication",
    "ThemePublicationTurn",
    "WorkPlan",
]
