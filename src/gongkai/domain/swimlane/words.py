"""How wide words are, and where they break. Estimates: a Chinese character 1 em, a Latin one 0.55 em."""

from __future__ import annotations

import unicodedata


def width(text: str, size: float) -> float:
    """The estimated width of ``text`` set at ``size`` px."""
    return sum(size * (1.0 if _wide(character) else 0.55) for character in text)


def _wide(character: str) -> bool:
    # Curly quotes and dashes are "ambiguous": Chinese fonts set them full width, so count them so.
    return unicodedata.east_asian_width(character) in "WFA"


def breaks(text: str) -> list[int]:
    """Where a line may end: after a space, and beside a wide character (not before punctuation)."""
    return [
        at
        for at in range(1, len(text))
        if text[at - 1] == " "
        or (
            (_wide(text[at]) or _wide(text[at - 1]))
            and text[at] != " "
            and unicodedata.category(text[at]) not in {"Po", "Pe", "Pf"}
            and unicodedata.category(text[at - 1]) not in {"Ps", "Pi"}
        )
    ]


def in_two(text: str, size: float, limit: float) -> tuple[str, ...]:
    """``text`` in one line if it fits ``limit`` px, else in two lines of as equal a width as can be."""
    if width(text, size) <= limit or not breaks(text):
        return (text,)
    halves = [(text[:at].rstrip(), text[at:].lstrip()) for at in breaks(text)]
    return min(halves, key=lambda pair: (max(width(half, size) for half in pair), len(pair[1])))


def in_lines(text: str, size: float, limit: float) -> tuple[str, ...]:
    """``text`` in as many lines of at most ``limit`` px as it takes; a longer word stays whole."""
    lines, rest = list[str](), text
    while width(rest, size) > limit:
        fitting = [at for at in breaks(rest) if width(rest[:at].rstrip(), size) <= limit] or breaks(rest)[:1]
        if not fitting:
            break
        lines.append(rest[: fitting[-1]].rstrip())
        rest = rest[fitting[-1] :].lstrip()
    return (*lines, rest)


def evenly(text: str, size: float, limit: float) -> tuple[str, ...]:
    """The same in as few lines, but of as equal a width as can be: no single sign stands alone in the last one."""
    lines = wrapped(text, size, limit)
    narrow = width(text, size) / len(lines)
    while narrow < limit and len(lines) > 1:
        tried = wrapped(text, size, narrow)
        if len(tried) <= len(lines):
            return tried
        narrow += size / 4
    return lines


def wrapped(text: str, size: float, limit: float) -> tuple[str, ...]:
    """``text`` in as many lines of at most ``limit`` px as it takes; a longer word is broken anywhere."""
    found = list[str]()
    for line in in_lines(text, size, limit):
        piece = ""
        for character in line:
            if piece and width(piece + character, size) > limit:
                found.append(piece)
                piece = ""
            piece += character
        found.append(piece)
    return tuple(found)
