"""What every staff view of documents does: find the document, show the page, address its sisters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.queries import documents as reads
from gongkai.consultations.queries.records import Document
from gongkai.core import clock
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    key: str = ""
    form: forms.Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


def found(request: HttpRequest, pk: int) -> tuple[Document, StaffActor]:
    """The document and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    document = reads.document(acting, pk) if pk < 2**63 else None
    if document is None:
        raise Http404
    return document, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``consultations/staff/<name>.html``; no browser keeps what is not public yet."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"consultations/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(document: Document | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the document, or of the documents as a whole."""
    steps = [(_("Rules and consultations"), address("consultations"))]
    if document is not None:
        steps.append((document.number, address("consultation", document.pk) if rest else ""))
    return crumbs(*steps, *rest)


def without_nul(data: QueryDict) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in data:
        plain.setlist(key, [value.replace("\x00", "") for value in data.getlist(key)])
    return plain


def revision(request: HttpRequest, now: int, refusal: Refusal | None) -> int | str:
    """The revision a form sends along: after a refusal that of the document as it stands now."""
    return now if refusal is not None else request.POST.get("version", now)


def typed(form: forms.Form) -> list[tuple[str, str]]:
    """What stands in a form, for the page that has no such form any more."""
    return [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]
