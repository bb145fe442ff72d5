"""A rule that was decided becomes a draft among the published documents (最终文本转公开发布).

Two rooms write, in one transaction: a draft with the final text, number and validity begins among the documents, and
the document of the consultation keeps its index number. What becomes of the draft goes the usual way there.
"""

from __future__ import annotations

from html import escape

from django.db import transaction

from gongkai.consultations.actions.publication import note_publication
from gongkai.consultations.queries import documents, texts
from gongkai.consultations.queries.records import Document as Rule
from gongkai.consultations.queries.records import Version
from gongkai.core import ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.consultations.clauses import HEADINGS
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions import DraftInput
from gongkai.publishing.queries import Document

DRAFTER = "publishing.drafter"


def may_begin(actor: StaffActor) -> bool:
    """Whether the actor may begin drafts at all."""
    return bool(actor.units_where(DRAFTER))


def begin(*, document_id: int, actor: StaffActor) -> Document:
    """Begins the draft. Raises ``NotAllowed`` without a drafting post, ``Refusal`` where nothing is signed yet."""
    units = actor.units_where(DRAFTER)
    if not units:
        raise NotAllowed(say("Only drafters begin documents. Pass it on to a drafter of your unit."))
    with transaction.atomic():
        ledger.take_turn()
        rule = documents.document(actor, document_id)
        if rule is None:
            raise NotAllowed(say("There is no such document, or your posts do not show it to you."))
        text = texts.newest(rule)
        if text is None:
            raise Refusal(say("There is no text yet. Write it, or bring a Word file in."))
        made = publishing.start_document(
            actor=actor,
            unit_id=rule.unit_id if rule.unit_id in units else units[0],
            content=_content(rule, text),
        )
        note_publication(document_id=rule.pk, actor=actor, index_number=made.index_number)
    return made


def _content(rule: Rule, text: Version) -> DraftInput:
    return DraftInput(
        title=rule.title,
        document_number=rule.formal_number or None,
        date_made=rule.signed_on,
        body=_body(text),
        summary=rule.need[:500],
        openness="active",
        in_force_from=rule.in_force_from,
        expires_on=rule.lapses_on,
        wants_interpretation=bool(rule.interpretation.strip()),
    )


def _body(text: Version) -> str:
    """Chapters as headings, everything else as paragraphs with their numbers."""
    rows = []
    for each in texts.numbered(text):
        line = escape(f"{each.mark}　{each.provision.text}" if each.mark.startswith("第") else
                      f"{each.mark}{each.provision.text}")  # fmt: skip
        rows.append(f"<h2>{line}</h2>" if each.provision.level in HEADINGS else f"<p>{line}</p>")
    return "".join(rows)
