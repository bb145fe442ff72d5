"""The room's records as types for its screens."""

from gongkai.consultations.models import (
    Beside,
    Collection,
    Document,
    DocumentStep,
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
    "Collection",
    "Document",
    "DocumentStep",
    "Opinion",
    "OpinionGroup",
    "Problem",
    "Remark",
    "SignUp",
    "Unit",
    "Version",
]
