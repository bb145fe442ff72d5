"""The records as subjects of the ledger: an opinion's deeds stand with its document."""

from __future__ import annotations

from gongkai.consultations.models import Document

DOCUMENT = "consultations.document"


def subject_of(document: Document) -> tuple[str, object]:
    """The document as a subject."""
    return DOCUMENT, document.pk
