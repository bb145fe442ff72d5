"""What is open and what came of it (意见征集与回应); the page of one collection, and of one problem."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.public import present as documents
from gongkai.consultations.public.voice import present
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.queries import public as public_documents
from gongkai.consultations.queries.records import Collection, Problem, Remark
from gongkai.core import clock, text
from gongkai.core.access import public_page
from gongkai.core.formfields import one_line
from gongkai.domain.consultations.collecting import PUBLIC

#: Collections that are open on the list's first page, and problems on it.
MOST_OPEN, MOST_PROBLEMS = 100, 10


@public_page
def voice(request: HttpRequest) -> HttpResponse:
    """What is open; page by page what is being evaluated or told (``after``), and what was put right (``problems``)."""
    after, behind = (one_line(request.GET.get(name, ""), 20) for name in ("after", "problems"))
    here = reverse("portal:voice")
    first = not after and not behind
    ended = lists.newest_first(reads.public().exclude(state="open"), after)
    mended = lists.newest_first(reads.public_problems(), behind, lists.SIZE if behind else MOST_PROBLEMS)
    context = {
        "first_page": first,
        "open_now": [present.row(each) for each in _open()] if first else [],
        "ended": [present.row(each) for each in ended.rows] if not behind else [],
        "problems": [present.problem_row(each) for each in mended.rows] if not after else [],
        "today": clock.today(),
        "next_url": f"{here}?after={ended.after}" if ended.after and not behind else "",
        "more_url": f"{here}?problems={mended.after}" if mended.after and not after else "",
        "first_url": "" if first else here,
        "crumbs": present.crumbs(),
    }
    return render(request, "consultations/public/voice.html", context)


def _open() -> list[Collection]:
    """Those open now: what ends first stands first, what has no last day last."""
    rows = list(reads.public().filter(state="open").order_by("ends_on", "id")[:MOST_OPEN])
    return sorted(rows, key=lambda each: (each.ends_on is None, each.ends_on or each.begins_on))


@public_page
def collection(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One collection: what it is, who was asked, how to take part, and what came of it."""
    found = present.found_or_404(agency, number)
    kind = words.kind_of(found.kind)
    told = found.state == "told"
    sheets = reads.sheet_number(found) if kind["asks"] else 0
    after = one_line(request.GET.get("after", ""), 20)
    remarks = lists.oldest_first(reads.public_remarks(found), after)
    here = present.address_of(found)
    problems = reads.public_problems().filter(collection=found).order_by("id")
    context: dict[str, Any] = {
        "of": found,
        "badges": [present.badge(found), {"label": words.kind_name(found.kind), "kind": "plain"}],
        "metadata": _metadata(found, sheets if told else None),
        "sentence": present.sentence(found),
        "deed": present.deed(found),
        "both": _both(found, kind),
        "elsewhere": _elsewhere(found),
        "closes_on": present.last_day(found),
        "days_left": present.days_left(found),
        "today": clock.today(),
        "told": told,
        "figures": words.figure_rows(reads.figures(found)) if told and sheets else [],
        "sheets": sheets,
        "asks": kind["asks"],
        "takes": kind["remarks"],
        "remarks": _remarks(remarks.rows, problems),
        "problems": [present.problem_row(each) for each in problems],
        "next_url": f"{here}?after={remarks.after}#remarks" if remarks.after else "",
        "first_url": here if after else "",
        "agency": found.agency,
        "unit": document_words.unit_name(found.unit),
        "lang": document_words.content_lang(),
        "crumbs": present.trail(found),
        "page_url": documents.absolute(request, here),
    }
    return render(request, "consultations/public/collection.html", context)


