"""Files under the digest of their bytes, below the data folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from gongkai.core import clock, intake
from gongkai.core.models import StoredFile
from gongkai.core.text import render


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return settings.DATA_DIR / "files" / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def _spooled(source: BinaryIO, max_bytes: int) -> Iterator[Path]:
    folder = settings.DATA_DIR / "files" / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            written = 0
            while chunk := source.read(1 << 20):
                written += len(chunk)
                out.write(chunk)
                if written > max_bytes:
                    break  # the inspection refuses it with its sentence
            out.flush()
            os.fsync(out.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


def take(source: BinaryIO, name: str, *, strip_metadata: bool = False) -> tuple[StoredFile, str]:
    """Inspects and keeps a file. Gives its record and its safe name; raises ``Invalid`` with the reason.

    With ``strip_metadata`` the copy without author, software and place data is kept instead.
    """
    limit = settings.GONGKAI_MAX_UPLOAD
    with _spooled(source, limit) as path:
        found = intake.inspect(path, name, max_bytes=limit)
        if strip_metadata:
            clean = path.with_suffix(".clean")
            try:
                intake.without_metadata(path, clean, found.kind)
                found = intake.inspect(clean, name, max_bytes=limit)
                return _keep(clean, found), found.name
            finally:
                clean.unlink(missing_ok=True)
        return _keep(path, found), found.name


def _keep(path: Path, found: intake.Inspected) -> StoredFile:
    target = path_of(found.sha256)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        # Renamed into place: nobody ever reads half a file, and two who bring the same bytes do not collide.
        path.replace(target)
    stored, _ = StoredFile.objects.get_or_create(
        sha256=found.sha256,
        defaults={
            "size": found.size,
            "content_type": found.content_type,
            "kind": found.kind,
            "pages": found.pages,
            "has_text": found.has_text,
            "metadata": [[meta.key, meta.label_msgid, meta.value] for meta in found.metadata],
            "needs_cleaning": found.needs_cleaning,
            "warnings": [
                [text.msgid, {k: str(v) for k, v in text.params.items()}] for text in found.warnings
            ],
            "stored_at": clock.now(),
        },
    )
    return stored


def cleaned(stored: StoredFile, name: str) -> StoredFile:
    """The same document without its metadata, kept as a file of its own."""
    with path_of(stored.sha256).open("rb") as source:
        return take(source, name, strip_metadata=True)[0]


def warnings_of(stored: StoredFile) -> list[str]:
    """The sentences of the inspection, in the active language."""
    from gongkai.domain.text import Text

    return [render(Text(msgid, params)) for msgid, params in stored.warnings]
