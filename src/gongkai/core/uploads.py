"""A file on its way in: kept between looking at it and bringing it in, tied to the person who sent it."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from gongkai.core import clock, intake
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say

#: Hours after which what nobody brought in is thrown away.
KEPT_HOURS = 24
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def keep(person_id: int, source: BinaryIO, name: str) -> str:
    """Keeps what was sent and gives its token; ``Invalid`` where it is too large."""
    _throw_old_away()
    token = secrets.token_urlsafe(24)
    home = _folder() / f"{person_id}-{token}"
    home.mkdir(parents=True)
    try:
        write(source, home / intake.safe_name(name), settings.GONGKAI_MAX_UPLOAD)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    return token


def place(person_id: int, token: str) -> Path | None:
    """What this person sent under this token, if it is still there."""
    if not TOKEN.fullmatch(token):
        return None
    home = _folder() / f"{person_id}-{token}"
    return next(iter(sorted(home.iterdir())), None) if home.is_dir() else None


def discard(person_id: int, token: str) -> None:
    """Throws away what was sent."""
    if TOKEN.fullmatch(token):
        shutil.rmtree(_folder() / f"{person_id}-{token}", ignore_errors=True)


def _throw_old_away() -> None:
    before = clock.now().timestamp() - KEPT_HOURS * 3600
    for home in _folder().glob("*-*"):
        if home.stat().st_mtime < before:
            shutil.rmtree(home, ignore_errors=True)


def write(source: BinaryIO, path: Path, most: int) -> int:
    """Writes what ``source`` gives to ``path``; ``Invalid`` beyond ``most`` bytes. Gives how many there were."""
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
