"""Matters for tests: a report, and the usual way from the call to the call-back."""

from __future__ import annotations

from typing import Any

from cast import Cast
from gongkai.complaints import actions
from gongkai.complaints.actions import CallGiven, Given, ReplyInput, Report, Submitted
from gongkai.complaints.identity import Contact
from gongkai.complaints.models import Matter
from gongkai.complaints.people import ReporterActor

#: What must never be seen outside the record: each of them is looked for on every public page.
MARKERS = {
    "name": "秘密诉求人甲",
    "telephone": "13955527766",
    "email": "marker-reporter@example.org",
    "address": "秘密巷八十八号",
}
TITLE = "路边堆放建筑垃圾"
CATEGORY = "E01-03"
REPLY = "经现场核查，该处建筑垃圾已于当日清运完毕，并已通知施工单位落实密闭运输，今后将加强巡查。"
HAPPY = CallGiven(answered=True, solved=True, rating="satisfied", minutes=3)
UNHAPPY = CallGiven(answered=True, solved=False, rating="dissatisfied", minutes=4)
UNREACHED = CallGiven(reached=False, rating="unreached")


def report(**changes: Any) -> Report:
    contact = {**MARKERS, **changes.pop("contact", {})}
    values: dict[str, Any] = {
        "title": TITLE,
        "text": "小区东门外的路边堆了很多建筑垃圾，已经一个星期没有人清理。",
        "contact": Contact(**contact),
        "category": CATEGORY,
    }
    return Report(**{**values, **changes})


def handed_in(cast: Cast, **changes: Any) -> Submitted:
    """Handed in on the site, with the secret code."""
    return actions.submit(agency_id=cast.agency.pk, actor=None, report=report(**changes))


def submitted(cast: Cast, **changes: Any) -> Matter:
    """Handed in on the site."""
    return handed_in(cast, **changes).matter


def entered(cast: Cast, **changes: Any) -> Matter:
    """Taken on the telephone by the desk."""
    values: dict[str, Any] = {"channel": "telephone", **changes}
    return actions.submit(agency_id=cast.agency.pk, actor=cast.taker, report=report(**values)).matter


def go(cast: Cast, matter: Matter, key: str, who: str, **given: Any) -> Matter:
    """One move by one of the cast (``reporter``, ``clock``) on the version as it stands."""
    fresh = Matter.objects.select_related("agency").get(pk=matter.pk)
    actor: Any = None
    if who == "reporter":
        actor = ReporterActor(fresh.pk, fresh.agency.code)
    elif who != "clock":
        actor = getattr(cast, who)
    return actions.move(
        matter_id=fresh.pk, key=key, actor=actor, expected_version=fresh.version, given=Given(**given)
    )


def dispatched(cast: Cast, **changes: Any) -> Matter:
    """Registered and dispatched to the unit."""
    matter = entered(cast, **changes)
    return go(cast, matter, "dispatch", "taker", unit=cast.units["waste"].pk)


def handling(cast: Cast, **changes: Any) -> Matter:
    """Signed for by the handler."""
    return go(cast, dispatched(cast, **changes), "sign", "handler")


def drafted(cast: Cast, **changes: Any) -> Matter:
    """With a site check and a reply."""
    matter = handling(cast, **changes)
    actions.enter_check(matter_id=matter.pk, actor=cast.handler, text="现场已清理干净。")
    actions.write_reply(
        matter_id=matter.pk,
        actor=cast.handler,
        reply=ReplyInput(text=REPLY, result="solved", evidence="现场照片"),
    )
    return matter


def replied(cast: Cast, **changes: Any) -> Matter:
    """The reply was reviewed and sent."""
    matter = drafted(cast, **changes)
    go(cast, matter, "submit_reply", "handler")
    go(cast, matter, "agree_reply", "unit_head")
    return go(cast, matter, "send_reply", "taker", way="telephone")


def closed(cast: Cast, **changes: Any) -> Matter:
    """Called back, content, closed."""
    matter = replied(cast, **changes)
    go(cast, matter, "call_back", "caller", call=HAPPY)
    return go(cast, matter, "close", "caller")
