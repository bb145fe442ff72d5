"""Taking part in a collection: a remark, a filled-in questionnaire, a sign-up; on this site or entered by staff."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.consultations import access_collecting as access
from gongkai.consultations import authors
from gongkai.consultations.actions.base import words
from gongkai.consultations.actions.collecting import in_post, take_in_hand, tell_ledger
from gongkai.consultations.actions.counting import count_in
from gongkai.consultations.actions.telling import tell_sign_up
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Collection, Remark, Sheet, SignUp
from gongkai.consultations.queries import collecting as reads
from gongkai.core import clock, ledger, secret_codes
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.consultations import questionnaires, rules
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

SAID = ledger.verb("consultations.remark.given", N_("Remark {reference} came in through {title}"))
ENTERED = ledger.verb("consultations.remark.entered", N_("{actor} entered remark {reference} of {title}"))
FILLED = ledger.verb("consultations.sheet.filled", N_("A questionnaire of {title} came in"))
FILLED_IN = ledger.verb("consultations.sheet.entered", N_("{actor} entered a questionnaire of {title}"))
SIGNED_UP = ledger.verb("consultations.sign_up.made", N_("Somebody signed up for {title} as {reference}"))
DECIDED = ledger.verb(
    "consultations.sign_up.decided", N_("{actor} decided on sign-up {reference} for {title}")
)
LONGEST = 4000
LONGEST_AUTHOR = {"name": 40, "contact": 100, "email": 120}


@dataclass(frozen=True, slots=True)
class RemarkInput:
    """What somebody says, and who they are if they say so."""

    words: str
    author: Author = field(default_factory=Author)
    by_email: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What was kept, its reference, and the code by which its author follows it (empty: entered by staff)."""

    reference: str
    code: str
    again: bool = False


def say_something(*, collection_id: int, token: str, given: RemarkInput) -> Taken:
    """Keeps a remark given on this site; the form's token makes a second click the same remark.

    Raises ``Refusal`` when the channel is not open, ``Invalid`` naming the field.
    """
    code = _code(token)
    with transaction.atomic():
        found = take_in_hand(collection_id, None, None)
        before = Remark.objects.filter(token_mark=authors.token_mark(token)).first()
        if before is not None:
            return Taken(before.reference, code, again=True)
        _insist(found, "remarks")
        made = _keep(found, given, "web", clock.today(), token=token)
        tell_ledger(SAID, found, None, data={"reference": made.reference})
    return Taken(made.reference, code)


def enter_remark(
    *,
    collection_id: int,
    actor: StaffActor,
    channel: str,
    received_on: date,
    given: RemarkInput,
    token: str = "",
) -> Remark:
    """Enters what was said another way: from the box, at a meeting, on a visit. Raises ``Invalid``.

    A form's ``token`` makes a second click the same remark.
    """
    with transaction.atomic():
        found = take_in_hand(collection_id, actor, None)
        access.may_enter(actor, found).require()
        before = found.remarks.filter(token_mark=authors.token_mark(token)).first() if token else None
        if before is not None:
            return before
        _check_entry(found, channel, received_on)
        made = _keep(found, given, channel, received_on, actor=actor, token=token)
        tell_ledger(
            ENTERED, found, in_post(actor, found), data={"reference": made.reference, "channel": channel}
        )
    return made


def fill_in(
    *,
    collection_id: int,
    token: str,
    answers: Mapping[str, Any],
    actor: StaffActor | None = None,
    channel: str = "web",
    received_on: date | None = None,
) -> Sheet:
    """Keeps a filled-in questionnaire, nobody's name with it; sent twice it is one.

    ``actor``: staff who enter it from paper. Raises ``Invalid`` with the question as field (``q:KEY``).
    """
    if not token or len(token) > secret_codes.LONGEST_TOKEN:
        raise Invalid(
            say("This form is no longer valid. Open the page again; what you wrote is still there.")
        )
    with transaction.atomic():
        found = take_in_hand(collection_id, actor, None)
        mark = authors.token_mark(token)
        before = Sheet.objects.filter(token_mark=mark).first()
        if before is not None:
            return before
        if actor is None:
            _insist(found, "asks")
        else:
            access.may_enter(actor, found).require()
            _check_entry(found, channel, received_on or clock.today())
        made = _keep_sheet(found, mark, answers, actor, channel, received_on or clock.today())
        count_in(found, made.answers)
        if actor is None:
            tell_ledger(FILLED, found, None)
        else:
            tell_ledger(FILLED_IN, found, in_post(actor, found), data={"channel": channel})
    return made


