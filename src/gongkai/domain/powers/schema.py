"""What an entry of each kind says (``law/powers.toml``): fields, the tables within them, and what is missing.

A content is JSON: text and choices are strings, ``lines`` lists of strings, ``table`` lists of rows (column → string or
list of strings); ``document`` is a long text a kind reads itself (a table as CSV). Everything is kept as written;
numbers and days are read by the kind that needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.text import Text, say

FieldType = Literal["text", "long", "document", "choice", "lines", "table"]
Content = Mapping[str, Any]

#: Characters at most, and lines or rows at most.
LONGEST = {"text": 400, "long": 20_000, "document": 500_000, "choice": 60}
MOST_LINES, MOST_ROWS = 60, 200


@dataclass(frozen=True, slots=True)
class Field:
    """A field (要素); ``label`` is the statutory wording, ``label_en`` its English."""

    key: str
    label: str
    label_en: str
    type: FieldType
    required: bool = False
    choice: str = ""
    columns: tuple[Field, ...] = ()

    def name(self, language: str) -> str:
        """The label for a reader."""
        return self.label if language.startswith("zh") else self.label_en

    def choices(self) -> tuple[Choice, ...]:
        """The values a choice takes."""
        return choices(self.choice) if self.choice else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a choice."""

    key: str
    label: str
    label_en: str

    def name(self, language: str) -> str:
        """The label for a reader."""
        return self.label if language.startswith("zh") else self.label_en


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry (登记类别) with its fields in order."""

    key: str
    label: str
    label_en: str
    citation: Citation
    fields: tuple[Field, ...]

    def name(self, language: str) -> str:
        """The label for a reader."""
        return self.label if language.startswith("zh") else self.label_en

    def field(self, key: str) -> Field:
        """The field ``key``; ``KeyError`` for an unknown one."""
        return {each.key: each for each in self.fields}[key]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field, or (``row`` from 1) with a row of it."""

    field: str
    reason: Text
    row: int = 0


@cache
def kinds() -> Mapping[str, EntryKind]:
    """Every kind by its key."""
    return {row["key"]: _kind(row) for row in load("powers")["kind"]}


@cache
def choices(table: str) -> tuple[Choice, ...]:
    """The values of the table ``table``, in the order of the data."""
    return tuple(Choice(row["key"], row["label"], row["label_en"]) for row in load("powers")[table])


def _kind(row: Mapping[str, Any]) -> EntryKind:
    fields = tuple(_field(each) for each in row["field"])
    return EntryKind(row["key"], row["label"], row["label_en"], citation_of(dict(row)), fields)


def _field(row: Mapping[str, Any]) -> Field:
    return Field(
        key=row["key"],
        label=row["label"],
        label_en=row["label_en"],
        type=row["type"],
        required=row.get("required", False),
        choice=row.get("choice", ""),
        columns=tuple(_field(each) for each in row.get("column", ())),
    )


def clean(kind: EntryKind, content: Content) -> dict[str, Any]:
    """``content`` in the kind's shape: known fields only, no blanks around, no empty lines and rows. Loses no words."""
    return {field.key: _clean(field, content.get(field.key)) for field in kind.fields}


def _clean(field: Field, value: object) -> Any:
    if field.type == "table":
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
        shaped = [
            {column.key: _clean(column, row.get(column.key)) for column in field.columns} for row in rows
        ]
        return [row for row in shaped if any(row.values())]
    if field.type == "lines":
        listed = value.splitlines() if isinstance(value, str) else value
        each = listed if isinstance(listed, list | tuple) else []
        return [line for line in (_plain(part) for part in each) if line]
    return _plain(value)


def _plain(value: object) -> str:
    return "" if value is None else str(value).replace("\x00", "").strip()


def faults(kind: EntryKind, content: Content) -> list[Fault]:
    """What is missing or too long, in the order of the fields; empty: the kind's shape is filled."""
    found: list[Fault] = []
    for field in kind.fields:
        value = content.get(field.key)
        found += _field_faults(field, value, field.key, 0)
        if field.type == "table":
            for number, row in enumerate(value or (), start=1):
                for column in field.columns:
                    found += _field_faults(column, row.get(column.key), field.key, number)
    return found


def _field_faults(field: Field, value: Any, key: str, row: int) -> list[Fault]:
    if not value:
        if not field.required:
            return []
        return [Fault(key, say("This is missing. Write it."), row)]
    if field.type == "choice" and value not in {each.key for each in field.choices()}:
        return [Fault(key, say("Choose one of the values offered."), row)]
    most = {"lines": MOST_LINES, "table": MOST_ROWS}.get(field.type, 0)
    if most and len(value) > most:
        return [Fault(key, say("These are more than {most} rows. Shorten the list.", most=most), row)]
    longest = LONGEST["text"] if field.type == "lines" else LONGEST.get(field.type, 0)
    texts = value if field.type == "lines" else [value] if longest else []
    if any(len(text) > longest for text in texts):
        return [
            Fault(
                key,
                say("This is longer than {longest} characters. Shorten it.", longest=longest),
                row,
            )
        ]
    return []
