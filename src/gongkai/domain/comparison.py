"""What changed between two versions of a text: blocks are matched first, then the words of changed blocks.

Standard library only. Two hundred clauses take a few tenths of a second at most, two thousand that have nothing in
common about one second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from gongkai.domain.likeness import Likeness
from gongkai.domain.matching import Span, ascending, matches
from gongkai.domain.prose import Block

PieceOp: TypeAlias = Literal["equal", "insert", "delete"]
RowOp: TypeAlias = Literal["equal", "insert", "delete", "change", "moved"]
Tokens: TypeAlias = Callable[[str], list[str]]

CHANGED = 0.5  # share of two blocks' words in common from which one is the other, changed
SAME_ELSEWHERE = 0.8  # … from which a block in another place is the same block, moved
_LEAST_MOVED = 6  # characters; shorter texts ("是", "12") stand in many places without having moved


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that stayed, came or went."""

    op: PieceOp
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A block in both versions; ``old`` is empty where it came, ``new`` where it went.

    The pieces of each side joined give that side's text. ``kind`` and ``level`` are the new version's where
    there is one. A moved block stands at its new place. The targets are the link addresses; the places are those of the
    blocks in both versions.
    """

    op: RowOp
    kind: str
    level: int
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    old_targets: tuple[str, ...] = ()
    new_targets: tuple[str, ...] = ()
    old_place: int | None = None
    new_place: int | None = None

    @property
    def form_only(self) -> bool:
        """Whether a changed block kept its words: only its level, kind or link addresses changed."""
        return self.op == "change" and all(piece.op == "equal" for piece in (*self.old, *self.new))


@dataclass(frozen=True, slots=True)
class Summary:
    """How many blocks stayed, came, went, changed and moved."""

    equal: int = 0
    insert: int = 0
    delete: int = 0
    change: int = 0
    moved: int = 0

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not (self.insert or self.delete or self.change or self.moved)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose value differs between the versions."""

    name: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|[^\S\n]+|.", re.DOTALL)


def default_tokens(text: str) -> list[str]:
    """Latin words, numbers, and every other character by itself; joined they give ``text``."""
    return _TOKEN.findall(text)


def compare(old: Sequence[Block], new: Sequence[Block], tokens: Tokens = default_tokens) -> tuple[Row, ...]:
    """The rows of a comparison in the order of ``new``, with what went where it stood.

    Every block of both versions is in exactly one row. ``tokens`` cuts a text into words; what it returns
    must join to the text, otherwise ``default_tokens`` is used.
    """
    likeness = Likeness(old, new)
    pairs = _skeleton(old, new, likeness)
    for i1, i2, j1, j2 in list(_gaps(old, new, pairs)):
        short = matches([_key(block) for block in old[i1:i2]], [_key(block) for block in new[j1:j2]])
        pairs.update((i1 + i, j1 + j) for i, j in short)
    pairs.update(list(_changed(old, new, pairs, likeness)))
    moved = dict(_moved(old, new, pairs, likeness))
    return tuple(_rows(old, new, pairs, moved, tokens))


def summary(rows: Sequence[Row]) -> Summary:
    """The counts of ``rows``."""
    counts = Counter(row.op for row in rows)
    return Summary(counts["equal"], counts["insert"], counts["delete"], counts["change"], counts["moved"])


def compare_fields(
    old: Mapping[str, str], new: Mapping[str, str], tokens: Tokens = default_tokens
) -> list[FieldChange]:
    """The fields that differ, in the order of ``new``, then those gone; a missing field is empty."""
    names = [*new, *(name for name in old if name not in new)]
    changes = []
    for name in names:
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            changes.append(FieldChange(name, *pieces(before, after, tokens)))
    return changes


# --- words --------------------------------------------------------------------------------------------------


