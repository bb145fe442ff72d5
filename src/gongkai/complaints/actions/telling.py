"""Telling reporters by e-mail that there is news. Names nobody and tells nothing of the matter."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.complaints.identity import read
from gongkai.complaints.models import Matter, Reporter
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import mail

#: Moves after which there is something new for the reporter to read or to do.
NEWS = frozenset(
    {
        "register", "decline", "accept_again", "merge", "part", "convert", "answer_directly", "dispatch", "sign",
        "grant_extension", "shelve", "take_up", "look_again", "send_reply", "close", "reopen", "close_unsettled",
        "withdraw",
    }
)  # fmt: skip


def tell_reporter(matter: Matter, key: str) -> None:
    """Queues the notice that there is news, for reporters who wanted it; those of joined matters as well."""
    if key not in NEWS or not mail.available():
        return
    about = [matter]
    if key in ("send_reply", "close", "reopen"):
        about += list(Matter.objects.filter(lead=matter, state="merged").select_related("agency"))
    for each in about:
        _tell(each)


def tell_question(matter: Matter) -> None:
    """Queues the notice that a question waits for the reporter."""
    if mail.available():
        _tell(matter)


def _tell(matter: Matter) -> None:
    reporter = Reporter.objects.filter(matter=matter).first()
    if reporter is None or not reporter.by_email:
        return
    with translation.override(reporter.language):
        prefix = "" if reporter.language.startswith("zh") else f"/{reporter.language}"
        address = f"{settings.PUBLIC_URL}{prefix}/complaints/follow/"
        title = _("News about your matter {number}").format(number=matter.number)
        text = _(
            "There is news about your matter {number} with {agency}.\n\nPlease read it with the number and your "
            "secret code at:\n{address}\n\nThis message was sent because you asked for notices; you can switch "
            "them off there."
        ).format(number=matter.number, agency=matter.agency.name, address=address)
    mail.queue(to=read(reporter).email, title=title, text=text, subject=subject_of(matter))
