"""Rounds of appraisal in public: what is open, how each was sampled, what came of it, and the same as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.core.sending import attachment
from gongkai.domain.supervision.appraisal import PROCESS
from gongkai.publishing.public.present import absolute, crumbs
from gongkai.supervision import appraisal_files as files
from gongkai.supervision import appraisal_words as words
from gongkai.supervision.queries import appraisal_public as reads
from gongkai.supervision.queries import appraisals as staff_reads
from gongkai.supervision.queries.appraisal_records import Round, RoundResult

TYPES: dict[str, tuple[str, Callable[[Round, RoundResult], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", files.csv_of),
    "json": ("application/json; charset=utf-8", files.json_of),
}
#: Rounds on the list: an agency has one a year.
MOST = 100
#: Texts of people on the page of a round.
MOST_WORDS = 200


@public_page
def appraisals(request: HttpRequest) -> HttpResponse:
    """What is open now, and every round so far."""
    rows = list(reads.rounds()[:MOST])
    context = {
        "open": [row(each) for each in rows if reads.is_open(each)],
        "rows": [row(each) for each in rows if not reads.is_open(each)],
        "today": clock.today(),
        "crumbs": trail(),
    }
    return render(request, "supervision/public/appraisals.html", context)


@public_page
def appraisal(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One round."""
    found = found_or_404(agency, number)
    result = staff_reads.result_of(found) if found.state == "published" else None
    context: dict[str, Any] = {
        "of": found,
        "title": words.title(found),
        "agency_name": words.agency_name(found.agency),
        "badges": [badge(found)],
        "sentence": sentence(found),
        "metadata": _metadata(found),
        "deed_url": address_of(found, "appraisal_take_part") if reads.is_open(found) else "",
        "closes_on": found.closes_on if reads.is_open(found) else None,
        "days_left": (found.closes_on - clock.today()).days,
        "today": clock.today(),
        "page_url": absolute(request, address_of(found)),
        "lang": words.content_lang(),
        "crumbs": trail((words.title(found), "")),
    }
    if found.state != "called_off":
        context |= _draw(found, result)
    if result is not None:
        context |= _results(found, result)
    return render(request, "supervision/public/appraisal.html", context)


@public_page
def file(request: HttpRequest, agency: str, number: str, form: str) -> HttpResponseBase:
    """The results as a file."""
    found = found_or_404(agency, number)
    result = staff_reads.result_of(found) if found.state == "published" else None
    if form not in TYPES or result is None:
        raise Http404
    content_type, made = TYPES[form]
    return attachment(made(found, result), name=f"{found.number}.{form}", content_type=content_type)


@public_page
def frame(request: HttpRequest, agency: str, number: str) -> HttpResponseBase:
    """Everybody in the frame as a digest, to repeat the draw by."""
    found = found_or_404(agency, number)
    if found.state == "called_off":
        raise Http404
    name = f"{found.number}-frame.csv"
    return attachment(files.frame_of(found), name=name, content_type="text/csv; charset=utf-8")


# --- what the pages share ---------------------------------------------------------------------------------------------


def found_or_404(agency: str, number: str) -> Round:
    """The round of an address, if everybody may see it."""
    found = None if "\x00" in f"{agency}{number}" else reads.one(agency, number)
    if found is None:
        raise Http404
    return found


def address_of(found: Round, name: str = "appraisal") -> str:
    """The address of a round's page."""
    return reverse(f"portal:{name}", args=[found.agency.code, found.number])


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the appraisal."""
    return crumbs((_("Appraisal by citizens"), reverse("portal:appraisals") if steps else ""), *steps)


def badge(found: Round) -> dict[str, str]:
    """Where it stands; what is over by its day is not called open."""
    if found.state == "open" and not reads.is_open(found):
        return {"label": _("Closed, to be counted"), "kind": "plain"}
    return words.state_badge(found)


def sentence(found: Round) -> str:
    """Where it stands, in a sentence."""
    state = "closed" if found.state == "open" and not reads.is_open(found) else found.state
    return _(PROCESS.state(state).sentence)


def row(found: Round) -> dict[str, Any]:
    """A round for ``components/entry.html``, and how to take part while it is open."""
    is_open = reads.is_open(found)
    return {
        "title": words.title(found),
        "url": address_of(found),
        "summary": sentence(found),
        "number": found.number,
        "unit": words.agency_name(found.agency),
        "at": found.published_on,
        "badges": [badge(found)],
        "deed_url": address_of(found, "appraisal_take_part") if is_open else "",
        "closes_on": found.closes_on,
        "days_left": (found.closes_on - clock.today()).days,
    }


def _metadata(found: Round) -> list[dict[str, Any]]:
    rows = [
        (_("Number"), found.number),
        (_("Agency"), words.agency_name(found.agency)),
        (_("Who may be drawn dealt with it"), words.days(found)),
        (_("Opened on"), found.opened_on.isoformat() if found.opened_on else ""),
        (_("Answers until"), found.closes_on.isoformat()),
        (_("Published on"), found.published_on.isoformat() if found.published_on else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _draw(found: Round, result: RoundResult | None) -> dict[str, Any]:
    """How it was drawn, and how to repeat it."""
    strata = result.strata if result is not None else staff_reads.strata(found)
    return {
        "strata": words.stratum_rows(strata),
        "seed": found.seed,
        "seed_event": found.seed_event,
        "seed_note": found.seed_note,
        "ledger_url": reverse("portal:ledger_check"),
        "frame_digest": found.frame_digest,
        "frame_url": address_of(found, "appraisal_frame"),
        "size": found.rules.get("size", 0),
    }


def _results(found: Round, result: RoundResult) -> dict[str, Any]:
    sheet = words.sheet_of(found)
    before = staff_reads.round_before(found)
    earlier = before.result.sample if before is not None else None
    return {
        "result": result,
        "response": words.response(result),
        "outcomes": words.outcome_rows(result.outcomes),
        "sample": _figures(sheet, result.sample, earlier),
        "everybody": _figures(sheet, result.open, None),
        "before": {"title": words.title(before), "url": address_of(before)} if before else None,
        "fewest": found.rules.get("fewest"),
        "cell": found.rules.get("cell"),
        "words_sample": [each.public_words for each in reads.shown_words(found, "sample")[:MOST_WORDS]],
        "words_open": [each.public_words for each in reads.shown_words(found, "open")[:MOST_WORDS]],
        "files": [{"name": form.upper(), "kind": found.number, "url": _file(found, form)} for form in TYPES],
    }


def _figures(sheet: Any, told: dict[str, Any], earlier: dict[str, Any] | None) -> dict[str, Any]:
    return {
        **words.overall(sheet, told),
        "answers": told["answers"],
        "enough": told["enough"],
        "dimensions": words.dimension_rows(told, earlier),
        "questions": words.question_rows(sheet, told),
    }


def _file(found: Round, form: str) -> str:
    return reverse("portal:appraisal_file", args=[found.agency.code, found.number, form])
