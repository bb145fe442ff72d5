"""Telling authors by e-mail that their opinion has its answer, and whoever signed up whether they come.

Names nobody and tells nothing of what was said.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
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
    address = f"{settings.PUBLIC_URL}/consultations/answer/"
    title = _("Your opinion {reference} has its answer").format(reference=row.reference)
    text = _(
        "Your opinion {reference} on “{title}” has its answer.\n\nPlease read it with the reference and your code "
        "at:\n{address}\n\nThis message was sent because you asked for it when you gave the opinion."
    ).format(reference=row.reference, title=found.title, address=address)
    to = authors.read(row.reference, row.author).email
    return mail.queue(to=to, title=title, text=text, subject=subject_of(found)) is not None


def tell_sign_up(found: Collection, row: SignUp) -> bool:
    """Queues the message that says whether they come, for whoever wanted one; part of the deed."""
    if not row.by_email or not mail.available():
        return False
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
        day=found.begins_on.isoformat(),
        place=found.place or "—",
        address=f"{settings.PUBLIC_URL}/voice/answer/",
    )
    to = authors.read(row.reference, row.author).email
    return mail.queue(to=to, title=title, text=text, subject=collecting.subject_of(found)) is not None
