"""The texts of the agency's letters as the legal officer looks at them: in force, before, compared, tried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core import clock, letters
from gongkai.core.letters import Head, LetterDraft, LetterText
from gongkai.core.segment import words as cut
from gongkai.domain import comparison, remedies
from gongkai.domain import letters as law
from gongkai.domain.letters import LetterKind
from gongkai.domain.prose import Block
from gongkai.domain.refusal import Refused
from gongkai.domain.remedies import Remedies
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Person

__all__ = [
    "Agency",
    "InForce",
    "Kept",
    "authority_named",
    "compare_letter_texts",
    "group_of",
    "letter_block",
    "letter_kind",
    "letter_texts",
    "letter_versions",
    "letterheads",
    "office",
    "try_letter",
]

#: What stands in a preview where nobody has named the reviewing authority yet.
UNNAMED = "×××人民政府"


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of a text, or of what the letters carry, with the name of who saved it."""

    row: LetterText | Head
    author: str


@dataclass(frozen=True, slots=True)
class InForce:
    """A kind of letter with the text that holds and who wrote it."""

    kind: LetterKind
    text: LetterText
    author: str
    remedies: Remedies | None


def office(actor: StaffActor) -> Agency:
    """The agency whose letters the person looks at: their own."""
    return Agency.objects.select_related("superior").get(pk=actor.agency_id)


def letter_kind(key: str) -> LetterKind | None:
    """The kind of letter called ``key``, if the law's data know it."""
    found = law.kind(key)
    return None if isinstance(found, Refused) else found


def letter_texts(agency: Agency) -> list[InForce]:
    """Every kind with its text in force; two queries however many there are."""
    texts = letters.all_in_force(agency.code)
    names = _names(text.created_by for text in texts.values())
    today = clock.today()
    return [
        InForce(kind, texts[kind.key], names.get(texts[kind.key].created_by or 0, ""), _block(kind, today))
        for kind in law.kinds()
    ]


def _block(kind: LetterKind, today: date) -> Remedies | None:
    block = remedies.block_for(kind.key, group_of(kind), today)
    return None if isinstance(block, Refused) or not block.text else block


def group_of(kind: LetterKind) -> str:
    """The outcome group under which a kind is tried out."""
    return kind.groups[0] if kind.groups else ""


def letter_block(kind: LetterKind) -> Remedies | None:
    """The block on review and suit a letter of this kind carries today; ``None``: it carries none."""
    return _block(kind, clock.today())


def letter_versions(agency: Agency, kind: LetterKind) -> list[Kept]:
    """Every version of a text, the newest first, that of the law last."""
    texts = letters.templates(agency.code, kind.key)
    names = _names(text.created_by for text in texts)
    return [Kept(text, names.get(text.created_by or 0, "")) for text in texts]


def letterheads(agency: Agency) -> list[Kept]:
    """Every version of what the agency's letters carry, the newest first."""
    rows = letters.heads(agency.code)
    names = _names(row.created_by for row in rows)
    return [Kept(row, names.get(row.created_by or 0, "")) for row in rows]


def _names(numbers: Iterable[int | None]) -> dict[int, str]:
    wanted = {number for number in numbers if number}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def compare_letter_texts(old: LetterText, new: LetterText) -> Sequence[comparison.Row]:
    """What changed between two versions, paragraph by paragraph; title and block on review and suit included."""
    return comparison.compare(_blocks(old), _blocks(new), cut)


def _blocks(text: LetterText) -> tuple[Block, ...]:
    lines = [line for part in (text.text, text.remedies_text) for line in part.split("\n") if line]
    title = Block("heading", 2, text.title, "title")
    return (title, *(Block("paragraph", 0, line, f"line {place}") for place, line in enumerate(lines, 1)))


#: To whom a letter that is only tried goes.
_EXAMPLES = {"applicant": "王小明", "third_party": "某某运输有限公司", "agency": "某某局", "party": "王小明"}


def try_letter(agency: Agency, kind: LetterKind, text: LetterText | None = None) -> LetterDraft:
    """The letter with example values, as it would be sent today; ``Invalid`` says why it could not be."""
    values = law.examples(kind)
    own = ("agency", "working_body", "agency_address", "agency_phone", "issued_on")
    shown: dict[str, letters.Given] = {key: value for key, value in values.items() if key not in own}
    if not authority_named(agency):
        shown["review_authority"] = UNNAMED
    return letters.preview(
        agency=agency,
        kind=kind.key,
        values=shown,
        on=clock.today(),
        outcome_group=group_of(kind),
        addressee=_EXAMPLES[kind.addressed_to],
        template=text,
    )


def authority_named(agency: Agency) -> bool:
    """Whether it is known who reviews the agency's decisions; without that no answer can be issued."""
    return bool(letters.head(agency).review_authority or (agency.superior and agency.superior.name))
