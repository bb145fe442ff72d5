"""Figures in prose are fields (``{new_received.total}``): filled from the tables, they cannot contradict them.

A field is the name of a cell without its table (``granted.natural_person``, ``licensing_decisions``), the name of a
figure prose usually repeats (``received_including_carried_in``), or either with ``previous.`` (the report of the year
before) or ``change.`` (in per cent against it) in front; ``year`` and what the room adds (``records.…``) besides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from gongkai.domain.annual_report.figures import Figures, Number
from gongkai.domain.annual_report.forms import Cell, Form
from gongkai.domain.annual_report.identities import text_values
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

FIELD = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
PREVIOUS, CHANGE = "previous.", "change."
#: A count of cases written by hand beside a word of the tables: it could come to contradict them.
_TYPED = re.compile(
    r"(?:申请|答复|办结|办理|结转|复议|诉讼)[^，。；：、\n{}]{0,10}?(?<![\d{.])\d[\d,]*\s*(?:件|宗|起)"
)

Render = Callable[[Text], str]


def field_name(cell: Cell) -> str:
    """The name of a cell in prose: without its table; the fee keeps its name."""
    return ".".join(part for part in (cell.row or cell.table, cell.column) if part)


def fields(of: Form, records: tuple[str, ...] = ()) -> frozenset[str]:
    """Every field prose may have in a report of this form. ``records``: what the room adds."""
    plain = {field_name(cell) for cell in of.cells()}
    plain |= set(text_values(of, dict.fromkeys(of.cells(), 0)))
    compared = {prefix + name for prefix in (PREVIOUS, CHANGE) for name in plain}
    return frozenset({"year", *plain, *compared, *(f"records.{name}" for name in records)})


def draft_fields(text: str) -> tuple[str, ...]:
    """The fields of a text, in their order."""
    return tuple(FIELD.findall(text))


def check_fields(text: str, of: Form, records: tuple[str, ...] = ()) -> Refused | None:
    """The refusal of a text with a field there is not, or ``None``."""
    known = fields(of, records)
    wrong = [name for name in draft_fields(text) if name not in known]
    if not wrong:
        return None
    return Refused(
        say(
            "There is no figure called {name}. Choose one from the list of figures.",
            name="{" + wrong[0] + "}",
        )
    )


def fill(
    text: str,
    figures: Figures,
    previous: Figures | None,
    *,
    records: Mapping[str, int] | None = None,
    render: Render = str,
) -> str:
    """The text with its fields filled. A figure of last year without last year's report is a dash; so is a field
    there is not."""
    now, before = _values(figures), _values(previous) if previous else {}

    def one(match: re.Match[str]) -> str:
        name = match[1]
        if name == "year":
            return str(figures.year)
        if name.startswith("records."):
            return str((records or {}).get(name.removeprefix("records."), "—"))
        if name.startswith(PREVIOUS):
            return _written(before.get(name.removeprefix(PREVIOUS)))
        if name.startswith(CHANGE):
            plain = name.removeprefix(CHANGE)
            return render(change(before.get(plain), now.get(plain)))
        return _written(now.get(name))

    return FIELD.sub(one, text)


def change(before: Number | None, now: Number | None) -> Text:
    """How a figure changed against last year's, in words."""
    if before is None or now is None:
        return say("not comparable with last year")
    if before == now:
        return say("the same as last year")
    if before == 0:
        return say("up from none last year")
    percent = (abs(Decimal(now) - Decimal(before)) * 100 / Decimal(before)).quantize(
        Decimal("0.1"), rounding=ROUND_HALF_UP
    )
    if now > before:
        return say("up {percent}% on last year", percent=str(percent))
    return say("down {percent}% on last year", percent=str(percent))


def typed_by_hand(text: str) -> tuple[str, ...]:
    """Counts of requests, reviews or suits typed into prose instead of chosen as fields."""
    return tuple(match[0] for match in _TYPED.finditer(text))


def _values(figures: Figures) -> dict[str, Number]:
    values = {field_name(cell): figures[cell] for cell in figures.form.cells()}
    return {**values, **text_values(figures.form, figures.values)}


def _written(number: Number | None) -> str:
    return "—" if number is None else str(number) if isinstance(number, int) else format(number, "f")
