"""Words of score sheets and assessments in the reader's language: kinds, ways, measures, grades, states."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.lawwords import in_chinese, label_in
from gongkai.core.text import render
from gongkai.domain.supervision import sheets
from gongkai.domain.supervision.scoring import Deduction, Line, Rule, Score, written
from gongkai.domain.text import N_
from gongkai.supervision.queries.assessments import PROCESS_OF

KINDS = {"units": N_("Units of the agency"), "agencies": N_("Agencies of the city")}
WAYS = {
    "case": N_("for each case"),
    "once": N_("once, if there is a case"),
    "share": N_("by the share of cases"),
    "lack": N_("for each that lacks to a number"),
}
BADGES = {
    "draft": "plain",
    "simulated": "soon",
    "adopted": "done",
    "retired": "quiet",
    "discarded": "quiet",
    "prepared": "plain",
    "self": "info",
    "review": "soon",
    "told": "soon",
    "published": "done",
    "called_off": "quiet",
    "awaited": "plain",
    "handed_in": "info",
    "reviewed": "done",
    "appealed": "danger",
    "decided": "done",
    "final": "done",
}
GRADE_BADGES = {"excellent": "done", "good": "info", "passed": "plain", "failed": "danger"}


def kind_name(kind: str) -> str:
    """Who is assessed."""
    return _(KINDS[kind]) if kind in KINDS else kind


def way_options() -> list[tuple[str, str]]:
    """Every way of taking points."""
    return [(key, _(label)) for key, label in WAYS.items()]


def measure_name(key: str) -> str:
    """What records count; of an empty key, that people judge."""
    if not key:
        return _("judged by people")
    found = sheets.measures().get(key)
    return label_in(found) if found else key


def measure_says(key: str) -> str:
    """What one case of a measure is; nothing where people judge."""
    found = sheets.measures().get(key)
    if found is None:
        return ""
    return found.says if in_chinese() else found.says_en


def measure_options() -> list[tuple[str, str]]:
    """What can count a rule; first that nothing does."""
    return [("", _("judged by people")), *((key, label_in(each)) for key, each in sheets.measures().items())]


def grade_name(key: str) -> str:
    """A grade in words."""
    return next((label_in(each) for each in sheets.grades() if each.key == key), key)


def grade_badge(key: str) -> dict[str, str] | None:
    """A grade as a badge."""
    return {"label": grade_name(key), "kind": GRADE_BADGES.get(key, "plain")} if key else None


def state_badge(record: Any) -> dict[str, str]:
    """Where a sheet, an assessment or an entry stands."""
    label = PROCESS_OF[type(record)].state(record.state).label
    return {"label": _(label), "kind": BADGES.get(record.state, "plain")}


def who(record: Any) -> str:
    """The name of a unit or an agency."""
    return str(record.name if in_chinese() or not record.name_en else record.name_en)


def points(number: Decimal | str | None) -> str:
    """Points as people write them; a dash where there are none yet."""
    return "—" if number is None else written(Decimal(number))


def how(rule: Rule) -> str:
    """How a rule takes its points, in words."""
    parts = [
        _("adds {points}") if rule.adds else _("takes {points}"),
        _(WAYS[rule.way]) if rule.way in WAYS else rule.way,
    ]
    if rule.way == "lack":
        parts.append(_("wanted: {number}").format(number=rule.wanted))
    if rule.most is not None:
        parts.append(_("at most {points}"))
    most = written(rule.most) if rule.most is not None else ""
    parts[0] = parts[0].format(points=written(rule.points))
    if most:
        parts[-1] = parts[-1].format(points=most)
    return _(", ").join(parts)


def line_shown(line: Line) -> dict[str, Any]:
    """An indicator with its rules and what each did, explained."""
    return {
        "key": line.indicator.key,
        "group": line.indicator.group,
        "title": line.indicator.title,
        "evidence": line.indicator.evidence,
        "full": written(line.indicator.points),
        "points": written(line.points),
        "lost": line.points < line.indicator.points,
        "capped": line.capped,
        "rules": [deduction_shown(each) for each in line.deductions],
    }


def deduction_shown(done: Deduction) -> dict[str, Any]:
    """A rule and what it did."""
    return {
        "key": done.rule.key,
        "text": done.rule.text,
        "how": how(done.rule),
        "measure": done.rule.measure,
        "counts": measure_name(done.rule.measure),
        "cases": None if done.count is None else done.count.cases,
        "note": "" if done.count is None else done.count.note,
        "why": render(done.why),
        "points": written(done.points),
        "changes": bool(done.points),
    }


def total_shown(found: Score) -> dict[str, str]:
    """The sum in words."""
    return {
        "points": written(found.points),
        "full": written(found.full),
        "percent": written(found.percent),
        "open": ngettext("{n} rule is not judged yet", "{n} rules are not judged yet", found.open).format(
            n=found.open
        )
        if found.open
        else "",
    }
