"""The story of a matter as its reporter is told it: no names of staff, no word of the units' back and forth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongkai.complaints.queries.following import Following, Step
from gongkai.core import clock
from gongkai.core.text import render
from gongkai.domain.text import N_, Text, say

#: Move → what the reporter reads. ``{unit}`` and ``{day}`` come from the step.
TOLD = {
    "submitted": N_("You handed the matter in."),
    "entered": N_("The complaints desk took your matter down."),
    "register": N_("The matter was registered."),
    "decline": N_("The matter was not taken up here."),
    "accept_again": N_("The matter was taken up after all."),
    "merge": N_(
        "The matter was joined with an earlier one about the same thing. You keep your number and code."
    ),
    "part": N_("The matter was taken out again and goes its own way."),
    "convert": N_("The matter goes on as a request for information."),
    "answer_directly": N_("The complaints desk answered you at once."),
    "dispatch": N_("The matter was given to {unit}."),
    "redirect": N_("The matter was given to another unit: {unit}."),
    "sign": N_("The unit signed for it; somebody there is handling it."),
    "return": N_("The unit says that it is another unit's. The time goes on counting."),
    "dispute": N_("It is being decided which unit is responsible. The counting of the time goes on."),
    "rule": N_("It was decided that {unit} is responsible."),
    "grant_extension": N_("The unit was given more time. The new day stands above."),
    "shelve": N_("The matter cannot be solved now. It stands on a list and is looked at again on {day}."),
    "take_up": N_("The matter was taken from the list and is being handled again."),
    "look_again": N_("The day to look at it again has come; the matter is being handled again."),
    "submit_reply": N_("The reply is drafted and is being reviewed by somebody else."),
    "agree_reply": N_("The reply was agreed."),
    "send_reply": N_("The reply was sent to you."),
    "call_back": N_("You were called back, or a call was tried."),
    "rate": N_("You said what you think of the reply."),
    "close": N_("The matter was closed."),
    "refer": N_(
        "Because you are not content, or did not say, it is being decided whether to take it up again."
    ),
    "object": N_("You objected."),
    "reopen": N_("The matter was opened again and goes back to the complaints desk."),
    "close_unsettled": N_("The matter was closed although it is not settled for you; the reason is kept."),
    "withdraw": N_("The matter was withdrawn."),
}
#: Moves of which the reporter is not told: the staff's own back and forth.
WITHIN = frozenset(
    {
        "author", "correct", "name_handler", "ask_extension", "refuse_extension", "ask_shelving", "refuse_shelving",
        "return_reply", "stop_reply",
    }
)  # fmt: skip
#: Decisions whose reason the reporter is told.
REASONED = frozenset({"reopen", "close_unsettled"})


def timeline(steps: Iterable[Step], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """The story for ``components/timeline.html``, the newest first."""
    told = [
        {
            "at": step.at,
            "sentence": _sentence(step, units),
            "reason": step.reason if step.move in REASONED else "",
        }
        for step in steps
        if step.move in TOLD
    ]
    return told[::-1]


def _sentence(step: Step, units: Mapping[str, str]) -> Text:
    return Text(
        TOLD[step.move],
        {
            "day": _day(step.data.get("review_again_on")) or step.at.date(),
            "unit": units.get(str(step.data.get("unit", "")), render(say("a unit"))),
        },
    )


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


#: State → what happens next, by whom.
_NEXT = {
    "received": say(
        "The complaints desk looks at it, registers it and gives it to the unit responsible. You need do nothing."
    ),
    "registered": say("The complaints desk gives it to the unit responsible; from then on the time counts."),
    "dispatched": say("The unit signs for it; until then the one before it stays answerable to you."),
    "handling": say("The unit looks into it, on the spot where that helps, and writes the reply."),
    "disputed": say("The head of the complaints desk decides; that decision holds."),
    "review": say("When the head of the unit agrees, the reply is sent to you."),
    "to_send": say("The complaints desk sends it to you; then you can read it here as well."),
    "deciding": say("The head of the complaints desk decides; you read the reason here."),
    "declined": say("If you see it otherwise, you can object below while the days for it last."),
    "converted": say("Ask about it under that number; whoever handles requests has your words."),
    "withdrawn": say("If it comes up again, hand in a new matter."),
}


def next_step(found: Following) -> Text:
    """What happens next and, where somebody owes it by a day, by when."""
    matter = found.matter
    if found.lead is not None:
        return (
            say("The common reply stands below; please say whether your matter is answered and solved.")
            if found.lead.replied_at is not None
            else say("The unit works on all of them together; the common reply then stands here.")
        )
    if matter.state == "shelved" and matter.review_again_on is not None:
        return say(
            "On {day} it is looked at again, by itself if nobody does so before.", day=matter.review_again_on
        )
    if matter.state == "replied":
        return (
            say("Somebody else than the handler may still call you. What you said counts.")
            if found.rated
            else say(
                "Please say whether you were answered and whether it is solved: here, or when you are called."
            )
        )
    if matter.state == "closed":
        until = matter.objection_until
        if until is not None and clock.today() <= until:
            return say("If it is not settled, you can object until {day}.", day=until)
        return say("You need do nothing more. Number and secret code go on opening this page.")
    return _NEXT.get(matter.state, say("You are told here what comes next."))
