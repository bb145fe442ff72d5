"""Confirming an e-mail address before an opinion is taken: a code is sent there, and nothing is kept until it is given.

The code follows from the form's token and the address under the installation's key, so that it need not be stored.
"""

from __future__ import annotations

import hmac

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.consultations.actions.base import take_in_hand
from gongkai.consultations.queries import public
from gongkai.consultations.queries.subjects import subject_of
from gongkai.core import mail, secret_codes
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

_CODES = "opinion mail"


def code_for(token: str, email: str) -> str:
    """The code that confirms the address for the form with this token."""
    return secret_codes.code_of(_CODES, f"{token}\x00{email.strip().lower()}")


def code_fits(token: str, email: str, code: str) -> bool:
    """Whether this is that code; compared in constant time."""
    wanted, given = secret_codes.plain(code_for(token, email)), secret_codes.plain(code)
    return hmac.compare_digest(wanted, given)


def send_code(*, document_id: int, token: str, email: str) -> None:
    """Sends the code. It changes no record, so the ledger is told nothing.

    Raises ``Refusal`` where this installation sends no e-mail, or the consultation is over.
    """
    with transaction.atomic():
        found = take_in_hand(document_id, None, None)
        if not public.is_open(found):
            raise Refusal(say("This consultation is over. What is decided on it will be published here."))
        title = _("Code to confirm your e-mail address")
        text = _(
            "Somebody, probably you, is giving an opinion on “{title}” with this e-mail address.\n\nThe code is: "
            "{code}\n\nWrite it into the form, which is still open in your browser, and send it again. If it was not "
            "you, do nothing: without the code nothing is kept."
        ).format(title=found.title, code=code_for(token, email))
        queued = mail.queue(to=email, title=title, text=text, subject=subject_of(found))
        if queued is None:
            raise Refusal(
                say("No e-mail can be sent from here at present. Please give your opinion another way.")
            )
