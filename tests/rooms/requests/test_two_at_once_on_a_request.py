"""Two people at the same moment: is there one result, one clear answer for the other, and nothing lost?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast, person
from gongkai.core import clock, ledger
from gongkai.core.models import Letter
from gongkai.core.refusals import Conflict, Refusal
from gongkai.people.actor import actor_of
from gongkai.requests import actions
from gongkai.requests.actions import AnswerInput, Given, by_itself
from gongkai.requests.models import Applicant, Request
from gongkai.requests.people import Acting, ApplicantActor
from request_stage import ANSWERS, TODAY, filled, stand, step
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found
        assert found.alone(lambda: ledger.verify()[1]) is None


@pytest.fixture
def cast(together: Together) -> Cast:
    made: Cast = together.alone(make_cast)
    return made


def on(day: date, work: Callable[[], Any]) -> Callable[[], Any]:
    """The same work on that day; each thread has a clock of its own."""

    def travelling() -> Any:
        with clock.travel_to(day):
            return work()

    return travelling


def moving(request: Request, key: str, actor: Acting, **given: Any) -> Callable[[], Request]:
    work: Callable[[], Request] = on(
        TODAY,
        lambda: actions.move(
            request_id=request.pk,
            key=key,
            actor=actor,
            expected_version=request.version,
            given=Given(**given),
        ),
    )
    return work


def stood(cast: Cast, together: Together, name: str) -> Request:
    made: Request = together.alone(on(TODAY, lambda: stand(cast, name)))
    return made


def again(together: Together, request: Request) -> tuple[Request, list[str]]:
    def look() -> tuple[Request, list[str]]:
        fresh = Request.objects.get(pk=request.pk)
        return fresh, [step.move for step in fresh.steps.all()]

    found: tuple[Request, list[str]] = together.alone(look)
    return found


def second(cast: Cast, role: str) -> Acting:
    unit = cast.units["waste" if role == "requests.officer" else "office"]
    return actor_of(person(f"second-{role.partition('.')[2]}", cast.agency, unit, [role]))


def kinds(outcome: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in outcome)


def test_approving_and_returning_at_once_is_one_of_the_two(cast: Cast, together: Together) -> None:
    leader, other = together.alone(lambda: (cast.approver, second(cast, "requests.leader")))
    request = stood(cast, together, "approval")
    outcome = together.at_once(
        moving(request, "approve", leader), moving(request, "approve_return", other, reason="再改")
    )
    assert kinds(outcome) == ["Conflict", "Request"]
    fresh, moves = again(together, request)
    assert fresh.state in ("approved", "handling")
    assert moves.count("approve") + moves.count("approve_return") == 1


def test_two_desks_registering_the_same_request(cast: Cast, together: Together) -> None:
    desk, other = together.alone(lambda: (cast.desk, second(cast, "requests.desk")))
    request = stood(cast, together, "received")
    outcome = together.at_once(moving(request, "register", desk), moving(request, "register", other))
    assert kinds(outcome) == ["Conflict", "Request"]
    _, moves = again(together, request)
    assert moves.count("register") == 1
    assert together.alone(Letter.objects.count) == 1


def test_a_double_click_on_issue_is_one_letter(cast: Cast, together: Together) -> None:
    request = stood(cast, together, "approved")
    desk, before = together.alone(lambda: (cast.desk, Letter.objects.count()))
    outcome = together.at_once(*[moving(request, "issue", desk)] * 3)
    assert [getattr(each, "state", each) for each in outcome] == ["issued"] * 3
    assert again(together, request)[1].count("issue") == 1
    assert together.alone(Letter.objects.count) == before + 1


def test_withdrawing_while_the_answer_is_issued_is_one_of_the_two(cast: Cast, together: Together) -> None:
    for _ in range(3):
        request = stood(cast, together, "approved")
        desk, applicant = together.alone(lambda: cast.desk), ApplicantActor(request.pk, cast.agency.code)
        outcome = together.at_once(moving(request, "withdraw", applicant), moving(request, "issue", desk))
        assert kinds(outcome) == ["Conflict", "Request"]
        fresh, moves = again(together, request)
        withdrawn = fresh.state == "closed"
        assert withdrawn or fresh.state == "issued"
        assert (fresh.outcome, "withdraw" in moves, "issue" in moves) == (
            "other_other" if withdrawn else "",
            withdrawn,
            not withdrawn,
        )
        sent = together.alone(
            lambda at=request: list(at.letters.values_list("letter__kind", flat=True))  # type: ignore[misc]
        )
        assert ("withdrawal_acknowledgement" in sent) is withdrawn
        assert ("answer_refused" in sent) is not withdrawn


def test_the_applicant_completes_while_the_desk_closes(cast: Cast, together: Together) -> None:
    late = TODAY.replace(month=4)
    request = stood(cast, together, "correction")
    applicant = ApplicantActor(request.pk, cast.agency.code)
    corrected = on(
        late,
        lambda: actions.complete(
            request_id=request.pk, actor=applicant, expected_version=request.version, text="2025年度"
        ),
    )
    outcome = together.at_once(corrected, on(late, by_itself.run))
    fresh, moves = again(together, request)
    if fresh.state == "registered":
        assert outcome[1] == 0
        assert "lapse_correction" not in moves
    else:
        assert (fresh.state, outcome[1]) == ("closed", 1)
        assert isinstance(outcome[0], Refusal)
        assert "corrected" not in moves


def test_writing_over_each_other_loses_nothing(cast: Cast, together: Together) -> None:
    request = stood(cast, together, "handling")
    one, two = together.alone(lambda: (cast.officer, cast.second_officer))

    def save(actor: Any, reason: str) -> Callable[[], Any]:
        content = AnswerInput(kind="refused", **{**ANSWERS["refused"], "reason": reason})
        return on(
            TODAY,
            lambda: actions.save_answer(
                request_id=request.pk, actor=actor, expected_version=request.version, content=content
            ),
        )

    outcome = together.at_once(save(one, "甲"), save(two, "乙"))
    assert kinds(outcome) == ["Conflict", "Request"]
    kept = together.alone(lambda: request.answers.get().reason)
    assert kept == ("甲" if isinstance(outcome[0], Request) else "乙")


def test_an_opinion_and_the_systems_clock_at_once(cast: Cast, together: Together) -> None:
    late = TODAY.replace(month=4)
    request = stood(cast, together, "consulting")
    officer, given = together.alone(on(TODAY, lambda: (cast.officer, filled(cast, request))))
    entered = on(
        late,
        lambda: actions.move(
            request_id=request.pk,
            key="last_opinion",
            actor=officer,
            expected_version=request.version,
            given=Given(**given),
        ),
    )
    outcome = together.at_once(entered, on(late, by_itself.run))
    fresh, moves = again(together, request)
    assert (fresh.state, moves.count("last_opinion")) == ("handling", 1)
    result = together.alone(lambda: request.consultations.get().result)
    assert result == ("silent" if outcome[1] else "agrees")
    assert isinstance(outcome[0], Conflict if outcome[1] else Request)


def test_two_opinions_at_once_leave_none_open(cast: Cast, together: Together) -> None:
    """Each is the first of two for whoever enters it; the second finds it changed and looks again."""
    request = stood(cast, together, "consulting, two")
    heard = together.alone(lambda: list(request.consultations.values_list("pk", flat=True)))
    one, two = together.alone(lambda: (cast.officer, cast.second_officer))
    values = {"result": "agrees", "opinion": "同意"}
    outcome = together.at_once(
        moving(request, "opinion", one, consultation=heard[0], **values),
        moving(request, "opinion", two, consultation=heard[1], **values),
    )
    assert kinds(outcome) == ["Conflict", "Request"]
    fresh, _ = again(together, request)
    assert fresh.state == "consulting"
    fresh = together.alone(on(TODAY, lambda: step(cast, fresh, "last_opinion", "officer")))
    assert fresh.state == "handling"


def test_two_workers_end_each_request_once(cast: Cast, together: Together) -> None:
    late = TODAY.replace(month=5)
    for name in ("correction", "fee", "excessive", "consulting"):
        stood(cast, together, name)
    done = together.at_once(*[on(late, by_itself.run)] * 3)
    assert sum(done) == 4
    states = together.alone(lambda: sorted(Request.objects.values_list("state", flat=True)))
    assert states == ["closed", "closed", "handling", "handling"]


def test_two_workers_erase_each_applicant_once(cast: Cast, together: Together) -> None:
    together.alone(on(TODAY, lambda: [requesting.closed(cast) for _ in range(3)]))
    later = TODAY.replace(year=TODAY.year + 6)
    assert sum(together.at_once(*[on(later, actions.erase_due)] * 3)) == 3
    assert together.alone(lambda: Applicant.objects.filter(sealed="").count()) == 3


def test_letters_of_many_at_once_have_no_gap_and_no_double(cast: Cast, together: Together) -> None:
    waiting = [stood(cast, together, "approved") for _ in range(4)]
    desk = together.alone(lambda: cast.desk)
    outcome = together.at_once(*[moving(request, "issue", desk) for request in waiting])
    assert kinds(outcome) == ["Request"] * 4
    serials = together.alone(
        lambda: sorted(Letter.objects.filter(series="disclosure").values_list("serial", flat=True))
    )
    assert serials == [1, 2, 3, 4]


def test_requests_handed_in_at_once_have_numbers_of_their_own(cast: Cast, together: Together) -> None:
    outcome = together.at_once(*[on(TODAY, lambda: requesting.submitted(cast).number)] * 4)
    assert sorted(outcome) == [f"341600CG-2026-{serial:05d}" for serial in range(1, 5)]
