"""The parts of the dashboard as its template shows them. Every number carries the address of its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.listpages import NOBODY
from gongkai.core.places import drawing
from gongkai.core.staffpages import address
from gongkai.domain.supervision.dashboard import ABOVE, BELOW, HEIGHT, LEFT, WIDTH, Days, chart
from gongkai.supervision import dashboard_words as words
from gongkai.supervision.queries.dashboard.counting import Board
from gongkai.supervision.queries.dashboard.scope import NO_UNIT
from gongkai.supervision.staff.dashboard_asked import Asked, unit_key

#: The numbers of a day.
STANDS = ("overdue", "due", "soon")
#: Rooms that have a closing of their own; of these intake and closing are set side by side.
Number = dict[str, Any]


def number(asked: Asked, value: int, part: str, label: str = "", **where: Any) -> Number:
    """A number with the way to its records; nothing leads from nought. ``label`` tells which number it is."""
    url = asked.records(part, **where) if value else ""
    return {"value": value, "url": url, "label": label or words.part_name(part)}


def head(asked: Asked, board: Board) -> list[Number]:
    """The large figures: the day's limits, and the span's intake and closing."""
    found = [number(asked, board.number(part), part) for part in STANDS]
    return found + [number(asked, board.number(part), part, days=board.days) for part in ("came", "closed")]


def rooms(asked: Asked, board: Board) -> list[dict[str, Any]]:
    """A row for each room: what is due and late that day, what came in and was closed, and how that differs."""
    rows = []
    for each in board.rooms:
        key = each.room.key
        name = words.room_name(key)

        def one(part: str, counted: str = "", key: str = key, name: str = name, **where: Any) -> Number:
            label = f"{name}{_(': ')}{words.part_name(part)}"
            return number(asked, board.number(counted or part, room=key), part, label, room=key, **where)

        row: dict[str, Any] = {"name": name, **{part: one(part) for part in STANDS}}
        for part in ("came", "closed"):
            row[part] = one(part, days=board.days)
            row[f"{part}_before"] = one(part, f"{part}_before", days=board.days.before)
            row[f"{part}_words"] = words.difference(row[part]["value"], row[f"{part}_before"]["value"])
        rows.append(row)
    return rows


def units(asked: Asked, board: Board) -> list[dict[str, Any]]:
    """A row for each unit, open ones and those with a number; last what is no unit's."""
    keys = set(board.unit_keys)
    rows = []
    for unit in asked.units:
        chosen = asked.scope.unit in (None, unit.pk)
        if chosen and (unit.pk in keys or unit.closed_on is None):
            rows.append(_unit(asked, board, unit.pk, words.unit_name(unit)))
    if NO_UNIT in keys and asked.scope.own is None and asked.scope.unit in (None, NO_UNIT):
        rows.append(_unit(asked, board, NO_UNIT, words.unit_name(None)))
    return rows


def all_units(asked: Asked, board: Board) -> dict[str, Any]:
    """The sums under the units."""
    return _unit(asked, board, None, _("Total"))


def _unit(asked: Asked, board: Board, unit: int | None, name: str) -> dict[str, Any]:
    def one(part: str, **where: Any) -> Number:
        found = board.number(part, unit, where.get("room", ""))
        label = f"{name}{_(': ')}{words.part_name(part)}"
        return number(asked, found, part, label, unit=unit, **where)

    stopped, kept = one("stopped", days=board.days), one("kept", days=board.days)
    urged = one("urged", room="findings")
    if urged["value"] and _in_the_list(asked, unit):
        urged["url"] = f"{address('supervision')}?state=urged" + (
            f"&unit={unit_key(unit)}" if unit is not None else ""
        )
    done = number(
        asked,
        board.number("closed", unit, "tasks"),
        "closed",
        f"{name}{_(': ')}{_('Tasks done')}",
        unit=unit,
        room="tasks",
        days=board.days,
    )
    return {
        "name": name,
        "open": one("open"),
        "overdue": one("overdue"),
        "kept": kept,
        "stopped": stopped,
        "percent": words.percent(kept["value"], stopped["value"]),
        "urged": urged,
        "done": done,
    }


