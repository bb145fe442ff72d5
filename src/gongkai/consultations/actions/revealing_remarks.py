"""Having shown who made a remark: for a purpose that stands in the ledger."""

from __future__ import annotations

from django.db import transaction

from gongkai.consultations import access_collecting as access
from gongkai.consultations.actions.collecting import in_post, take_in_hand, tell_ledger
from gongkai.consultations.actions.revealing import LONGEST_PURPOSE, SHORTEST_PURPOSE
from gongkai.consultations.authors import Author
from gongkai.consultations.queries import collecting as reads
from gongkai.core import ledger
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

REVEALED = ledger.verb(
    "consultations.remark.revealed", N_("{actor} had shown who made remark {reference} of {title}")
)


def reveal_remark(*, collection_id: int, remark_id: int, actor: StaffActor, purpose: str) -> Author:
    """Name and contact. Raises ``Invalid`` without a purpose, ``Refusal`` of an anonymous remark."""
    plain = " ".join(purpose.replace("\x00", "").split())
    if not SHORTEST_PURPOSE <= len(plain) <= LONGEST_PURPOSE:
        raise Invalid(
            say("Say for what you need to know who wrote it; it stands in the ledger."), field="purpose"
        )
    with transaction.atomic():
        found = take_in_hand(collection_id, actor, None)
        access.may_sort(actor, found).require()
        row = reads.remarks(found).filter(pk=remark_id).first()
        if row is None:
            raise NotAllowed(say("One of these opinions is not of this collection."))
        author = reads.author_of(row)
        if not author:
            raise Refusal(say("This opinion is anonymous: nothing says who wrote it."))
        data = {"reference": row.reference}
        tell_ledger(REVEALED, found, in_post(actor, found), data=data, reason=plain)
    return author
