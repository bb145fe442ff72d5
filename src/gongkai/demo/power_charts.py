"""The demonstration's 22 flowcharts (权力运行流程图): three are procedures carried out here, three have two versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.core import clock
from gongkai.demo.power_chart_texts import CHARTS, Told
from gongkai.people.models import Agency, Unit
from gongkai.powers import actions
from gongkai.powers.models import Entry


def play(bureau: Agency) -> int:
    """Brings the charts in, day by day; gives how many charts there are.

    A chart belongs to the power of its unit whose name holds the chart's word, where the register has one.
    """
    units = {unit.code: unit for unit in Unit.objects.filter(agency=bureau)}
    powers = list(Entry.objects.filter(agency=bureau, kind="item").order_by("code"))
    days: dict[date, dict[str, list[actions.BroughtIn]]] = {}
    for chart in CHARTS:
        parent = _power(chart, units[chart.unit].pk, powers)
        for day, why, steps in ((chart.begins, "", chart.steps), *chart.later):
            said = actions.BroughtIn(
                "chart", chart.code, chart.title, content_of(chart, steps), day, parent, why
            )
            days.setdefault(day, {}).setdefault(chart.unit, []).append(said)
    today = clock.today()
    for day in sorted(day for day in days if day <= today):
        with clock.travel_to(day):
            for unit, entries in days[day].items():
                actions.bring_in(unit=units[unit], entries=entries)
    return len(CHARTS)


def _power(chart: Told, unit_id: int, powers: list[Entry]) -> str:
    """The code of the chart's power, of its own unit if it can be; empty where there is none."""
    named = [each for each in powers if chart.power in each.title]
    own = [each for each in named if each.unit_id == unit_id]
    return next((each.code for each in [*own, *named]), "")


def content_of(chart: Told, steps: str) -> dict[str, Any]:
    """What a version of the chart says."""
    if chart.executes:
        return {"executes": chart.executes}
    rows = [line.split("|") for line in steps.splitlines() if line.strip()]
    keys = ("key", "name", "actor", "limit")
    return {
        "steps": [
            {**dict(zip(keys, row, strict=False)), "documents": _listed(row[4]), "next": _listed(row[5])}
            for row in rows
        ]
    }


def _listed(words: str) -> list[str]:
    return [each for each in words.split(";") if each]
