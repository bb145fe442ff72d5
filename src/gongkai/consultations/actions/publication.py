"""Noting where the final text went: the draft begun among the published documents."""

from __future__ import annotations

from django.db import transaction

from gongkai.consultations.actions.base import in_post, put_back, take_in_hand, tell_ledger
from gongkai.consultations.models import Document
from gongkai.core import ledger
from gongkai.core.refusals import Refusal
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

NOTED = ledger.verb(
    "consultations.document.to_publication",
    N_("{actor} began the published document {document} from {title}"),
)
#: Where the text is decided.
DECIDED = ("signed", "published", "in_force")


def note_publication(*, document_id: int, actor: StaffActor, index_number: str) -> Document:
    """Notes the index number; part of the deed that begins the document there. Once only."""
    with transaction.atomic():
        found = take_in_hand(document_id, actor, None)
        if found.state not in DECIDED:
            raise Refusal(say("Only a text that is signed goes to the published documents."))
        if found.publication:
            raise Refusal(say("It was begun there before, as {number}.", number=found.publication))
        found.publication = index_number
        put_back(found)
        doing = in_post(actor, found, (DRAFTER, PUBLISHER))
        tell_ledger(NOTED, found, doing, data={"document": index_number})
    return found
