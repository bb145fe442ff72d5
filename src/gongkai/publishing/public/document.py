"""A document's page and everything that hangs on it: versions, comparison, downloads, QR code."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import segno
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.translation import gettext

from gongkai.core import files
from gongkai.core.access import public_page
from gongkai.core.context import demonstration
from gongkai.core.paper.sheet import PrintError
from gongkai.publishing import downloads, queries
from gongkai.publishing.public.about import banner, related_list, taken_words, version_list
from gongkai.publishing.public.compared import fields_for, files_for, rows_for
from gongkai.publishing.public.present import (
    absolute,
    content_lang,
    crumbs,
    row_label,
)
from gongkai.publishing.queries import public as reads

TEMPLATES = "publishing/public"
#: What an attachment may do in the reader's browser: nothing.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"


def _or_gone(request: HttpRequest, slug: str) -> reads.Document | HttpResponse:
    """The public document; the page that says when and why it was withdrawn (410); or 404."""
    document = queries.public_document(slug)
    if document is not None:
        return document
    gone = queries.tombstone(slug)
    if gone is None:
        raise Http404
    context = {
        "document": gone,
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Withdrawn"), "")),
    }
    return render(request, f"{TEMPLATES}/withdrawn.html", context, status=410)


@public_page
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a document as it stands now. Ten queries, however much hangs on it."""
    found = _or_gone(request, slug)
    if isinstance(found, HttpResponse):
        return found
    live = _live(found)
    related = queries.related(found, public=True)
    revisions = queries.versions(found)
    context = {
        "document": found,
        "revision": live,
        "attachments": getattr(live, "shown_attachments", []),
        "preview": False,
        "lang": content_lang(),
        "crumbs": _crumbs(found, live),
        "banner": banner(found, related),
        "versions": version_list(found, revisions, live.number),
        "now": _now(revisions, live),
        "compare_url": _compare_url(found, revisions),
        "related": related_list(related),
        "releases": reads.releases(found),
        "taken": taken_words(found),
        "downloads": _downloads(found),
        "page_url": absolute(request, reverse("portal:document", args=[slug])),
        # As a picture of its own: drawing the code costs as much as the rest of the page together.
        "qr": format_html(
            '<img src="{}" alt="" width="112" height="112">', reverse("portal:document_qr", args=[slug])
        ),
        "qr_url": reverse("portal:document_qr", args=[slug]),
    }
    return render(request, f"{TEMPLATES}/document.html", context)


@public_page
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An earlier version, as everybody could read it, with a notice that it is one."""
    found = _or_gone(request, slug)
    if isinstance(found, HttpResponse):
        return found
    live = _live(found)
    revision = queries.revision_of(found, number, public=True)
    if revision is None:
        raise Http404
    revisions = queries.versions(found)
    later = [each for each in revisions if each.number > number]
    context = {
        "document": found,
        "revision": revision,
        "attachments": [each for each in revision.attachments.all() if each.removed_at is None],
        "preview": False,
        "lang": content_lang(),
        "is_live": revision.pk == live.pk,
        "replaced_at": later[-1].published_at if later else None,
        "crumbs": crumbs(
            (live.title, reverse("portal:document", args=[slug])),
            (gettext("Version {number}").format(number=number), ""),
        ),
        "versions": version_list(found, revisions, number),
        "compare_url": f"{reverse('portal:document_compare', args=[slug])}?"
        + urlencode({"from": number, "to": live.number}),
        "page_url": absolute(request, reverse("portal:document", args=[slug])),
    }
    return render(request, f"{TEMPLATES}/version.html", context)


@public_page
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two published versions side by side; the address names them (``from``, ``to``)."""
    found = _or_gone(request, slug)
    if isinstance(found, HttpResponse):
        return found
    revisions = queries.versions(found)
    if not revisions:
        raise Http404
    by_number = {each.number: each for each in revisions}
    newest = revisions[0].number
    previous = revisions[1].number if len(revisions) > 1 else newest
    old = by_number.get(_number(request.GET.get("from", ""), previous))
    new = by_number.get(_number(request.GET.get("to", ""), newest))
    context: dict[str, Any] = {
        "document": found,
        "title": _live(found).title,
        "lang": content_lang(),
        "revisions": revisions,
        "old": old,
        "new": new,
        "crumbs": crumbs(
            (_live(found).title, reverse("portal:document", args=[slug])),
            (gettext("Compare versions"), ""),
        ),
    }
    if old is not None and new is not None and old.pk != new.pk:
        context |= _compared(old, new)
    return render(request, f"{TEMPLATES}/compare.html", context)


