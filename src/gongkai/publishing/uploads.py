"""Documents on their way in (``core.uploads``), and the archives among them unpacked below the same roof."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from gongkai.core import intake, uploads
from gongkai.core.refusals import Invalid
from gongkai.core.uploads import discard
from gongkai.domain.text import say

__all__ = ["MOST_BYTES", "MOST_FILES", "discard", "keep", "place"]

#: What an archive may hold: files, and bytes once unpacked.
MOST_FILES, MOST_BYTES = 2000, 500 * 1024 * 1024
#: The folder beside an archive into which it is unpacked.
UNPACKED = "unpacked"


def place(person_id: int, token: str) -> Path | None:
    """What the person sent under this token: a file, or the folder an archive was unpacked into."""
    sent = uploads.place(person_id, token)
    if sent is None:
        return None
    unpacked = sent.parent / UNPACKED
    return unpacked if unpacked.is_dir() else sent


def keep(person_id: int, source: BinaryIO, name: str) -> str:
    """Keeps what was sent and gives its token; an archive is unpacked. ``Invalid`` says why it cannot be taken."""
    token = uploads.keep(person_id, source, name)
    sent = uploads.place(person_id, token)
    assert sent is not None  # it was kept just now
    if sent.suffix.lower() == ".zip":
        try:
            _unpack(sent, sent.parent / UNPACKED)
        except BaseException:
            discard(person_id, token)
            raise
    return token


def _unpack(path: Path, target: Path) -> None:
    unreadable = Invalid(
        say("The archive cannot be opened. Pack the files as ZIP again, without a password."), field="file"
    )
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            if len(members) > MOST_FILES:
                raise Invalid(
                    say("The archive holds more than {count} files. Send it in parts.", count=MOST_FILES),
                    field="file",
                )
            left = MOST_BYTES
            for member in members:
                left -= _unpack_one(archive, member, target, left)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise unreadable from error


def _unpack_one(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Unpacks one file below ``target`` under safe names. Gives its size."""
    parts = [
        intake.safe_name(part)
        for part in PurePosixPath(_name_of(member)).parts
        if part not in ("/", "..", ".")
    ]
    if not parts or parts[0] == "__MACOSX":
        return 0
    path = target.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source:
        return uploads.write(cast(BinaryIO, source), path, left)


def _name_of(member: zipfile.ZipInfo) -> str:
    """The member's name; archives made on Chinese Windows carry GBK that the reader took for something else."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
