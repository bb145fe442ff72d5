"""What every room writes into a cell of a CSV file: words no spreadsheet takes for a formula, anything else as it is.

The rule itself stands in ``domain.cells``, because the domain writes tables too.
"""

from __future__ import annotations

from typing import TypeVar

from gongkai.domain.cells import guarded, unguarded

__all__ = ["harmless", "unguarded"]

Value = TypeVar("Value")


def harmless(value: Value) -> Value | str:
    """A cell that no spreadsheet takes for a formula; numbers, days and ``None`` stay what they are."""
    return guarded(value) if isinstance(value, str) else value