@public_page
def paper(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The document as PDF or DOCX."""
    found = _or_gone(request, slug)
    if isinstance(found, HttpResponse):
        return found
    live, wanted = _live(found), cast(downloads.Kind, kind)
    try:
        path = downloads.file_of(found, live, wanted, demonstration=demonstration())
    except PrintError as error:
        context = {
            "document": found,
            "title": live.title,
            "lang": content_lang(),
            "kind": kind.upper(),
            "reason": str(error),
            "crumbs": crumbs(
                (live.title, reverse("portal:document", args=[slug])), (gettext("Download"), "")
            ),
        }
        return render(request, f"{TEMPLATES}/not_printed.html", context, status=503)
    return _file(
        request,
        path,
        name=f"{live.title[:80]}.{kind}",
        content_type=downloads.CONTENT_TYPES[wanted],
        mark=path.stem,
    )


@public_page
def attachment(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """A file of a published version, as it was put in."""
    found = reads.public_attachment(slug, number, name)
    if found is None:
        gone = _or_gone(request, slug)
        if isinstance(gone, HttpResponse):
            return gone
        raise Http404
    path = files.path_of(found.file.sha256)
    if not path.exists():
        raise Http404
    return _file(
        request,
        path,
        name=found.name,
        content_type=found.file.content_type,
        mark=found.file.sha256,
        inline=found.file.kind == "image",
    )


@public_page
def qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of the document as a QR code."""
    found = _or_gone(request, slug)
    if isinstance(found, HttpResponse):
        return found
    address = absolute(request, reverse("portal:document", args=[slug]))
    content = segno.make(address, micro=False).svg_inline(scale=8, dark="#000", light="#fff")
    content = content.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return HttpResponse(content, content_type="image/svg+xml")


def _live(document: reads.Document) -> reads.Revision:
    assert document.live is not None
    return document.live


def _file(
    request: HttpRequest, path: Path, *, name: str, content_type: str, mark: str, inline: bool = False
) -> HttpResponseBase:
    """A file with the headers that keep it from doing anything here; 304 where the reader holds it already."""
    etag = f'"{mark}"'
    response: HttpResponseBase | None = None
    if request.headers.get("If-None-Match"):
        response = get_conditional_response(request, etag=etag)
        if response is not None:
            return response
    response = FileResponse(
        path.open("rb"), as_attachment=not inline, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-cache"
    response["ETag"] = etag
    return response


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _crumbs(document: reads.Document, live: reads.Revision) -> list[dict[str, str]]:
    rows = list(live.catalogue.all())
    trail = [(gettext("Statutory disclosure"), reverse("portal:catalogue"))]
    if rows:
        trail.append((row_label(rows[0]), reverse("portal:catalogue_row", args=[rows[0].key])))
    return crumbs(*trail, (live.title, ""))


def _downloads(document: reads.Document) -> list[dict[str, str]]:
    names = {"pdf": gettext("This document as PDF"), "docx": gettext("This document as DOCX (Word)")}
    return [
        {
            "name": name,
            "url": reverse("portal:document_paper", args=[document.slug, kind]),
            "kind": kind.upper(),
        }
        for kind, name in names.items()
    ]


def _now(revisions: list[reads.Revision], live: reads.Revision) -> str:
    if len(revisions) < 2:
        return gettext("This is the first version; it has not been changed since.")
    return gettext("You are reading version {number}, the one in effect.").format(number=live.number)


def _compare_url(document: reads.Document, revisions: list[reads.Revision]) -> str:
    if len(revisions) < 2:
        return ""
    question = urlencode({"from": revisions[1].number, "to": revisions[0].number})
    return f"{reverse('portal:document_compare', args=[document.slug])}?{question}"


def _compared(old: reads.Revision, new: reads.Revision) -> dict[str, Any]:
    result = queries.comparison(old, new)
    return {
        "rows": rows_for(result.rows),
        "fields": fields_for(result.fields),
        "files": files_for(reads.attachments_of(old), reads.attachments_of(new)),
        "old_label": gettext("Version {number}").format(number=old.number),
        "new_label": gettext("Version {number}").format(number=new.number),
    }
