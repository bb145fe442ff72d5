"""The room's public pages: thin views over ``queries``; they never touch models."""

from gongkai.publishing.public.browse import (
    catalogue,
    catalogue_row,
    documents,
    topic,
    topics,
)
from gongkai.publishing.public.document import (
    attachment,
    compare,
    document,
    paper,
    qr,
    version,
)
from gongkai.publishing.public.export import export

__all__ = [
    "attachment",
    "catalogue",
    "catalogue_row",
    "compare",
    "document",
    "documents",
    "export",
    "paper",
    "qr",
    "topic",
    "topics",
    "version",
]
