"""Tables of the room: documents on their way, their versions, opinions and answers, and what is on record beside."""

from gongkai.consultations.models.documents import Document, DocumentStep, Version
from gongkai.consultations.models.opinions import Opinion, OpinionGroup
from gongkai.consultations.models.records import Beside

__all__ = ["Beside", "Document", "DocumentStep", "Opinion", "OpinionGroup", "Version"]
