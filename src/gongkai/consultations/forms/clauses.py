"""The clause editor's form: what was typed, and what its buttons do with the provisions. It needs no script.

Every provision is sent as ``text-<place>-<key>`` and ``level-<place>``, so that nothing typed is lost whichever button
is pressed and every provision keeps its key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from gongkai.domain.consultations.clauses import HEADINGS, LEVELS, Level, Provision, read

#: Provisions the editor shows one by one; a longer text is written as lines (two fields each, and a form holds 2000).
MOST_SHOWN = 900
#: Characters of the text as lines that are read.
LONGEST_LINES = 2_000_000
#: What a button sends under this name: a deed, or a deed and the place of a provision.
DO = "do"
DEEDS = ("up", "down", "drop", "before", "after", "back", "add", "count", "lines", "clauses", "save", "stay")

_NAME = re.compile(r"text-([0-9]{1,4})-((?:c[0-9]{1,9})?)")
#: How far in a provision stands when it is moved; openings move among what is outermost below the headings.
_RANK: dict[Level, int] = {level: at for at, level in enumerate(LEVELS)} | {
    "opening": LEVELS.index("article")
}


@dataclass(frozen=True, slots=True)
class Gone:
    """A provision that was just taken out, and where it stood; it can be put back."""

    place: int
    provision: Provision


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: the provisions, or the text as lines (``lines`` not ``None``), and the explanation."""

    provisions: tuple[Provision, ...]
    explanation: str
    lines: str | None = None
    gone: Gone | None = None

    @property
    def text(self) -> tuple[Provision, ...]:
        """The provisions, those of lines read from them."""
        return read(self.lines.splitlines()).provisions if self.lines is not None else self.provisions


def typed(data: QueryDict) -> Typed:
    """The form as it was sent. A level nobody offers is a paragraph."""
    explanation = data.get("explanation", "")
    if data.get("mode") == "lines":
        return Typed((), explanation, data.get("lines", "")[:LONGEST_LINES])
    places: dict[int, Provision] = {}
    for name in data:
        found = _NAME.fullmatch(name)
        if found:
            at = int(found.group(1))
            places[at] = Provision(_level(data.get(f"level-{at}", "")), data.get(name, ""), found.group(2))
    return Typed(
        _split([places[at] for at in sorted(places)]), explanation.replace("\r\n", "\n"), gone=_gone(data)
    )


def _level(value: str) -> Level:
    return next((each for each in LEVELS if each == value), "paragraph")


def _gone(data: QueryDict) -> Gone | None:
    if "gone-text" not in data:
        return None
    place, key = data.get("gone-place", ""), data.get("gone-key", "")
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else 0
    kept = key if re.fullmatch(r"c[0-9]{1,9}", key) else ""
    return Gone(at, Provision(_level(data.get("gone-level", "")), data.get("gone-text", ""), kept))


def _split(rows: Sequence[Provision]) -> tuple[Provision, ...]:
    """Several lines in one box are several provisions: the first keeps level and key, the others are read as a file's.

    A number somebody typed before the words is taken off where it is of the very level: it is counted.
    """
    out: list[Provision] = []
    for each in rows:
        first, *rest = [line.strip() for line in each.text.splitlines() if line.strip()] or [""]
        out.append(replace(each, text=_without_number(each.level, first)))
        for line in rest:
            read_as = read([line]).provisions[0]
            below = any(one.level == "article" for one in out)
            level = "paragraph" if read_as.level == "opening" and below else read_as.level
            out.append(Provision(level, read_as.text))
    return tuple(out)


def _without_number(level: Level, text: str) -> str:
    if level not in (*HEADINGS, "article", "item") or not text:
        return text
    said = read([text]).provisions[0]
    return said.text if said.level == level else text


def asked(data: QueryDict) -> tuple[str, int]:
    """The deed a button asks for, and the place of its provision; what is no deed saves."""
    deed, _mark, place = data.get(DO, "").partition(":")
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else 0
    return (deed if deed in DEEDS else "save"), at


def done(form: Typed, deed: str, at: int) -> tuple[Typed, int | None]:
    """The form after the deed, and the place that takes the focus (``None``: none of them)."""
    rows = list(form.provisions)
    if deed == "add":
        level = rows[-1].level if rows else "article"
        return replace(form, provisions=(*rows, Provision(level, ""))), len(rows)
    if deed == "back":
        if form.gone is None:
            return form, None
        place = min(form.gone.place, len(rows))
        rows.insert(place, form.gone.provision)
        return replace(form, provisions=tuple(rows), gone=None), place
    if not 0 <= at < len(rows):
        return form, None
    if deed in ("up", "down"):
        moved, place = _moved(rows, at, up=deed == "up")
        return replace(form, provisions=tuple(moved)), place
    if deed in ("before", "after"):
        place = at if deed == "before" else _end(rows, at)
        rows.insert(place, Provision(_beside(rows[at].level, deed), ""))
        return replace(form, provisions=tuple(rows)), place
    if deed == "drop":
        gone = rows.pop(at)
        kept = Gone(at, gone) if gone.text.strip() else form.gone
        return replace(form, provisions=tuple(rows), gone=kept), min(at, len(rows) - 1) if rows else None
    return form, None


def _beside(level: Level, deed: str) -> Level:
    """A new provision is of the level of the one beside it; below a heading comes an article."""
    return "article" if level in HEADINGS and deed == "after" else level


def _end(rows: Sequence[Provision], at: int) -> int:
    """Where a new provision after this one stands: behind what is below it; right below a heading."""
    return at + 1 if rows[at].level in (*HEADINGS, "opening") else _block(rows, at)


def _block(rows: Sequence[Provision], at: int) -> int:
    """The place behind a provision and everything below it."""
    end = at + 1
    if rows[at].level == "opening":
        return end
    while end < len(rows) and _RANK[rows[end].level] > _RANK[rows[at].level]:
        end += 1
    return end


def _moved(rows: list[Provision], at: int, *, up: bool) -> tuple[list[Provision], int]:
    """The provision and what is below it, moved past its neighbour; an outer one is passed alone, by its heading."""
    end, rank = _block(rows, at), _RANK[rows[at].level]
    if up:
        start = at - 1
        while start > 0 and _RANK[rows[start].level] > rank:
            start -= 1
        if start < 0:
            return rows, at
        if _RANK[rows[start].level] < rank and start < at - 1:
            start += 1
        return [*rows[:start], *rows[at:end], *rows[start:at], *rows[end:]], start
    if end >= len(rows):
        return rows, at
    behind = _block(rows, end) if _RANK[rows[end].level] == rank else end + 1
    return [*rows[:at], *rows[end:behind], *rows[at:end], *rows[behind:]], at + behind - end
