"""A clean-up list (清理目录): begun for a day, written entry by entry, moved on; and repealing what it says."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.consultations import access_evaluating as access
from gongkai.consultations import document_words
from gongkai.consultations import evaluating_words as words
from gongkai.consultations.actions import cleaning as actions
from gongkai.consultations.actions.moving import Given
from gongkai.consultations.actions.moving import move as move_document
from gongkai.consultations.forms.evaluating import EvaluationMoveForm, RepealForm
from gongkai.consultations.queries import documents, evaluation_paging
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries.records import CleanUp, CleanUpEntry
from gongkai.consultations.staff.documents.cards import QUESTIONS
from gongkai.consultations.staff.documents.common import Tried, show, without_nul
from gongkai.consultations.staff.evaluating.common import (
    cards,
    clean_up_trail,
    facts,
    found_clean_up,
    moved_to,
    note_refusal,
)
from gongkai.core import text
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Conflict, Refusal
from gongkai.core.staffpages import address, address_if_any, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.cleaning import PROCESS, ends
from gongkai.domain.consultations.course import PROCESS as DOCUMENTS
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as told_in_words

#: Entries named where they keep the list from going on.
MOST_FAULTS = 20


@staff_page
def clean_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    of, acting = found_clean_up(request, pk)
    return _page(request, of, acting)


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    of, acting = found_clean_up(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = EvaluationMoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return _page(request, of, acting, tried, 422)
    try:
        moved = actions.move_clean_up(
            clean_up_id=pk, key=key, actor=acting, expected_revision=version_seen(request), given=form.said()
        )
    except Refusal as refusal:
        note_refusal(tried, refusal)
        of, acting = found_clean_up(request, pk)
        return _page(request, of, acting, tried, refusal.status)
    tell(request, moved_to(moved, key))
    return go("clean_up", pk)


@staff_page
def repeal(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Repeals the document of an entry, or declares it lapsed: its own move, with the entry's reason first."""
    of, acting = found_clean_up(request, pk)
    row = reads.entry(of, entry) if entry < 2**63 else None
    found = documents.document(acting, row.document_id) if row else None
    if row is None or found is None:
        raise Http404
    if of.state != "published" or not ends(row.result):
        raise Refusal(say("Only a published list says that a document is to be ended."))
    data = without_nul(request.POST) if request.method == "POST" else None
    reason = f"{row.reason}（{of.title}）" if row.reason else of.title
    form = RepealForm(data, initial={"reason": reason})
    key = "declare_lapsed" if row.result == "lapse" else "repeal"
    offer = next((each for each in documents.offers(found, acting) if each.move.key == key), None)
    refusal: Refusal | None = None
    if data is not None and form.is_valid():
        try:
            move_document(
                document_id=found.pk,
                key=key,
                actor=acting,
                expected_revision=version_seen(request),
                given=Given(reason=form.cleaned_data["reason"]),
            )
        except Conflict as conflict:
            refusal = conflict
        except Refusal as other:
            refuse(form, other)
            refusal = other if form.errors.get("__all__") else None
        else:
            done = (
                _("The document is repealed.") if key == "repeal" else _("The document is declared lapsed.")
            )
            tell(request, done)
            return go("clean_up", pk)
    now = documents.document(acting, found.pk) or found
    heading = _("Repeal the document") if key == "repeal" else _("Declare the document lapsed")
    context = {
        "of": of,
        "entry": row,
        "document": now,
        "heading": heading,
        "question": _(QUESTIONS[key]),
        "badges": [words.result_badge(row), document_words.state_badge(now)],
        "form": form,
        "may": offer is not None and offer.refused is None,
        "why_not": offer.refused.reason if offer is not None and offer.refused is not None else None,
        "over": DOCUMENTS.state(now.state).label if now.ended_on else "",
        "refusal": refusal if isinstance(refusal, Conflict) else None,
        "errors": error_summary(form)["errors"],
        "document_url": address("consultation", found.pk),
        "back_url": address("clean_up", pk),
        "crumbs": clean_up_trail(of, (heading, "")),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return show(request, "clean_up_repeal", context, status)


def _page(
    request: HttpRequest, of: CleanUp, acting: StaffActor, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    tried = tried or Tried()
    result = request.GET.get("result", "")
    result = result if rules.row("clean_up_result", result) else ""
    listed = evaluation_paging.entries(reads.entries(of, result), request.GET.get("after", ""))
    here = address("clean_up", of.pk)
    edit_url = address("clean_up_edit", of.pk) if access.may_write(acting, of) else ""
    counts = words.result_counts(reads.results(of))
    opens = documents.openable(acting, [each.document_id for each in listed.rows])
    context: dict[str, Any] = {
        "of": of,
        "badges": [words.state_badge(of)],
        "facts": _facts(of),
        "sentence": PROCESS.state(of.state).label,
        "next": words.next_step(of),
        "moves": cards(of, acting, tried),
        "tried": tried,
        "errors": error_summary(tried.form)["errors"] if tried.form and not tried.refusal else [],
        "counts": [{**each, "url": f"{here}?result={each['key']}#list"} for each in counts if each["key"]],
        "unproposed": next((each["count"] for each in counts if not each["key"]), 0),
        "rows": [_row(of, each, opens=each.document_id in opens) for each in listed.rows],
        "next_url": _next(here, result, listed.after),
        "first_url": here if request.GET.get("after") or result else "",
        "faults": _faults(of, edit_url) if of.state == "draft" else [],
        "checked": of.state == "draft",
        "edit_url": edit_url,
        "public_url": address_if_any("portal:clean_up", of.agency.code, of.number) if of.published_on else "",
        "timeline": list(reversed(told_in_words(reads.told(of)))),
        "crumbs": clean_up_trail(of),
    }
    return show(request, "clean_up_record", context, status)


def _next(here: str, result: str, after: str) -> str:
    if not after:
        return ""
    return f"{here}?result={result}&after={after}#list" if result else f"{here}?after={after}#list"


def _facts(of: CleanUp) -> list[dict[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Number"), of.number),
        (_("As of"), text.day(of.as_of)),
        (_("Unit that draws it up"), document_words.unit_name(of.unit)),
        (_("Decided on"), text.day(of.decided_on)),
        (_("Published on"), text.day(of.published_on)),
    ]
    return facts(rows)


def _row(of: CleanUp, entry: CleanUpEntry, *, opens: bool) -> dict[str, Any]:
    """A document of the list; ``repeal_url`` where a published list says that it is to be ended and it was not yet."""
    document = entry.document
    waits = of.state == "published" and ends(entry.result) and document.ended_on is None
    return {
        "title": document.title,
        "number": document.formal_number or document.number,
        "url": address("consultation", document.pk) if opens else "",
        "badge": words.result_badge(entry),
        "reason": entry.reason,
        "stands": document_words.state_badge(document) if document.ended_on else None,
        "repeal_url": address("clean_up_repeal", of.pk, entry.pk) if waits else "",
        "lapses": entry.result == "lapse",
    }


def _faults(of: CleanUp, edit_url: str) -> list[dict[str, Any]]:
    """The documents that are missing, then the entries without result or reason: the first of them."""
    missing = say("It was in force on the day and is not on the list. Save the list once more.")
    rows = [{"label": each.title, "reason": missing, "url": edit_url} for each in reads.missing(of)]
    for entry, reason in reads.unfinished(of):
        label = entry.document.title
        url = f"{edit_url}?entry={entry.pk}#id_entry-{entry.pk}-result" if edit_url else ""
        rows.append({"label": label, "reason": reason, "url": url})
        if len(rows) >= MOST_FAULTS:
            break
    return rows[:MOST_FAULTS]
