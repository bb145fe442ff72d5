"""Cells of a table that a spreadsheet opens: no text in one may be taken for a formula, and reading undoes it."""

from __future__ import annotations

#: With what a spreadsheet would begin a formula; a tab and a carriage return are passed over before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str, signs: tuple[str, ...] = FORMULA) -> str:
    """The cell as text, whatever it begins with: ``'`` is put before one of ``signs``."""
    return f"'{cell}" if cell.startswith(signs) else cell


def unguarded(cell: str, signs: tuple[str, ...] = FORMULA) -> str:
    """The cell without the mark ``guarded`` put before it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(signs) else cell
