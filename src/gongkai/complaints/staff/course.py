"""The course of a matter: who held it how long, the ladder, its ledger, the picture of the process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from gongkai.complaints import words
from gongkai.complaints.queries import legs, records
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff.rows import LIGHT_BADGES
from gongkai.domain import swimlane
from gongkai.domain.complaints import PROCESS
from gongkai.domain.process import Kind
from gongkai.people.sentences import tell

NUDGED = "complaints.matter.nudged"


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


def course(matter: Matter) -> dict[str, Any]:
    """Who held it how long, what urged, what happened, and where it stands in the process."""
    language = get_language() or ""
    found = legs.course(matter)
    return {
        "process_svg": _picture(language, matter.state),
        "process_table": _table(language),
        "process_name": gettext(PROCESS.title),
        "stays": [
            {
                "state": gettext(stay.state.label),
                "who": found.names.get(stay.unit, stay.unit) if stay.unit else gettext(stay.lane.label),
                "since": stay.since,
                "until": stay.until,
                "time": words.office_time(stay.time) if stay.state.kind is Kind.OPEN else "",
            }
            for stay in found.stays
        ],
        "held": [
            {
                "who": found.names.get(each.unit, each.unit) if each.unit else gettext(each.lane.label),
                "time": words.office_time(each.time),
            }
            for each in found.held
        ],
        "whole": words.office_time(found.whole),
        "ladder": [_rung(each) for each in records.steps_of_ladder(matter)],
        "nudges": [
            {
                "label": words.light(each.step),
                "kind": LIGHT_BADGES.get(each.step, "plain"),
                "person": each.person.name if each.person else "",
                "by": each.by.name if each.by else "",
                "text": each.text,
                "at": each.at,
            }
            for each in records.nudges(matter)
        ],
        "timeline": list(reversed(tell([_in_words(event) for event in records.history(matter)]))),
    }


def _in_words(event: Any) -> Any:
    """An event of the ledger, with the step of the ladder it names in words; nothing is saved."""
    if event.verb == NUDGED and "step" in event.data:
        event.data = {**event.data, "step": words.light(event.data["step"])}
    return event


def _rung(step: Any) -> dict[str, Any]:
    """A step of the ladder: fired, waiting, or laid aside."""
    if step.fired_at:
        return {"label": words.light(step.step), "state": "fired", "at": step.fired_at}
    if step.cancelled_at:
        return {"label": words.light(step.step), "state": "aside", "at": step.fire_at}
    return {"label": words.light(step.step), "state": "waiting", "at": step.fire_at}
