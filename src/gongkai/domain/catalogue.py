"""The catalogue of what is published (政府信息公开目录) and the strictest limit that applies.

Source: 政府信息公开条例 Articles 20, 21, 22 and 26, and the standard catalogue for urban enforcement
(城市综合执法领域基层政务公开标准目录); the rows are data in ``law/catalogue.toml``. Article 26 gives 20
working days "unless another limit is set", so a limit belongs to the row, and the strictest one wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gongkai.domain.calendar import Calendar
from gongkai.domain.clocks import Due, Rule, compute
from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.refusal import Refused

GENERAL = "publication.general"
"""The clock of Article 26, for whatever sets no other limit."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the catalogue (目录条目), verbatim.

    ``parent`` is the key of the row above or "". ``clock`` is a key of the legal periods; ``local_clock`` a
    stricter local rule, applied only where the city adopted it. ``channels`` must be used (■) and
    ``channels_optional`` may (□). ``update_weeks``: with nothing new for so long the column is stale.
    """

    key: str
    label: str
    label_en: str
    short: str
    short_en: str
    parent: str
    scheme: str
    citation: Citation
    clock: str
    local_clock: str
    limit_label: str
    mode: str
    audience: str
    in_force_from: date
    in_force_until: date | None
    update_weeks: int | None = None
    content: tuple[str, ...] = ()
    content_en: tuple[str, ...] = ()
    basis: str = ""
    body: str = ""
    level: str = ""
    channels: tuple[str, ...] = ()
    channels_optional: tuple[str, ...] = ()

    @property
    def is_top(self) -> bool:
        """Whether nothing stands above the row."""
        return not self.parent


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit that decided: the period, the row that brought it (``None``: Article 26 itself), the date."""

    rule: Rule
    row: Row | None
    due: Due


@cache
def all_rows() -> tuple[Row, ...]:
    """Every row of every time, parents before children."""
    data = load("catalogue")
    plain = (_row(each) for each in data["row"])
    return (*plain, *_urban_rows(data["urban_enforcement"]))


def rows(on: date) -> tuple[Row, ...]:
    """The rows in force on ``on``, parents before children."""
    return tuple(
        row
        for row in all_rows()
        if row.in_force_from <= on and (row.in_force_until is None or on <= row.in_force_until)
    )


def row_of(key: str) -> Row | None:
    """The row with ``key``, in force or not."""
    return next((row for row in all_rows() if row.key == key), None)


def children(key: str, on: date) -> tuple[Row, ...]:
    """The rows right below ``key`` in force on ``on``; with "" the top ones."""
    return tuple(row for row in rows(on) if row.parent == key)


def strictest(
    rows: Sequence[Row], made_on: date, calendar: Calendar, *, local: bool = False
) -> Limit | Refused:
    """The strictest limit among ``rows`` for information made (or decided) on ``made_on``.

    The earliest last day wins; among equals the row given first. Rows that bring no clock, and a record
    without rows, fall under Article 26. ``local`` also applies the stricter local rules. Refused where no
    date can be worked out: before the regulation was in force, or outside the calendar.
    """
    best: Limit | None = None
    for row, clock in _clocks(rows, local):
        due = compute(clock, made_on, calendar)
        if isinstance(due, Refused):
            return due
        if best is None or _last_day(due) < _last_day(best.due):
            best = Limit(due.rule, row, due)
    if best is not None:
        return best
    general = compute(GENERAL, made_on, calendar)
    return general if isinstance(general, Refused) else Limit(general.rule, None, general)


def _clocks(rows: Iterable[Row], local: bool) -> Iterator[tuple[Row, str]]:
    for row in rows:
        yield row, row.clock or GENERAL
        if local and row.local_clock:
            yield row, row.local_clock


def _last_day(due: Due) -> date:
    return due.due or date.max


def _row(data: dict[str, Any]) -> Row:
    return Row(
        key=data["key"],
        label=data["label"],
        label_en=data["label_en"],
        short=data.get("short", data["label"]),
        short_en=data.get("short_en", data["label_en"]),
        parent=data.get("parent", ""),
        scheme=data["scheme"],
        citation=citation_of(data),
        clock=data.get("clock", ""),
        local_clock=data.get("local_clock", ""),
        limit_label=data.get("limit_label", ""),
        mode=data["mode"],
        audience=data["audience"],
        in_force_from=data["in_force_from"],
        in_force_until=data.get("in_force_until"),
        update_weeks=data.get("update_weeks"),
        content=tuple(data.get("content", ())),
        content_en=tuple(data.get("content_en", ())),
        basis=data.get("basis", ""),
        body=data.get("body", ""),
        level=data.get("level", ""),
        channels=tuple(data.get("channels", ())),
        channels_optional=tuple(data.get("channels_optional", ())),
    )


def _urban_rows(data: dict[str, Any]) -> Iterator[Row]:
    """The urban-enforcement rows: the catalogue, its areas, below each what stands and what is decided."""
    shared = {name: value for name, value in data.items() if not isinstance(value, list | dict)}
    shared |= {name: data[name] for name in ("channels", "channels_optional")}
    shared["scheme"] = "urban_enforcement"
    yield _row({**shared, "key": "urban", "clock": ""})
    for area in data["area"]:
        key = f"urban.{area['key']}"
        named = {"label": area["label"], "label_en": area["label_en"], "basis": area["basis"]}
        items = {"content": area.get("items", ())}
        yield _row({**shared, **named, **items, "key": key, "parent": "urban"})
        for part in ("standing", "decisions"):
            elements = [
                each for each in data["element"] if each.get("decisions", False) == (part == "decisions")
            ]
            yield _row(
                {
                    **shared,
                    **named,
                    **data[part],
                    "label": f"{area['label']}：{data[part]['label']}",
                    "label_en": f"{area['label_en']}: {data[part]['label_en']}",
                    "key": f"{key}.{part}",
                    "parent": key,
                    "content": [each["label"] for each in elements],
                    "content_en": [each["label_en"] for each in elements],
                }
            )
