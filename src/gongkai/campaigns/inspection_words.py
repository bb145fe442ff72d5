"""Words of inspections (现场检查) in the reader's language: verdicts, results, states, stands."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.campaigns.queries.records import Inspection
from gongkai.core.lawwords import in_chinese, label, options
from gongkai.domain.campaigns.checklists import PASSED, TO_CORRECT, VERDICTS, Checklist, Item
from gongkai.domain.campaigns.inspection_course import PROCESS
from gongkai.domain.text import N_
from gongkai.people.models import Unit

VERDICT_WORDS = {"met": N_("Met"), "unmet": N_("Not met"), "not_applicable": N_("Not applicable")}
VERDICT_BADGES = {"met": "done", "unmet": "danger", "not_applicable": "quiet"}
RESULT_WORDS = {PASSED: N_("In order"), TO_CORRECT: N_("To be put right")}
RESULT_BADGES = {PASSED: "done", TO_CORRECT: "danger"}
STATE_BADGES = {
    "recorded": "soon",
    "returned": "danger",
    "published": "done",
    "withheld": "quiet",
    "withdrawn": "danger",
}
STAND_WORDS = {
    "overdue": N_("Overdue"),
    "to_correct": N_("To be put right"),
    "unseen": N_("Not seen yet"),
    "passed": N_("In order"),
}
STAND_BADGES = {"overdue": "danger", "to_correct": "soon", "unseen": "info", "passed": "done"}


def verdicts() -> list[tuple[str, str]]:
    """The three answers."""
    return [(key, _(VERDICT_WORDS[key])) for key in VERDICTS]


def verdict_badge(key: str) -> dict[str, str]:
    """An answer as a badge."""
    return {"label": _(VERDICT_WORDS.get(key, key)), "kind": VERDICT_BADGES.get(key, "plain")}


def result_badge(found: Inspection) -> dict[str, str]:
    """What the record came to."""
    return {"label": _(RESULT_WORDS[found.result]), "kind": RESULT_BADGES[found.result]}


def state_badge(found: Inspection) -> dict[str, str]:
    """Where the record is on its way."""
    return {"label": _(PROCESS.state(found.state).label), "kind": STATE_BADGES.get(found.state, "plain")}


def stand_badge(stand: str) -> dict[str, str]:
    """What a site stands at."""
    return {"label": _(STAND_WORDS[stand]), "kind": STAND_BADGES[stand]}


def causes() -> list[tuple[str, str]]:
    """Why a site is inspected."""
    return options("campaigns", "cause")


def cause_name(key: str) -> str:
    """One of them."""
    return label("campaigns", "cause", key)


def item_name(item: Item) -> str:
    """What a requirement is called."""
    return item.name(get_language() or "zh")


def looked_for(item: Item) -> str:
    """What is looked for."""
    return item.looked_for(get_language() or "zh")


def list_name(found: Checklist) -> str:
    """What a check-list is called."""
    return found.name(get_language() or "zh")


def unit_name(unit: Unit) -> str:
    """A unit's name."""
    return unit.name if in_chinese() or not unit.name_en else unit.name_en


def content_lang() -> str:
    """The ``lang`` of what officers wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"