def _keep_sheet(
    found: Collection,
    mark: str,
    answers: Mapping[str, Any],
    actor: StaffActor | None,
    channel: str,
    received_on: date,
) -> Sheet:
    asked = reads.questions(found)
    wrong = questionnaires.answer_faults(asked, answers)
    if wrong:
        key, text = next(iter(wrong.items()))
        raise Invalid(text, field=f"q:{key}" if key else "")
    free = {
        each.key: str(answers[each.key]).replace("\x00", "").strip()
        for each in asked
        if each.kind == "free" and str(answers.get(each.key) or "").strip()
    }
    # In the clear only that a free answer was given: people name themselves and others in it.
    plain = {
        key: ("…" if key in free else value) for key, value in answers.items() if value not in (None, "", [])
    }
    return Sheet.objects.create(
        collection=found,
        answers=plain,
        free=authors.seal_words(f"sheet.{mark}", json.dumps(free, ensure_ascii=False)) if free else "",
        channel=channel,
        token_mark=mark,
        received_on=received_on,
        entered_by_id=actor.person_id if actor else None,
    )


def sign_up(
    *, collection_id: int, token: str, author: Author, stands_for: str, text: str, by_email: bool = False
) -> Taken:
    """Keeps who wants to come to a meeting or hearing. Raises ``Refusal`` after the last day, ``Invalid``."""
    code = _code(token)
    with transaction.atomic():
        found = take_in_hand(collection_id, None, None)
        before = SignUp.objects.filter(token_mark=authors.token_mark(token)).first()
        if before is not None:
            return Taken(before.reference, code, again=True)
        if not reads.may_sign_up(found):
            raise Refusal(say("Nobody signs up for this any more, or not yet."))
        who = _author(author)
        for name in ("name", "contact"):
            if not getattr(who, name):
                raise Invalid(say("Write your name and how to reach you. Neither is public."), field=name)
        reference = authors.new_reference()
        SignUp.objects.create(
            collection=found,
            reference=reference,
            code_digest=secret_codes.digest_of(authors.CODES, reference, code),
            author=authors.seal(reference, who),
            by_email=by_email and bool(who.email),
            stands_for=words(stands_for, "stands_for", 100),
            words=authors.seal_words(reference, words(text, "words", LONGEST)),
            token_mark=authors.token_mark(token),
            at=clock.today(),
        )
        tell_ledger(SIGNED_UP, found, None, data={"reference": reference})
    return Taken(reference, code)


def decide_sign_up(
    *, collection_id: int, actor: StaffActor, sign_up_id: int, accepted: bool, reason: str = ""
) -> SignUp:
    """Says whether somebody comes; a reason where not. They read it with reference and code, by e-mail if they wish.

    The very same said again is told to nobody.
    """
    plain = words(reason, "reason", 300, needed=not accepted)
    with transaction.atomic():
        found = take_in_hand(collection_id, actor, None)
        access.may_enter(actor, found).require()
        row = SignUp.objects.filter(collection=found, pk=sign_up_id).first()
        if row is None:
            raise Refusal(say("There is no such sign-up."))
        new = (row.accepted, row.reason) != (accepted, plain)
        row.accepted, row.reason, row.decided_by_id = accepted, plain, actor.person_id
        row.save(update_fields=["accepted", "reason", "decided_by"])
        told = tell_sign_up(found, row) if new else False
        data = {"reference": row.reference, "accepted": accepted, "told": told}
        tell_ledger(DECIDED, found, in_post(actor, found), data=data, reason=plain)
    return row


def _code(token: str) -> str:
    if not token or len(token) > secret_codes.LONGEST_TOKEN:
        raise Invalid(
            say("This form is no longer valid. Open the page again; what you wrote is still there.")
        )
    return secret_codes.code_of(authors.CODES, token)


def _insist(found: Collection, what: str) -> None:
    kind = rules.row("collection", found.kind) or {}
    if not reads.is_open(found) or not kind.get(what):
        raise Refusal(say("This is not open. What came of it will be published here."))


def _check_entry(found: Collection, channel: str, received_on: date) -> None:
    kind = rules.row("collection", found.kind) or {"channels": ()}
    if channel not in kind["channels"] or channel == "web":
        raise Invalid(say("Choose how it came."), field="channel")
    if received_on > clock.today() or received_on < found.begins_on:
        raise Invalid(say("Give a day from the first day to today."), field="received_on")


def _author(given: Author) -> Author:
    fields = {name: words(getattr(given, name), name, most) for name, most in LONGEST_AUTHOR.items()}
    return Author(**fields, language=given.language)


def _keep(
    found: Collection,
    given: RemarkInput,
    channel: str,
    received_on: date,
    *,
    actor: StaffActor | None = None,
    token: str = "",
) -> Remark:
    plain, author = words(given.words, "words", LONGEST, needed=True), _author(given.author)
    reference = authors.new_reference()
    # What staff entered nobody follows with a code: it was given to nobody.
    code = secret_codes.code_of(authors.CODES, token) if token and actor is None else ""
    return Remark.objects.create(
        collection=found,
        reference=reference,
        code_digest=secret_codes.digest_of(authors.CODES, reference, code) if code else "",
        words=authors.seal_words(reference, plain),
        author=authors.seal(reference, author),
        by_email=given.by_email and bool(author.email),
        channel=channel,
        token_mark=authors.token_mark(token),
        received_on=received_on,
        entered_by_id=actor.person_id if actor else None,
    )
