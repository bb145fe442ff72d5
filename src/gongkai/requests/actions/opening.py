"""Opening a letter of the request: it names the applicant, so it is opened for a purpose like the applicant's data."""

from __future__ import annotations

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.models import Letter
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.requests import access
from gongkai.requests.actions.base import in_post, tell_ledger
from gongkai.requests.actions.sealing import SHORTEST_PURPOSE
from gongkai.requests.models import Request

LETTER_OPENED = ledger.verb("requests.letter.opened", N_("{actor} opened the letter {letter} of {number}"))


def open_letter(*, request_id: int, letter_id: int, actor: StaffActor, purpose: str) -> Letter:
    """A letter of the request, opened for a purpose that stands in the ledger. Raises ``Invalid`` without one."""
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Invalid(say("Say for what you need the letter; it stands in the ledger."), field="purpose")
    with transaction.atomic():
        ledger.take_turn()
        request = (
            Request.objects.filter(access.visible_to(actor), pk=request_id)
            .select_related("agency", "unit")
            .first()
        )
        sent = (
            request.letters.select_related("letter").filter(letter_id=letter_id).first() if request else None
        )
        if request is None or sent is None:
            raise Refusal(say("There is no such letter, or your posts do not show it to you."))
        access.may_see_applicant(actor, request).require()
        doing = in_post(actor, request, access.SEEING_APPLICANTS)
        tell_ledger(
            LETTER_OPENED, request, doing, data={"letter": sent.letter.number}, reason=purpose.strip()
        )
    return sent.letter
