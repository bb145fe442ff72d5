"""Writing examinations and moving them on: the paper is drawn when one is released, and closed ones are marked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from gongkai.core import clock, ledger, numbering, public_version
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.domain.duties import examining, learning
from gongkai.domain.duties.examining import PROCESS
from gongkai.domain.duties.learning import TRAINER
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.duties import access_learning as access
from gongkai.duties.access import roles_over
from gongkai.duties.actions.base import (
    done_before,
    in_hand,
    in_post,
    note_author,
    note_step,
    put_back,
    refusal,
    words,
)
from gongkai.duties.actions.learning import results
from gongkai.duties.actions.learning.base import LONGEST_REASON, tell
from gongkai.duties.models import Examination, Question
from gongkai.duties.queries.learning import bank, examinations
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

DRAFTED = ledger.verb("duties.examination.drafted", N_("{actor} drafted examination {number}"))
WRITTEN = ledger.verb("duties.examination.written", N_("{actor} changed the draft of examination {number}"))
VERBS = {move.key: ledger.verb(f"duties.examination.{move.key}", move.done) for move in PROCESS.moves}

LONGEST = {"title": 120, "about": 2000}
#: Questions of one kind in a paper, and minutes of a sitting, at most.
MOST_QUESTIONS, MOST_MINUTES = 200, 600
CONFIRMING = ("confirm", "confirm_correction")


@dataclass(frozen=True, slots=True)
class ExaminationInput:
    """What an examination says; ``minutes`` 0: as the subject has it; ``wanted``: kind → an online paper."""

    title: str
    subject: str
    way: str = "paper"
    minutes: int = 0
    about: str = ""
    wanted: Mapping[str, int] = field(default_factory=dict)


def draft_examination(*, actor: StaffActor, agency_id: int, given: ExaminationInput) -> Examination:
    """Begins an examination. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    with transaction.atomic():
        ledger.take_turn()
        access.may_train(actor, agency_id).require()
        fields = _checked(given)
        agency, year, now = Agency.objects.get(pk=agency_id), clock.today().year, clock.now()
        serial = numbering.next_in(f"duties.examination.{agency.code}.{year}")
        number = f"{agency.code.upper()}-KS-{year}-{serial:03d}"
        made = Examination.objects.create(
            agency=agency, number=number, seed=_seed(number), created_at=now, updated_at=now, **fields
        )
        doing = in_post(actor, agency_id, (TRAINER,))
        note_author(examinations.KIND, made, doing)
        tell(DRAFTED, made, number, doing, {"title": made.title, "subject": made.subject, "way": made.way})
    return made


def write_examination(
    *, examination_id: int, actor: StaffActor, expected_revision: int | None, given: ExaminationInput
) -> Examination:
    """Changes a draft. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    with transaction.atomic():
        found = in_hand(Examination, examination_id, access.examinations_seen(actor), expected_revision)
        access.may_write_examination(actor, found).require()
        fields = _checked(given)
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        doing = in_post(actor, found.agency_id, (TRAINER,))
        put_back(found)
        note_author(examinations.KIND, found, doing)
        tell(WRITTEN, found, found.number, doing, {"fields": sorted(changed)})
    return found


def move_examination(
    *, examination_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Examination:
    """Makes the move ``key`` (``domain.duties.examining``); a second click on the same button changes nothing.

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster.
    """
    with transaction.atomic():
        try:
            found = in_hand(Examination, examination_id, access.examinations_seen(actor), expected_revision)
        except Conflict:
            again = examinations.examination(actor, examination_id)
            if again is not None and done_before(examinations.KIND, again, key, actor, expected_revision):
                return again
            raise
        given = ("reason",) if reason.strip() else ()
        answer = step(PROCESS, found.state, key, examinations.facts(found, actor, given))
        if isinstance(answer, Refused):
            raise refusal(PROCESS, key, answer, roles_over(actor, found.agency_id))
        before, found.state = found.state, answer.state.key
        doing = in_post(actor, found.agency_id, PROCESS.move(key).roles)
        told = _effects(found, key, doing)
        put_back(found)
        plain = reason.strip()[:LONGEST_REASON]
        note_step(examinations.KIND, found, key, doing, reason=plain)
        tell(VERBS[key], found, found.number, doing, {"from": before, "to": found.state, **told}, plain)
        if key in CONFIRMING or (before in examining.PUBLIC) != (found.state in examining.PUBLIC):
            public_version.public_changed()
    return found


def _effects(found: Examination, key: str, doing: StaffActor) -> dict[str, Any]:
    """What a move does beside the state; gives what the ledger is told of it."""
    if key == "release":
        found.released_on = clock.today()
        if found.way == "online":
            _fix_paper(found)
            return {"paper": _digest(found), "questions": len(found.paper)}
    elif key == "mark":
        note_author(examinations.KIND, found, doing)
        return {"marked": results.mark_online(found, doing)} if found.way == "online" else {}
    elif key in CONFIRMING:
        found.confirmed_on = clock.today()
        results.confirm(found)
        count = examinations.count(found)
        return {"enrolled": count.enrolled, "present": count.present, "passed": count.passed}
    return {}


def _fix_paper(found: Examination) -> None:
    """Draws the paper once and for all; its marks give the full mark, and the pass line in proportion."""
    rows = bank.drawn_from(found.agency_id, found.subject)
    drawn = examining.draw(rows.values_list("pk", "kind"), found.wanted, found.seed)
    if isinstance(drawn, Refused):
        raise Refusal(drawn.reason)
    by_key = Question.objects.in_bulk(list(drawn))
    asked = [by_key[pk].asked() for pk in drawn]
    found.paper = [{**asdict(each), "options": list(each.options)} for each in asked]
    total = sum(each.marks for each in asked)
    found.pass_line = examining.scaled_line(found.pass_line, found.full_mark, total)
    found.full_mark = total


def _digest(found: Examination) -> str:
    """What the ledger keeps of a paper: that it is this one, not what it asks."""
    text = "\n".join(f"{each['text']}|{each['key']}|{each['marks']}" for each in found.paper)
    return hashlib.sha256(text.encode()).hexdigest()


def _seed(number: str) -> int:
    """The dice of a drawing: from a secret of the installation nobody can work out the paper without."""
    return int(salted_hmac("gongkai.duties.paper", number).hexdigest()[:7], 16)


def _checked(given: ExaminationInput) -> dict[str, Any]:
    subject = learning.row("subject", given.subject)
    if subject is None:
        raise Invalid(say("Choose the subject."), field="subject")
    if learning.row("way", given.way) is None:
        raise Invalid(say("Choose how it is held."), field="way")
    if not 0 <= given.minutes <= MOST_MINUTES:
        raise Invalid(say("Minutes go from 1 to {most}.", most=MOST_MINUTES), field="minutes")
    wanted = {kind: given.wanted.get(kind, 0) for kind in examining.KINDS} if given.way == "online" else {}
    for kind, count in wanted.items():
        if not 0 <= count <= MOST_QUESTIONS:
            raise Invalid(
                say("At most {most} questions of a kind.", most=MOST_QUESTIONS), field=f"wanted_{kind}"
            )
    plain = {name: words(getattr(given, name), name, longest) for name, longest in LONGEST.items()}
    if not plain["title"]:
        raise Invalid(say("This is missing. Write it."), field="title")
    return plain | {
        "subject": given.subject,
        "way": given.way,
        "full_mark": subject["full"],
        "pass_line": subject["pass"],
        "minutes": given.minutes or subject["minutes"],
        "wanted": {kind: count for kind, count in wanted.items() if count},
    }
