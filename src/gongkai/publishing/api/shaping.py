"""Documents as plain data."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from gongkai.core.text import render
from gongkai.domain import prose
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.law import Citation
from gongkai.publishing import downloads
from gongkai.publishing.public.present import absolute
from gongkai.publishing.queries import Document, Related, Revision

#: Where a document stands, as far as the public is told: the way of a correction is the agency's own business.
PUBLIC_STATES = frozenset(state.key for state in PROCESS.states if state.sentence)
API = "/api/v1"


def at(moment: Any) -> str | None:
    """A moment with the office's own zone."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def api_address(request: HttpRequest, *parts: object) -> str:
    """An address of this API."""
    return absolute(request, "/".join([API, *(quote(str(part), safe="") for part in parts)]))


def page_address(request: HttpRequest, name: str, *args: object) -> str:
    """The address of a page for people, in the language asked for."""
    return absolute(request, reverse(f"portal:{name}", args=args))


def live_of(document: Document) -> Revision:
    """The revision the public sees; only for documents that have one."""
    live = document.live
    assert live is not None
    return live


def citation_of(instrument: str, article: str) -> str:
    """Where a row stands written; nothing for a row that is not the law's."""
    return str(Citation(instrument, article)) if instrument else ""


def entry(request: HttpRequest, document: Document) -> dict[str, Any]:
    """The document as a list shows it; rows and topics must have been fetched."""
    live = live_of(document)
    return {
        "index_number": document.index_number,
        "slug": document.slug,
        "title": live.title,
        "document_number": live.document_number,
        "agency": document.agency.code,
        "issuing_agency": live.issuing_agency,
        "date_made": live.date_made,
        "published_at": at(document.published_at),
        "validity": document.validity,
        "validity_label": downloads.label("validity", document.validity, get_language() or "zh"),
        "rows": [row.key for row in live.catalogue.all()],
        "topics": [topic.slug for topic in live.topics.all()],
        "summary": live.summary,
        "url": page_address(request, "document", document.slug),
        "api": api_address(request, "documents", document.slug),
    }


def line(request: HttpRequest, document: Document) -> dict[str, Any]:
    """The document with its text and files; attachments must have been fetched as ``shown_attachments``."""
    live = live_of(document)
    state = document.state if document.state in PUBLIC_STATES else "published"
    return {
        **entry(request, document),
        "status": render(PROCESS.state(state).sentence),
        "validity_since": document.validity_since,
        "first_published_at": at(document.first_published_at),
        "version": live.number,
        "digest": live.digest,
        "subject": live.subject,
        "keywords": live.keywords,
        "origin": live.origin,
        "obtained_from": live.obtained_from,
        "in_force_from": live.in_force_from,
        "expires_on": live.expires_on,
        "clarifies": live.clarifies,
        "body": body(live),
        "attachments": [
            attachment(request, document, each) for each in getattr(live, "shown_attachments", [])
        ],
        "downloads": {
            kind: page_address(request, "document_paper", document.slug, kind) for kind in ("pdf", "docx")
        },
    }


def body(revision: Revision) -> dict[str, str]:
    """The text of a revision, marked up and plain."""
    return {"html": revision.body, "text": prose.plain_text(revision.body)}


def attachment(request: HttpRequest, document: Document, each: Any) -> dict[str, Any]:
    """A file of the document and where it is fetched."""
    return {
        "name": each.name,
        "title": each.title or each.alternative,
        "content_type": each.file.content_type,
        "size": each.file.size,
        "sha256": each.file.sha256,
        "url": page_address(request, "document_attachment", document.slug, each.pk, each.name),
    }


def version(request: HttpRequest, document: Document, revision: Revision) -> dict[str, Any]:
    """A published revision as the list of versions shows it."""
    return {
        "number": revision.number,
        "title": revision.title,
        "published_at": at(revision.published_at),
        "correction_reason": revision.correction_reason,
        "digest": revision.digest,
        "api": api_address(request, "documents", document.slug, "versions", revision.number),
    }


def related(request: HttpRequest, each: Related) -> dict[str, Any]:
    """Another document that bears on this one."""
    return {
        "kind": each.kind,
        "outgoing": each.outgoing,
        "index_number": each.document.index_number,
        "title": live_of(each.document).title,
        "api": api_address(request, "documents", each.document.slug),
    }


def release(each: Any) -> dict[str, Any]:
    """A release on a channel."""
    return {
        "channel": each.channel.name,
        "kind": each.channel.kind,
        "released_on": each.released_on,
        "url": each.url,
    }
