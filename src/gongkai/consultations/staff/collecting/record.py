"""A collection's record: where it stands, what it asks, what came in, its figures, problems, and the moves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access_collecting as access
from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.queries.records import Collection
from gongkai.consultations.staff.collecting.common import cards, found_collection, trail
from gongkai.consultations.staff.collecting.rows import problem_row
from gongkai.consultations.staff.documents.common import Tried, show
from gongkai.core import text
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address, address_if_any
from gongkai.domain.consultations.collecting import PROCESS, PUBLIC
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell

#: Free answers shown on the record; the others are in the file.
MOST_FREE = 100


@staff_page
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    of, acting = found_collection(request, pk)
    return page(request, of, acting)


def page(
    request: HttpRequest, of: Collection, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a move that was refused."""
    tried = tried or Tried()
    kind = words.kind_of(of.kind)
    editable = bool(access.may_write(acting, of))
    asked = bool(kind["asks"])
    context: dict[str, Any] = {
        "of": of,
        "badges": [{"label": words.kind_name(of.kind), "kind": "plain"}, words.state_badge(of)],
        "facts": _facts(of),
        "sentence": PROCESS.state(of.state).label,
        "next": words.next_step(of),
        "moves": cards(reads.offers(of, acting), tried, "collection_move", of.pk),
        "tried": tried,
        "checked": of.state == "draft",
        "faults": _faults(of, editable=editable) if of.state == "draft" else [],
        "questions": _questions(of) if asked and of.state == "draft" else [],
        "asked": asked and of.state != "draft",
        "figures": words.figure_rows(reads.figures(of)) if asked and of.state != "draft" else [],
        "free": _free(of, acting) if asked and of.state != "draft" else [],
        "sheets": of.sheet_count,  # type: ignore[attr-defined]
        "tally": _tally(of, kind),
        "problems": [problem_row(each) for each in lists.problems_of(of)],
        "timeline": list(reversed(tell(reads.told(of)))),
        **_ways(of, acting, kind, editable=editable),
        "crumbs": trail(of),
    }
    return show(request, "collection_record", context, status)


def _facts(of: Collection) -> list[dict[str, Any]]:
    rate = reads.response_rate(of)
    rows: list[tuple[str, str, bool]] = [
        (_("Number"), of.number, False),
        (_("Unit that collects"), document_words.unit_name(of.unit), False),
        (_("Days"), words.days_of(of), False),
        (_("Place"), of.place, False),
        (_("Last day for signing up"), text.day(of.sign_up_until), False),
        (_("Draft it is about"), of.document.title if of.document else "", False),
        (_("How many were asked"), f"{of.invited:,}" if of.invited else "", False),
        (_("Response rate"), words.share(rate) if rate is not None and of.state != "draft" else "", False),
        (_("Taking part ended on"), _day(of.closed_on, of.state in ("closed", "told")), False),
        (_("Results published on"), _day(of.told_on, of.state == "told"), False),
        (_("Who was asked"), of.sample, True),
    ]
    return [
        {
            "label": label,
            "value": value,
            "wide": wide,
            **({"url": address("consultation", of.document_id)} if label == _("Draft it is about") else {}),
        }
        for label, value, wide in rows
        if value
    ]


def _day(day: date | None, stands: bool) -> str:
    """A day that stands; a collection that was opened again has days of before."""
    return text.day(day) if stands else ""


def _faults(of: Collection, *, editable: bool) -> list[dict[str, Any]]:
    """What it still lacks, each with the way to its field."""
    edit = address("collection_edit", of.pk)
    found = []
    for name, reason in reads.faults(of):
        place = name.partition(":")[2]
        anchor = f"q-{place}" if place and of.questions else "id_questions" if place else f"id_{name}"
        url = f"{edit}#{anchor}" if editable else ""
        found.append({"label": words.field_name(name), "reason": reason, "url": url})
    return found


def _questions(of: Collection) -> list[dict[str, Any]]:
    return [
        {
            "text": each.text,
            "kind": _(words.QUESTIONS.get(each.kind, each.kind)),
            "options": each.options,
            "needed": each.needed,
        }
        for each in reads.questions(of)
    ]


def _free(of: Collection, acting: StaffActor) -> list[dict[str, Any]]:
    """The free answers by question, for the eyes of those who sort them."""
    if not access.may_sort(acting, of):
        return []
    texts = {each.key: each.text for each in reads.questions(of) if each.kind == "free"}
    given: dict[str, list[str]] = {key: [] for key in texts}
    for answers in reads.free_answers(of, MOST_FREE):
        for key, said in answers.items():
            given.setdefault(key, []).append(said)
    return [{"text": texts.get(key, key), "answers": said} for key, said in given.items() if said]


def _tally(of: Collection, kind: dict[str, Any]) -> list[dict[str, Any]]:
    """How much came in and at what it stands, each with the list of it."""
    if of.state == "draft":
        return []
    found: list[dict[str, Any]] = []
    here = address("collection_remarks", of.pk)
    if kind["remarks"]:
        counts = lists.counts(of)
        for key, label in (
            ("received", _("Remarks that came in")),
            ("new", _("Not looked at yet")),
            ("shown", _("Shown to the public")),
            ("hidden", _("Not shown, for a reason")),
            ("loose", _("Tied to no problem yet")),
        ):
            url = here if key == "received" else f"{here}?state={key}"
            found.append({"label": label, "count": counts[key], "url": url if counts[key] else ""})
    if kind["asks"]:
        sheets = of.sheet_count  # type: ignore[attr-defined]
        found.append({"label": _("Filled-in questionnaires"), "count": sheets, "url": ""})
    if kind["signs"]:
        sign_ups = lists.sign_up_counts(of)
        url = address("collection_sign_ups", of.pk) if sign_ups["received"] else ""
        found.append({"label": _("Signed up"), "count": sign_ups["received"], "url": url})
        found.append({"label": _("Waiting for a decision"), "count": sign_ups["undecided"], "url": url})
    return found


def _ways(of: Collection, acting: StaffActor, kind: dict[str, Any], *, editable: bool) -> dict[str, str]:
    """The ways from the record to what the person may do and see."""
    began = of.state != "draft" and of.state != "discarded"
    sorts = began and bool(access.may_sort(acting, of))
    enters = bool(access.may_enter(acting, of)) and bool(words.channel_options(of.kind))
    public = of.state in PUBLIC
    return {
        "edit_url": address("collection_edit", of.pk) if editable else "",
        "remarks_url": address("collection_remarks", of.pk) if began and kind["remarks"] else "",
        "enter_url": address("collection_enter", of.pk) if enters else "",
        "sign_ups_url": address("collection_sign_ups", of.pk) if began and kind["signs"] else "",
        "results_url": address("collection_results", of.pk) if sorts and of.state != "told" else "",
        "find_url": address("collection_problem", of.pk) if sorts else "",
        "csv_url": address("collection_export", of.pk, "csv") if began else "",
        "xlsx_url": address("collection_export", of.pk, "xlsx") if began else "",
        "public_url": address_if_any("portal:collection", of.agency.code, of.number) if public else "",
    }
