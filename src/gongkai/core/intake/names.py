"""File names that are safe to store, to show and to offer for download."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def safe_name(name: str) -> str:
    """``name`` without folders, control, invisible and text-direction characters; at most 120 characters.

    Direction characters go because they can make ``exe.pdf`` out of ``fdp.exe``. Chinese stays as it is, and
    so does the ending when a long name is shortened.
    """
    text = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    text = "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE)
    text = _FORBIDDEN.sub("_", re.sub(r"\s+", " ", text)).strip(" .")
    if not text:
        return "file"
    if _RESERVED.match(text):
        text = f"_{text}"
    if len(text) <= LONGEST:
        return text
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        return text[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending}"


def ending(name: str) -> str:
    """The name's ending in lower case without its dot, or nothing when it has none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,8}", last) else ""
