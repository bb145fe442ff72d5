"""The words of the law's data in the reader's language; the Chinese ones are the statutory ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from gongkai.domain.law import load


def in_chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "zh").startswith("zh")


def label_of(row: Mapping[str, Any]) -> str:
    """The label of a row of the law's data in the reader's language."""
    return str(row["label"] if in_chinese() else row.get("label_en") or row["label"])


def label_in(row: Any) -> str:
    """The same of a row the domain has read: an object with ``label`` and ``label_en``."""
    return str(row.label if in_chinese() else row.label_en or row.label)


def options(name: str, table: str) -> list[tuple[str, str]]:
    """The keys of a table of ``law/<name>.toml`` with their labels."""
    return [(row["key"], label_of(row)) for row in load(name)[table]]


def label(name: str, table: str, key: str) -> str:
    """The label of one key, or the key itself where the data do not know it."""
    return next((label_of(row) for row in load(name)[table] if row["key"] == key), key)
