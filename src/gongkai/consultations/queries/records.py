"""The room's records as types for its screens."""

from gongkai.consultations.models import (
    Beside,
    CleanUp,
    CleanUpEntry,
    Collection,
    Document,
    DocumentStep,
    Evaluation,
    Follower,
    Opinion,
    OpinionGroup,
    Problem,
    Remark,
    SignUp,
    Version,
)
from gongkai.people.models import Unit

__all__ = [
    "Beside",
    "CleanUp",
    "CleanUpEntry",
    "Collection",
    "Document",
    "DocumentStep",
    "Evaluation",
    "Follower",
    "Opinion",
    "OpinionGroup",
    "Problem",
    "Remark",
    "SignUp",
    "Unit",
    "Version",
]
