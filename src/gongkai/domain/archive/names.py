"""Names of files that every system takes, with Chinese and anything else that can be read kept."""

from __future__ import annotations

import unicodedata

#: What Windows, a shell or a manifest line would misread.
_FORBIDDEN = frozenset('<>:"/\\|?*%')
#: Categories nobody can see: controls, surrogates, private and unassigned signs, format signs.
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp"})
#: Longest name in bytes of UTF-8: file systems take 255, and a number and folders come before it.
LONGEST = 150
#: Longest ending that is taken for one.
_ENDING = 12


def safe(name: str, otherwise: str = "file") -> str:
    """``name`` as a file may be called: no path, nothing unseen, not too long, its ending kept.

    Never empty, never ``.`` or ``..``, never with a dot or blank at either end. What two names have in common
    afterwards is not looked at: whoever lays them in one folder numbers them.
    """
    plain = unicodedata.normalize("NFC", name)
    plain = "".join("_" if sign in _FORBIDDEN else sign for sign in plain if not _unseen(sign))
    plain = " ".join(plain.split()).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or not stem or len(ending) > _ENDING or not ending.isalnum():
        stem, ending = plain, ""
    tail = f".{ending}" if ending else ""
    stem = _shortened(stem, LONGEST - len(tail.encode())).rstrip(" .")
    return (stem or otherwise) + tail


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN and not sign.isspace()


def _shortened(text: str, most: int) -> str:
    """``text`` cut to ``most`` bytes, never within a sign."""
    return text.encode()[: max(most, 1)].decode(errors="ignore")


def numbered(place: int, name: str) -> str:
    """The name of the ``place``-th paper in its folder: ``003-答复书.txt``. So no two are the same, and none is NUL."""
    return f"{place:03d}-{safe(name)}"
