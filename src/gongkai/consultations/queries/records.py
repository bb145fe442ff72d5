"""The room's records as types for its screens."""

from gongkai.consultations.models import Beside, Document, Opinion, OpinionGroup, Version

__all__ = ["Beside", "Document", "Opinion", "OpinionGroup", "Version"]
