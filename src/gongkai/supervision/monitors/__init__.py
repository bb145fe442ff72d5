"""The monitors (监测): each looks at the rooms' records of one agency and tells what is wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from gongkai.domain.supervision.monitors import Fault
from gongkai.people.models import Agency
from gongkai.supervision.monitors import (
    columns,
    documents,
    elements,
    inside,
    late,
    links,
    matters,
    numbers,
    pages,
    rules,
)

Looks = Callable[[Agency, date], Iterable[Fault]]

LOOKING: Mapping[str, Looks] = {
    "late_publication": late.publication,
    "late_answer": late.answers,
    "late_handling": late.handling,
    "late_duty": late.duties,
    "stale_column": columns.stale,
    "empty_column": columns.empty,
    "dead_link": links.dead,
    "missing_element": elements.missing,
    "risk_review": rules.risks,
    "unanswered": matters.unanswered,
    "false_closing": matters.closings,
    "wrong_number": numbers.disagreeing,
    "privacy": documents.personal,
    "accessibility": pages.usable,
    "page_privacy": pages.personal,
    "unreadable": documents.unreadable,
    "expiring": rules.expiring,
    "internal_missing": inside.missing,
}
