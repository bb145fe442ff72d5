"""Telling authors by e-mail that their opinion has its answer. Names nobody and tells nothing of what was said."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.consultations import authors
from gongkai.consultations.models import Document, Opinion
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
