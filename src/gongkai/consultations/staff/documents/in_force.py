"""What the record of a rule in force says of its post-evaluations and of clean-up lists (``_evaluating.html``)."""

from __future__ import annotations

from typing import Any

from gongkai.consultations import access_evaluating as access
from gongkai.consultations import evaluating_words as words
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries.records import Document
from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.evaluating import UNDER_WAY
from gongkai.people.actor import StaffActor


def of(found: Document, acting: StaffActor) -> dict[str, Any] | None:
    """When it is evaluated next, what was evaluated, what lists say; nothing for what was never published."""
    if found.published_on is None or not rules.kinds()[found.kind].counted:
        return None
    evaluations, entries = reads.of_document(found), reads.entries_of(found)
    standing = found.state in ("published", "in_force")
    going = any(each.state in UNDER_WAY for each in evaluations)
    due = reads.due_of(found) if standing and not going else None
    may = due is not None and bool(access.may_evaluate(acting, found))
    return {
        "due_on": due,
        "days_left": (due - clock.today()).days if due else None,
        "rows": [
            {
                "number": each.number,
                "url": address("evaluation", each.pk),
                "badges": [words.state_badge(each), *filter(None, [words.conclusion_badge(each)])],
            }
            for each in evaluations
        ],
        "entries": [
            {
                "number": each.clean_up.number,
                "url": address("clean_up", each.clean_up_id),
                "badge": words.result_badge(each),
            }
            for each in entries
            if access.sees(acting, each.clean_up)
        ],
        "new_url": address("evaluation_new", found.pk) if may else "",
    }
