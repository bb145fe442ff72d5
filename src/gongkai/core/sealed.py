"""Personal data at rest (个人信息加密存储): text and files sealed with the installation's own key.

AES-256-GCM. The key lies in ``secrets/field_key`` of the data folder (or ``GONGKAI_FIELD_KEY``), apart from the
database: whoever copies the database alone reads nothing. What is bound to a purpose (``about``) cannot be moved to
another record: opening it there fails.
"""

from __future__ import annotations

import base64
import hashlib
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

_NONCE = 12
_PREFIX = "v1."


@lru_cache(maxsize=4)
def _cipher(key: str) -> AESGCM:
    return AESGCM(hashlib.sha256(b"gongkai field key" + key.encode()).digest())


def seal(text: str, about: str = "") -> str:
    """``text`` as it is stored; the empty text stays empty."""
    if not text:
        return ""
    return _PREFIX + base64.urlsafe_b64encode(_sealed(text.encode(), about)).decode()


def unseal(token: str, about: str = "") -> str:
    """The text again. Raises ``Refusal`` when it was sealed with another key, or for another record."""
    if not token:
        return ""
    try:
        return _opened(base64.urlsafe_b64decode(token.removeprefix(_PREFIX)), about).decode()
    except ValueError as error:
        raise _unreadable() from error


def _sealed(content: bytes, about: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(settings.GONGKAI_FIELD_KEY).encrypt(nonce, content, about.encode())


def _opened(sealed: bytes, about: str) -> bytes:
    try:
        return _cipher(settings.GONGKAI_FIELD_KEY).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except InvalidTag as error:
        raise _unreadable() from error


def _unreadable() -> Refusal:
    return Refusal(
        say(
            "Personal data cannot be read: the key in secrets/field_key is not the one they were sealed with. "
            "Restore the secrets folder from the backup that belongs to this database."
        )
    )


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "files" / "sealed"


def keep(content: bytes) -> str:
    """Keeps ``content`` sealed below the data folder. Gives the key it is fetched with."""
    key = hashlib.sha256(os.urandom(32)).hexdigest()
    path = _folder() / key[:2] / key
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(_sealed(content, key))
    unfinished.replace(path)
    return key


def fetch(key: str) -> bytes:
    """The bytes kept under ``key``. Raises ``Refusal`` when they were erased or cannot be opened."""
    path = _folder() / key[:2] / key
    if not key or not path.exists():
        raise Refusal(say("This file holds personal data and was erased when its time of keeping was over."))
    return _opened(path.read_bytes(), key)


def is_kept(key: str) -> bool:
    """Whether anything is kept under ``key`` still."""
    return bool(key) and (_folder() / key[:2] / key).exists()


def erase(key: str) -> None:
    """Erases what is kept under ``key``: the one deletion the law itself asks for."""
    if key:
        (_folder() / key[:2] / key).unlink(missing_ok=True)
