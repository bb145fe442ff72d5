"""The secret code (查询码) with which an applicant follows a request without an account.

The code follows from the form's own token under the installation's key, so a second click or a retried submission
shows the same code; only its digest is stored.
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


def code_of(token: str) -> str:
    """The code that belongs to a form's token, as it is shown: ``K7MP3-XQRTH``."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in _keyed("request code", token)[:LENGTH])
    return f"{letters[:5]}-{letters[5:]}"


def plain(code: str) -> str:
    """The code without what people put in between; 0, O, 1 and I are no letters of it."""
    return "".join(letter for letter in code.upper() if letter in ALPHABET)


def digest_of(number: str, code: str) -> str:
    """What is stored of the code."""
    return _keyed("request code digest", number, plain(code)).hex()


def fits(number: str, code: str, digest: str) -> bool:
    """Whether this is the code; compared in constant time."""
    return bool(digest) and hmac.compare_digest(digest_of(number, code), digest)


def mark_of(identity_number: str) -> str:
    """What finds the same applicant again and tells nobody who it is."""
    plain_number = "".join(identity_number.split()).upper()
    return _keyed("applicant", plain_number).hex() if plain_number else ""
