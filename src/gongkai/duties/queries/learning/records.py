"""The room's records as types for its screens."""

from gongkai.duties.models import (
    Attempt,
    Attendance,
    Candidate,
    Certificate,
    Course,
    Examination,
    Learner,
    Question,
    Sitting,
)

__all__ = [
    "Attempt",
    "Attendance",
    "Candidate",
    "Certificate",
    "Course",
    "Examination",
    "Learner",
    "Question",
    "Sitting",
]
