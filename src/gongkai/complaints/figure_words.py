"""Figures about matters in the reader's words: each with its denominator, its definition and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.complaints import words
from gongkai.complaints.queries.figures import Counted, Line
from gongkai.core import places
from gongkai.core.text import render
from gongkai.domain.complaints.figures import Rate
from gongkai.domain.text import N_

#: Lines of a table before the rest is taken together.
LARGEST = 10
#: Column → what its table is called, and the heading of its first column.
TABLES = {
    "channel": (N_("By way in"), N_("Way in")),
    "kind": (N_("By kind"), N_("Kind of matter")),
    "category": (N_("By class"), N_("Class")),
    "district": (N_("By district"), N_("District of the city")),
    "unit": (N_("By unit"), N_("Unit")),
    "handler": (N_("By handler"), N_("Handler")),
}
#: The figures a table's line shows besides how many arrived.
IN_TABLES = ("closed", "closed_on_time", "satisfied")
#: What a table's line has to know.
TABLE_NAMES = ("received", *(name for key in IN_TABLES for name in (key, f"{key}.of")))
Address = Callable[[str], str]


def thousands(number: int) -> str:
    """A count as it is printed."""
    return f"{number:,}"


def percent(rate: Rate) -> str:
    """The rate; "all of them" and "none" are never rounded to."""
    if rate.percent == 100 and not rate.complete:
        return _("nearly 100 %")
    if rate.percent == 0 and rate.numerator:
        return _("nearly 0 %")
    written = f"{rate.percent:f}".removesuffix(".0")
    return _("{rate} %").format(rate=written)


def share(counted: Counted) -> str:
    """How many out of how many, with the rate, or why there is none."""
    if counted.of is None or counted.rate is None:
        return ""
    if not isinstance(counted.rate, Rate):
        return render(counted.rate.reason)
    return _("{percent} {of}: {number} of {whole}").format(
        percent=percent(counted.rate),
        of=_(counted.figure.of_label),
        number=thousands(counted.number),
        whole=thousands(counted.of),
    )


def briefly(counted: Counted) -> str:
    """The same in a cell of a table: 388 / 392 · 99 %; a dash where there was nothing to count."""
    if counted.of is None:
        return thousands(counted.number)
    if not isinstance(counted.rate, Rate):
        return "—"
    return f"{thousands(counted.number)} / {thousands(counted.of)} · {percent(counted.rate)}"


def label(counted: Counted) -> str:
    """What the figure is called."""
    return _(counted.figure.label)


def card(counted: Counted, address: Address, earlier: Counted | None = None) -> dict[str, Any]:
    """What a figure on a page needs. ``address`` gives where the matters stand, by the name of the figure."""
    key = counted.figure.key
    return {
        "key": key,
        "value": thousands(counted.number),
        "label": label(counted),
        "share": share(counted),
        "definition": _(counted.figure.definition),
        "url": address(key),
        "of_url": address(f"{key}.of") if counted.of is not None else "",
        "of_label": _(counted.figure.of_label),
        "change": change(counted.number, earlier.number) if earlier else "",
    }


def change(now: int, before: int) -> str:
    """Against the period before."""
    if now == before:
        return _("as many as in the period before")
    if now > before:
        return _("{more} more than in the period before ({before})").format(
            more=thousands(now - before), before=thousands(before)
        )
    return _("{fewer} fewer than in the period before ({before})").format(
        fewer=thousands(before - now), before=thousands(before)
    )


def thing(by: str, key: str, on: date, names: Mapping[str, str] = {}) -> str:
    """What a line of a table is about; ``names`` of units or people."""
    if not key:
        return _("Nobody named") if by == "handler" else _("Not given")
    if by in ("unit", "handler"):
        return names.get(key, key)
    if by == "grid":
        return place(key)
    if by == "channel":
        return words.channel(key)
    if by == "kind":
        return words.kind(key)
    return words.category(key, on=on) if by == "category" else words.district(key) or key


def place(code: str) -> str:
    """A grid's or a district's name."""
    found = places.area(code) if code else None
    return places.area_name(found) if found else code


def table(
    by: str,
    lines: Sequence[Line],
    on: date,
    *,
    link: Callable[[str], str] = lambda _key: "",
    names: Mapping[str, str] = {},
    most: int = LARGEST,
) -> dict[str, Any]:
    """The lines for ``components/data_table.html``, the largest first; what is smaller is taken together."""
    title, head = TABLES[by]
    columns = [{"label": _(head)}, {"label": _("Matters received"), "numeric": True}]
    columns += [{"label": _(_HEADS[key]), "numeric": True} for key in IN_TABLES]
    shown = [(thing(by, line.key, on, names), link(line.key), line) for line in lines[:most]]
    if len(lines) > most:
        rest = together(lines[most:])
        shown.append((_("All others ({count})").format(count=len(lines) - most), "", rest))
    rows = [[{"value": words_, "url": url}, *row(line)] for words_, url, line in shown]
    return {"title": _(title), "columns": columns, "rows": rows}


_HEADS = {
    "closed": N_("Closed with an answer"),
    "closed_on_time": N_("Within the limit"),
    "satisfied": N_("Reporters content"),
}


def row(line: Line) -> list[dict[str, str]]:
    """The figures of a table's line: how many arrived, and those of ``IN_TABLES``."""
    own = (briefly(line.counted(key)) for key in IN_TABLES)
    return [{"value": each} for each in (thousands(line.counts["received"]), *own)]


def together(lines: Sequence[Line]) -> Line:
    """Several lines as one."""
    return Line("", {key: sum(line.counts[key] for line in lines) for key in lines[0].counts})


def ratings(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Every rating by its word with how many gave it: what stands behind "satisfied"."""
    return [(word, counts.get(key, 0)) for key, word in words.rating_options()]


def month(day: date) -> str:
    """A month as people write it."""
    return date_format(day, "Y年n月" if words.in_chinese() else "F Y")


def plain_percent(rate: Any) -> Decimal | None:
    """The rate as a number; nothing where there is none."""
    return rate.percent if isinstance(rate, Rate) else None
