"""The texts letters are made from: an agency's own versions over those of the law floor, and its letterhead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.models import LetterHead, LetterTemplate
from gongkai.core.refusals import Conflict, Invalid
from gongkai.domain import letter_text, letters, remedies
from gongkai.domain.letters import LetterKind
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say

SAVED = ledger.verb(
    "core.letters.text_saved", N_("{actor} saved version {version} of the text of “{letter}”")
)
HEAD_SAVED = ledger.verb(
    "core.letters.head_saved", N_("{actor} saved version {version} of what the agency's letters carry")
)
LONGEST = 8000
LONGEST_TITLE = 60


class Office(Protocol):
    """An agency as far as a letter must know it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def telephone(self) -> str: ...
    @property
    def working_body(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LetterText:
    """A text of a kind of letter. ``version`` 0 is the one of ``law/letters.toml``."""

    kind: str
    version: int
    title: str
    text: str
    remedies_text: str = ""
    remedies_block: str = ""
    reason: str = ""
    created_by: int | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What an agency's letters carry. ``version`` 0: drawn from its name, nothing named by the legal officer yet."""

    version: int
    mark: str
    review_authority: str = ""
    court: str = ""
    review_online: str = ""
    reason: str = ""
    created_by: int | None = None
    created_at: datetime | None = None


def known_kind(kind: str) -> LetterKind:
    """The kind called ``kind``; ``Invalid`` when there is none."""
    found = letters.kind(kind)
    if isinstance(found, Refused):
        raise Invalid(found.reason, field="kind")
    return found


def by_law(kind: str) -> LetterText:
    """The text every agency begins with."""
    found = known_kind(kind)
    return LetterText(found.key, 0, found.label, found.text)


def templates(agency: str, kind: str) -> tuple[LetterText, ...]:
    """Every version of the agency's text, the newest first, that of the law last."""
    rows = LetterTemplate.objects.filter(agency=agency, kind=kind).order_by("-version")
    return (*(_text(row) for row in rows), by_law(kind))


def in_force(agency: str, kind: str) -> LetterText:
    """The text that holds now."""
    row = LetterTemplate.objects.filter(agency=agency, kind=kind).order_by("-version").first()
    return by_law(kind) if row is None else _text(row)


def all_in_force(agency: str) -> dict[str, LetterText]:
    """The text of every kind that holds now; one query."""
    newest = {
        row.kind: _text(row) for row in LetterTemplate.objects.filter(agency=agency).order_by("version")
    }
    return {each.key: newest.get(each.key) or by_law(each.key) for each in letters.kinds()}


def _text(row: LetterTemplate) -> LetterText:
    return LetterText(
        row.kind,
        row.version,
        row.title,
        row.text,
        row.remedies_text,
        row.remedies_block,
        row.reason,
        row.created_by,
        row.created_at,
    )


def checked(
    kind: str, title: str, text: str, remedies_text: str = "", remedies_block: str = ""
) -> LetterText:
    """The text as it would be saved; ``Invalid`` names the field and what is wrong with it."""
    known = known_kind(kind)
    title = " ".join(title.split())
    text, remedies_text = _clean(text), _clean(remedies_text)
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid(
            say("Give the letter a title of at most {most} characters.", most=LONGEST_TITLE), field="title"
        )
    if not text:
        raise Invalid(
            say("The letter has no text yet. Write one, or begin from the text of the law."), field="text"
        )
    if len(text) > LONGEST or len(remedies_text) > LONGEST:
        raise Invalid(
            say("The text is longer than {most} characters. Shorten it.", most=LONGEST), field="text"
        )
    _insist(letter_text.check(text, known.names), "text")
    if not remedies_text:
        return LetterText(known.key, 0, title, text)
    block = next((each for each in remedies.blocks() if each.key == remedies_block), None)
    if block is None or not known.needs_remedies:
        raise Invalid(
            say("This letter carries no such block on review and suit. Leave its wording empty."),
            field="remedies_text",
        )
    _insist(block.check(remedies_text), "remedies_text")
    return LetterText(known.key, 0, title, text, remedies_text, remedies_block)


def _clean(text: str) -> str:
    return "\n".join(
        line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()


def _insist(answer: Refused | None, field: str) -> None:
    if answer is not None:
        raise Invalid(answer.reason, field=field)


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(say("Say why it is changed; the reason is kept with the version."), field="reason")
    return reason[:500]


def save_template(
    *,
    agency: str,
    kind: str,
    title: str,
    text: str,
    remedies_text: str = "",
    remedies_block: str = "",
    reason: str,
    expected_version: int,
    actor: ledger.Actor,
) -> LetterText:
    """Saves the next version of a text; every version is kept. ``Conflict``: a newer one came meanwhile.

    Whether the person may is asked by the room.
    """
    wanted = checked(kind, title, text, remedies_text, remedies_block)
    reason = _given(reason)
    with transaction.atomic():
        ledger.take_turn()
        before = in_force(agency, kind)
        if before.version != expected_version:
            raise Conflict
        if (before.title, before.text, before.remedies_text, before.remedies_block) == (
            wanted.title,
            wanted.text,
            wanted.remedies_text,
            wanted.remedies_block,
        ):
            raise Invalid(say("Nothing was changed, so there is nothing to save."), field="text")
        row = LetterTemplate.objects.create(
            agency=agency,
            kind=kind,
            version=before.version + 1,
            title=wanted.title,
            text=wanted.text,
            remedies_text=wanted.remedies_text,
            remedies_block=wanted.remedies_block,
            reason=reason,
            created_by=actor.person_id,
            created_at=clock.now(),
        )
        data = {"agency": agency, "kind": kind, "letter": wanted.title, "version": row.version}
        data["text"] = wanted.text
        ledger.record(SAVED, subject=("core.letter_text", row.pk), actor=actor, data=data, reason=reason)
    return _text(row)


def heads(agency: str) -> Sequence[Head]:
    """Every version of what the agency's letters carry, the newest first."""
    return [_head(row) for row in LetterHead.objects.filter(agency=agency).order_by("-version")]


def head(office: Office) -> Head:
    """What the agency's letters carry now; until somebody named it, a mark drawn from its name."""
    row = LetterHead.objects.filter(agency=office.code).order_by("-version").first()
    return _head(row) if row else Head(0, letters.default_mark(office.name))


def _head(row: LetterHead) -> Head:
    return Head(
        row.version,
        row.mark,
        row.review_authority,
        row.court,
        row.review_online,
        row.reason,
        row.created_by,
        row.created_at,
    )


def save_head(
    *,
    office: Office,
    mark: str,
    review_authority: str,
    court: str = "",
    review_online: str = "",
    reason: str,
    expected_version: int,
    actor: ledger.Actor,
) -> Head:
    """Names the agency's mark and where to turn for review and suit; every version is kept."""
    mark, review_authority = "".join(mark.split()), review_authority.strip()
    if not mark or len(mark) > 20 or any(sign in mark for sign in "〔〕[]号"):
        raise Invalid(
            say("The mark is the first part of document numbers, such as 示城管: signs only."), field="mark"
        )
    if not review_authority:
        raise Invalid(
            say("Name the authority that reviews: usually the people's government."), field="review_authority"
        )
    reason = _given(reason)
    with transaction.atomic():
        ledger.take_turn()
        before = head(office)
        if before.version != expected_version:
            raise Conflict
        _own(mark, office.code)
        row = LetterHead.objects.create(
            agency=office.code,
            version=before.version + 1,
            mark=mark,
            review_authority=review_authority[:120],
            court=court.strip()[:120],
            review_online=review_online.strip()[:200],
            reason=reason,
            created_by=actor.person_id,
            created_at=clock.now(),
        )
        data = {"agency": office.code, "version": row.version, "mark": mark, "review": row.review_authority}
        data |= {"court": row.court, "online": row.review_online}
        ledger.record(HEAD_SAVED, subject=("core.letter_head", row.pk), actor=actor, data=data, reason=reason)
    return _head(row)


def _own(mark: str, agency: str) -> None:
    """Two agencies with one mark would give two letters one number."""
    if LetterHead.objects.filter(mark=mark).exclude(agency=agency).exists():
        raise Invalid(say("Another agency uses this mark already. Choose another."), field="mark")


def law_on(kind: LetterKind, outcome_group: str, on: date) -> remedies.Remedies:
    """The block on review and suit the letter carries on ``on``; a refusal where it must and there is none."""
    block = remedies.block_for(kind.key, outcome_group, on)
    if isinstance(block, Refused):
        raise Invalid(block.reason, field="outcome_group", citation=block.citation)
    return block
