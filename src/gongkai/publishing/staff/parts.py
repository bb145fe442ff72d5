"""The four parts of a record: text and files, course, versions and links, channels. Each asks only for its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.deadlines import Standing
from gongkai.core.staffpages import size
from gongkai.domain import swimlane
from gongkai.domain.clocks import Due
from gongkai.domain.disclosure import PROCESS
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell
from gongkai.publishing import access, downloads, forms, queries, words
from gongkai.publishing.queries import Document, Revision
from gongkai.publishing.staff.common import address, address_if_any
from gongkai.publishing.staff.rows import due_fields, state_badge

if TYPE_CHECKING:
    from gongkai.publishing.staff.tried import Tried

Clocks = Sequence[tuple[Standing, Due]]


def of(
    part: str,
    request: HttpRequest,
    document: Document,
    acting: StaffActor,
    revision: Revision | None,
    clocks: Clocks,
    tried: Tried,
) -> dict[str, Any]:
    """What the template of this part needs."""
    if part == "course":
        return _course(document, clocks)
    if part == "versions":
        return _versions(document, acting, revision)
    if part == "releases":
        return _releases(document, acting, tried)
    return {"files": files(document, revision), "paper": _paper(document)}


def files(document: Document, revision: Revision | None) -> list[dict[str, Any]]:
    """The files of a revision, to be downloaded by staff."""
    if revision is None:
        return []
    return [
        {
            "name": each.title or each.name,
            "url": address("document_file", document.pk, each.pk),
            "kind": each.file.kind.upper(),
            "size": size(each.file.size),
        }
        for each in queries.attachments(revision)
    ]


def _paper(document: Document) -> list[dict[str, str]]:
    """The published revision as PDF and DOCX, where the portal serves them."""
    if document.live_id is None or document.audience != "public":
        return []
    found = [
        (kind.upper(), address_if_any("portal:document_paper", document.slug, kind))
        for kind in downloads.CONTENT_TYPES
    ]
    return [{"name": _("The public version"), "url": url, "kind": kind} for kind, url in found if url]


@lru_cache(maxsize=64)
def _picture(language: str, state: str) -> SafeString:
    """The swim lanes with the current step marked; drawn once for a language and a state."""
    drawing = swimlane.svg(PROCESS, label=gettext, title_id="process-title", current=state)
    return SafeString(drawing)  # made by us from the process table, every word escaped


@lru_cache(maxsize=4)
def _table(language: str) -> dict[str, Any]:
    rows = swimlane.text_alternative(PROCESS, gettext)
    arrow = "→"
    return {
        "head": [gettext("Step"), gettext("Whose"), gettext("What may follow")],
        "rows": [
            [
                row.step,
                row.who,
                gettext("; ").join(f"{each.words} {arrow} {each.leads_to}" for each in row.next) or "—",
            ]
            for row in rows
        ],
    }


def _course(document: Document, clocks: Clocks) -> dict[str, Any]:
    language = get_language() or ""
    return {
        "process_svg": _picture(language, document.state),
        "process_table": _table(language),
        "process_name": _(PROCESS.title),
        "all_clocks": [_clock(standing, due) for standing, due in clocks],
        "timeline": list(reversed(tell(queries.history(document)))),
    }


def _clock(standing: Standing, due: Due) -> dict[str, Any]:
    row = standing.deadline
    return {
        **due_fields(standing),
        "label": due.rule.label if words.in_chinese() else due.rule.label_en,
        "citation": due.citation,
        "started_on": row.started_on,
        "stopped_on": row.stopped_on,
        "late": standing.state == "late",
        "url": address("deadline", row.pk),
    }


def _versions(document: Document, acting: StaffActor, revision: Revision | None) -> dict[str, Any]:
    listed = queries.revisions_seen(document, acting)
    last_two = [each.number for each in listed[:2]]
    return {
        "versions": [
            {
                "number": each.number,
                "url": address("document_version", document.pk, each.number),
                "person": each.created_by.name,
                "at": each.published_at or each.updated_at,
                "published": each.published_at is not None,
                "live": each.pk == document.live_id,
                "working": each.pk == document.working_id,
                "reason": each.correction_reason,
            }
            for each in listed
        ],
        "compare_url": f"{address('document_compare', document.pk)}?old={last_two[1]}&new={last_two[0]}"
        if len(last_two) > 1
        else "",
        "related": [
            {
                "kind": words.link_label(each.kind, outgoing=each.outgoing),
                "title": _title(each.document),
                "number": each.document.index_number,
                "url": address("document", each.document.pk),
                "badge": state_badge(each.document),
            }
            for each in queries.related(document, public=False)
        ],
    }


def _title(document: Document) -> str:
    shown = document.live or document.working
    return shown.title if shown else document.index_number


def _releases(document: Document, acting: StaffActor, tried: Tried) -> dict[str, Any]:
    keeps = bool(access.is_office(acting, document.agency_id))
    channels = queries.channels(document.agency_id) if keeps else []
    struck = tried.strike
    return {
        "releases": [
            {
                "row": each,
                "by": each.recorded_by.name if each.recorded_by else "",
                "evidence_url": address("release_evidence", document.pk, each.pk) if each.evidence_id else "",
                "strike_url": address("release_strike", document.pk, each.pk),
                "form": struck[1]
                if struck and struck[0] == each.pk
                else forms.StrikeForm(auto_id=f"strike-{each.pk}-%s"),
                "open": bool(struck and struck[0] == each.pk),
            }
            for each in queries.releases(document)
        ],
        "keeps_releases": keeps,
        "release_form": (tried.release or forms.ReleaseForm(channels=channels, today=clock.today()))
        if keeps and document.live_id is not None
        else None,
        "channels": channels,
    }
