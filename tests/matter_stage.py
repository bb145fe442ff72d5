"""Matters brought to every stand from which the table lets something happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import mattering
from cast import Cast
from gongkai.complaints.models import Matter
from gongkai.core import clock
from mattering import HAPPY, UNHAPPY, go


def _extension_asked(cast: Cast) -> Matter:
    return go(cast, mattering.drafted(cast), "ask_extension", "handler", days=2, reason="需要协调")


def _shelving_asked(cast: Cast) -> Matter:
    again = clock.today() + timedelta(days=30)
    return go(
        cast,
        mattering.drafted(cast),
        "ask_shelving",
        "handler",
        reason="需列入改造计划",
        review_again_on=again,
    )


def _shelved(cast: Cast) -> Matter:
    again = clock.today() + timedelta(days=30)
    return go(cast, _shelving_asked(cast), "shelve", "overseer", review_again_on=again)


def _returned(cast: Cast) -> Matter:
    return go(
        cast, mattering.dispatched(cast), "return", "handler", article="规定第五条", reason="属市容科职责"
    )


def _returned_handling(cast: Cast) -> Matter:
    matter = go(cast, _returned(cast), "dispatch", "taker", unit=cast.units["waste"].pk)
    return go(cast, matter, "sign", "handler")


def _disputed(cast: Cast) -> Matter:
    return go(
        cast, _returned_handling(cast), "dispute", "handler", article="规定第六条", reason="仍属市容科职责"
    )


def _review(cast: Cast) -> Matter:
    return go(cast, mattering.drafted(cast), "submit_reply", "handler")


def _called(cast: Cast) -> Matter:
    return go(cast, mattering.replied(cast), "call_back", "caller", call=HAPPY)


def _called_unhappy(cast: Cast) -> Matter:
    return go(cast, mattering.replied(cast), "call_back", "caller", call=UNHAPPY)


def _merged(cast: Cast) -> Matter:
    lead = mattering.entered(cast)
    return go(cast, mattering.entered(cast), "merge", "taker", lead=lead.number)


#: Name of the stand → the matter brought there.
STANDS: dict[str, Callable[[Cast], Matter]] = {
    "received": mattering.submitted,
    "registered": mattering.entered,
    "registered, returned": _returned,
    "dispatched": mattering.dispatched,
    "handling": mattering.drafted,
    "handling, returned": _returned_handling,
    "handling, more time asked for": _extension_asked,
    "handling, shelving asked for": _shelving_asked,
    "disputed": _disputed,
    "shelved": _shelved,
    "review": _review,
    "to_send": lambda cast: go(cast, _review(cast), "agree_reply", "unit_head"),
    "replied": mattering.replied,
    "replied, called back": _called,
    "replied, called back, unhappy": _called_unhappy,
    "deciding": lambda cast: go(cast, _called_unhappy(cast), "refer", "caller"),
    "closed": mattering.closed,
    "merged": _merged,
    "declined": lambda cast: go(
        cast, mattering.entered(cast), "decline", "chief", ground="court", reason="属于民事纠纷"
    ),
    "converted": lambda cast: go(cast, mattering.entered(cast), "convert", "taker", link="CGJ-2026-00001"),
    "withdrawn": lambda cast: go(cast, mattering.entered(cast), "withdraw", "reporter"),
}


def filled(cast: Cast, matter: Matter) -> dict[str, Any]:
    """Everything any move may ask for, so that only posts and the moment decide."""
    other = mattering.entered(cast, title="另一件")
    return {
        "reason": "按规定办理",
        "unit": cast.units["waste"].pk,
        "officer": cast.person("handler").pk,
        "article": "规定第五条",
        "ground": "court",
        "lead": other.number,
        "link": "CGJ-2026-00009",
        "days": 1,
        "review_again_on": clock.today() + timedelta(days=20),
        "call": HAPPY,
        "way": "telephone",
    }
