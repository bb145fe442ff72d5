"""Two versions of a draft: which provision is which, what changed, and where an opinion's words stand now.

An opinion lies on the whole text, on a provision, or on a range of its words. Carried to the next version it lies on
its words, or it is an orphan that is shown with the old version; it never lies on other words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gongkai.domain.comparison import Piece, Row, compare, pieces
from gongkai.domain.consultations.clauses import LEVELS, Provision, number
from gongkai.domain.prose import Block

ChangeOp = Literal["same", "changed", "added", "removed", "moved"]
_OPS: dict[str, ChangeOp] = {
    "equal": "same", "change": "changed", "insert": "added", "delete": "removed", "moved": "moved",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A provision in both versions: its names there (empty: not there), its words in pieces, and what happened."""

    op: ChangeOp
    old_key: str
    new_key: str
    old_name: str
    new_name: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def marked_up(self) -> tuple[Piece, ...]:
        """Both sides in one text: what went stands before what came in its place."""
        merged: list[Piece] = []
        right = list(self.new)
        at = 0
        for piece in self.old:
            if piece.op == "delete":
                merged.append(piece)
                continue
            left = len(piece.text)
            while left:  # an equal stretch of one side may be cut by insertions on the other
                while at < len(right) and right[at].op == "insert":
                    merged.append(right[at])
                    at += 1
                take = right[at].text[:left]
                merged.append(Piece("equal", take))
                left -= len(take)
                rest = right[at].text[len(take) :]
                if rest:
                    right[at] = Piece("equal", rest)
                else:
                    at += 1
        return (*merged, *right[at:])


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an opinion lies: the provision's key (empty: the whole text) and the range of words (``None``: all of it).

    ``quote`` holds the words it was written to.
    """

    key: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """An opinion's place in the next version; ``anchor`` ``None``: its words are gone. ``changed``: others are."""

    anchor: Anchor | None
    changed: bool = False


def inherit(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[Provision, ...]:
    """The new text with the keys of the old one wherever a provision is the same, changed or moved.

    Keys the new text brings are dropped: a text read from a file has none, and a wrong one would tie opinions to other
    words.
    """
    keys: dict[int, str] = {}
    for row in _rows(old, new):
        if row.old_place is not None and row.new_place is not None:
            keys[row.new_place] = old[row.old_place].key
    return tuple(replace(each, key=keys.get(place, "")) for place, each in enumerate(new))


def _rows(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[Row, ...]:
    return compare([_block(each) for each in old], [_block(each) for each in new])


def _block(provision: Provision) -> Block:
    return Block("paragraph", LEVELS.index(provision.level), provision.text, provision.key)


def changes(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[Change, ...]:
    """What happened to every provision, in the order of the new text; provisions are known by their keys.

    One that kept its key and its order stayed or changed; one that kept its key and stands elsewhere moved.
    """
    names_old = {each.provision.key: each.name for each in number(old)}
    names_new = {each.provision.key: each.name for each in number(new)}
    known = {each.key: each for each in old}
    kept = [each.key for each in new if each.key in known]
    in_order = _longest_in_order([each.key for each in old if each.key in set(kept)], kept)
    found: list[Change] = []
    gone = _gone_after(old, set(kept))
    found += _removed(gone.get("", ()), names_old)
    for each in new:
        before = known.get(each.key)
        if before is None:
            whole = (Piece("insert", each.text),) if each.text else ()
            found.append(Change("added", "", each.key, "", names_new[each.key], (), whole))
            continue
        left, right = pieces(before.text, each.text)
        op: ChangeOp = "same" if before.text == each.text and before.level == each.level else "changed"
        if each.key not in in_order:
            op = "moved"
        found.append(Change(op, each.key, each.key, names_old[each.key], names_new[each.key], left, right))
        found += _removed(gone.get(each.key, ()), names_old)
    return tuple(found)


def _removed(rows: Sequence[Provision], names: dict[str, str]) -> list[Change]:
    return [
        Change(
            "removed",
            each.key,
            "",
            names[each.key],
            "",
            (Piece("delete", each.text),) if each.text else (),
            (),
        )
        for each in rows
    ]


def _gone_after(old: Sequence[Provision], kept: set[str]) -> dict[str, list[Provision]]:
    """Key of the kept provision before it (empty: none) → what was removed there."""
    found: dict[str, list[Provision]] = {}
    last = ""
    for each in old:
        if each.key in kept:
            last = each.key
        else:
            found.setdefault(last, []).append(each)
    return found


def _longest_in_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The keys of the longest row that stands in the same order in both."""
    place = {key: at for at, key in enumerate(new)}
    tails: list[int] = []
    tail_keys: list[str] = []
    before: dict[str, str] = {}
    for key in old:
        at = place[key]
        spot = bisect_left(tails, at)
        before[key] = tail_keys[spot - 1] if spot else ""
        if spot == len(tails):
            tails.append(at)
            tail_keys.append(key)
        else:
            tails[spot], tail_keys[spot] = at, key
    found: set[str] = set()
    key = tail_keys[-1] if tail_keys else ""
    while key:
        found.add(key)
        key = before[key]
    return found


def carry(anchor: Anchor, old: Sequence[Provision], new: Sequence[Provision]) -> Carried:
    """Where an opinion on the old text lies in the new one."""
    if not anchor.key:
        return Carried(anchor)
    before = next((each for each in old if each.key == anchor.key), None)
    after = next((each for each in new if each.key == anchor.key), None)
    if before is None or after is None:
        return Carried(None)
    if anchor.start is None or anchor.end is None:
        return Carried(anchor, changed=before.text != after.text)
    if before.text[anchor.start : anchor.end] != anchor.quote or not anchor.quote:
        return Carried(None)
    if before.text == after.text:
        return Carried(anchor)
    place = _shifted(before.text, after.text, anchor.start, anchor.end)
    if place is None or after.text[place : place + len(anchor.quote)] != anchor.quote:
        return Carried(None)
    return Carried(replace(anchor, start=place, end=place + len(anchor.quote)), changed=True)


def _shifted(old: str, new: str, start: int, end: int) -> int | None:
    """Where the range begins in the new words, if nothing within it was changed, taken out or put in."""
    left, right = pieces(old, new)
    before, after = _places(left, "delete"), _places(right, "insert")
    stream = {at: n for n, at in enumerate(before)}
    if any(at not in stream for at in range(start, end)):
        return None
    first, last = stream[start], stream[end - 1]
    begins, ends = after[first], after[last]
    return begins if ends - begins == last - first else None


def _places(side: Sequence[Piece], skipped: str) -> list[int]:
    """Places of the characters both sides share."""
    found: list[int] = []
    at = 0
    for piece in side:
        if piece.op != skipped:
            found.extend(range(at, at + len(piece.text)))
        at += len(piece.text)
    return found


def anchored(provisions: Sequence[Provision], key: str, start: int | None, end: int | None) -> Anchor | None:
    """The anchor for what a reader marked; ``None`` where there are no such words."""
    if not key:
        return Anchor()
    found = next((each for each in provisions if each.key == key), None)
    if found is None:
        return None
    if start is None or end is None:
        return Anchor(key, quote=found.text)
    if not 0 <= start < end <= len(found.text):
        return None
    return Anchor(key, start, end, found.text[start:end])
