"""What changed between two versions, field by field, word by word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.domain.comparison import Piece, Row, compare, pieces
from gongkai.domain.powers.schema import kinds
from gongkai.domain.prose import Block
from gongkai.powers.models import Version
from gongkai.powers.showing import Shown, told

_KINDS = {"equal": "same", "insert": "insert", "delete": "delete", "change": "change", "moved": "move"}
#: Characters of a line that are compared at once; longer lines are cut.
LONGEST = 4_000
#: Lines up to which a field is compared on a page.
MOST = 600
#: Parts the cells of a row where it stands as one line.
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that differs, with the rows of the comparison."""

    key: str
    label: str
    rows: list[dict[str, Any]]


def changes(old: Version, new: Version) -> list[Changed]:
    """The name and every field that differs, in the order of the kind. Both are versions of one entry."""
    found = []
    if old.title != new.title:
        found.append(Changed("title", _("Name"), [_row("change", *pieces(old.title, new.title))]))
    kind = new.entry.kind
    before = {each.key: each for each in told(old)}
    for each in told(new):
        rows = _rows(kind, before[each.key], each)
        if rows:
            found.append(Changed(each.key, each.label, rows))
    return found


def _rows(kind: str, old: Shown, new: Shown) -> list[dict[str, Any]]:
    if (old.lines, old.rows) == (new.lines, new.rows):
        return []
    single = kinds()[kind].field(new.key).type in ("text", "choice")
    if single:
        left, right = "".join(old.lines), "".join(new.lines)
        kind_of_row = "change" if left and right else "insert" if right else "delete"
        return [_row(kind_of_row, *pieces(left, right))]
    before, after = _blocks(old), _blocks(new)
    if max(len(before), len(after)) > MOST:
        return [_too_long(len(before), len(after))]
    compared = compare(before, after)
    return [_row(_KINDS[row.op], row.old, row.new, row) for row in compared]


def _blocks(each: Shown) -> list[Block]:
    """Lines as paragraphs, the rows of a table as one line each."""
    if each.type == "table":
        lines = [BETWEEN.join("、".join(cell) for cell in row if cell) for row in each.rows]
    else:
        lines = [part for line in each.lines for part in _parts(line)]
    return [Block("paragraph", 0, line, str(at)) for at, line in enumerate(lines)]


def _parts(line: str) -> list[str]:
    """A very long line in pieces, so that comparing never takes long."""
    return [line[at : at + LONGEST] for at in range(0, len(line), LONGEST)]


def _too_long(old: int, new: int) -> dict[str, Any]:
    words = _("{number} lines: too long to be compared here")
    sides = [[(words.format(number=f"{number:,}"), False)] for number in (old, new)]
    return {"kind": "change", "old": sides[0], "new": sides[1], "note": ""}


def _row(kind: str, old: Iterable[Piece], new: Iterable[Piece], row: Row | None = None) -> dict[str, Any]:
    note = _("Only its place changed") if row is not None and row.op == "moved" and row.old == row.new else ""
    return {"kind": kind, "old": _pairs(old), "new": _pairs(new), "note": note}


def _pairs(parts: Iterable[Piece]) -> list[tuple[str, bool]]:
    return [(piece.text, piece.op != "equal") for piece in parts]
