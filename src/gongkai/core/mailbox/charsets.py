"""Bytes of a mail as text, whatever their sender believed about them.

GB2312 and GBK are read as GB18030, which holds both: programs say the old name and send the new characters. A name
that is missing, unknown or wrong is made good by looking at the bytes.
"""

from __future__ import annotations

import re
import unicodedata

#: What may be decoded, by its usual names; Python knows codecs that are no character sets, or take forever.
_KNOWN = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "cp936", "gb231280", "xgbk", "euccn", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "big5hkscs", "cp950", "xbig5", "big5tw"), "big5hkscs"),
    **dict.fromkeys(("utf8", "utf-8", "unicode11utf8", "usascii", "ascii"), "utf-8"),
    **dict.fromkeys(("latin1", "iso88591", "windows1252", "cp1252"), "cp1252"),
    **{name: name for name in ("utf16", "utf16le", "utf16be", "hz", "eucjp", "shiftjis", "euckr", "eucjisx0213")},
    **{name: name for name in ("iso2022jp", "iso2022kr", "koi8r", "koi8u")},
    **{f"iso8859{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)},
    **{f"windows125{part}": f"cp125{part}" for part in (0, 1, 3, 4, 5, 6, 7, 8)},
    "hzgb2312": "hz",
}  # fmt: skip
#: Bytes in a thousand that may be broken before a character set counts as the wrong one (a mail cut off, a bad link).
_BROKEN = 10
#: Share of second bytes below 0xA1 from which a text is rather Big5 (two in five there, hardly any in GB2312).
_BIG5 = 0.2
#: Bytes looked at to tell GBK from Big5.
_SAMPLE = 20_000
_PAIR = re.compile(rb"[\x81-\xfe]([\x40-\xfe])")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def codec(name: str) -> str:
    """The codec for a character set's name, or nothing when it is not one to be trusted."""
    return _KNOWN.get(re.sub(r"[^a-z0-9]", "", name.lower()), "")


def decode(content: bytes, name: str = "", hint: str = "") -> str:
    """``content`` as text. ``name``: what its part calls itself; ``hint``: what the rest of the mail is in.

    Never raises; what no character set explains becomes �.
    """
    told = [each for each in (codec(name), codec(hint)) if each]
    for each in told:
        text = _tried(content, each)
        if text is not None:
            return text
    for each in ("utf-8", *_guesses(content)):
        if each not in told:
            text = _tried(content, each)
            if text is not None:
                return text
    return content.decode(told[0] if told else "utf-8", "replace")


def _tried(content: bytes, name: str) -> str | None:
    """The text, unless too much of it is broken in this character set."""
    try:
        return content.decode(name)
    except UnicodeError:
        text = content.decode(name, "replace")
    return text if text.count("\ufffd") * 1000 <= _BROKEN * len(text) else None


def _guesses(content: bytes) -> tuple[str, str]:
    seconds = [pair[1][0] for pair in _PAIR.finditer(content[:_SAMPLE])]
    low = sum(second < 0xA1 for second in seconds)
    chinese = ("gb18030", "big5hkscs")
    return chinese[::-1] if low > _BIG5 * max(len(seconds), 1) else chinese


def clean(text: str) -> str:
    """``text`` as it may be kept: line ends as ``\\n``, no controls, nothing that is half a character."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str, most: int) -> str:
    """``text`` as one line of at most ``most`` characters, without characters that turn the writing round."""
    plain = "".join(each for each in clean(_SPACES.sub(" ", text)) if unicodedata.category(each) != "Cf")
    return plain.strip()[:most].rstrip()
