"""Files that come with an opinion (附件): looked into, rid of their authors' names, sealed on disk, opened by staff."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from gongkai.consultations import access
from gongkai.consultations.actions.base import in_post, take_in_hand, tell_ledger
from gongkai.consultations.models import Opinion, OpinionFile
from gongkai.core import intake, ledger, sealed
from gongkai.core.refusals import Invalid, NotAllowed
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

OPENED = ledger.verb(
    "consultations.opinion.file_opened", N_("{actor} opened a file of opinion {reference} on {title}")
)
#: Kinds whose authors' names, places and devices are taken out; of pictures these.
CLEANED = frozenset({"pdf", "docx", "xlsx", "pptx"})
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes: its bytes and its name."""

    source: BinaryIO
    name: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that lies sealed on disk and belongs to no opinion yet."""

    suffix: str
    key: str
    content_type: str
    size: int


def most_files() -> int:
    """How many files may come with one opinion (``[attachments]`` of ``law/consultations.toml``)."""
    return int(rules.house("attachments")["most"])


@contextmanager
def sealed_files(uploads: Sequence[Upload], *, clean: bool) -> Iterator[list[Sealed]]:
    """The files inspected and sealed before the deed takes its turn, so that nobody waits for their bytes.

    What is still in the list at the end, and everything where the deed fails, is erased again: a deed that keeps the
    files takes them out of it. ``clean``: without the names of those who made them. Raises ``Invalid``.
    """
    if len(uploads) > most_files():
        raise Invalid(say("At most {most} files can be sent along.", most=most_files()), field="attachments")
    made: list[Sealed] = []
    every: list[str] = []
    try:
        for upload in uploads:
            made.append(_sealed(upload, clean=clean))
            every.append(made[-1].key)
        yield made
    except BaseException:
        _erase(every)
        raise
    _erase([each.key for each in made])


def _erase(keys: Sequence[str]) -> None:
    for key in keys:
        sealed.erase(key)


def _sealed(upload: Upload, *, clean: bool) -> Sealed:
    content = upload.source.read(settings.GONGKAI_MAX_UPLOAD + 1)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "upload"
            path.write_bytes(content)
            found = intake.inspect(path, upload.name, max_bytes=settings.GONGKAI_MAX_UPLOAD)
            if clean and (found.kind in CLEANED or found.content_type in PICTURES):
                intake.without_metadata(path, path, found.kind)
                content = path.read_bytes()
    except Invalid as wrong:
        raise Invalid(wrong.reason, field="attachments") from wrong
    return Sealed(Path(found.name).suffix.lower(), sealed.keep(content), found.content_type, len(content))


def keep(opinion: Opinion, files: list[Sealed]) -> int:
    """Ties the files to the opinion, in its deed's transaction, and takes them out of the list. Gives how many."""
    rows = [
        OpinionFile(
            opinion=opinion,
            # People name such files after themselves: what it is called says what it is, not whose.
            name=f"attachment-{number}{each.suffix}"[:160],
            key=each.key,
            content_type=each.content_type,
            size=each.size,
        )
        for number, each in enumerate(files, start=1)
    ]
    OpinionFile.objects.bulk_create(rows)
    files.clear()
    return len(rows)


def copies(opinion: Opinion) -> list[Upload]:
    """The files of an opinion as they lie sealed, for the deed that takes them along; its event tells of it."""
    rows = OpinionFile.objects.filter(opinion=opinion).order_by("id")
    return [Upload(io.BytesIO(sealed.fetch(each.key)), each.name) for each in rows]


def open_file(
    *, document_id: int, opinion_id: int, file_id: int, actor: StaffActor
) -> tuple[OpinionFile, io.BytesIO]:
    """A file of the opinion, for whoever handles them; that it was opened stands in the ledger."""
    with transaction.atomic():
        found = take_in_hand(document_id, actor, None)
        access.may_open_files(actor, found).require()
        rows = OpinionFile.objects.filter(opinion__document=found, opinion_id=opinion_id, pk=file_id)
        file = rows.select_related("opinion").first()
        if file is None:
            raise NotAllowed(say("There is no such file."))
        content = sealed.fetch(file.key)
        doing = in_post(actor, found, (DRAFTER, PUBLISHER))
        tell_ledger(OPENED, found, doing, data={"reference": file.opinion.reference, "file": file.name})
    return file, io.BytesIO(content)
