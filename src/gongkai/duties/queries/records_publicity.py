"""The tables of publicity for who may not name models: views and forms."""

from gongkai.duties.models import Activity, ActivityPhoto, Board, Partner

__all__ = ["Activity", "ActivityPhoto", "Board", "Partner"]
