"""A small task before something is sent (人机验证), so that machines do not send in masses; no stranger is asked.

The browser looks for a number whose digest begins with so many zero bits ("proof of work", ``challenge.js``). Without
scripts a person answers a question in words instead. Nothing is stored: the task carries its last moment and is signed,
and it is tied to the form it stands on, so that one solved task sends one form. No picture, no sound: it is text, which
every aid for reading can read.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.translation import get_language

from gongkai.core import clock
from gongkai.core.formfields import half_width
from gongkai.domain.consultations import numerals

#: Seconds for which a task holds: people write long, and it is good for one form alone.
LASTS = 24 * 3600
#: Signs that a nonce, a proof or an answer may have.
LONGEST = 120
Verdict = Literal["solved", "missing", "wrong", "late"]

_ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """``nonce`` and ``bits`` for the script, the two numbers to be added for a person."""

    nonce: str
    bits: int
    first: int
    second: int

    def numbers(self) -> tuple[str, str]:
        """The two numbers in words of the reader's language."""
        if (get_language() or "zh").startswith("zh"):
            return numerals.written(self.first), numerals.written(self.second)
        return _ENGLISH[self.first], _ENGLISH[self.second]


def wanted() -> bool:
    """Whether this installation sets tasks at all (``GONGKAI_CHALLENGE_BITS``)."""
    return _bits() > 0


def task(form: str) -> Task:
    """A fresh task for the form that goes by the token ``form``."""
    until = int(clock.now().timestamp()) + LASTS
    free = f"{until}.{secrets.token_urlsafe(9)}"
    return _told(f"{free}.{_mark(free, form)}")


def again(nonce: str) -> Task:
    """The task that goes by the nonce, for a form that was sent with it and has to be mended."""
    return _told(nonce)


def judge(form: str, nonce: str, proof: str, answer: str) -> Verdict:
    """What came of the task: ``proof`` is the number the script found, ``answer`` what a person wrote."""
    if not wanted():
        return "solved"
    free, _dot, mark = nonce[:LONGEST].rpartition(".")
    until = free.partition(".")[0]
    if not (until.isascii() and until.isdigit()) or not hmac.compare_digest(_mark(free, form), mark):
        return "late"
    if clock.now().timestamp() > int(until[:12]):
        return "late"
    if proof:
        return "solved" if _proves(nonce, proof[:LONGEST]) else "wrong"
    if not answer.strip():
        return "missing"
    asked = _told(nonce)
    return "solved" if _number(answer[:LONGEST]) == asked.first + asked.second else "wrong"


def _bits() -> int:
    return int(settings.GONGKAI_CHALLENGE_BITS)


def _told(nonce: str) -> Task:
    """The task of a nonce: its question follows from it under the installation's key."""
    drawn = _keyed("challenge question", nonce)
    return Task(nonce, _bits(), 1 + drawn[0] % 9, 1 + drawn[1] % 9)


def _mark(free: str, form: str) -> str:
    return _keyed("challenge", free, form).hex()[:32]


def _keyed(*parts: str) -> bytes:
    said = "\x00".join(parts).encode(errors="replace")
    return hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)


def _proves(nonce: str, proof: str) -> bool:
    digest = hashlib.sha256(f"{nonce}:{proof}".encode(errors="replace")).digest()
    return int.from_bytes(digest, "big") >> (256 - min(_bits(), 64)) == 0


def _number(answer: str) -> int | None:
    """What was answered: figures, full-width ones too, or words of either language."""
    plain = half_width(answer).rstrip("。.").strip().lower()
    return _ENGLISH.index(plain) if plain in _ENGLISH else numerals.read(plain)
