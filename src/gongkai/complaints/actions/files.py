"""Photos and files of a matter: inspected, photos stripped of where they were taken, sealed on disk, veiled copies."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from gongkai.complaints import access
from gongkai.complaints.actions.base import in_post, take_in_hand, tell_ledger
from gongkai.complaints.models import Matter, MatterFile
from gongkai.core import clock, intake, ledger, photos, sealed
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

ADDED = ledger.verb("complaints.file.added", N_("{actor} added a file to {number}"))
REMOVED = ledger.verb("complaints.file.removed", N_("{actor} took a file out of {number}"))
VEILED = ledger.verb("complaints.file.veiled", N_("{actor} veiled faces or plates on a photo of {number}"))
#: Most files that may be sent at once.
MOST_FILES = 9
PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that comes with a matter: its bytes, its name, and a ``MatterFile.Kind``."""

    source: BinaryIO
    name: str
    kind: str = MatterFile.Kind.REPORTED


def keep_files(matter: Matter, files: Iterable[Upload], actor: StaffActor | None = None) -> list[MatterFile]:
    """Inspects the files and keeps them sealed. Part of the deed that brings them."""
    listed = list(files)
    if len(listed) > MOST_FILES:
        raise Invalid(say("At most {most} files can be sent at once.", most=MOST_FILES), field="files")
    kept: list[MatterFile] = []
    try:
        for upload in listed:
            kept.append(_keep(matter, upload, actor))  # noqa: PERF401 - what is kept so far must be known
    except Exception:
        # The deed is rolled back: its rows go, and nothing else would ever erase these bytes.
        erase_bytes([file.key for file in kept])
        raise
    return kept


def _keep(matter: Matter, upload: Upload, actor: StaffActor | None) -> MatterFile:
    content = upload.source.read(settings.GONGKAI_MAX_UPLOAD + 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        found = intake.inspect(path, upload.name, max_bytes=settings.GONGKAI_MAX_UPLOAD)
    content_type, suffix = found.content_type, Path(found.name).suffix.lower()
    if content_type in PHOTOS:
        photo = photos.prepare(content)
        content, content_type = photo.content, photo.content_type
        suffix = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}[content_type]
    number = MatterFile.objects.filter(matter=matter, kind=upload.kind).count() + 1
    return MatterFile.objects.create(
        matter=matter,
        kind=upload.kind,
        # People name such files after themselves: what it is called says what it is, not whose.
        name=f"{upload.kind}-{number}{suffix}"[:160],
        key=sealed.keep(content),
        content_type=content_type,
        size=len(content),
        by_id=actor.person_id if actor else None,
        added_at=clock.now(),
    )


def add_files(
    *, matter_id: int, actor: StaffActor, files: Sequence[Upload], expected_version: int | None = None
) -> list[MatterFile]:
    """Adds photos or files to the matter: from the site, as evidence, or to go with the reply."""
    if not files:
        raise Invalid(say("Choose at least one file."), field="files")
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, expected_version)
        access.may_work_on(actor, matter).require()
        kept = keep_files(matter, files, actor)
        doing = in_post(actor, matter, access.ROLES)
        tell_ledger(ADDED, matter, doing, data={"files": [[file.pk, file.kind] for file in kept]})
    return kept


def remove_file(*, file_id: int, actor: StaffActor, reason: str) -> None:
    """Takes a file out of sight, with the reason; its bytes stay with the record until they are erased."""
    with transaction.atomic():
        file, matter = _file(file_id, actor)
        if not reason.strip():
            raise Invalid(say("Say why the file is taken out."), field="reason")
        MatterFile.objects.filter(pk=file.pk, removed_at__isnull=True).update(removed_at=clock.now())
        tell_ledger(
            REMOVED,
            matter,
            in_post(actor, matter, access.ROLES),
            data={"file": file.pk},
            reason=reason.strip(),
        )


def veil_photo(*, file_id: int, actor: StaffActor, boxes: Sequence[photos.Box]) -> MatterFile:
    """Makes the copy of a photo in which the boxes (``core.photos.Box``, page 0) are unrecognisable.

    No boxes: somebody looked and there was nothing to veil; the copy is made all the same.
    """
    with transaction.atomic():
        file, matter = _file(file_id, actor)
        if file.content_type not in PHOTOS:
            raise Invalid(say("Only photos can be veiled."), field="boxes")
        content = photos.veil(sealed.fetch("" if file.erased_at else file.key), boxes)
        before = file.veiled_key
        file.veiled_key = sealed.keep(content)
        file.boxes = [[box.x, box.y, box.width, box.height, box.ground] for box in boxes]
        MatterFile.objects.filter(pk=file.pk).update(veiled_key=file.veiled_key, boxes=file.boxes)
        doing = in_post(actor, matter, access.ROLES)
        tell_ledger(VEILED, matter, doing, data={"file": file.pk, "boxes": len(file.boxes)})
        transaction.on_commit(lambda: erase_bytes([before]))
    return file


def _file(file_id: int, actor: StaffActor) -> tuple[MatterFile, Matter]:
    file = MatterFile.objects.filter(pk=file_id, removed_at__isnull=True).first()
    if file is None:
        raise Refusal(say("There is no such file."))
    matter = take_in_hand(file.matter_id, actor, None)
    access.may_work_on(actor, matter).require()
    return file, matter


def content_of(file: MatterFile, *, veiled: bool = False) -> io.BytesIO:
    """The bytes of a file; of the veiled copy when that is asked for. Raises ``Refusal`` when they were erased."""
    key = file.veiled_key if veiled else file.key
    return io.BytesIO(sealed.fetch("" if file.erased_at else key))


def erase_bytes(keys: list[str]) -> None:
    """Erases what lies on disk under the keys."""
    for key in keys:
        sealed.erase(key)
