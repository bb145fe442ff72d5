"""Tables of the room: documents on their way, their versions, opinions and answers, and what is on record beside."""

from gongkai.consultations.models.collecting import (
    Collection,
    CollectionStep,
    Problem,
    Remark,
    Sheet,
    SheetCount,
    SignUp,
)
from gongkai.consultations.models.documents import Document, DocumentStep, Version
from gongkai.consultations.models.evaluating import CleanUp, CleanUpEntry, Evaluation, EvaluationStep
from gongkai.consultations.models.following import Follower, News
from gongkai.consultations.models.opinions import Opinion, OpinionFile, OpinionGroup
from gongkai.consultations.models.records import Beside, RiskClue

__all__ = [
    "Beside",
    "CleanUp",
    "CleanUpEntry",
    "Collection",
    "CollectionStep",
    "Document",
    "DocumentStep",
    "Evaluation",
    "EvaluationStep",
    "Follower",
    "News",
    "Opinion",
    "OpinionFile",
    "OpinionGroup",
    "Problem",
    "Remark",
    "RiskClue",
    "Sheet",
    "SheetCount",
    "SignUp",
    "Version",
]
