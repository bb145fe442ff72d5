"""Who wrote an opinion (意见提出人), shown for a reason that stands in the ledger."""

from __future__ import annotations

from django.db import transaction

from gongkai.consultations import access
from gongkai.consultations.actions.base import in_post, take_in_hand, tell_ledger
from gongkai.consultations.authors import Author
from gongkai.consultations.queries import opinions as reads
from gongkai.core import ledger
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

REVEALED = ledger.verb(
    "consultations.opinion.revealed", N_("{actor} had shown who wrote opinion {reference} on {title}")
)
#: Shortest and longest purpose, in signs.
SHORTEST_PURPOSE, LONGEST_PURPOSE = 4, 200


def reveal(*, document_id: int, opinion_id: int, actor: StaffActor, purpose: str) -> Author:
    """Name and contact. Raises ``Invalid`` without a purpose, ``Refusal`` of an anonymous opinion."""
    plain = " ".join(purpose.replace("\x00", "").split())
    if len(plain) < SHORTEST_PURPOSE:
        raise Invalid(
            say("Say for what you need to know who wrote it; it stands in the ledger."), field="purpose"
        )
    if len(plain) > LONGEST_PURPOSE:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=LONGEST_PURPOSE),
            field="purpose",
        )
    with transaction.atomic():
        found = take_in_hand(document_id, actor, None)
        access.may_see_author(actor, found).require()
        row = reads.opinion(found, opinion_id)
        if row is None:
            raise NotAllowed(say("There is no such opinion, or your posts do not show it to you."))
        author = reads.author_of(row)
        if not author:
            raise Refusal(say("This opinion is anonymous: nothing says who wrote it."))
        doing = in_post(actor, found, (DRAFTER, PUBLISHER))
        tell_ledger(REVEALED, found, doing, data={"reference": row.reference}, reason=plain)
    return author
