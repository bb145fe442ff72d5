"""What a version says, field by field, ready for a page or a sheet of paper."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai.core.lawwords import label_in
from gongkai.domain.powers.schema import Content, Field, kinds
from gongkai.powers import words
from gongkai.powers.discretion_words import in_lines
from gongkai.powers.models import Version

Cell = tuple[str, ...]
#: Kind and field → its lines in words, where the text itself is for machines.
IN_WORDS: Mapping[tuple[str, str], Callable[[Cell], Cell]] = {("discretion", "table"): in_lines}


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with its value: ``lines`` of text, or a table of ``columns`` and ``rows``; nothing where it is empty.

    ``numbered``: the lines are a list, not paragraphs.
    """

    key: str
    label: str
    type: str
    required: bool
    lines: Cell = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Whether nothing is written."""
        return not self.lines and not self.rows

    @property
    def listed(self) -> bool:
        """Whether the lines are a list."""
        return self.type == "lines" and len(self.lines) > 1

    @property
    def body(self) -> list[list[tuple[str, Cell]]]:
        """The rows of a table, each cell with the label of its column: tables become cards on a telephone."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def shown(kind: str, content: Content, without: Collection[str] = ()) -> list[Shown]:
    """The fields of the kind in order; ``without`` those a page shows in its own way."""
    return [_shown(each, content.get(each.key)) for each in kinds()[kind].fields if each.key not in without]


def told(version: Version) -> list[Shown]:
    """The fields of a version for a comparison or for paper: those of ``IN_WORDS`` in words, if they can be read."""
    kind, found = version.entry.kind, []
    for each in shown(kind, version.content):
        own = IN_WORDS.get((kind, each.key))
        lines = own(each.lines) if own else ()
        found.append(replace(each, lines=lines) if lines else each)
    return found


def _shown(each: Field, value: Any) -> Shown:
    label = label_in(each)
    if each.type == "table":
        rows = tuple(
            tuple(cell(column, row.get(column.key)) for column in each.columns) for row in value or ()
        )
        columns = tuple(label_in(column) for column in each.columns)
        return Shown(each.key, label, each.type, each.required, columns=columns, rows=rows)
    return Shown(each.key, label, each.type, each.required, lines=cell(each, value))


def cell(each: Field, value: Any) -> Cell:
    """The lines of a text, choice or list."""
    if not value:
        return ()
    if each.type == "choice":
        return (words.choice_label(each, str(value)),)
    if isinstance(value, list | tuple):
        return tuple(str(line) for line in value)
    return tuple(line for line in str(value).splitlines() if line.strip())