def pieces(
    old: str, new: str, tokens: Tokens = default_tokens
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts cut into what stayed and what changed."""
    if old == new:
        same = (Piece("equal", old),) if old else ()
        return same, same
    before, after = _cut(old, tokens), _cut(new, tokens)
    left: list[Piece] = []
    right: list[Piece] = []
    i = j = 0
    for size, start_old, start_new in _runs(before, after):
        _add(left, "delete", before[i:start_old])
        _add(right, "insert", after[j:start_new])
        _add(left, "equal", before[start_old : start_old + size])
        _add(right, "equal", after[start_new : start_new + size])
        i, j = start_old + size, start_new + size
    _add(left, "delete", before[i:])
    _add(right, "insert", after[j:])
    return tuple(left), tuple(right)


def _cut(text: str, tokens: Tokens) -> list[str]:
    words = tokens(text)
    return words if "".join(words) == text else default_tokens(text)


def _add(side: list[Piece], op: PieceOp, words: Sequence[str]) -> None:
    text = "".join(words)
    if not text:
        return
    if side and side[-1].op == op:
        side[-1] = Piece(op, side[-1].text + text)
    else:
        side.append(Piece(op, text))


def _runs(before: list[str], after: list[str]) -> list[tuple[int, int, int]]:
    """Stretches in common: length, place in ``before``, place in ``after``.

    A single short word left between two replacements is given up: it reads worse than one change.
    """
    runs: list[tuple[int, int, int]] = []
    for i, j in matches(before, after):
        if runs and runs[-1][1] + runs[-1][0] == i and runs[-1][2] + runs[-1][0] == j:
            runs[-1] = (runs[-1][0] + 1, runs[-1][1], runs[-1][2])
        else:
            runs.append((1, i, j))
    kept: list[tuple[int, int, int]] = []
    for place, (size, i, j) in enumerate(runs):
        ends = [(run[1] + run[0], run[2] + run[0]) for run in kept[-1:]] or [(0, 0)]
        following = runs[place + 1] if place + 1 < len(runs) else (0, len(before), len(after))
        replaced_before = i > ends[0][0] and j > ends[0][1]
        replaced_after = following[1] > i + size and following[2] > j + size
        if replaced_before and replaced_after and len("".join(before[i : i + size])) == 1:
            continue
        kept.append((size, i, j))
    return kept


# --- blocks -------------------------------------------------------------------------------------------------


def _key(block: Block) -> Hashable:
    return block.kind, block.level, block.header, block.text, block.targets


def _skeleton(old: Sequence[Block], new: Sequence[Block], likeness: Likeness) -> dict[int, int]:
    """The longest row of blocks of some length that kept their order, identical or changed: old → new place.

    Identical and changed blocks are weighed together: were identical ones matched first, one clause put in
    front of two changed ones would make those two look moved.
    """
    keys_old, keys_new = [_key(block) for block in old], [_key(block) for block in new]
    times_old, times_new = Counter(keys_old), Counter(keys_new)
    place = {
        key: j for j, key in enumerate(keys_new) if times_new[key] == 1 and len(new[j].text) >= _LEAST_MOVED
    }
    likely = [(i, place[key], 1.0) for i, key in enumerate(keys_old) if times_old[key] == 1 and key in place]
    known_old, known_new = {i for i, _, _ in likely}, {j for _, j, _ in likely}
    left = [i for i, block in enumerate(old) if i not in known_old and len(block.text) >= _LEAST_MOVED]
    right = [j for j, block in enumerate(new) if j not in known_new and len(block.text) >= _LEAST_MOVED]
    return dict(ascending(likely + likeness.alike(left, right, CHANGED)))


def _gaps(old: Sequence[Block], new: Sequence[Block], pairs: Mapping[int, int]) -> Iterator[Span]:
    i = j = 0
    for a, b in [*sorted(pairs.items()), (len(old), len(new))]:
        if i < a and j < b:
            yield i, a, j, b
        i, j = a + 1, b + 1


def _changed(
    old: Sequence[Block], new: Sequence[Block], exact: Mapping[int, int], likeness: Likeness
) -> Iterator[tuple[int, int]]:
    """Pairs of blocks between the exact matches of which one is the other, changed."""
    pairs = dict(exact)
    for i1, i2, j1, j2 in _gaps(old, new, exact):
        likely = likeness.alike(range(i1, i2), range(j1, j2), CHANGED)
        pairs.update(ascending(likely))
    yield from ((i, j) for i, j in pairs.items() if i not in exact)
    # Cells hold too little to be recognised: where as many went as came, they answer each other in order.
    for i1, i2, j1, j2 in _gaps(old, new, pairs):
        same_shape = [(b.kind, b.header) for b in old[i1:i2]] == [(b.kind, b.header) for b in new[j1:j2]]
        if same_shape and all(block.kind in {"cell", "image"} for block in old[i1:i2]):
            yield from zip(range(i1, i2), range(j1, j2), strict=True)


def _moved(
    old: Sequence[Block], new: Sequence[Block], pairs: Mapping[int, int], likeness: Likeness
) -> Iterator[tuple[int, int]]:
    """Blocks that stand elsewhere: old place → new place, identical ones first."""
    taken = set(pairs.values())
    gone = [i for i, block in enumerate(old) if i not in pairs and len(block.text) >= _LEAST_MOVED]
    come = [j for j, block in enumerate(new) if j not in taken and len(block.text) >= _LEAST_MOVED]
    likely = likeness.alike(gone, come, SAME_ELSEWHERE)
    used_old: set[int] = set()
    used_new: set[int] = set()
    for i, j, _ in sorted(likely, key=lambda pair: (-pair[2], pair[0], pair[1])):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            yield i, j


# --- rows ---------------------------------------------------------------------------------------------------


def _rows(
    old: Sequence[Block],
    new: Sequence[Block],
    pairs: Mapping[int, int],
    moved: Mapping[int, int],
    tokens: Tokens,
) -> Iterator[Row]:
    came = {j: i for i, j in pairs.items()}
    arrived = {j: i for i, j in moved.items()}
    starts = iter([*sorted(pairs), len(old)])

    def gone_before_next(place: int) -> Iterator[Row]:
        for i in range(place, next(starts)):
            if i not in moved:
                yield replace(_gone(old[i]), old_place=i)

    yield from gone_before_next(0)
    for j, block in enumerate(new):
        if j in came:
            yield replace(_pair("change", old[came[j]], block, tokens), old_place=came[j], new_place=j)
            yield from gone_before_next(came[j] + 1)
        elif j in arrived:
            row = _pair("moved", old[arrived[j]], block, tokens)
            yield replace(row, old_place=arrived[j], new_place=j)
        else:
            whole = (Piece("insert", block.text),) if block.text else ()
            yield Row("insert", block.kind, block.level, (), whole, (), block.targets, new_place=j)


def _gone(block: Block) -> Row:
    whole = (Piece("delete", block.text),) if block.text else ()
    return Row("delete", block.kind, block.level, whole, (), block.targets, ())


def _pair(op: RowOp, before: Block, after: Block, tokens: Tokens) -> Row:
    left, right = pieces(before.text, after.text, tokens)
    if op == "change" and _key(before) == _key(after):
        op = "equal"
    return Row(op, after.kind, after.level, left, right, before.targets, after.targets)
