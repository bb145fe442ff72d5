"""The way of a document as steps with who went them and when, and its versions as rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongkai.consultations.queries.records import Document, DocumentStep, Version
from gongkai.core.staffpages import address
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import PROCESS

#: The main way, in its order; reviews are left out where the kind owes none.
MAIN = (
    "project", "drafting", "to_consult", "consulting", "sorting", "fair_review", "legality", "discussion", "signed",
    "published", "in_force",
)  # fmt: skip
_REVIEWS = {"fair_review", "legality"}


def stages(of: Document, steps: Sequence[DocumentStep], reviewed: Collection[str]) -> list[dict[str, Any]]:
    """Every stage of the way: gone, now or to come; with the last step that led into it.

    ``reviewed``: the reviews that are done for the text as it stands; they lead back to where they came from.
    """
    owed = set(rules.kinds()[of.kind].steps) if of.kind in rules.kinds() else _REVIEWS
    way = [key for key in MAIN if key not in _REVIEWS or key in owed or key == of.state]
    over = of.state not in way
    if over:
        way.append(of.state)
    into = {PROCESS.move(step.move).target: step for step in steps if PROCESS.has_move(step.move)}
    now = way.index(of.state)
    rows = []
    for at, key in enumerate(way):
        gone = key in reviewed or (at < now and (key in into or key == "project"))
        if at < now and not gone:
            continue  # it was never there
        state = PROCESS.state(key)
        row: dict[str, Any] = {
            "label": state.label,
            "stand": "now" if at == now else "gone" if gone else "to_come",
            "lane": PROCESS.lane(state.lane).label,
        }
        if key in into and (gone or at == now):
            row |= _doer(into[key])
        elif key == "project":
            row |= {"who": of.created_by.name if of.created_by else "", "at": of.created_at}
        rows.append(row)
    return rows


def _doer(step: DocumentStep) -> dict[str, Any]:
    move = PROCESS.move(step.move)
    who = step.person.name if step.person else _("By itself, on its day")
    return {"who": who, "post": step.post, "at": step.at, "move": move.label, "reason": step.reason}


def versions(of: Document, every: Sequence[Version]) -> list[dict[str, Any]]:
    """The versions, the newest first, each with the way to the comparison with the one before it."""
    rows = []
    for at, each in enumerate(every):
        before = every[at - 1] if at else None
        compare = address("consultation_compare", of.pk, before.number, each.number) if before else ""
        rows.append(
            {
                "version": each,
                "provisions": len(each.provisions),
                "compare_url": compare,
                "before": before.number if before else 0,
            }
        )
    return rows[::-1]
