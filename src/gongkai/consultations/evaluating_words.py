"""Words of post-evaluations (后评估) and clean-up lists (清理目录) in the reader's language: states, results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.queries.evaluating import process_of
from gongkai.consultations.queries.records import CleanUp, CleanUpEntry, Evaluation
from gongkai.core.lawwords import label_of
from gongkai.domain.consultations import cleaning, evaluating, rules
from gongkai.domain.law import citation_of
from gongkai.domain.process import Kind
from gongkai.domain.text import N_

STATE_BADGES = {
    "draft": "plain",
    "confirming": "soon",
    "legality": "soon",
    "deciding": "soon",
    "confirmed": "info",
    "decided": "info",
    "published": "done",
    "discarded": "quiet",
}
RESULT_BADGES = {"continue": "done", "amend": "soon", "repeal": "danger", "lapse": "quiet", "": "plain"}
CONCLUSION_BADGES = {"keep": "done", "amend": "soon", "repeal": "danger"}
#: What the fields are called, where a fault names one.
FIELDS = {
    "evaluated_on": N_("Day of the evaluation"),
    "evaluators": N_("Who evaluated"),
    "methods": N_("How it was evaluated"),
    "findings": N_("What the evaluation found"),
    "conclusion": N_("Conclusion"),
    "summary": N_("Summary for the public"),
}


def field_name(field: str) -> str:
    """What a field is called."""
    return _(FIELDS.get(field, field))


def state_badge(found: Evaluation | CleanUp) -> dict[str, str]:
    """Where it stands, as a badge."""
    label = _(process_of(found).state(found.state).label)
    return {"label": label, "kind": STATE_BADGES.get(found.state, "plain")}


def state_options(kind: str) -> list[tuple[str, str]]:
    """Every state of the evaluations or of the lists, with its name."""
    table = evaluating.PROCESS if kind == "evaluation" else cleaning.PROCESS
    return [(state.key, _(state.label)) for state in table.states]


def next_step(found: Evaluation | CleanUp) -> str:
    """Who has the next step; nothing once it is over."""
    table = process_of(found)
    state = table.state(found.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(table.lane(state.lane).label))


def methods(found: Evaluation) -> str:
    """How it was evaluated, in one line."""
    return _(", ").join(words.row_name("evaluation_method", each) for each in found.methods)


def conclusion_badge(found: Evaluation) -> dict[str, str] | None:
    """What it concluded, as a badge."""
    if not found.conclusion:
        return None
    label = words.row_name("conclusion", found.conclusion)
    return {"label": label, "kind": CONCLUSION_BADGES.get(found.conclusion, "plain")}


def result_name(result: str) -> str:
    """What is to become of a document; empty: nobody proposed anything yet."""
    return words.row_name("clean_up_result", result) if result else _("Not proposed yet")


def result_badge(entry: CleanUpEntry) -> dict[str, str]:
    """The same as a badge."""
    return {"label": result_name(entry.result), "kind": RESULT_BADGES.get(entry.result, "plain")}


def result_counts(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """How many documents have which result, in the order of the law's data; what is not proposed comes last."""
    keys = [row["key"] for row in rules.rows("clean_up_result")]
    return [
        {"key": key, "label": result_name(key), "count": counts[key]}
        for key in [*keys, ""]
        if counts.get(key)
    ]


def house_rule(table: str) -> dict[str, Any]:
    """A number of the house with its name and source."""
    row = rules.house(table)
    return {"label": label_of(row), "years": row.get("years"), **words.source(citation_of(row))}
