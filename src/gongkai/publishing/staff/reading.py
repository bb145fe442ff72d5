"""Reading what a record holds: a version, two versions side by side, the preview, the files."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.staffpages import send_kept
from gongkai.core.templatetags.gongkai import zh_date
from gongkai.domain.comparison import FieldChange, Piece, Row
from gongkai.people.actor import StaffActor
from gongkai.publishing import access, queries, words
from gongkai.publishing.content import FIELDS
from gongkai.publishing.queries import Document, Revision
from gongkai.publishing.staff import facts, parts
from gongkai.publishing.staff.common import address, crumbs, found, show

KINDS = {"equal": "same", "moved": "move"}
SIDES = {"insert": "new", "delete": "old"}


def _revision(document: Document, acting: StaffActor, number: int) -> Revision:
    """The revision of this number, where the person may see it."""
    seen = {each.number for each in queries.revisions_seen(document, acting)}
    revision = queries.revision_of(document, number, public=False) if number in seen else None
    if revision is None:
        raise Http404
    return revision


@staff_page
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as it was written."""
    document, acting = found(request, pk)
    revision = _revision(document, acting, number)
    context = {
        "document": document,
        "revision": revision,
        "badges": facts.badges(document, revision),
        "metadata": facts.metadata(document, revision),
        "files": parts.files(document, revision),
        "crumbs": _crumbs(document, _("Version {number}").format(number=number)),
    }
    return show(request, "version", context)


@staff_page
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side; without numbers in the address the last two."""
    document, acting = found(request, pk)
    listed = queries.revisions_seen(document, acting)
    numbers = [each.number for each in listed]
    if len(numbers) < 2:
        raise Http404
    old = _number(request.GET.get("old", ""), numbers[1])
    new = _number(request.GET.get("new", ""), numbers[0])
    compared = queries.comparison(_revision(document, acting, old), _revision(document, acting, new))
    context = {
        "document": document,
        "revisions": listed,
        "old": old,
        "new": new,
        "old_label": _("Version {number}").format(number=old),
        "new_label": _("Version {number}").format(number=new),
        "rows": [_row(each) for each in compared.rows],
        "fields": [_field(each) for each in compared.fields],
        "crumbs": _crumbs(document, _("Compare versions")),
    }
    return show(request, "compare", context)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _sides(old: tuple[Piece, ...], new: tuple[Piece, ...]) -> dict[str, Any]:
    return {
        "old": [(piece.text, piece.op != "equal") for piece in old],
        "new": [(piece.text, piece.op != "equal") for piece in new],
    }


def _row(row: Row) -> dict[str, Any]:
    return {"kind": KINDS.get(row.op, row.op), **_sides(row.old, row.new)}


def _field(change: Any) -> dict[str, Any]:
    assert isinstance(change, FieldChange)
    return {"label": _(FIELDS.get(change.name, change.name)), **_sides(change.old, change.new)}


@staff_page
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as the public will see it."""
    document, acting = found(request, pk)
    revision = queries.shown_revision(document, acting)
    if revision is None:
        raise Http404
    context = {
        "document": document,
        "revision": revision,
        "attachments": queries.attachments(revision),
        "rows": [words.entry_label(row) for row in revision.catalogue.all()],
        "published_on": zh_date(document.published_at),
        "preview": True,
        "back_url": address(
            "document_edit" if access.may_edit(acting, document) else "document", document.pk
        ),
    }
    return render(request, "publishing/staff/preview.html", context)


@staff_page
def attachment(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A file of any version the person may see."""
    document, acting = found(request, pk)
    found_file = queries.attachment(document, number, acting)
    if found_file is None:
        raise Http404
    return send_kept(found_file.file.sha256, found_file.name, found_file.file.content_type)


@staff_page
def evidence(request: HttpRequest, pk: int, release: int) -> FileResponse:
    """What proves a release."""
    document, _acting = found(request, pk)
    row = queries.release(document, release)
    if row is None or row.evidence is None:
        raise Http404
    kind = row.evidence.content_type
    name = f"{row.channel.name}-{row.released_on:%Y%m%d}{mimetypes.guess_extension(kind) or ''}"
    return send_kept(row.evidence.sha256, name, kind)


def _crumbs(document: Document, here: str) -> list[dict[str, str]]:
    return crumbs(
        (_("Documents"), address("documents")),
        (document.index_number, address("document", document.pk)),
        (here, ""),
    )
