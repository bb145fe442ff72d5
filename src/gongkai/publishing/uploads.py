"""Files on their way in: kept between looking at them and bringing them in, tied to the person who sent them."""

from __future__ import annotations

import re
import secrets
import shutil
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings

from gongkai.core import clock, intake
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say

#: Hours after which what nobody brought in is thrown away.
KEPT_HOURS = 24
#: What an archive may hold: files, and bytes once unpacked.
MOST_FILES, MOST_BYTES = 2000, 500 * 1024 * 1024
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "imports"


def place(person_id: int, token: str) -> Path | None:
    """What the person sent under this token: a file, or the folder an archive was unpacked into."""
    if not TOKEN.fullmatch(token):
        return None
    home = _folder() / f"{person_id}-{token}"
    if (home / "unpacked").is_dir():
        return home / "unpacked"
    sent = home / "sent"
    return next(iter(sorted(sent.iterdir())), None) if sent.is_dir() else None


def keep(person_id: int, source: BinaryIO, name: str) -> str:
    """Keeps what was sent and gives its token; an archive is unpacked. ``Invalid`` says why it cannot be taken."""
    _throw_old_away()
    token = secrets.token_urlsafe(24)
    home = _folder() / f"{person_id}-{token}"
    path = home / "sent" / intake.safe_name(name)
    path.parent.mkdir(parents=True)
    try:
        _write(source, path, settings.GONGKAI_MAX_UPLOAD)
        if path.suffix.lower() == ".zip":
            _unpack(path, home / "unpacked")
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    return token


def discard(person_id: int, token: str) -> None:
    """Throws away what was sent."""
    if TOKEN.fullmatch(token):
        shutil.rmtree(_folder() / f"{person_id}-{token}", ignore_errors=True)


def _throw_old_away() -> None:
    before = clock.now().timestamp() - KEPT_HOURS * 3600
    for home in _folder().glob("*-*"):
        if home.stat().st_mtime < before:
            shutil.rmtree(home, ignore_errors=True)


def _write(source: BinaryIO, path: Path, most: int) -> int:
    written = 0
    with path.open("wb") as out:
        while chunk := source.read(1 << 20):
            written += len(chunk)
            if written > most:
                raise Invalid(
                    say("The file is larger than {limit} MB. Send it in parts.", limit=most // (1 << 20)),
                    field="file",
                )
            out.write(chunk)
    return written


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
        return _write(source, path, left)  # type: ignore[arg-type]


def _name_of(member: zipfile.ZipInfo) -> str:
    """The member's name; archives made on Chinese Windows carry GBK that the reader took for something else."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
