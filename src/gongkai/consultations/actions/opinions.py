"""Giving an opinion (提出意见) on this site, and entering one that came by letter, telephone, meeting or visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from gongkai.consultations import access, authors
from gongkai.consultations.actions import attaching
from gongkai.consultations.actions.attaching import Sealed, Upload
from gongkai.consultations.actions.base import in_post, take_in_hand, tell_ledger, words
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Document, Opinion, Version
from gongkai.consultations.queries import public, texts
from gongkai.core import clock, ledger, secret_codes
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.consultations.versions import Anchor, anchored
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

GIVEN = ledger.verb("consultations.opinion.given", N_("Opinion {reference} on {title} came in"))
ENTERED = ledger.verb("consultations.opinion.entered", N_("{actor} entered opinion {reference} on {title}"))
LONGEST = 4000
LONGEST_AUTHOR = {"name": 40, "contact": 100, "email": 120}


@dataclass(frozen=True, slots=True)
class OpinionInput:
    """What somebody says, to which words (``clause`` empty: to the whole), and who they are if they say so."""

    words: str
    clause: str = ""
    start: int | None = None
    end: int | None = None
    author: Author = field(default_factory=Author)
    by_email: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The opinion as it was kept, and the code by which its author reads the answer."""

    opinion: Opinion
    code: str


def give_opinion(
    *, document_id: int, version_number: int, token: str, given: OpinionInput, files: Sequence[Upload] = ()
) -> Kept:
    """Keeps an opinion given on this site, and what came with it. The form's ``token`` makes a second click the same
    opinion.

    Raises ``Refusal`` when the consultation is not open or the version is not the one that is, ``Invalid`` naming the
    field.
    """
    if not token or len(token) > secret_codes.LONGEST_TOKEN:
        raise Invalid(
            say("This form is no longer valid. Open the page again; what you wrote is still there.")
        )
    with attaching.sealed_files(files, clean=True) as sealed, transaction.atomic():
        found = take_in_hand(document_id, None, None)
        before = Opinion.objects.filter(token_mark=authors.token_mark(token)).first()
        if before is not None:
            return Kept(before, secret_codes.code_of(authors.CODES, token))
        version = _open_version(found, version_number)
        author = _author(given.author, version.identity)
        code = secret_codes.code_of(authors.CODES, token)
        made = _keep(
            found, version, given, channel="web", author=author, received_on=clock.today(), token=token
        )
        attached = attaching.keep(made, sealed)
        data = {"reference": made.reference, "version": version.number, "clause": made.clause}
        tell_ledger(GIVEN, found, None, data={**data, **({"files": attached} if attached else {})})
    return Kept(made, code)


def _open_version(found: Document, number: int) -> Version:
    if not public.is_open(found):
        raise Refusal(say("This consultation is over. What is decided on it will be published here."))
    version = texts.newest_public(found)
    if version is None or version.number != number:
        raise Refusal(say("A newer text is open for opinions. Read that one; what you wrote is still there."))
    return version


def enter_opinion(
    *,
    document_id: int,
    actor: StaffActor,
    version_number: int,
    channel: str,
    received_on: date,
    given: OpinionInput,
    token: str = "",
    files: Sequence[Upload] = (),
) -> Opinion:
    """Enters an opinion that came another way, also after the last day when it came before. Raises ``Invalid``.

    The form's ``token`` makes a second click the same opinion.
    """
    row = rules.row("channel", channel)
    if row is None or not row["staff"]:
        raise Invalid(say("Choose how the opinion came."), field="channel")
    if received_on > clock.today():
        raise Invalid(say("This day lies ahead."), field="received_on")
    with attaching.sealed_files(files, clean=False) as sealed, transaction.atomic():
        found = take_in_hand(document_id, actor, None)
        access.may_handle_opinions(actor, found).require()
        mark = authors.token_mark(token)
        before = Opinion.objects.filter(document=found, token_mark=mark).first() if mark else None
        if before is not None:
            return before
        made = _keep(
            found,
            _version_put_out(found, version_number, received_on),
            given,
            channel=channel,
            author=_author(given.author, "anyone"),
            received_on=received_on,
            actor=actor,
            token=token,
        )
        _note_entered(found, made, actor, sealed)
    return made


def _version_put_out(found: Document, number: int, received_on: date) -> Version:
    """The version the opinion is about, out on the day it came."""
    version = found.versions.filter(number=number, opens_on__isnull=False).first()
    if version is None:
        raise Invalid(say("Choose a version that was put out for opinions."), field="version")
    if version.opens_on is not None and received_on < version.opens_on:
        raise Invalid(say("The consultation had not begun on that day."), field="received_on")
    return version


def _note_entered(found: Document, made: Opinion, actor: StaffActor, sealed: list[Sealed]) -> None:
    attached = attaching.keep(made, sealed)
    data: dict[str, object] = {
        "reference": made.reference,
        "version": made.version.number,
        "clause": made.clause,
        "channel": made.channel,
    }
    if attached:
        data["files"] = attached
    tell_ledger(ENTERED, found, in_post(actor, found, (DRAFTER, PUBLISHER)), data=data)


def _author(given: Author, identity: str) -> Author:
    fields = {name: words(getattr(given, name), name, most) for name, most in LONGEST_AUTHOR.items()}
    author = Author(**fields, language=given.language)
    if identity == "email" and not author.email:
        raise Invalid(say("This consultation asks for an e-mail address. Write it."), field="email")
    if identity == "name" and not (author.name and author.contact):
        missing = "name" if not author.name else "contact"
        raise Invalid(
            say("This consultation asks for your name and how to reach you. Neither is public."),
            field=missing,
        )
    return author


def _keep(
    found: Document,
    version: Version,
    given: OpinionInput,
    *,
    channel: str,
    author: Author,
    received_on: date,
    actor: StaffActor | None = None,
    token: str = "",
) -> Opinion:
    plain = words(given.words, "words", LONGEST, needed=True)
    anchor = _anchor(version, given)
    reference = authors.new_reference()
    # Nobody holds a code to what was entered here.
    code = secret_codes.code_of(authors.CODES, token) if token and actor is None else ""
    return Opinion.objects.create(
        document=found,
        version=version,
        reference=reference,
        code_digest=secret_codes.digest_of(authors.CODES, reference, code) if code else "",
        clause=anchor.key,
        start=anchor.start,
        end=anchor.end,
        quote=anchor.quote,
        words=authors.seal_words(reference, plain),
        channel=channel,
        author=authors.seal(reference, author),
        by_email=given.by_email and bool(author.email),
        token_mark=authors.token_mark(token),
        words_mark=authors.words_mark(anchor.key, plain),
        received_on=received_on,
        entered_by_id=actor.person_id if actor else None,
    )


def _anchor(version: Version, given: OpinionInput) -> Anchor:
    anchor = anchored(texts.provisions(version), given.clause, given.start, given.end)
    if anchor is None:
        raise Invalid(say("The words you marked are not in this text. Mark them again."), field="clause")
    return anchor
