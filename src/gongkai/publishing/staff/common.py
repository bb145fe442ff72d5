"""What every staff view of the room does: find the document, tell the reader, show the page."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as render_page
from django.urls import NoReverseMatch, reverse

from gongkai.core import clock
from gongkai.core.refusals import Refusal
from gongkai.core.text import render
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.publishing import queries
from gongkai.publishing.queries import Document


def found(request: HttpRequest, pk: int) -> tuple[Document, StaffActor]:
    """The document and who asks for it; the page "there is no such page" where they may not see it."""
    acting = actor(request)
    document = queries.document_for_staff(acting, pk)
    if document is None:
        raise Http404
    return document, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``publishing/staff/<name>.html``; every page knows what day it is."""
    context = {"today": clock.today(), **context}
    return render_page(request, f"publishing/staff/{name}.html", context, status=status)


def address(name: str, *args: object) -> str:
    """The address of a staff page."""
    return reverse(f"workspace:{name}", args=args)


def address_if_any(name: str, *args: object) -> str:
    """The address of a page of another floor, or nothing where this installation does not serve it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def go(name: str, *args: object, anchor: str = "") -> HttpResponseRedirect:
    """On to another staff page."""
    return HttpResponseRedirect(address(name, *args) + (f"#{anchor}" if anchor else ""))


def tell(request: HttpRequest, sentence: str) -> None:
    """A sentence at the top of the next page: it worked."""
    messages.success(request, sentence)


def tell_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """A refusal at the top of the next page, where no form is left to show it in."""
    messages.error(request, render(refusal.reason))


def version_seen(request: HttpRequest) -> int:
    """The version of the record the person looked at; what is no number is an old version."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def upload(source: UploadedFile[Any]) -> tuple[BinaryIO, str]:
    """An uploaded file as the actions take it."""
    return cast("BinaryIO", source.file), source.name or ""


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way to this page: pairs of label and address, the last without one."""
    return [{"label": label, "url": url} for label, url in steps]
