"""Tables of the room: documents on their way, their versions, opinions and answers, and what is on record beside."""

from gongkai.consultations.models.collecting import (
    Collection,
    CollectionStep,
    Problem,
    Remark,
    Sheet,
    SignUp,
)
from gongkai.consultations.models.documents import Document, DocumentStep, Version
from gongkai.consultations.models.opinions import Opinion, OpinionGroup
from gongkai.consultations.models.records import Beside

__all__ = [
    "Beside",
    "Collection",
    "CollectionStep",
    "Document",
    "DocumentStep",
    "Opinion",
    "OpinionGroup",
    "Problem",
    "Remark",
    "Sheet",
    "SignUp",
    "Version",
]
