"""A document's record: facts, course, versions, releases; and what the person may do now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.deadlines import Standing
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import Kind
from gongkai.people.actor import StaffActor
from gongkai.publishing import access, queries
from gongkai.publishing.queries import Document
from gongkai.publishing.staff import cards, facts, furnishing, parts
from gongkai.publishing.staff.common import address, address_if_any, crumbs, found, show
from gongkai.publishing.staff.rows import due_fields, state_badge
from gongkai.publishing.staff.tried import Tried

PARTS = ("text", "course", "versions", "releases")


@staff_page
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    document, acting = found(request, pk)
    return page(request, document, acting)


def page(
    request: HttpRequest,
    document: Document,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    part = part or request.GET.get("part", "")
    part = part if part in PARTS else PARTS[0]
    revision = queries.shown_revision(document, acting)
    sees_working = access.sees_working(acting, document)
    checked = queries.findings(document) if sees_working else []
    clocks = queries.explained_deadlines(document)
    running = [standing for standing, _due in clocks if standing.deadline.stopped_on is None]
    moves = cards.of(queries.offers(document, acting, checked=checked), revision, tried)
    context: dict[str, Any] = {
        "document": document,
        "revision": revision,
        "part": part,
        "tabs": _tabs(document, part),
        "title": (revision.title if revision else "") or _("(no title yet)"),
        "badges": [state_badge(document), *facts.badges(document, revision)],
        "metadata": facts.metadata(document, revision),
        "due": due_fields(running[0]) if running else {},
        "status_sentence": _standing_sentence(document),
        "status_next": _next_sentence(document, running[0] if running else None),
        "moves": [card for card in moves if not card.beside],
        "beside": [card for card in moves if card.beside],
        "tried": tried,
        "may_edit": bool(access.may_edit(acting, document)),
        "checks": furnishing.findings(request, checked),
        "clocks": [
            due_fields(standing) | {"rule": due.rule} for standing, due in clocks if standing in running
        ],
        "presence_url": address("document_presence", document.pk),
        "public_url": _public_address(document),
        "crumbs": crumbs(
            (_("My work"), address("home")),
            (_("Documents"), address("documents")),
            (document.index_number, ""),
        ),
        **parts.of(part, request, document, acting, revision, clocks, tried),
    }
    return show(request, "record", context, status)


def _tabs(document: Document, part: str) -> list[dict[str, Any]]:
    labels = {
        "text": _("Text and files"),
        "course": _("Course"),
        "versions": _("Versions and links"),
        "releases": _("Channels"),
    }
    here = address("document", document.pk)
    return [
        {"label": labels[key], "url": here if key == "text" else f"{here}?part={key}", "current": key == part}
        for key in PARTS
    ]


def _standing_sentence(document: Document) -> str:
    state = queries.next_step(document)
    return _(state.label)


def _next_sentence(document: Document, standing: Standing | None) -> str:
    """What happens next, who does it, and by when."""
    state = queries.next_step(document)
    if state.kind is not Kind.OPEN:
        return _(state.sentence) if state.sentence else ""
    lane = _(PROCESS.lane(state.lane).label)
    if document.scheduled_for is not None:
        return ""
    if standing is None or standing.deadline.due_on is None:
        return _("The next step is with: {lane}.").format(lane=lane)
    if standing.deadline.due_on < clock.today():
        return _("The next step is with: {lane}. The legal period has run out.").format(lane=lane)
    return _("The next step is with: {lane}. Everything must be done by the date beside the title.").format(
        lane=lane
    )


def _public_address(document: Document) -> str:
    if document.audience != "public" or (document.live_id is None and document.withdrawn_at is None):
        return ""
    return address_if_any("portal:document", document.slug)
