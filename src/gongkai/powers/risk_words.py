"""Risk points in the reader's language: grades, the way to a grade, the heat map with its shades, searches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.lawwords import label, options
from gongkai.core.text import render
from gongkai.domain.powers import risks as domain
from gongkai.domain.powers.schema import Content
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries import risks as queries
from gongkai.powers.queries.risks import HeatMap, Version
from gongkai.powers.queries.searches import PartStanding, Progress

#: How a grade and the state of a unit's search look as badges.
GRADE_BADGES = {"high": "danger", "middle": "soon", "low": "plain"}
_STATE_BADGES = {
    "signed": "done",
    "late": "soon",
    "running": "info",
    "overdue": "danger",
    "missing": "danger",
}
#: Shades of a cell beside none at all.
SHADES = 5


def grade(key: str) -> str:
    """The words of a grade."""
    return label("powers", "risk_grade", key)


def category(key: str) -> str:
    """The words of a category."""
    return label("powers", "risk_category", key)


def grade_badge(key: str) -> dict[str, str]:
    """A grade as a badge."""
    return {"label": _("Grade: {grade}").format(grade=grade(key)), "kind": GRADE_BADGES.get(key, "plain")}


def category_options() -> list[tuple[str, str]]:
    """Every category with its words."""
    return options("powers", "risk_category")


def grade_options() -> list[tuple[str, str]]:
    """Every grade with its words."""
    return options("powers", "risk_grade")


def why_graded(content: Content) -> dict[str, Any]:
    """The rule, each step to the grade, its source, and the reason where the grade is another one."""
    answer = domain.grading(content)
    told = {
        "rule": label("powers", "grading_rule", str(content.get("rule") or "")),
        "steps": [],
        "source": "",
        "verified": True,
        "deviation": str(content.get("deviation") or ""),
        "by_rule": "",
    }
    if isinstance(answer, Refused):
        return told
    differs = answer.grade != content.get("grade")
    return {
        **told,
        "steps": [render(each) for each in answer.trace],
        "source": str(answer.citation),
        "verified": answer.citation.verified,
        "deviation": told["deviation"] if differs else "",
        "by_rule": grade(answer.grade) if differs else "",
    }


def heat(found: HeatMap, address: Callable[[int | None, str], str]) -> dict[str, Any]:
    """The heat map for ``powers/parts/_heat.html``. ``address``: unit and grade → the list of that cell."""
    most = found.most
    rows = [
        {
            "unit": unit_name(row.unit),
            "url": address(row.unit.pk, ""),
            "cells": [
                _cell(grade_key, number, most, address(row.unit.pk, grade_key))
                for grade_key, number in zip(found.grades, row.cells, strict=True)
            ],
            "total": row.total,
        }
        for row in found.rows
    ]
    totals = [
        {"number": number, "url": address(None, key) if number else ""}
        for key, number in zip(found.grades, found.totals, strict=True)
    ]
    return {
        "grades": [grade(key) for key in found.grades],
        "rows": rows,
        "totals": totals,
        "total": found.total,
    }


def _cell(key: str, number: int, most: int, url: str) -> dict[str, Any]:
    shade = -(-number * SHADES // most) if number else 0
    return {
        "number": number,
        "shade": f"{key}-{shade}" if shade else "none",
        "url": url if number else "",
        "grade": grade(key),
    }


def points(number: int) -> str:
    """So many risk points."""
    return ngettext("{n} risk point", "{n} risk points", number).format(n=f"{number:,}")


def progress_row(found: Progress) -> dict[str, Any]:
    """How far a search is, in a sentence and numbers."""
    search, units = found.search, len(found.parts)
    sentence = ngettext(
        "{signed} of {n} unit has signed off.", "{signed} of {n} units have signed off.", units
    ).format(signed=found.signed, n=units)
    return {
        "title": search.title,
        "year": search.year,
        "agency": search.agency.code,
        "when": say("From {first} to {last}", first=search.opens_on, last=search.closes_on),
        "closed_at": search.closed_at,
        "sentence": sentence,
        "signed": found.signed,
        "units": units,
        "overdue": found.overdue,
        "new": found.found.new,
        "regraded": found.found.regraded,
        "closed": search.closed_at is not None,
    }


def part_rows(parts: Sequence[PartStanding]) -> list[dict[str, Any]]:
    """Each unit's part for a table."""
    return [
        {
            "pk": each.part.pk,
            "unit": unit_name(each.part.unit),
            "badge": {"label": _state(each.state), "kind": _STATE_BADGES[each.state]},
            "signed_at": each.part.signed_at,
            "by": each.part.signed_by.name if each.part.signed_by else "",
            "post": each.part.post,
            "new": each.found.new,
            "regraded": each.found.regraded,
            "reason": each.part.reason,
        }
        for each in parts
    ]


def _state(state: str) -> str:
    return {
        "signed": _("Signed off"),
        "late": _("Signed off late"),
        "running": _("Still searching"),
        "overdue": _("Overdue"),
        "missing": _("Not signed off"),
    }[state]


def pinned(chart: Version) -> list[dict[str, Any]]:
    """The steps of a flowchart that have risk points, for ``powers/parts/_pinned.html``; the whole chart first."""
    found = queries.pinned_to(chart.entry)
    names = {str(step.get("key")): str(step.get("name")) for step in chart.content.get("steps") or ()}
    order = {key: at for at, key in enumerate(["", *names])}
    return [
        {
            "step": step,
            "name": names.get(step, ""),
            "points": [
                {
                    "title": each.title,
                    "url": reverse("portal:risk", args=[each.agency, each.code]),
                    "badge": grade_badge(each.grade),
                }
                for each in found[step]
            ],
        }
        for step in sorted(found, key=lambda key: order.get(key, len(order)))
    ]
