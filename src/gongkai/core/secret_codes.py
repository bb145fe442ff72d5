"""Secret codes (查询码) with which somebody follows a matter without an account, and marks that name nobody.

The code follows from the form's own token under the installation's key, so a second click or a retried submission
shows the same code; only its digest is stored. ``kind`` keeps the codes of one room apart from another's.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

#: Letters and figures that cannot be taken for one another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
#: Signs a form's token may have; what is longer was not made here.
LONGEST_TOKEN = 64


def _keyed(*parts: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), "\x00".join(parts).encode(), hashlib.sha256)


def new_token() -> str:
    """A fresh token for a form."""
    return secrets.token_urlsafe(24)


def code_of(kind: str, token: str) -> str:
    """The code that belongs to a form's token, as it is shown: ``K7MP3-XQRTH``."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in _keyed(f"{kind} code", token)[:LENGTH])
    return f"{letters[:5]}-{letters[5:]}"


def plain(code: str) -> str:
    """The code without what people put in between; 0, O, 1 and I are no letters of it."""
    return "".join(letter for letter in code.upper() if letter in ALPHABET)


def digest_of(kind: str, number: str, code: str) -> str:
    """What is stored of the code."""
    return _keyed(f"{kind} code digest", number, plain(code)).hex()


def fits(kind: str, number: str, code: str, digest: str) -> bool:
    """Whether this is the code; compared in constant time."""
    return bool(digest) and hmac.compare_digest(digest_of(kind, number, code), digest)


def mark_of(kind: str, value: str) -> str:
    """What finds the same person again by a number of theirs and tells nobody who it is; nothing for nothing."""
    plain_value = "".join(value.split()).upper()
    return _keyed(kind, plain_value).hex() if plain_value else ""
