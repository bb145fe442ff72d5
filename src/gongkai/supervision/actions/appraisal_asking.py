"""Asking those who were drawn: messages with a one-time code, the reminder, and forgetting how they are reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.core import clock, ledger, mail, sealed
from gongkai.core.mail import Letter
from gongkai.domain.supervision.appraisal_sheet import numbers
from gongkai.domain.text import N_
from gongkai.supervision.actions.appraisal_base import put_back, tell_ledger
from gongkai.supervision.appraisal_codes import code_of
from gongkai.supervision.models import Invitation, Round
from gongkai.supervision.queries.appraisals import contact_about, subject_of

REMINDED = ledger.verb(
    "supervision.appraisal.reminded",
    N_("Those drawn for {number} who have not answered were reminded: {count}"),
)


def invite(found: Round) -> int:
    """Queues the messages in the transaction of the opening. Gives how many are written to."""
    return mail.queue_all(_letters(found, again=False), subject_of(found))


def remind(found: Round) -> bool:
    """Reminds once those written to who have not answered; from then on they are called too, where a number is known.

    Gives whether it was done now. Called inside a transaction, with the ledger's turn taken.
    """
    due = found.opened_on + timedelta(days=int(numbers("days")["reminder"])) if found.opened_on else None
    if found.state != "open" or found.reminded_on is not None or due is None or due > clock.today():
        return False
    found.reminded_on = clock.today()
    count = mail.queue_all(_letters(found, again=True), subject_of(found))
    put_back(found)
    tell_ledger(REMINDED, found, None, data={"count": count})
    return True


def _letters(found: Round, *, again: bool) -> Iterator[Letter]:
    rows = found.invitations.filter(outcome="").exclude(email="").exclude(code_digest="")
    for each in rows.order_by("place"):
        to = sealed.unseal(each.email, contact_about(each))
        with translation.override(each.language):
            title, text = _words(found, each, again=again)
        yield Letter(to, title, text)


def _words(found: Round, invitation: Invitation, *, again: bool) -> tuple[str, str]:
    code = code_of(invitation)
    address = f"{settings.PUBLIC_URL}{reverse('portal:appraisal_invited', args=[code])}"
    text = _(
        "You dealt with {agency} in the last year. You were drawn by lot to say how open it is. It takes three "
        "minutes, nobody learns what you answered, and you may leave it.\n\nOpen this page until {day}:\n{address}\n\n"
        "The link works once. After the last day your address is erased from the appraisal."
    )
    title = (
        _("A reminder: how open is the agency?")
        if again
        else _("How open is the agency? You were drawn by lot")
    )
    day = date_format(found.closes_on, "DATE_FORMAT")
    return title, text.format(agency=found.agency.name, day=day, address=address)


def forget(found: Round) -> None:
    """Erases how those drawn are reached; who did not answer counts as waiting, so that every outcome is a number."""
    found.invitations.filter(outcome="").update(outcome="waiting")
    found.invitations.update(telephone="", email="", code_digest="", units="")


def run() -> int:
    """One round of the clock: closes what is over, reminds once. Safe to run twice, and after a fall."""
    from gongkai.supervision.actions.appraisal_moving import close_round

    done = 0
    for pk in list(Round.objects.filter(state="open").order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            ledger.take_turn()
            rows = Round.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
            found = rows.filter(pk=pk, state="open").first()
            if found is not None:
                done += close_round(found) or remind(found)
    return done