def _metadata(found: Collection, sheets: int | None) -> list[dict[str, Any]]:
    rate = reads.response_rate(found) if sheets is not None else None
    rows: list[tuple[str, Any, bool]] = [
        (_("Number"), found.number, False),
        (_("Days"), words.days(found.begins_on, found.ends_on), False),
        (_("Carried out by"), document_words.unit_name(found.unit), False),
        (_("Agency"), document_words.agency_name(found.agency), False),
        (_("Place"), found.place, False),
        (_("Last day for signing up"), _day(found.sign_up_until), False),
        # One that was opened again has days of before.
        (_("Taking part ended on"), _day(found.closed_on if found.state != "open" else None), False),
        (_("Results published on"), _day(found.told_on if found.state == "told" else None), False),
        (_("How many were asked"), f"{found.invited:,}" if found.invited else "", False),
        (_("Response rate"), words.share(rate) if rate is not None else "", False),
        (_("Who was asked"), found.sample, True),
    ]
    listed = [{"label": label, "value": value, "wide": wide} for label, value, wide in rows if value]
    draft = _draft(found)
    return [*listed, draft] if draft else listed


def _draft(found: Collection) -> dict[str, Any] | None:
    """The draft it is about, once the public reads that."""
    of = found.document
    if of is None:
        return None
    known = public_documents.document(found.agency.code, of.number)
    if known is None:
        return None
    label = _("Draft it is about")
    return {"label": label, "value": known.title, "url": documents.address_of(known), "wide": True}


def _day(day: Any) -> str:
    return text.day(day)


def _both(found: Collection, kind: dict[str, Any]) -> str:
    """Where one may also say something beside the questionnaire."""
    if not (kind["asks"] and kind["remarks"] and reads.is_open(found)):
        return ""
    return f"{present.address_of(found, 'collection_take_part')}?what=remark"


def _elsewhere(found: Collection) -> str:
    """The ways beside this site, in words; nothing once it is over."""
    if found.state != "open":
        return ""
    return _(", ").join(label for _key, label in words.channel_options(found.kind))


def _remarks(rows: Any, problems: Any) -> list[dict[str, Any]]:
    """What the public reads of remarks, each with the problem it led to."""
    known = {each.pk: each for each in problems}
    elsewhere = {each.problem_id for each in rows if each.problem_id and each.problem_id not in known}
    if elsewhere:
        known |= {each.pk: each for each in reads.public_problems().filter(pk__in=elsewhere)}
    return [said(each, known.get(each.problem_id or 0)) for each in rows]


def said(found: Remark, problem: Problem | None) -> dict[str, Any]:
    """One remark as the public reads it."""
    return {
        "reference": found.reference,
        "words": found.public_words,
        "channel": document_words.row_name("channel", found.channel),
        "at": found.received_on,
        "problem": present.problem_row(problem) if problem else None,
    }


@public_page
def problem(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One problem: the measure, who carries it out, the last day, and what came of it."""
    rows = reads.public_problems(agency).filter(number=number) if "\x00" not in f"{agency}{number}" else None
    found = rows.first() if rows is not None else None
    if found is None:
        raise Http404
    shown = reads.remarks_of_problem(found).filter(
        shown_at__isnull=False, hidden_reason="", collection__state__in=PUBLIC
    )
    context = {
        "of": found,
        "row": present.problem_row(found),
        "badges": [words.problem_badge(found)],
        "metadata": _of_problem(found),
        "sentence": present.problem_sentence(found),
        "remarks": [said(each, None) for each in shown[: lists.SIZE]],
        "settled": found.state == "settled",
        "today": clock.today(),
        "lang": document_words.content_lang(),
        "crumbs": present.crumbs((found.title, "")),
        "page_url": documents.absolute(request, present.problem_address(found)),
    }
    return render(request, "consultations/public/problem.html", context)


def _of_problem(found: Problem) -> list[dict[str, Any]]:
    from_where = found.collection
    rows: list[dict[str, Any]] = [
        {"label": _("Number"), "value": found.number},
        {
            "label": _("Unit putting it right"),
            "value": document_words.unit_name(found.unit) if found.unit else "",
        },
        {"label": _("Agency"), "value": document_words.agency_name(found.agency)},
        {"label": _("Last day for putting it right"), "value": _day(found.due_on)},
        {"label": _("Found put right on"), "value": _day(found.settled_on)},
        {
            "label": _("Found in"),
            "value": from_where.title,
            "url": reverse("portal:collection", args=[found.agency.code, from_where.number]),
            "wide": True,
        },
    ]
    return [row for row in rows if row["value"]]
