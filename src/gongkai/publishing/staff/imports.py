"""Bringing documents in: look first, then bring in all or nothing; and the office's confirmation of history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.text import render
from gongkai.domain.disclosure import PROCESS
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.publishing import actions, forms, importing, queries, uploads, words
from gongkai.publishing.forms.base import refuse
from gongkai.publishing.forms.importing import ENDINGS
from gongkai.publishing.importing import ImportRecord, Problem
from gongkai.publishing.staff.common import address, crumbs, go, show, tell, upload
from gongkai.publishing.staff.rows import work_rows

#: Rows of the dry run shown; the rest is counted.
SHOWN = 300


@staff_page
def imports(request: HttpRequest) -> HttpResponse:
    """Takes the file and shows what would happen."""
    acting = actor(request)
    form = forms.ImportForm(request.POST, request.FILES) if request.method == "POST" else forms.ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            content, name = upload(form.cleaned_data["file"])
            token = uploads.keep(acting.person_id, content, name)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return go("import", token)
    context = {
        "form": form,
        "may_bring_in": bool(acting.units_where("publishing.drafter")),
        "accept": ",".join(ENDINGS),
        "largest": f"{settings.GONGKAI_MAX_UPLOAD // (1024 * 1024)} MB",
        "max_bytes": settings.GONGKAI_MAX_UPLOAD,
        "waiting": len(queries.waiting_history(acting)),
        "crumbs": crumbs((_("My work"), address("home")), (_("Imports"), "")),
    }
    return show(request, "imports", context, 422 if form.errors else 200)


@staff_page
def dry_run(request: HttpRequest, token: str) -> HttpResponse:
    """What would happen, line by line; then brings in all of it or nothing."""
    acting = actor(request)
    path = uploads.place(acting.person_id, token)
    if path is None:
        raise Http404
    if request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return go("imports")
    records, problems = _read(path, acting)
    units = queries.units_of(acting.agency_id, drafted_by=acting)
    errors = [each for each in problems if each.kind == "error"]
    form = forms.BringInForm(request.POST if request.method == "POST" else None, units=units)
    refusal = None
    if request.method == "POST" and form.is_valid() and records and not errors:
        try:
            return _bring_in(request, acting, token, form.cleaned_data, records)
        except Refusal as caught:
            refusal = caught
    context = {
        "form": form,
        "refusal": refusal,
        "records": [_record(each) for each in records[:SHOWN]],
        "more": max(0, len(records) - SHOWN),
        "count": len(records),
        "problems": [
            {"problem": each, "kind": "failed" if each.kind == "error" else "note"} for each in problems
        ],
        "errors": len(errors),
        "possible": bool(records) and not errors and bool(units),
        "may_bring_in": bool(units),
        "name": path.name if path.is_file() else "",
        "crumbs": crumbs((_("Imports"), address("imports")), (_("What would happen"), "")),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return show(request, "dry_run", context, status)


def _read(path: Path, acting: StaffActor) -> tuple[list[ImportRecord], list[Problem]]:
    rows = {row.key: row.label for row in queries.entries_in_force(agency_id=acting.agency_id)}
    topics = {topic.slug: topic.title for topic in queries.topics(agency_id=acting.agency_id)}
    return importing.read(path, known_rows=rows, known_topics=topics)


def _bring_in(
    request: HttpRequest, acting: StaffActor, token: str, data: dict[str, Any], records: list[ImportRecord]
) -> HttpResponse:
    history = data["kind"] == "history"
    brought = actions.bring_in(actor=acting, unit_id=data["unit"], records=records, as_published=history)
    uploads.discard(acting.person_id, token)
    sentence = ngettext(
        "{count} document was brought in.", "{count} documents were brought in.", len(brought)
    ).format(count=len(brought))
    if history:
        sentence += _(" They wait for the openness office to confirm them.")
    tell(request, sentence)
    response = go("documents")
    response["Location"] += "?state=" + ("history" if history else "draft")
    return response


def _record(record: ImportRecord) -> dict[str, Any]:
    return {
        "source": record.source,
        "line": record.line,
        "title": record.title,
        "number": record.document_number,
        "index": record.index_number,
        "made": record.date_made,
        "published": record.date_published,
        "rows": len(record.catalogue_rows),
        "openness": words.label("openness", "attribute", record.openness or "active"),
        "files": len(record.attachments),
    }


@staff_page
def history(request: HttpRequest) -> HttpResponse:
    """What was brought in as already published; the office confirms many at once."""
    acting = actor(request)
    key = "refuse_history" if request.POST.get("do") == "refuse" else "confirm_history"
    form = forms.MoveForm(_for_move(request, key), move=PROCESS.move(key))
    failed: list[dict[str, str]] = []
    chosen = request.POST.getlist("chosen")
    if request.method == "POST" and form.is_valid() and chosen:
        done, failed = _confirm(acting, key, chosen, form.given())
        if done:
            sentence = ngettext("{count} document is done.", "{count} documents are done.", done)
            tell(request, sentence.format(count=done))
        if not failed:
            return go("history")
    rows = work_rows(queries.items(queries.waiting_history(acting)))
    picked = {each.partition(":")[0] for each in chosen}
    context = {
        "rows": [{**row, "ticked": row["id"].partition(":")[0] in picked} for row in rows],
        "form": form,
        "failed": failed,
        "nothing_chosen": request.method == "POST" and not chosen,
        "crumbs": crumbs((_("Imports"), address("imports")), (_("Confirm history"), "")),
    }
    wrong = request.method == "POST"
    return show(request, "history", context, 422 if wrong else 200)


def _for_move(request: HttpRequest, key: str) -> dict[str, str] | None:
    """The reason typed once, whichever of the two buttons is pressed."""
    return {f"{key}-reason": request.POST.get("reason", "")} if request.method == "POST" else None


def _confirm(
    acting: StaffActor, key: str, chosen: list[str], given: actions.Given
) -> tuple[int, list[dict[str, str]]]:
    """Moves each chosen document; what cannot be moved is named with its reason, the others stand."""
    done, failed = 0, []
    for each in chosen[:500]:
        number, _colon, version = each.partition(":")
        if not (number.isascii() and number.isdigit() and version.isascii() and version.isdigit()):
            continue
        try:
            actions.move(
                document_id=int(number), key=key, actor=acting, expected_version=int(version), given=given
            )
        except Refusal as refusal:
            document = queries.document_for_staff(acting, int(number))
            name = document.index_number if document else number
            failed.append({"name": name, "reason": render(refusal.reason)})
        else:
            done += 1
    return done, failed
