"""What is written back to whoever wrote a mail: the receipt with number and code, or what became of their words."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.complaints.actions.intake import Submitted
from gongkai.complaints.models import Matter
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import mail, rate
from gongkai.core.mailbox import Message
from gongkai.core.text import render
from gongkai.domain.complaints import categories
from gongkai.domain.text import Text

#: Answers to one address within a minute: two machines that answer each other fall silent.
MOST_A_MINUTE = 3


def tell_taken(taken: Submitted, message: Message, language: str) -> None:
    """The receipt. It goes to the sender's own address alone: number and code open the matter, and it is theirs."""
    matter = taken.matter
    with translation.override(language):
        title = _("We have your matter: {number}").format(number=matter.number)
        lines = [
            _("Your mail has arrived with {agency} and was taken in as a matter.").format(
                agency=matter.agency.name
            ),
            _("Number: {number}\nSecret code: {code}").format(number=matter.number, code=taken.code),
            _("With both you see where it stands, add to it and read the reply:\n{address}").format(
                address=_address(language)
            ),
            _(
                "Keep the code to yourself. To add something you may also answer this mail from this address; "
                "leave the number in the subject."
            ),
            _("Proof: event {seq} of the ledger, digest {digest}.").format(
                seq=taken.seq, digest=taken.digest
            ),
        ]
        dangers = categories.dangers(f"{message.subject}\n{message.text}")
        if dangers:
            numbers = "、".join(dict.fromkeys(each.number for each in dangers))
            lines.insert(0, _("Is anybody in danger now? Call {numbers} at once.").format(numbers=numbers))
        _send(message, title, lines, subject_of(matter))


def tell_added(matter: Matter, message: Message, language: str) -> None:
    """The words were added to the matter they belong to."""
    with translation.override(language):
        title = _("Added to your matter {number}").format(number=matter.number)
        lines = [
            _("What you wrote was added to your matter {number}; whoever handles it reads it.").format(
                number=matter.number
            ),
            _("With the number and your secret code you see where it stands:\n{address}").format(
                address=_address(language)
            ),
        ]
        _send(message, title, lines, subject_of(matter))


def tell_refused(message: Message, reason: Text, language: str) -> None:
    """Why the mail was not taken, and what to do."""
    with translation.override(language):
        _send(
            message,
            _("Your mail was not taken"),
            [render(reason), _address(language)],
            ("complaints.mail", ""),
        )


def _address(language: str) -> str:
    prefix = "" if language.startswith("zh") else f"/{language}"
    return f"{settings.PUBLIC_URL}{prefix}/complaints/follow/"


def _send(message: Message, title: str, lines: list[str], subject: tuple[str, object]) -> None:
    address = message.sender_address
    if address and mail.available() and not rate.wait("complaints.mail", address.casefold(), MOST_A_MINUTE):
        mail.queue(to=address, title=title, text="\n\n".join(lines), subject=subject)
