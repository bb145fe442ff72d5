"""Opening ZIP containers without falling into them: limits first, then reading piece by piece."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from gongkai.core.intake.model import MB, Source, damaged, refused
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say

MOST_PARTS = 10_000
MOST_BYTES = 1024 * MB
MOST_RATIO = 200
SMALL = 10 * MB  # below this a high ratio is harmless: an empty sheet packs a thousandfold

MACROS = say(
    "This file contains macros, small programs that run when it is opened. Save it without macros (DOCX, "
    "XLSX, PPTX) or as PDF, and send that."
)
PASSWORD = say(
    "This file is protected by a password, so nobody could read it. Save it without the password and send "
    "it again."
)
_BOMB = say(
    "This archive unpacks to far more than it should. For safety it is not taken. Attach the files one by "
    "one."
)
_UNSAFE = say(
    "This archive contains a path that leads outside of it. Pack the files again and send the new archive."
)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)


@contextmanager
def opened(file: Source) -> Iterator[zipfile.ZipFile]:
    """The archive in ``file`` after its limits have been checked. Raises ``Invalid``."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    try:
        bundle = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise damaged() from error
    with bundle:
        _check(bundle, size)
        try:
            yield bundle
        except Invalid:
            raise
        except _BROKEN as error:
            raise damaged() from error


def _check(bundle: zipfile.ZipFile, size: int) -> None:
    parts = bundle.infolist()
    if not parts:
        raise refused(say("This archive is empty."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise refused(_BOMB)
    # Parts that overlap pack the same bytes many times: together they claim more than the file holds.
    if sum(part.compress_size for part in parts) > size:
        raise refused(_BOMB)
    if len({part.filename for part in parts}) != len(parts):
        raise damaged()
    for part in parts:
        if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise refused(_BOMB)
        if part.flag_bits & 0x1:
            raise refused(PASSWORD)
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise damaged()
        if stat.S_ISLNK(part.external_attr >> 16) or _leads_out(part.filename):
            raise refused(_UNSAFE)


def _leads_out(name: str) -> bool:
    return (
        name.startswith(("/", "\\"))
        or re.match(r"[A-Za-z]:", name) is not None
        or ".." in re.split(r"[\\/]", name)
    )


@contextmanager
def part(bundle: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """One part of the archive as a stream. Raises ``Invalid`` where it is damaged."""
    try:
        with bundle.open(name) as stream:
            yield stream
    except Invalid:
        raise
    except _BROKEN as error:
        raise damaged() from error


def read(bundle: zipfile.ZipFile, name: str, most: int = 32 * MB) -> bytes:
    """A small part whole; ``Invalid`` when it is larger than ``most`` bytes."""
    if bundle.getinfo(name).file_size > most:
        raise refused(_BOMB)
    with part(bundle, name) as stream:
        return stream.read()


def shown_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its packer saw it: archives from Chinese Windows carry GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
