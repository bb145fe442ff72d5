"""What stands around the draft's text: catalogue tree, files, links, findings, and what the same click does to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from gongkai.core import intake
from gongkai.core.files import warnings_of
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render
from gongkai.people.actor import StaffActor
from gongkai.publishing import actions, forms, queries, words
from gongkai.publishing.checks import Checked
from gongkai.publishing.queries import Document, Revision
from gongkai.publishing.staff.common import address, found, upload


def apply(request: HttpRequest, pk: int, acting: StaffActor) -> None:
    """Does what else was asked for beside saving: files, names, reasons, links. Each deed on the newest version."""
    for source in request.FILES.getlist("file"):
        content, name = upload(source)
        actions.attach(document_id=pk, actor=acting, source=content, name=name)
    _describe(request, pk, acting)
    _explain(request, pk, acting)
    if request.POST.get("target", "").strip():
        actions.link(
            document_id=pk,
            actor=acting,
            kind=request.POST.get("kind", ""),
            target_index=request.POST["target"],
            expected_version=_version(request, pk),
        )
    deed, _dash, number = request.POST.get("do", "").partition("-")
    if number.isascii() and number.isdigit() and len(number) < 19:
        _one(request, pk, acting, deed, int(number))


def _version(request: HttpRequest, pk: int) -> int:
    return found(request, pk)[0].version


def _one(request: HttpRequest, pk: int, acting: StaffActor, deed: str, number: int) -> None:
    version = _version(request, pk)
    if deed == "remove":
        actions.remove_attachment(
            document_id=pk, actor=acting, attachment_id=number, expected_version=version
        )
    elif deed == "strip":
        actions.strip_attachment(document_id=pk, actor=acting, attachment_id=number, expected_version=version)
    elif deed == "unlink":
        actions.unlink(document_id=pk, actor=acting, link_id=number, expected_version=version)


def _describe(request: HttpRequest, pk: int, acting: StaffActor) -> None:
    document, _acting = found(request, pk)
    if document.working is None or not any(name.startswith("file_title-") for name in request.POST):
        return
    for attachment in queries.attachments(document.working):
        title = request.POST.get(f"file_title-{attachment.pk}", attachment.title)
        alternative = request.POST.get(f"alternative-{attachment.pk}", attachment.alternative)
        if (title.strip(), alternative.strip()) != (attachment.title, attachment.alternative):
            actions.describe_attachment(
                document_id=pk,
                actor=acting,
                attachment_id=attachment.pk,
                expected_version=_version(request, pk),
                title=title,
                alternative=alternative,
            )


def _explain(request: HttpRequest, pk: int, acting: StaffActor) -> None:
    document, _acting = found(request, pk)
    given = {
        name.removeprefix("explain-"): text.strip()[:500]
        for name, text in request.POST.items()
        if name.startswith("explain-") and isinstance(text, str)
    }
    if not given or document.working is None:
        return
    known = {checked.key for checked in queries.findings(document)}
    stored = document.working.explanations
    fresh = {
        key: text for key, text in given.items() if key in known and text and stored.get(key, "") != text
    }
    if fresh:
        actions.explain_findings(
            document_id=pk, actor=acting, expected_version=document.version, explanations=fresh
        )


def explain(form: forms.DraftForm, refusal: Refusal) -> None:
    """Puts an invalid value at its field; everything else is shown on top."""
    name = getattr(refusal, "field", "")
    if isinstance(refusal, Invalid) and name in form.fields:
        form.add_error(name, render(refusal.reason))


def tree(form: forms.DraftForm) -> list[dict[str, Any]]:
    """The catalogue rows as a tree of boxes; ``open`` where something below is ticked."""
    chosen = form.chosen
    nodes = {
        row.pk: {
            "key": row.key,
            "label": words.entry_label(row),
            "ticked": row.key in chosen,
            "open": False,
            "children": [],
        }
        for row in form.rows
    }
    tops: list[dict[str, Any]] = []
    for row in form.rows:
        above: Any = nodes.get(row.parent_id) if row.parent_id else None
        (above["children"] if above else tops).append(nodes[row.pk])
    for node in tops:
        _open(node)
    return tops


def _open(node: dict[str, Any]) -> bool:
    below = [_open(child) for child in node["children"]]
    node["open"] = any(below)
    return bool(node["ticked"] or node["open"])


def attachments(request: HttpRequest, document: Document, revision: Revision) -> list[dict[str, Any]]:
    """The files of the draft, each with what it says about its making and what is wrong with it."""
    rows = []
    for each in queries.attachments(revision):
        stored = each.file
        rows.append(
            {
                "pk": each.pk,
                "name": each.name,
                "url": address("document_file", document.pk, each.pk),
                "kind": stored.kind.upper(),
                "size": stored.size,
                "pages": stored.pages,
                "is_picture": stored.kind == "image",
                "title": request.POST.get(f"file_title-{each.pk}", each.title),
                "alternative": request.POST.get(f"alternative-{each.pk}", each.alternative),
                "metadata": [(label, value) for _key, label, value in stored.metadata],
                "cleanable": bool(stored.metadata) and stored.kind in intake.CLEANABLE,
                "warnings": warnings_of(stored),
            }
        )
    return rows


def links(request: HttpRequest, document: Document) -> list[dict[str, Any]]:
    """The draft's links to other documents."""
    return [
        {
            "pk": link.pk,
            "kind": words.link_label(link.kind, outgoing=True),
            "title": getattr(link, "target_title", "") or link.target.index_number,
            "number": link.target.index_number,
            "url": address("document", link.target_id),
        }
        for link in queries.links(document)
    ]


def findings(request: HttpRequest, checked: Sequence[Checked]) -> list[dict[str, Any]]:
    """What the checks found, for the list of findings, with the reasons given or just typed."""
    kinds = {"refuse": "failed", "reason": "warned", "note": "note"}
    return [
        {
            "key": each.key,
            "kind": kinds[each.finding.severity],
            "sentence": each.finding.message,
            "where": each.finding.where,
            "asks": each.finding.severity == "reason",
            "explanation": request.POST.get(f"explain-{each.key}", each.explanation),
            "settled": not each.stands_in_the_way,
        }
        for each in checked
    ]
