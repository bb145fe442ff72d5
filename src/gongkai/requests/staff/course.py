"""The course of a request: clocks, who held it how long, its ledger, the picture of the process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from gongkai.core.deadlines import Standing
from gongkai.domain import swimlane
from gongkai.domain.clocks import Due
from gongkai.domain.process import Kind
from gongkai.domain.requests import PROCESS
from gongkai.people.sentences import tell
from gongkai.requests import words
from gongkai.requests.queries import legs, records
from gongkai.requests.queries.records import Request
from gongkai.requests.staff.common import address, due_fields

Clocks = Sequence[tuple[Standing, Due]]


@lru_cache(maxsize=64)
def _picture(language: str, state: str) -> SafeString:
    """The swim lanes with the current step marked; drawn once for a language and a state."""
    drawing = swimlane.svg(PROCESS, label=gettext, title_id="process-title", current=state)
    return SafeString(drawing)  # made by us from the process table, every word escaped


@lru_cache(maxsize=4)
def _table(language: str) -> dict[str, Any]:
    rows = swimlane.text_alternative(PROCESS, gettext)
    return {
        "head": [gettext("Step"), gettext("Whose"), gettext("What may follow")],
        "rows": [
            [
                row.step,
                row.who,
                gettext("; ").join(f"{each.words} → {each.leads_to}" for each in row.next) or "—",
            ]
            for row in rows
        ],
    }


def course(matter: Request, clocks: Clocks) -> dict[str, Any]:
    """The clocks, who held it how long, what happened, and where it stands in the process."""
    language = get_language() or ""
    stays = legs.legs(matter)
    return {
        "process_svg": _picture(language, matter.state),
        "process_table": _table(language),
        "process_name": gettext(PROCESS.title),
        "all_clocks": [_clock(standing, due) for standing, due in clocks],
        "legs": [
            {
                "state": gettext(leg.state.label),
                "who": leg.unit or gettext(leg.lane.label),
                "since": leg.since,
                "until": leg.until,
                "days": leg.days if leg.state.kind is Kind.OPEN else None,
            }
            for leg in stays
        ],
        "held": [{"who": gettext(each.lane.label), "days": each.days} for each in legs.held(stays)],
        "timeline": list(reversed(tell(records.history(matter)))),
    }


def _clock(standing: Standing, due: Due) -> dict[str, Any]:
    row = standing.deadline
    return {
        **due_fields(standing),
        "label": words.label_in(due.rule),
        "citation": due.citation,
        "started_on": row.started_on,
        "stopped_on": row.stopped_on,
        "paused": row.due_on is None,
        "late": standing.state == "late",
        "url": address("deadline", row.pk),
    }
