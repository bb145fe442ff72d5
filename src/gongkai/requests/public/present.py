"""What the applicant's pages share: breadcrumbs, due chips, who holds the matter."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from gongkai.core import clock, deadlines
from gongkai.domain import clocks
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import REPLY
from gongkai.requests import words
from gongkai.requests.queries.following import Deadline


def crumbs(*trail: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page over "Request information"; the last has no address and is this page."""
    first = [
        (gettext("Home"), reverse("portal:home")),
        (gettext("Request information"), reverse("portal:apply")),
    ]
    return [{"label": label, "url": url} for label, url in [*first, *trail]]


def content_lang() -> str:
    """The ``lang`` of what was written in Chinese, where that is not the page's."""
    return "" if words.in_chinese() else "zh-Hans"


def chip(deadline: Deadline) -> dict[str, Any]:
    """What the due chip needs of a clock; ``paused`` where it stands still and there is no day."""
    standing = deadlines.standing(deadline)
    return {
        "due_on": deadline.due_on,
        "today": clock.today(),
        "days_left": standing.days_left,
        "provisional": deadline.provisional,
        "done_on": deadline.stopped_on,
        "paused": standing.state == "paused",
        "overdue": standing.state == "overdue",
    }


def reply_days() -> int:
    """The working days of an answer as the law stands today; 0 where it sets none."""
    rule = clocks.rule_for(REPLY, clock.today())
    return 0 if isinstance(rule, Refused) else rule.length
