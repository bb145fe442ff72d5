"""Proves that every published revision is still the one that was reviewed."""

from __future__ import annotations

from gongkai.core import files
from gongkai.core.models import Event
from gongkai.domain.text import Text, say
from gongkai.publishing.content import digest_of
from gongkai.publishing.models import Document, Revision
from gongkai.publishing.queries.documents import SUBJECT

#: The moves that make a revision public; their events hold its digest.
PUBLISHING = [f"{SUBJECT}.{key}" for key in ("publish", "publish_scheduled", "confirm_history")]


def verify() -> tuple[int, Text | None]:
    """Compares each published revision with its digest and the ledger's: how many were whole, and the first fault."""
    told: dict[str, set[str]] = {}
    events = Event.objects.filter(subject_type=SUBJECT, verb__in=PUBLISHING).values_list("subject", "data")
    for subject, data in events.iterator(chunk_size=2000):
        told.setdefault(subject, set()).add(data["digest"])
    checked = 0
    revisions = Revision.objects.filter(published_at__isnull=False).select_related("document").order_by("id")
    for revision in revisions.iterator(chunk_size=500):
        index = revision.document.index_number
        if digest_of(revision) != revision.digest or revision.digest not in told.get(
            str(revision.document_id), set()
        ):
            return checked, say("{index}, version {number}.", index=index, number=revision.number)
        for attachment in revision.attachments.filter(removed_at__isnull=True).select_related("file"):
            if not files.path_of(attachment.file.sha256).exists():
                return checked, say("{index}: the file “{name}” is gone.", index=index, name=attachment.name)
        checked += 1
    strangers = Document.objects.filter(live__isnull=False, live__published_at__isnull=True).first()
    if strangers is not None:
        return checked, say("{index} shows a version that was never published.", index=strangers.index_number)
    return checked, None
