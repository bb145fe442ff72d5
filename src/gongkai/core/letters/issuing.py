"""Issuing a letter: its number, its frozen wording and its digest, inside the transaction of the room's own deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.db import connection
from django.utils import timezone

from gongkai.core import clock, ledger, numbering, sealed
from gongkai.core.letters.content import Content, digest_of, unpacked
from gongkai.core.letters.texts import Head, LetterText, Office, head, in_force, known_kind, law_on
from gongkai.core.models import Letter
from gongkai.core.paper.sheet import Block, Image
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import letter_text, letters, remedies
from gongkai.domain.letters import LetterKind
from gongkai.domain.refusal import Refused
from gongkai.domain.remedies import Remedies
from gongkai.domain.text import say

#: What a field may be given as; dates are written 2026年3月5日, nothing is an empty field.
Given: TypeAlias = "str | int | Decimal | date | None"


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter filled in: what ``issue`` freezes, and what a preview shows. ``number`` is empty in a preview."""

    kind: str
    title: str
    issuer: str
    addressee: str
    content: Content
    remedies: str
    block: Remedies
    issued_on: date
    mark: str
    number: str = ""
    template_version: int = 0


def zh_day(day: date) -> str:
    """A date as Chinese documents write it (GB/T 9704-2012: Arabic digits, no leading zero)."""
    return f"{day.year}年{day.month}月{day.day}日"


def preview(
    *,
    agency: Office,
    kind: str,
    values: Mapping[str, Given],
    on: date,
    outcome_group: str = "",
    addressee: str = "",
    template: LetterText | None = None,
    extra_blocks: tuple[Block, ...] = (),
    attachments: tuple[str, ...] = (),
) -> LetterDraft:
    """The letter as it would be issued on ``on``. ``template``: a text not saved yet.

    ``Invalid`` says which fields are missing.
    """
    known = known_kind(kind)
    text, carries = template or in_force(agency.code, kind), head(agency)
    block = law_on(known, outcome_group, on)
    words = _words(known, agency, carries, values, on)
    filled = letter_text.fill(text.text, words, known.optional)
    if isinstance(filled, Refused):
        raise Invalid(filled.reason)
    if any(isinstance(each, Image) for each in extra_blocks):
        raise ValueError("A letter holds words and tables; pictures are attached to it.")
    return LetterDraft(
        kind=kind,
        title=text.title,
        issuer=agency.name,
        addressee=addressee.strip(),
        content=Content(letter_text.paragraphs(filled), extra_blocks, attachments),
        remedies=_remedies(known, block, text, words, on),
        block=block,
        issued_on=on,
        mark=carries.mark,
        template_version=text.version,
    )


def _words(
    kind: LetterKind, agency: Office, carries: Head, values: Mapping[str, Given], on: date
) -> dict[str, str]:
    """Every field the texts may use, as words; what the room gives goes before what is known of the agency."""
    superior = getattr(getattr(agency, "superior", None), "name", "")
    known: dict[str, Given] = {
        "agency": agency.name,
        "working_body": agency.working_body or agency.name,
        "agency_address": agency.address,
        "agency_phone": agency.telephone,
        "issued_on": on,
        "you": letters.form_of_address(kind),
        "review_authority": carries.review_authority or superior,
        "court": carries.court or remedies.court_by_default(),
        "review_online": carries.review_online or remedies.review_online_on(on),
    }
    known |= {field.key: None for field in kind.fields if field.key not in known and field.optional}
    # A room may pass all it knows: what is not of this kind (an applicant's name in a third party's letter) stays out.
    allowed = {*kind.names, *remedies.FIELDS}
    words = {key: _word(value) for key, value in {**known, **values}.items() if key in allowed}
    for field in kind.fields:
        if not field.lines and field.key in words:  # the sentence around it brings its own full stop
            words[field.key] = " ".join(words[field.key].rstrip("。；，;, ").split())
    return words | {"this": kind.this}


def _word(value: Given) -> str:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if isinstance(value, date):
        return zh_day(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value).strip()


def _remedies(kind: LetterKind, block: Remedies, text: LetterText, words: Mapping[str, str], on: date) -> str:
    """The block's words: the agency's own while the law's block is the one they were written for."""
    if not kind.needs_remedies:
        return ""
    own = text.remedies_text if text.remedies_block == block.key else ""
    filled = block.filled(words, own)
    if isinstance(filled, Refused):
        raise Invalid(
            say(
                "The block on review and suit is not complete, so the letter cannot be issued. {reason} "
                "The legal officer names them on the page of the letters.",
                reason=filled.reason,
            ),
            citation=block.citation,
        )
    return filled


