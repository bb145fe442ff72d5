"""Cases of accountability as supervision opens them, and on their way from there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cast import Cast
from gongkai.core import clock
from gongkai.people.actor import StaffActor
from gongkai.supervision.actions.moving_cases import CaseGiven, move_case
from gongkai.supervision.actions.opening_cases import NewCase, open_case
from gongkai.supervision.models import Case

#: Words nobody outside the case may read; each stands in one place.
SECRET = {
    "facts": "秘密案情甲",
    "enquiry": "秘密核查谈话乙",
    "told": "秘密告知丙",
    "statement": "秘密陈述丁",
    "proposal": "秘密建议戊",
    "decision": "秘密决定己",
    "talk": "秘密谈话庚",
    "result": "秘密执行辛",
    "appeal": "秘密申诉壬",
    "review": "秘密复核癸",
}
TITLE = "三号申请答复超期"
#: Whom the cases of these tests concern.
CONCERNED = "handler"


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def given(cast: Cast, key: str) -> dict[str, Any]:
    """What each move is given, so that only the person decides."""
    talk = {"on": clock.today(), "led_by": "王示例", "held_with": "李示例"}
    known: dict[str, dict[str, Any]] = {
        "enquire": {**talk, "words": SECRET["enquiry"]},
        "tell": {"words": SECRET["told"], "until": in_days(5)},
        "state": {"words": SECRET["statement"]},
        "take_down": {"words": SECRET["statement"]},
        "look_again": {"reason": "还有一处没有核实。"},
        "propose": {"words": SECRET["proposal"], "measure": "criticism"},
        "drop": {"reason": "经核查不属实。"},
        "send_back": {"reason": "请补充情况。"},
        "decide": {"words": SECRET["decision"], "measure": "criticism"},
        "decline": {"reason": "情节轻微，已经改正。"},
        "talk": {**talk, "words": SECRET["talk"]},
        "carry_out": {"words": SECRET["result"]},
        "close": {"words": "已经改正。"},
        "appeal": {"words": SECRET["appeal"]},
        "uphold": {"reason": SECRET["review"]},
        "uphold_done": {"reason": SECRET["review"]},
        "change": {"reason": SECRET["review"], "measure": "reminder"},
        "revoke": {"reason": SECRET["review"]},
    }
    return known.get(key, {})


#: What leads from an opened case to each state: move and who makes it.
_TO_HEARING = (("look_into", "supervisor"), ("enquire", "supervisor"), ("tell", "supervisor"))
_TO_DECIDED = (
    *_TO_HEARING,
    ("state", CONCERNED),
    ("hear_out", "supervisor"),
    ("propose", "supervisor"),
    ("decide", "duty_leader"),
)
_TO_CARRIED_OUT = (*_TO_DECIDED, ("talk", "supervisor"), ("carry_out", "supervisor"))
WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "opened": (),
    "looking": _TO_HEARING[:1],
    "hearing": _TO_HEARING,
    "heard": _TO_DECIDED[:5],
    "proposed": _TO_DECIDED[:6],
    "decided": _TO_DECIDED,
    "carried_out": _TO_CARRIED_OUT,
    "closed": (*_TO_CARRIED_OUT, ("close", "supervisor")),
    "reviewing": (*_TO_DECIDED, ("appeal", CONCERNED)),
    "dropped": (("drop", "supervisor"),),
    "revoked": (*_TO_DECIDED, ("appeal", CONCERNED), ("revoke", "overseer")),
}


def content(cast: Cast, **changes: Any) -> NewCase:
    person = changes.pop("person", CONCERNED)
    values: dict[str, Any] = {
        "unit_id": cast.units[changes.pop("unit", "waste")].pk,
        "person_id": cast.person(person).pk if person else None,
        "fault": "late_answer",
        "title": TITLE,
        "facts": SECRET["facts"],
    }
    return NewCase(**{**values, **changes})


def opened(cast: Cast, **changes: Any) -> Case:
    """A case about the handler; ``person=""``: about the unit."""
    return open_case(actor=cast.supervisor, content=content(cast, **changes))


def moved(cast: Cast, case: Case, key: str, actor: StaffActor, **changes: Any) -> Case:
    """Makes a move with what it needs."""
    seen = changes.pop("seen", Case.objects.get(pk=case.pk).revision)
    return move_case(
        case_id=case.pk,
        key=key,
        actor=actor,
        expected_revision=seen,
        given=CaseGiven(**{**given(cast, key), **changes}),
    )


def at(cast: Cast, state: str, speaker: str = CONCERNED, **changes: Any) -> Case:
    """A case that went its way to the state; ``speaker``: who speaks for whom it concerns."""
    case = opened(cast, **changes)
    for key, who in WAYS[state]:
        case = moved(cast, case, key, getattr(cast, speaker if who == CONCERNED else who))
    return case
