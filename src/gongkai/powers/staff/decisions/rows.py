"""Decisions as rows of lists and worklists; the party is not named on any of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.deadlines import Standing
from gongkai.core.staffpages import address, due_fields
from gongkai.powers import decision_words as words
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries.records import Decision


def work_rows(found: Iterable[Decision], clocks: Mapping[int, Standing]) -> list[dict[str, Any]]:
    """Decisions for ``components/work_row.html``, with their clocks where one runs."""
    return [work_row(each, clocks.get(each.pk)) for each in found]


def list_rows(found: Iterable[Decision], clocks: Mapping[int, Standing]) -> list[dict[str, Any]]:
    """The same for the list, with the day of the decision, or of the filing as long as there is none."""
    return [{**work_row(each, clocks.get(each.pk)), "at": each.decided_on or each.filed_on} for each in found]


def work_row(found: Decision, clock: Standing | None = None) -> dict[str, Any]:
    """One decision."""
    badges = [{"label": words.kind_name(found.kind), "kind": "plain"}, words.state_badge(found)]
    if found.outside_range:
        badges.append({"label": _("Outside the range"), "kind": "danger"})
    return {
        "title": found.conduct or found.number,
        "url": address("power_decision", found.pk),
        "number": found.number,
        "unit": unit_name(found.unit),
        "person": found.officer.name if found.officer else found.officer_code,
        "note": words.result(found),
        "at": found.updated_at,
        "badges": badges,
        **due_fields(clock),
    }
