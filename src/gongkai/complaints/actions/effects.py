"""What the moves of the process do to a matter besides changing its state. Each gives what the event tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongkai.complaints.actions import effects_closing, effects_dispatch, effects_handling, effects_intake
from gongkai.complaints.actions.given import Given
from gongkai.complaints.models import Matter
from gongkai.complaints.people import Acting

Effect = Callable[[Matter, Acting, Given], dict[str, Any]]


def of(matter: Matter, key: str, actor: Acting, given: Given) -> dict[str, Any]:
    """Changes the matter for the move, before it is saved; clocks and legs included."""
    effect = EFFECTS.get(key)
    return effect(matter, actor, given) if effect else {}


EFFECTS: dict[str, Effect] = {
    "register": effects_intake.register,
    "decline": effects_intake.decline,
    "accept_again": effects_intake.accept_again,
    "merge": effects_intake.merge,
    "part": effects_intake.part,
    "convert": effects_intake.convert,
    "answer_directly": effects_closing.send_reply,
    "dispatch": effects_dispatch.dispatch,
    "redirect": effects_dispatch.redirect,
    "sign": effects_dispatch.sign,
    "return": effects_dispatch.send_back,
    "dispute": effects_dispatch.dispute,
    "rule": effects_dispatch.rule,
    "name_handler": effects_dispatch.name_handler,
    "ask_extension": effects_handling.ask_extension,
    "grant_extension": effects_handling.grant_extension,
    "refuse_extension": effects_handling.refuse_extension,
    "ask_shelving": effects_handling.ask_shelving,
    "shelve": effects_handling.shelve,
    "refuse_shelving": effects_handling.refuse_shelving,
    "take_up": effects_handling.take_up,
    "look_again": effects_handling.take_up,
    "send_reply": effects_closing.send_reply,
    "call_back": effects_closing.call_back,
    "close": effects_closing.close,
    "refer": effects_closing.refer,
    "object": effects_closing.object_to,
    "reopen": effects_closing.reopen,
    "close_unsettled": effects_closing.close_unsettled,
    "withdraw": effects_closing.withdraw,
}
