"""News of consultations in the words of a message, in the language that is active."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations.models import News


class Words(NamedTuple):
    """Title and text of a message."""

    title: str
    text: str


def words_of(news: News) -> Words:
    """What is told: the document's name, what happened to it, and where to read more. Names nobody."""
    found = news.document
    page = f"{settings.PUBLIC_URL}{reverse('portal:consultation', args=[found.agency.code, found.number])}"
    title, text = {
        News.Kind.OUT: (_("Open for your opinion: {title}"), _out()),
        News.Kind.ENDING: (_("Soon over: opinions on {title}"), _out()),
        News.Kind.REPORT: (
            _("What became of the opinions on {title}"),
            _(
                "Every opinion on “{title}” ({agency}) has its answer. Read what it is, and why:\n{page}report/"
            ),
        ),
        News.Kind.PUBLISHED: (
            _("Decided and published: {title}"),
            _("“{title}” ({agency}) was decided and is published, with what it means:\n{page}"),
        ),
    }[News.Kind(news.kind)]
    said = {
        "title": " ".join(found.title.split()),
        "agency": found.agency.name,
        "day": found.closes_on.isoformat() if found.closes_on else "",
        "page": page,
    }
    return Words(title.format(**said), text.format(**said))


def _out() -> str:
    return _(
        "“{title}” ({agency}) is open for opinions until the end of {day}. Read it clause by clause, and say what you "
        "think:\n{page}"
    )
