"""The story of a request as its applicant is told it: no names of staff, no letter of internal traffic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gongkai.core import clock
from gongkai.core.text import render
from gongkai.domain.text import N_, Text, say
from gongkai.requests.queries.following import Following, Step

#: Move → what the applicant reads. ``{day}``, ``{unit}``, ``{days}`` and ``{number}`` come from the step.
TOLD = {
    "submitted": N_("The request was handed in."),
    "register": N_("The request desk confirmed and registered the request. It counts as received on {day}."),
    "void": N_(
        "The request desk found it to be no request for information, or sent twice, and set it aside."
    ),
    "accept": N_("The request was accepted and given to {unit}."),
    "reassign": N_("The request was given to {unit}."),
    "ask_correction": N_("You were asked to complete the request by {day}."),
    "corrected": N_("Your correction arrived; the time to answer begins anew on {day}."),
    "allow_longer": N_("You were given until {day} to complete the request."),
    "lapse_correction": N_("The request was closed because it was not completed in time."),
    "hear_third_party": N_("A third party whom it concerns is being heard; the clock stands still."),
    "ask_agency": N_("Another agency is being asked for its opinion; the clock stands still."),
    "opinion": N_("An opinion is there; others are still being heard."),
    "last_opinion": N_("The hearing is over; the clock goes on."),
    "grant_extension": N_("The time to answer was extended by {days} working days."),
    "ask_reasons": N_("You were asked by {day} for the reasons of the many requests."),
    "reasons_given": N_("Your reasons arrived."),
    "no_reasons": N_("The time for giving reasons is over; the work goes on with what is there."),
    "delay": N_("A later day was set for the answer: {day}."),
    "charge_fee": N_("A processing fee was set; the clock stands still until it is paid."),
    "pay": N_("The fee is paid; the time to answer begins anew on {day}."),
    "cancel_fee": N_("The fee was cancelled; the clock goes on."),
    "lapse_fee": N_("The request was closed because the fee was not paid in time."),
    "submit_answer": N_("The answer is drafted; whether it is lawful is being checked."),
    "legal_agree": N_("The legal check is done; the answer waits for approval."),
    "approve": N_("The answer is approved."),
    "issue": N_("The answer was issued."),
    "serve": N_("The answer was served on {day}; the request is closed."),
    "withdraw": N_("The request was withdrawn."),
    "archive": N_("The file was put into the archive."),
    "redo": N_("The request was taken up again, to be answered anew."),
    "split": N_("The request was split. The other parts have the numbers {number}."),
    "split_off": N_("This part was split off the request {number}."),
}
#: Moves of which the applicant is not told: the staff's own back and forth.
WITHIN = frozenset(
    {"author", "legal_return", "approve_return", "desk_return", "ask_extension", "refuse_extension"}
)
#: Where a step keeps the day its sentence names.
_DAYS = {
    "register": "received_on",
    "ask_correction": "by_day",
    "allow_longer": "by_day",
    "corrected": "corrected_on",
    "ask_reasons": "by_day",
    "delay": "until",
    "pay": "day",
    "serve": "closed_on",
}


def timeline(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The story for ``components/timeline.html``, the newest first."""
    told = [{"at": step.at, "sentence": _sentence(step)} for step in steps if step.move in TOLD]
    return told[::-1]


def _sentence(step: Step) -> Text:
    data = step.data
    numbers = data.get("numbers") or [data.get("from", "")]
    return Text(
        TOLD[step.move],
        {
            "day": _day(data.get(_DAYS.get(step.move, ""))) or step.at,
            "unit": str(data.get("unit_name") or render(say("the unit"))),
            "days": int(data.get("days") or 0),
            "number": "、".join(str(each) for each in numbers),
        },
    )


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


#: State → what happens next, by whom.
_NEXT = {
    "registered": say(
        "The request desk looks whether the information can be found by what you wrote. If not, you are asked once to "
        "complete it; otherwise the unit that has the information gets the request."
    ),
    "handling": say(
        "When the answer is drafted, its lawfulness is checked and a leader approves it; then it is sent to you."
    ),
    "consulting": say(
        "When the opinions are there, or the time for them is over, the clock goes on and the answer is written."
    ),
    "legal_check": say("After the check a leader approves the answer; then it is sent to you."),
    "approval": say("Once it is approved, the request desk sends it to you."),
    "approved": say("The request desk sends it to you; then you can read it here as well."),
    "issued": say(
        "You can read it below. When it has reached you in the way you wanted, the request is closed."
    ),
    "closed": say("You need do nothing more. Number and code go on opening this page."),
    "archived": say("You need do nothing more. Number and code go on opening this page."),
    "void": say("If you want to know something the agency has on record, please write a new request."),
}
#: State in which somebody owes the next step by a day → the sentence with that day, and without one.
_OWED = {
    "correction": (
        N_(
            "Please complete it by {day}. If nothing arrives by then and there was no good reason, the request counts "
            "as given up."
        ),
        N_("Please complete it by the day named in the notice."),
    ),
    "excessive": (
        N_("Please give your reasons by {day}; after that the agency decides on what is there."),
        N_("Please give your reasons by the day named in the letter."),
    ),
    "fee": (
        N_("Please pay it by {day}. If it is not paid by then, the request counts as given up."),
        N_("Please pay it by the day named in the notice; that day is provisional here and is not promised."),
    ),
    "received": (
        N_(
            "The request desk confirms it by {day}. Then you are told the day from which the time to answer is counted."
        ),
        N_(
            "The request desk confirms it. Then you are told the day from which the time to answer is counted."
        ),
    ),
}
_LATE = N_(
    "The day for it, {day}, is past. Please do it at once: until the request is closed it is still taken."
)


def next_step(followed: Following) -> Text:
    """What happens next. A day that is only provisional is not promised, nor one the desk has let pass."""
    state = followed.request.state
    if state in _NEXT:
        return _NEXT[state]
    with_day, without = _OWED[state]
    own = followed.own
    if own is None or own.due_on is None or own.provisional:
        return Text(without)
    if own.due_on < clock.today():
        return Text(_LATE if followed.with_applicant else without, {"day": own.due_on})
    return Text(with_day, {"day": own.due_on})
