"""Sitting an examination online: begun within the window, kept page by page, handed in once, over when the time is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.duties.examining import FALSE, LETTERS, TRUE, Question
from gongkai.domain.text import N_, say
from gongkai.duties import access_learning as access
from gongkai.duties.actions.learning.base import tell
from gongkai.duties.models import Attempt, Candidate
from gongkai.duties.queries.learning import mine
from gongkai.duties.queries.learning.mine import question_of
from gongkai.people.actor import StaffActor

BEGUN = ledger.verb("duties.examination.begun", N_("{actor} began examination {number} online"))
HANDED_IN = ledger.verb("duties.examination.handed_in", N_("{actor} handed examination {number} in"))

#: Signs of a written answer.
LONGEST_ANSWER = 4000


def begin(*, candidate_id: int, actor: StaffActor) -> Attempt:
    """Begins a sitting; the time runs from now. Beginning again gives what was begun.

    Raises ``NotAllowed`` for whoever is not enrolled or sees the bank, ``Refusal`` outside the window.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = _in_hand(candidate_id, actor)
        begun = mine.attempt_of(found)
        if begun is not None:
            return begun
        now = clock.now()
        if not mine.open_now(found, now):
            raise Refusal(say("One may begin from the beginning to the end of the sitting only."))
        exam = found.sitting.examination
        made = Attempt.objects.create(
            candidate=found, started_at=now, until=now + timedelta(minutes=exam.minutes)
        )
        tell(BEGUN, exam, exam.number, actor, {"candidate": found.pk, "until": made.until.isoformat()})
    return made


def save_answers(*, candidate_id: int, actor: StaffActor, answers: Mapping[int, str]) -> Attempt:
    """Keeps the answers of a page (place → letters, T/F, or words); what other pages say stays.

    No event: an answer on its way is no deed yet. Raises ``Refusal`` when the time is over or it was handed in.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = _in_hand(candidate_id, actor)
        attempt = _running(found)
        _keep(found, attempt, answers)
    return attempt


def hand_in(*, candidate_id: int, actor: StaffActor, answers: Mapping[int, str] | None = None) -> Attempt:
    """Hands the paper in, with the answers of the page that is open. A second click changes nothing."""
    with transaction.atomic():
        ledger.take_turn()
        found = _in_hand(candidate_id, actor)
        before = mine.attempt_of(found)
        if before is not None and before.submitted_at is not None:
            return before
        attempt = _running(found)
        _keep(found, attempt, answers or {})
        attempt.submitted_at = clock.now()
        attempt.revision += 1
        attempt.save(update_fields=["submitted_at", "revision"])
        exam = found.sitting.examination
        tell(HANDED_IN, exam, exam.number, actor, {"candidate": found.pk, "answered": len(attempt.answers)})
    return attempt


def _in_hand(candidate_id: int, actor: StaffActor) -> Candidate:
    found = mine.candidacy(actor, candidate_id)
    if found is None:
        raise NotAllowed(say("You are not enrolled in this sitting."))
    access.may_sit(actor, found).require()
    return found


def _running(found: Candidate) -> Attempt:
    attempt = Attempt.objects.select_for_update(of=("self",), no_key=True).filter(candidate=found).first()
    if attempt is None:
        raise Refusal(say("Begin the examination first."))
    if not mine.running(attempt, clock.now()):
        raise Refusal(say("The time is over, or it was handed in. What was saved until then counts."))
    return attempt


def _keep(found: Candidate, attempt: Attempt, answers: Mapping[int, str]) -> None:
    paper = found.sitting.examination.paper
    kept = dict(attempt.answers)
    for place, answer in answers.items():
        if not 0 <= place < len(paper):
            continue
        plain = _plain(question_of(paper[place]), answer)
        if plain:
            kept[str(place)] = plain
        else:
            kept.pop(str(place), None)
    attempt.answers, attempt.saved_at = kept, clock.now()
    attempt.revision += 1
    attempt.save(update_fields=["answers", "saved_at", "revision"])


def _plain(question: Question, answer: str) -> str:
    """The answer as it is kept: only letters of the question's options, T or F, or words."""
    if question.kind == "written":
        return answer.replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST_ANSWER]
    allowed = (TRUE, FALSE) if question.kind == "judge" else tuple(LETTERS[: len(question.options)])
    letters = sorted({sign for sign in answer if sign in allowed})
    return "".join(letters) if question.kind == "multiple" else "".join(letters[:1])
