"""A risk that came up with a rule shows where a power may be abused: it begins a risk point (廉政风险点).

Found in the risk assessment beside a document, or named by an opinion that was adopted. Two rooms write, in one
transaction: the register begins a draft for the unit, with the document's number in the ledger, and the document keeps
the risk point's code. The document goes on; the draft goes the register's usual way, with other eyes there.
"""

from __future__ import annotations

from django.db import transaction

from gongkai.consultations import access_evaluating as access
from gongkai.consultations.actions import clues
from gongkai.consultations.queries import clues as reads
from gongkai.consultations.queries import documents
from gongkai.core import ledger
from gongkai.core.refusals import NotAllowed
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers.actions import risks
from gongkai.powers.models import Version


def begin(
    *,
    document_id: int,
    actor: StaffActor,
    unit_id: int,
    title: str,
    shows: str,
    note: str,
    beside_id: int | None = None,
    opinion_id: int | None = None,
) -> Version:
    """Begins the draft and notes both numbers, once. ``note``: why it is passed on, kept with the document.

    Raises ``NotAllowed`` for whoever neither drafts nor publishes the document, ``Refusal`` for what shows no risk and
    for what was passed on before, ``Invalid`` naming the field.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = documents.document(actor, document_id)
        source = None
        if found is not None:
            source = reads.beside(found, beside_id) if beside_id else reads.opinion(found, opinion_id or 0)
        if found is None or source is None:
            raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
        access.may_pass_on_risks(actor, found).require()
        clues.insist_new(source)
        version = risks.begin_from_clue(
            actor=actor,
            agency_id=found.agency_id,
            unit_id=unit_id,
            title=title,
            shows=shows,
            clue=reads.number_of(found, source),
        )
        clues.note_risk_point(
            document_id=found.pk,
            actor=actor,
            code=version.entry.code,
            note=note,
            beside_id=beside_id,
            opinion_id=opinion_id,
        )
    return version