def issue(
    *,
    subject: tuple[str, object],
    agency: Office,
    kind: str,
    values: Mapping[str, Given],
    outcome_group: str = "",
    on: date,
    actor: ledger.Actor,
    addressee: str,
    extra_blocks: tuple[Block, ...] = (),
    attachments: tuple[str, ...] = (),
) -> Letter:
    """Issues a letter inside the caller's transaction: gives the number and freezes the wording.

    It writes no event of its own: the letter is part of the room's deed, whose event holds ``told_of(letter)``.
    Raises ``Invalid`` when a field is empty or the block on review and suit is missing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A letter belongs to the transaction of its deed.")
    if not addressee.strip():
        raise Invalid(say("Say to whom the letter goes."), field="addressee")
    draft = preview(
        agency=agency,
        kind=kind,
        values=values,
        on=on,
        outcome_group=outcome_group,
        addressee=addressee,
        extra_blocks=extra_blocks,
        attachments=attachments,
    )
    letter = _numbered(draft, agency.code, known_kind(kind))
    letter.subject_type, letter.subject = subject[0], str(subject[1])
    letter.outcome_group = outcome_group
    letter.facts = _facts(known_kind(kind), values)
    letter.issued_at, letter.issued_by, letter.post = clock.now(), actor.person_id, actor.post_title[:120]
    packed = draft.content.packed()
    letter.digest = digest_of(_outside(letter), draft.addressee, packed)
    letter.addressee = sealed.seal(draft.addressee, _about(letter))
    letter.body = sealed.seal(packed, _about(letter))
    letter.save(force_insert=True)
    return letter


def _numbered(draft: LetterDraft, agency: str, kind: LetterKind) -> Letter:
    """The letter with the next number of its series, and with the block it may not go without."""
    if kind.needs_remedies and not draft.remedies.strip():  # whatever the texts say
        raise Invalid(say("A letter like this is not issued without its block on review and suit."))
    ledger.take_turn()  # numbers and events are taken in one order, so that two deeds never wait for each other
    year = draft.issued_on.year
    serial = numbering.next_in(series_name(agency, year, kind.series))
    return Letter(
        agency=agency,
        kind=kind.key,
        number=letters.number_of(draft.mark, kind.series, year, serial),
        series=kind.series,
        year=year,
        serial=serial,
        title=draft.title,
        issuer=draft.issuer,
        remedies=draft.remedies,
        remedies_block=draft.block.key,
        template_version=draft.template_version,
        issued_on=draft.issued_on,
    )


def series_name(agency: str, year: int, series: str) -> str:
    """The counter that gives the numbers of one agency, year and series."""
    return f"letters.{agency}.{year}.{series}"


def _facts(kind: LetterKind, values: Mapping[str, Given]) -> dict[str, str]:
    kept = {field.key for field in kind.fields if not field.personal}
    return {key: _word(value) for key, value in values.items() if key in kept and value is not None}


def _outside(letter: Letter) -> dict[str, str]:
    return {
        "number": letter.number,
        "kind": letter.kind,
        "title": letter.title,
        "issuer": letter.issuer,
        "issued_on": letter.issued_on.isoformat(),
        "remedies": letter.remedies,
    }


def _about(letter: Letter) -> str:
    """What the seal is bound to: the words of one letter cannot be put into another."""
    return f"letter {letter.agency} {letter.number}"


def told_of(letter: Letter) -> dict[str, str]:
    """What the room's event says of a letter: nothing personal, and enough to prove its wording."""
    return {
        "letter": letter.title,
        "letter_kind": letter.kind,
        "letter_number": letter.number,
        "letter_digest": letter.digest,
    }


def addressee_of(letter: Letter) -> str:
    """To whom the letter went; empty where it was erased."""
    return sealed.unseal(letter.addressee, _about(letter))


def content_of(letter: Letter) -> Content:
    """What the letter says; empty where it was erased."""
    return unpacked(sealed.unseal(letter.body, _about(letter)))


def is_whole(letter: Letter) -> bool:
    """Whether the letter still says what its digest covers; an erased one cannot be asked any more."""
    if letter.erased_at is not None:
        return not letter.addressee and not letter.body
    try:
        addressee = addressee_of(letter)
        packed = sealed.unseal(letter.body, _about(letter))
    except Refusal:
        return False
    return digest_of(_outside(letter), addressee, packed) == letter.digest


def erase(letter: Letter) -> bool:
    """Blanks what is personal in a letter and its services, when its time of keeping is over. Gives whether it did.

    The number, the day, the kind and the digest stay. No event of its own: it is part of the room's erasing.
    """
    now = clock.now()
    for service in letter.services.filter(erased_at__isnull=True):
        service.recipient, service.evidence, service.erased_at = "", "", now
        service.save(update_fields=["recipient", "evidence", "erased_at"])
    changed = Letter.objects.filter(pk=letter.pk, erased_at__isnull=True).update(
        addressee="", body="", erased_at=now
    )
    letter.refresh_from_db()
    return bool(changed)
