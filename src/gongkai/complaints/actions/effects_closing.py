"""The reply as it was sent, the call-back, closing and opening again."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from gongkai.complaints import checks, house
from gongkai.complaints.actions import legs, timing
from gongkai.complaints.actions.given import CallGiven, Given
from gongkai.complaints.models import Call, Matter, Reply, Reporter
from gongkai.complaints.people import Acting, ReporterActor
from gongkai.core import clock, sealed
from gongkai.core.refusals import Invalid
from gongkai.domain.complaints import CALL_BACK
from gongkai.domain.text import say


def send_reply(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Sent: the wording is kept as it was sent; whether it was in time is settled by the first reply."""
    reply = checks.reply_of(matter)
    assert reply is not None  # the checks found it
    now = clock.now()
    reply.sent_at, reply.way = now, given.way or "online"
    reply.digest = hashlib.sha256(reply.text.encode()).hexdigest()
    Reply.objects.filter(pk=reply.pk).update(sent_at=now, way=reply.way, digest=reply.digest, updated_at=now)
    if matter.on_time is None:
        matter.on_time = not timing.is_late(matter)
    matter.replied_at, matter.result = now, reply.result
    matter.answered = matter.solved = None
    matter.rating = ""
    timing.stop(matter)
    legs.end(matter, "send_reply")
    timing.begin(matter, CALL_BACK)
    return {"result": reply.result, "digest": reply.digest, "on_time": matter.on_time}


def call_back(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """What the call found. Who could not be reached is tried again before that may stand."""
    assert given.call is not None  # the table asked for it
    call = enter_call(matter, actor, given.call)
    return {"call": call.pk, "rating": matter.rating}


def enter_call(matter: Matter, actor: Acting, found: CallGiven) -> Call:
    """Writes the call, or the reporter's own rating, and what it says of the matter."""
    if found.rating not in house.keys("rating"):
        raise Invalid(say("Choose what the reporter says of it."), field="rating")
    if found.reached == (found.rating == "unreached"):
        raise Invalid(
            say("“Could not be reached” goes with a call that reached nobody, and only with that."),
            field="rating",
        )
    if found.reached and found.answered is None and found.rating != "undecided":
        raise Invalid(say("Ask whether the matter was answered."), field="answered")
    if found.reached and found.solved is None and found.rating != "undecided":
        raise Invalid(say("Ask whether the matter was solved."), field="solved")
    now = clock.now()
    call = Call.objects.create(
        matter=matter,
        round=matter.round,
        person_id=actor.person_id if actor else None,
        by_reporter=isinstance(actor, ReporterActor),
        way=found.way[:20],
        began_at=min(found.began_at or now, now),
        minutes=min(max(found.minutes, 0), 600),
        reached=found.reached,
        answered=found.answered if found.reached else None,
        solved=found.solved if found.reached else None,
        rating=found.rating,
        note=sealed.seal(found.note.strip()[:2000], f"complaints.call.{matter.pk}"),
        at=now,
    )
    if not found.reached:
        tries = matter.calls.filter(round=matter.round, reached=False).count()
        if tries >= house.number("call_tries") and not matter.rating:
            matter.rating = "unreached"
        return call
    matter.answered, matter.solved, matter.rating = found.answered, found.solved, found.rating
    return call


def close(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Closed with a content reporter."""
    _closed(matter)
    return {}


def close_unsettled(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Closed although the reporter is not content: the exception is recorded and counted."""
    matter.exception = given.reason.strip()[:500]
    _closed(matter)
    return {}


def _closed(matter: Matter) -> None:
    matter.closed_at = clock.now()
    matter.objection_until = clock.today() + timedelta(days=house.number("objection_days"))
    timing.stop(matter)
    keep_until(matter)


def keep_until(matter: Matter) -> None:
    """From now the time of keeping of the reporter's data counts."""
    until = clock.today() + timedelta(days=house.number("retention_days"))
    Reporter.objects.filter(matter=matter).update(erase_after=until)


def refer(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Unhappy or undecided: somebody decides, with reasons."""
    timing.stop(matter, CALL_BACK)
    return {}


def object_to(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """The reporter objects within the days for it."""
    Reporter.objects.filter(matter=matter).update(erase_after=None)
    return {}


def reopen(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """A new round from the desk on; what the first one counted stays counted."""
    matter.round += 1
    matter.closed_at = matter.objection_until = None
    matter.unit = matter.handler = None
    matter.result = matter.rating = matter.exception = matter.ground = matter.ground_reason = ""
    matter.answered = matter.solved = None
    matter.extension_asked = matter.extension_days = 0
    matter.registered_at = matter.registered_at or clock.now()
    Reporter.objects.filter(matter=matter).update(erase_after=None)
    return {"round": matter.round}


def withdraw(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Given up by the reporter."""
    matter.closed_at = clock.now()
    timing.stop(matter)
    legs.end(matter, "withdraw")
    keep_until(matter)
    return {}
