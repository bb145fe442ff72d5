"""More time, and the shelved list (挂账) of what cannot be solved now."""

from __future__ import annotations

import math
from typing import Any

from gongkai.complaints.actions import timing
from gongkai.complaints.actions.base import ahead
from gongkai.complaints.actions.given import Given
from gongkai.complaints.models import Matter
from gongkai.complaints.people import Acting
from gongkai.core.refusals import Invalid
from gongkai.domain.law import load
from gongkai.domain.text import say

SHELVED = "shelved"


def most_more(matter: Matter) -> int:
    """The most that may be added to the period of handling, in its own unit; at least 1."""
    length = int(timing.handling_periods(matter)[-1]["length"])
    return max(1, math.floor(length * float(load("complaints")["house"]["extension_share"])))


def ask_extension(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Asked before the period ends; somebody else decides."""
    most = most_more(matter)
    if not 0 < given.days <= most:
        raise Invalid(
            say("At most {most} more can be asked for, in the unit of the period.", most=most), field="days"
        )
    matter.extension_asked = given.days
    return {"days": given.days}


def grant_extension(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Allowed: the new moment stands in the clock's trail."""
    matter.extension_days = matter.extension_asked
    timing.extend(matter, matter.extension_days)
    return {"days": matter.extension_days}


def refuse_extension(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Not allowed: the period stands."""
    matter.extension_asked = 0
    return {}


def ask_shelving(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """The unit says that it cannot be solved now, and when to look again."""
    matter.review_again_on = ahead(given.review_again_on, "review_again_on")
    matter.shelving_asked = True
    return {}


def shelve(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """On the list, with a day to look at it again; the clock is held and nobody is urged."""
    matter.review_again_on = ahead(given.review_again_on, "review_again_on")
    matter.shelving_asked = False
    timing.hold(matter, SHELVED)
    return {}


def refuse_shelving(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Not shelved: it goes on."""
    matter.shelving_asked, matter.review_again_on = False, None
    return {}


def take_up(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Off the list: the clock goes on where it stood."""
    matter.review_again_on = None
    timing.go_on(matter, SHELVED)
    return {}
