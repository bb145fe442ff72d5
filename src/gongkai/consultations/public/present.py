"""What the public's pages of the room share: addresses, breadcrumbs, rows of lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.queries import following
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.records import Document, Version

#: What the address of a provision is called within a page.
ANCHOR = "p-"


def absolute(request: HttpRequest, path: str) -> str:
    """``path`` with the address people use before it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def address_of(found: Document, name: str = "consultation", *more: Any) -> str:
    """The address of a document's page, or of one below it."""
    return reverse(f"portal:{name}", args=[found.agency.code, found.number, *more])


def version_address(found: Document, version: Version) -> str:
    """The address of a version's text."""
    return address_of(found, "consultation_version", version.number)


def compare_address(found: Document, old: int, new: int, key: str = "") -> str:
    """The address of a comparison, at a provision of it."""
    page = address_of(found, "consultation_compare", old, new)
    return f"{page}#{ANCHOR}{key}" if key else page


def opinions_address(found: Document, clause: str | None = None) -> str:
    """The address of the opinions, of one provision alone."""
    page = address_of(found, "consultation_opinions")
    return page if clause is None else f"{page}?on={clause or 'whole'}"


def follow_address(agency: str = "") -> str:
    """Where one asks to be told by e-mail of what this agency puts out; nothing where no message can be sent."""
    if not following.offered():
        return ""
    page = reverse("portal:consultation_follow")
    return f"{page}?{urlencode({'agency': agency})}" if agency else page


def found_or_404(agency: str, number: str) -> Document:
    """The public document of an address."""
    found = None if "\x00" in f"{agency}{number}" else reads.document(agency, number)
    if found is None:
        raise Http404
    return found


def version_or_404(found: Document, number: int) -> Version:
    """A version that was put out."""
    version = next((each for each in reads.versions(found) if each.number == number), None)
    if version is None:
        raise Http404
    version.document = found
    return version


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page over the room's own; the last has no address and is this page."""
    first = [
        (_("Home"), reverse("portal:home")),
        (_("Drafts open for your opinion"), reverse("portal:consultations") if steps else ""),
    ]
    lang = words.content_lang()
    return [
        {"label": label, "url": url, "lang": lang if any(sign >= "\u4e00" for sign in label) else ""}
        for label, url in [*first, *steps]
    ]


def trail(found: Document, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the document."""
    return crumbs((found.title, address_of(found) if rest else ""), *rest)
