"""Telling authors by e-mail that their opinion has its answer, and whoever signed up whether they come.

Names nobody and tells nothing of what was said.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.consultations import authors
from gongkai.consultations.models import Collection, Document, Opinion, SignUp
from gongkai.consultations.queries import collecting
from gongkai.consultations.queries.subjects import subject_of
from gongkai.core import mail


def tell_authors(found: Document, rows: Iterable[Opinion]) -> int:
    """Queues a notice for every author who wanted one; part of the deed. Gives how many."""
    if not mail.available():
        return 0
    return sum(_tell(found, row) for row in rows if row.by_email)


def _tell(found: Document, row: Opinion) -> bool:
    author = authors.read(row.reference, row.author)
    address = authors.page_for(author, "/consultations/answer/")
    with authors.speaking_to(author):
        title = _("Your opinion {reference} has its answer").format(reference=row.reference)
        text = _(
            "Your opinion {reference} on “{title}” has its answer.\n\nPlease read it with the reference and your code "
            "at:\n{address}\n\nThis message was sent because you asked for it when you gave the opinion."
        ).format(reference=row.reference, title=found.title, address=address)
    return mail.queue(to=author.email, title=title, text=text, subject=subject_of(found)) is not None


def tell_sign_up(found: Collection, row: SignUp) -> bool:
    """Queues the message that says whether they come, for whoever wanted one; part of the deed."""
    if not row.by_email or not mail.available():
        return False
    author = authors.read(row.reference, row.author)
    with authors.speaking_to(author):
        title, text = _sign_up_words(found, row, authors.page_for(author, "/voice/answer/"))
    return (
        mail.queue(to=author.email, title=title, text=text, subject=collecting.subject_of(found)) is not None
    )


def _sign_up_words(found: Collection, row: SignUp, address: str) -> tuple[str, str]:
    if row.accepted:
        title = _("You can come: {title}").format(title=" ".join(found.title.split()))
        said = _("You signed up for “{title}” as {reference}: you can come.\n\nDay: {day}\nPlace: {place}")
    else:
        title = _("You cannot come: {title}").format(title=" ".join(found.title.split()))
        said = _("You signed up for “{title}” as {reference}: this time you cannot come.")
    more = _("Please read more with the reference and your code at:\n{address}")
    text = f"{said}\n\n{more}".format(
        title=found.title,
        reference=row.reference,
        day=date_format(found.begins_on, "DATE_FORMAT"),
        place=found.place or "—",
        address=address,
    )
    return title, text
