"""Discretion tables for tests: one in two versions, one faulty as published, one with every kind of factor."""

from __future__ import annotations

from datetime import date
from typing import Any

from cast import Cast
from gongkai.powers import actions
from gongkai.powers.models import Entry, StripFigure, Version
from rooms.powers import registering

HEAD = "code,row,conduct,basis,factor,operator,value,minimum,maximum,unit,outcome"
OLD = f"""{HEAD}
T-1,1,擅自堆放,示例条例第十条,area,<,5平方米,0,500,yuan,fine
T-1,2,擅自堆放,示例条例第十条,area,>=,5平方米,500,2000,yuan,fine
T-1,2,,,area,<,10平方米,,,,
T-1,3,擅自堆放,示例条例第十条,area,>=,10平方米,2000,5000,yuan,fine
"""
NEW = OLD.replace(",500,2000,", ",500,1000,").replace(",0,500,", ",0,300,")
FAULTY = f"""{HEAD}
T-2,1,占用道路,示例条例第十二条,area,<=,5,0,500,yuan,fine
T-2,2,占用道路,示例条例第十二条,area,>=,5,500,1000,yuan,fine
T-2,2,,,area,<=,10,,,,
T-2,3,占用道路,示例条例第十二条,area,>=,10,1000,5000,yuan,fine
"""
KINDS = f"""{HEAD}
T-3,,,,area,domain,number [0..100],,,,
T-3,,,,party,domain,choice {{个人|单位}},,,,
T-3,,,,offences,domain,count [1..],,,,
T-3,,,,corrected,domain,yes_no,,,,
T-3,1,乱设广告,示例条例第八条,corrected,=,yes,,,,warning
T-3,2,乱设广告,示例条例第八条,corrected,=,no,100,500,yuan,fine
T-3,2,,,party,=,个人,,,,
T-3,3,乱设广告,示例条例第八条,corrected,=,no,500,1000,yuan,fine
T-3,3,,,party,=,单位,,,,
T-3,3,,,area,<,10,,,,
T-3,4,乱设广告,示例条例第九条,corrected,=,no,1000,3000,yuan,fine
T-3,4,,,party,=,单位,,,,
T-3,4,,,area,>=,10,,,,
T-3,4,,,offences,>=,1,,,,
"""
BEGINS, CHANGED = date(2020, 1, 1), date(2025, 1, 1)
UNDER = "/powers/{agency}/discretion/{code}/"


def brought(cast: Cast, text: str, on: date = BEGINS, *, faulty: bool = False, parent: str = "") -> Version:
    """A table in force, under the code and conduct its text names."""
    cells = text.splitlines()[1:]
    code = cells[0].split(",")[0]
    title = next(line.split(",")[2] for line in cells if line.split(",")[2])
    said = actions.BroughtIn("discretion", code, title, {"table": text}, on, parent)
    return actions.bring_in(unit=cast.units["waste"], entries=[said], as_published=faulty)[0]


def furnished(cast: Cast) -> dict[str, str]:
    """All tables, the first under a power; code → its address."""
    registering.in_force(cast, on=BEGINS)
    brought(cast, OLD, parent="P-1")
    brought(cast, NEW, CHANGED)
    brought(cast, FAULTY, faulty=True)
    brought(cast, KINDS)
    return {code: UNDER.format(agency=cast.agency.code, code=code) for code in ("T-1", "T-2", "T-3")}


def figures(
    code: str, counts: dict[int, int], row: str = "2", month: date = date(2025, 6, 1), **said: Any
) -> None:
    """Prepared figures of a row: place → how many decisions."""
    table = Entry.objects.get(kind="discretion", code=code)
    given: dict[str, Any] = {"table": table, "row": row, "month": month, "outcome": "fine", **said}
    StripFigure.objects.bulk_create(
        StripFigure(place=at, count=number, **given) for at, number in counts.items()
    )