def _in_the_list(asked: Asked, unit: int | None) -> bool:
    """Whether the list of findings itself shows the same: today, of one agency, of one unit or all of them."""
    whole = asked.scope.own is None and asked.scope.unit is None
    return asked.scope.is_today and len(asked.agencies) == 1 and (unit is not None or whole)


def trend(asked: Asked, board: Board, room: str) -> dict[str, Any]:
    """Twelve months of intake and closing as a drawing, and as a table with the records behind it."""
    pairs = [
        (board.number(f"came_{at}", room=room), board.number(f"closed_{at}", room=room))
        for at in range(len(board.months))
    ]
    drawn = chart(pairs)
    where = {"room": room} if room else {}
    months = [
        {
            "name": words.month_name(days),
            "short": f"{days.first.month}",
            "bars": group,
            "came": _of_month(asked, came, "came", days, where),
            "closed": _of_month(asked, closed, "closed", days, where),
        }
        for days, group, (came, closed) in zip(board.months, drawn.groups, pairs, strict=True)
    ]
    came, closed = (sum(pair[at] for pair in pairs) for at in (0, 1))
    sentence = _("In twelve months {came} came in and {closed} were closed.").format(came=came, closed=closed)
    return {
        "months": months,
        "lines": drawn.lines,
        "box": f"0 0 {WIDTH} {HEIGHT}",
        "left": LEFT,
        "right": WIDTH,
        "ground": HEIGHT - BELOW,
        "names_at": HEIGHT - BELOW + ABOVE + 6,
        "sentence": sentence,
        "any": bool(came or closed),
        "tabs": _tabs(asked, board, room),
    }


def _of_month(asked: Asked, value: int, part: str, days: Days, where: Mapping[str, str]) -> Number:
    label = f"{words.month_name(days)}{_(': ')}{words.part_name(part)}"
    return number(asked, value, part, label, days=days, **where)


def _tabs(asked: Asked, board: Board, room: str) -> list[dict[str, Any]]:
    """All rooms together, and each of them."""
    tabs = [{"label": _("All together"), "url": f"{asked.page()}#trend", "current": not room}]
    tabs += [
        {
            "label": words.room_name(each.room.key),
            "url": f"{asked.page(room=each.room.key)}#trend",
            "current": each.room.key == room,
        }
        for each in board.rooms
    ]
    return tabs if len(tabs) > 2 else []


def places(asked: Asked, board: Board) -> dict[str, Any]:
    """Where open matters stand: the grids as a drawing, and as a table with the records behind it."""
    known = {shape.area.code for shape in drawing.drawing().grids}

    def link(place: str) -> str:
        return asked.records("open", room="matters", place=place)

    cells = [
        {"code": grid, "count": count, "href": link(grid)}
        for grid, count in board.places.items()
        if grid in known
    ]
    nowhere = sum(count for grid, count in board.places.items() if grid not in known)
    if nowhere:
        cells.append({"code": "", "count": nowhere})
    heat = drawing.heat(cells, "grid")
    label = words.part_name("open")
    rows = [_place(cell.shape.name, cell.count, cell.href, label) for cell in heat.ranked if cell.count]
    if nowhere:
        rows.append(_place(_("Not on the map"), nowhere, link(NOBODY), label))
    return {"heat": heat, "drawing": drawing.drawing(), "rows": rows, "any": bool(heat.total)}


def _place(name: str, count: int, url: str, label: str) -> dict[str, Any]:
    return {"name": name, "number": {"value": count, "url": url, "label": f"{name}{_(': ')}{label}"}}


def said(asked: Asked, board: Board) -> dict[str, Any]:
    """What reporters said of closed matters, and replies that came late."""
    yes, no = board.ratings.get("yes", 0), board.ratings.get("no", 0)
    one: Callable[[int, str], Number] = lambda value, part: number(  # noqa: E731 - three of the same
        asked, value, part, days=board.days, room="matters"
    )
    return {
        "content": one(yes, "content"),
        "discontent": one(no, "discontent"),
        "percent": words.percent(yes, yes + no),
        "late": one(board.late_replies, "late_replies"),
    }
