"""Proves that what is public is what was reviewed, and that every document stands where the ledger says it does."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from gongkai.core import files, ledger, triggers
from gongkai.core.models import Event
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.text import Text, say
from gongkai.publishing.content import digest_of
from gongkai.publishing.models import Document, Revision
from gongkai.publishing.queries.documents import SUBJECT

#: The moves that make a revision public; their events hold its digest.
PUBLISHING = [f"{SUBJECT}.{key}" for key in ("publish", "publish_scheduled", "confirm_history")]
#: The database's own protection: trigger → table.
TRIGGERS = {
    "published_revision_update": "publishing_revision",
    "revision_delete": "publishing_revision",
    "step_update": "publishing_step",
    "step_delete": "publishing_step",
    "document_delete": "publishing_document",
}


@dataclass(slots=True)
class _Told:
    """What the ledger says of one document."""

    index: str = ""
    state: str = "draft"
    published: list[str] = field(default_factory=list)


def verify() -> tuple[int, Text | None]:
    """Compares documents, published revisions and files with the ledger: how many were whole, and the first fault."""
    while True:
        before = ledger.head()[0]
        checked, fault = _compare()
        if fault is None or ledger.head()[0] == before:
            return checked, fault
        # Somebody did something meanwhile; what looked like a fault may only be news.


def _compare() -> tuple[int, Text | None]:
    told = _told()
    checked = 0
    hashed: dict[str, bool] = {}
    revisions = Revision.objects.filter(published_at__isnull=False).select_related("document").order_by("id")
    for revision in revisions.iterator(chunk_size=500):
        index = revision.document.index_number
        known = told[str(revision.document_id)].published
        if digest_of(revision) != revision.digest or revision.digest not in known:
            return checked, say("{index}, version {number}.", index=index, number=revision.number)
        for attachment in revision.attachments.filter(removed_at__isnull=True).select_related("file"):
            sha256 = attachment.file.sha256
            if not files.path_of(sha256).exists():
                return checked, say("{index}: the file “{name}” is gone.", index=index, name=attachment.name)
            if sha256 not in hashed:
                hashed[sha256] = _is_whole(sha256)
            if not hashed[sha256]:
                return checked, say(
                    "{index}: the file “{name}” was changed.", index=index, name=attachment.name
                )
        checked += 1
    return checked, next(_strangers(told), None) or _protection()


def _is_whole(sha256: str) -> bool:
    with files.path_of(sha256).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _told() -> dict[str, _Told]:
    told: dict[str, _Told] = defaultdict(_Told)
    moves = {f"{SUBJECT}.{move.key}" for move in PROCESS.moves}
    events = Event.objects.filter(subject_type=SUBJECT).order_by("seq").values_list("subject", "verb", "data")
    for subject, verb, data in events.iterator(chunk_size=2000):
        one = told[subject]
        one.index = data.get("index", "")
        if verb in moves:
            one.state = data["to"]
        elif data.get("history"):
            one.state = "history"
        if verb in PUBLISHING:
            one.published.append(data["digest"])
    return told


def _strangers(told: dict[str, _Told]) -> Iterator[Text]:
    """Documents that stand elsewhere, or show another version, than their deeds brought about."""
    for document in Document.objects.select_related("live").order_by("id").iterator(chunk_size=500):
        one, live, index = told[str(document.pk)], document.live, document.index_number
        if one.index != index or one.state != document.state:
            yield say("{index} does not stand where the ledger says.", index=index)
        if live is None:
            continue
        if live.published_at is None:
            yield say("{index} shows a version that was never published.", index=index)
        elif live.document_id != document.pk or live.digest != one.published[-1]:
            yield say("{index} does not show the version published last.", index=index)


def _protection() -> Text | None:
    missing = set(TRIGGERS) - triggers.standing(connection, TRIGGERS)
    if not missing:
        return None
    names = ", ".join(sorted(missing))
    return say("The database's own protection is gone: {names}.", names=names)
