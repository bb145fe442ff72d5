"""Looking at what people wrote in their own words before anybody else reads it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.refusals import Invalid, NotAllowed
from gongkai.domain import privacy
from gongkai.domain.supervision.appraisal import SUPERVISOR
from gongkai.domain.supervision.appraisal_sheet import LONGEST
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.supervision import access_appraisal as access
from gongkai.supervision.actions.appraisal_base import in_post, plain, take_in_hand, tell_ledger
from gongkai.supervision.models import AppraisalWords

LOOKED = ledger.verb("supervision.appraisal.looked", N_("{actor} looked at what somebody wrote in {number}"))


def look_at(*, round_id: int, words_id: UUID, actor: StaffActor, shown: str) -> AppraisalWords:
    """Releases what the public reads of it, or, left empty, nothing. May be done anew until the results are published.

    Raises ``NotAllowed``, ``Invalid`` where personal data are left in it.
    """
    text = plain(shown, "shown", LONGEST)
    if privacy.findings(text):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field="shown")
    with transaction.atomic():
        found = take_in_hand(round_id, actor, None)
        access.may_look(actor, found).require()
        row = found.words.filter(pk=words_id).first()
        if row is None:
            raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
        if row.looked_at_by_id is not None and row.public_words == text:
            return row
        row.public_words, row.looked_at_by_id = text, actor.person_id
        row.save(update_fields=["public_words", "looked_at_by_id"])
        doing = in_post(actor, found, (SUPERVISOR,))
        tell_ledger(LOOKED, found, doing, data={"shown": bool(text)})
    return row
