"""What the pages of the letters' texts show: labels, fields, the block on review and suit, preview, versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core import letters as core_letters
from gongkai.core.lawwords import in_chinese, label, label_in
from gongkai.core.letters import Head, LetterDraft, LetterText
from gongkai.core.refusals import Refusal
from gongkai.core.text import render
from gongkai.domain import letters as law
from gongkai.domain import remedies
from gongkai.domain.comparison import Row
from gongkai.domain.letters import LetterField, LetterKind
from gongkai.domain.remedies import Remedies
from gongkai.domain.text import N_
from gongkai.requests import words
from gongkai.requests.forms.letters import LetterForm
from gongkai.requests.queries import letters as queries
from gongkai.requests.queries.letters import Agency, InForce, Kept

_GROUPS = (
    ("way", N_("To the applicant along the way")),
    ("answer", N_("Answers")),
    ("others", N_("To third parties and other agencies")),
)
_TO = {
    "applicant": N_("To the applicant"),
    "third_party": N_("To a third party"),
    "agency": N_("To another agency"),
    "party": N_("To the party of a decision"),
}
KINDS = {"equal": "same", "moved": "move"}


def title(kind: LetterKind) -> str:
    """What a kind is called on lists: answers share a title, so the answer is named with it."""
    if not kind.answer:
        return label_in(kind)
    if in_chinese():
        return _("{letter}: {answer}").format(letter=kind.label, answer=words.answer(kind.answer))
    return kind.label_en


def groups(rows: Sequence[InForce]) -> list[dict[str, Any]]:
    """The kinds in three lists."""
    found: dict[str, list[dict[str, Any]]] = {key: [] for key, _label in _GROUPS}
    for row in rows:
        place = (
            "others"
            if row.kind.addressed_to != "applicant"
            else "answer"
            if row.kind.serves_answer
            else "way"
        )
        found[place].append(
            {
                "kind": row.kind,
                "title": title(row.kind),
                "text": row.text,
                "author": row.author,
                "block": label_in(row.remedies) if row.remedies else "",
                "verified": row.remedies is None or row.remedies.verified,
            }
        )
    return [{"label": _(text), "rows": found[key]} for key, text in _GROUPS if found[key]]


def head(agency: Agency) -> list[dict[str, str]]:
    """What all letters carry, for the list of facts."""
    carries = core_letters.head(agency)
    from_above = agency.superior.name if agency.superior else ""
    rows = (
        (_("Mark of the agency"), f"{carries.mark} ({example_number(carries.mark)})"),
        (_("Authority that reviews"), carries.review_authority or from_above),
        (_("Court"), carries.court or remedies.court_by_default()),
        (_("Review on the network"), carries.review_online or remedies.review_online_on(clock.today())),
    )
    return [{"label": name, "value": value} for name, value in rows]


def example_number(mark: str) -> str:
    """How a document number of the agency reads."""
    return law.number_of(mark, "disclosure", clock.today().year, 12)


def head_initial(agency: Agency, carries: Head) -> dict[str, str]:
    """What the form of the letterhead begins with."""
    above = agency.superior.name if agency.superior else ""
    return {
        "mark": carries.mark,
        "review_authority": carries.review_authority or above,
        "court": carries.court,
        "review_online": carries.review_online,
    }


def initial(text: LetterText, block: Remedies | None) -> dict[str, str]:
    """What the form begins with: an own wording is offered while the block is the one it was written for."""
    own = text.remedies_text if block is not None and text.remedies_block == block.key else ""
    return {"title": text.title, "text": text.text, "remedies_text": own}


def typed(kind: LetterKind, form: LetterForm, block: Remedies | None) -> LetterText:
    """What was typed as a text; ``Invalid`` says what could not be sent."""
    given = form.cleaned_data
    return core_letters.checked(
        kind.key, given["title"], given["text"], given["remedies_text"], block.key if block else ""
    )


def preview(agency: Agency, kind: LetterKind, text: LetterText) -> dict[str, Any]:
    """The letter with example values, or why it cannot be shown."""
    try:
        draft = queries.try_letter(agency, kind, text)
    except Refusal as refusal:
        return {"reason": render(refusal.reason)}
    return {"draft": draft, "number": _number(draft), "day": core_letters.zh_day(draft.issued_on)}


def _number(draft: LetterDraft) -> str:
    return core_letters.sheet_of_draft(draft).document_number


def about(kind: LetterKind, block: Remedies | None, text: LetterText) -> dict[str, Any]:
    """The kind's words, fields and block."""
    examples = law.examples(kind)
    return {
        "title": title(kind),
        "to": _(_TO[kind.addressed_to]),
        "series": label("letters", "series", kind.series),
        "text": text,
        "fields": [_field(field, examples) for field in kind.fields if not field.common],
        "common_fields": [_field(field, examples) for field in kind.fields if field.common],
        "remedies": block,
        "remedies_label": label_in(block) if block else "",
        "remedies_fields": [f"{{{name}}}" for name in block.names] if block else [],
    }


def _field(field: LetterField, examples: Mapping[str, str]) -> dict[str, Any]:
    return {
        "field": field,
        "label": label_in(field),
        "name": f"{{{field.key}}}",
        "example": examples[field.key],
    }


def history(versions: Sequence[Kept], asked: Mapping[str, str]) -> dict[str, Any]:
    """The versions, and two of them side by side."""
    numbers = {kept.row.version: kept.row for kept in versions}
    new = _version(asked.get("new", ""), numbers, versions[0].row.version)
    old = _version(asked.get("old", ""), numbers, versions[min(1, len(versions) - 1)].row.version)
    before, after = numbers[old], numbers[new]
    assert isinstance(before, LetterText)
    assert isinstance(after, LetterText)
    return {
        "versions": versions,
        "old": old,
        "new": new,
        "old_label": _label(old),
        "new_label": _label(new),
        "rows": [_row(row) for row in queries.compare_letter_texts(before, after)] if old != new else [],
    }


def _version(typed_in: str, known: Mapping[int, Any], otherwise: int) -> int:
    number = int(typed_in) if typed_in.isascii() and typed_in.isdigit() and len(typed_in) < 7 else otherwise
    return number if number in known else otherwise


def _label(number: int) -> str:
    return _("Version {number}").format(number=number) if number else _("Text of the law's data")


def _row(row: Row) -> dict[str, Any]:
    return {
        "kind": KINDS.get(row.op, row.op),
        "old": [(piece.text, piece.op != "equal") for piece in row.old],
        "new": [(piece.text, piece.op != "equal") for piece in row.new],
    }
