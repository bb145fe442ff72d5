"""Discretion tables (裁量基准) as entries of the register: read from their text, proved before they are published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gongkai.domain.discretion import Table, prove, read
from gongkai.domain.powers.looking_up import LookingUp
from gongkai.domain.powers.schema import Content, Fault
from gongkai.domain.text import say

#: Faults told at most.
MOST = 50


def table_of(
    content: Content,
    *,
    code: str = "",
    in_force_from: date,
    in_force_until: date | None = None,
    version: str = "",
) -> Table | list[Fault]:
    """The one table written in ``content``, under the entry's own code; or what is wrong with its lines.

    Without a ``code`` the table keeps the one its text names.
    """
    parsed = read(str(content.get("table") or ""), in_force_from=in_force_from, version=version)
    if parsed.faults:
        return [Fault("table", each.reason, each.line) for each in parsed.faults[:MOST]]
    if len(parsed.tables) != 1:
        return [
            Fault("table", say("The text holds {count} tables; an entry is one.", count=len(parsed.tables)))
        ]
    found = parsed.tables[0]
    return replace(found, code=code or found.code, in_force_until=in_force_until)


def faults(content: Content, _looking_up: LookingUp) -> list[Fault]:
    """Lines that cannot be read, cases that fall in two rows, and cases that fall in none."""
    table = table_of(content, in_force_from=date.min)
    if not isinstance(table, Table):
        return table
    return [Fault("table", each.reason) for each in prove(table)[:MOST]]
