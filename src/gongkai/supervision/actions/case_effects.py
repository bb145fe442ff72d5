"""What each move of a case of accountability writes into it, beside the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from gongkai.core import clock
from gongkai.domain.supervision import liability
from gongkai.people.actor import StaffActor
from gongkai.supervision.models import Case, Statement, Talk

if TYPE_CHECKING:
    from gongkai.supervision.actions.moving_cases import CaseGiven

Effect = Callable[[Case, "CaseGiven", StaffActor], None]


def _in(step: str) -> date:
    """The last day of a step that begins today."""
    return clock.calendar().after(clock.today(), liability.days()[step])


def _look_into(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    case.act_by = _in("look_into")


def _enquire(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _talk(case, given, actor, Talk.Kind.ENQUIRY)


def _tell(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    # Told anew: what was stated before was about something else.
    case.told, case.told_on, case.stated_on = given.words, clock.today(), None
    case.hear_until = case.act_by = given.until


def _state(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _statement(case, given.words, actor, Statement.Kind.STATED)
    case.stated_on = clock.today()


def _take_down(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _statement(case, given.words, actor, Statement.Kind.TAKEN_DOWN)
    case.stated_on = clock.today()


def _to_propose(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    case.act_by = _in("propose")


def _propose(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    case.proposed_measure, case.proposal = given.measure, given.words
    case.act_by = _in("decide")


def _end(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    case.closed_on, case.act_by = clock.today(), None


def _decide(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    case.measure, case.decision, case.decided_on = given.measure, given.words, clock.today()
    case.appeal_until = _in("appeal")
    case.act_by = _in("carry_out")


def _result_talk(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _talk(case, given, actor, Talk.Kind.RESULT)


def _carry_out(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    case.result, case.carried_out_on = given.words, clock.today()
    case.act_by = _in("close")


def _close(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    case.outcome = given.words
    _end(case, given, actor)


def _appeal(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _statement(case, given.words, actor, Statement.Kind.APPEAL)
    case.appealed_on, case.closed_on = clock.today(), None
    case.act_by = _in("review")


def _reviewed(case: Case, given: CaseGiven) -> None:
    case.review, case.reviewed_on = given.reason, clock.today()


def _uphold(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _reviewed(case, given)
    case.act_by = _in("carry_out")


def _uphold_done(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _reviewed(case, given)
    case.act_by = _in("close")


def _change(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _reviewed(case, given)
    # Another result is carried out anew; how the former was stands in its step.
    case.measure, case.carried_out_on, case.result = given.measure, None, ""
    case.act_by = _in("carry_out")


def _revoke(case: Case, given: CaseGiven, actor: StaffActor) -> None:
    _reviewed(case, given)
    _end(case, given, actor)


def _talk(case: Case, given: CaseGiven, actor: StaffActor, kind: Talk.Kind) -> None:
    assert given.on is not None
    Talk.objects.create(
        case=case,
        kind=kind,
        on=given.on,
        led_by=given.led_by,
        held_with=given.held_with,
        words=given.words,
        measure=case.measure if kind == Talk.Kind.RESULT else "",
        recorded_by_id=actor.person_id,
        at=clock.now(),
    )


def _statement(case: Case, words: str, actor: StaffActor, kind: Statement.Kind) -> None:
    Statement.objects.create(case=case, kind=kind, words=words, person_id=actor.person_id, at=clock.now())


#: Move → what it writes.
EFFECTS: Mapping[str, Effect] = {
    "look_into": _look_into,
    "enquire": _enquire,
    "tell": _tell,
    "state": _state,
    "take_down": _take_down,
    "hear_out": _to_propose,
    "look_again": _look_into,
    "propose": _propose,
    "drop": _end,
    "send_back": _to_propose,
    "decide": _decide,
    "decline": _end,
    "talk": _result_talk,
    "carry_out": _carry_out,
    "close": _close,
    "appeal": _appeal,
    "uphold": _uphold,
    "uphold_done": _uphold_done,
    "change": _change,
    "revoke": _revoke,
}
