"""What became of rules in force: the evaluations and clean-up lists published, a page of each, a list as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations import clean_up_files, document_words
from gongkai.consultations import evaluating_words as words
from gongkai.consultations.public import present
from gongkai.consultations.queries import evaluation_paging
from gongkai.consultations.queries import evaluation_public as reads
from gongkai.consultations.queries.evaluation_work import newest_first
from gongkai.consultations.queries.records import CleanUp, CleanUpEntry, Document, Evaluation
from gongkai.core import text
from gongkai.core.access import public_page
from gongkai.core.formfields import one_line
from gongkai.core.sending import attachment
from gongkai.domain.consultations import rules

#: Lists on the front page: an agency draws up one a year.
MOST_LISTS = 50
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


@public_page
def in_force(request: HttpRequest) -> HttpResponse:
    """The lists, then the evaluations page by page."""
    after = one_line(request.GET.get("after", ""), 20)
    here = reverse("portal:rules_in_force")
    listed = newest_first(reads.evaluations(), after)
    context = {
        "first_page": not after,
        "lists": [list_row(each) for each in reads.clean_ups()[:MOST_LISTS]] if not after else [],
        "evaluations": [evaluation_row(each) for each in listed.rows],
        "rules": [words.house_rule(name) for name in ("evaluation", "clean_up")],
        "next_url": f"{here}?after={listed.after}" if listed.after else "",
        "first_url": here if after else "",
        "crumbs": _crumbs(),
    }
    return render(request, "consultations/public/rules_in_force.html", context)


@public_page
def evaluation(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One evaluation: who evaluated how, the conclusion, and the summary."""
    found = None if "\x00" in f"{agency}{number}" else reads.evaluation(agency, number)
    if found is None:
        raise Http404
    stands = found.state == "published"
    conclusion = words.conclusion_badge(found) if stands else None
    context = {
        "of": found,
        "title": found.document.title,
        "stands": stands,
        "badges": [conclusion] if conclusion else [],
        "metadata": _metadata(found) if stands else [],
        "document_url": present.address_of(found.document),
        "page_url": present.absolute(request, address_of(found)),
        "lang": document_words.content_lang(),
        "crumbs": _crumbs((found.document.title, "")),
    }
    return render(request, "consultations/public/evaluation.html", context)


@public_page
def clean_up(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One list: what is to become of every document, narrowed by ``result``, page by page."""
    found = _found(agency, number)
    stands = found.state == "published"
    result = one_line(request.GET.get("result", ""), 10)
    result = result if rules.row("clean_up_result", result) else ""
    after = one_line(request.GET.get("after", ""), 10)
    here = address_of(found)
    listed = evaluation_paging.entries(reads.entries(found, result), after)
    context: dict[str, Any] = {
        "of": found,
        "stands": stands,
        "page_url": present.absolute(request, here),
        "lang": document_words.content_lang(),
        "crumbs": _crumbs((found.title, "")),
    }
    if stands:
        narrowed = f"result={result}&" if result else ""
        context |= {
            "metadata": _of_list(found),
            "counts": _counts(found, here, result),
            "chosen": result,
            "rows": [_row(each) for each in listed.rows],
            "next_url": f"{here}?{narrowed}after={listed.after}#list" if listed.after else "",
            "first_url": here if after or result else "",
            "files": [{"form": form, "url": _file(found, form)} for form in TYPES],
        }
    return render(request, "consultations/public/clean_up.html", context)


@public_page
def file(request: HttpRequest, agency: str, number: str, form: str) -> HttpResponseBase:
    """The list as a file."""
    found = _found(agency, number)
    if form not in TYPES or found.state != "published":
        raise Http404
    if form == "csv":
        content = clean_up_files.csv_of(found)
    else:
        content = clean_up_files.json_of(
            found, lambda document: present.absolute(request, present.address_of(document))
        )
    return attachment(content, name=f"{found.number}.{form}", content_type=TYPES[form])


def address_of(found: Evaluation | CleanUp) -> str:
    """The address of the record's page."""
    name = "evaluation" if isinstance(found, Evaluation) else "clean_up"
    return reverse(f"portal:{name}", args=[found.agency.code, found.number])


def evaluation_row(found: Evaluation) -> dict[str, Any]:
    """An evaluation for ``components/entry.html`` and the page of its document."""
    conclusion = words.conclusion_badge(found)
    return {
        "title": found.document.title,
        "lang": document_words.content_lang(),
        "url": address_of(found),
        "summary": found.summary,
        "number": found.number,
        "unit": document_words.unit_name(found.unit),
        "at": found.evaluated_on,
        "badges": [conclusion] if conclusion else [],
    }


def list_row(found: CleanUp) -> dict[str, Any]:
    """A list for ``components/entry.html``."""
    return {
        "title": found.title,
        "lang": document_words.content_lang(),
        "url": address_of(found),
        "summary": found.introduction,
        "number": found.number,
        "unit": document_words.unit_name(found.unit),
        "at": found.published_on,
        "badges": [],
    }


def of_document(found: Document) -> list[dict[str, Any]]:
    """The published evaluations of a document as rows of its page; one query."""
    return [evaluation_row(each) for each in reads.of_document(found)] if found.published_on else []


def _found(agency: str, number: str) -> CleanUp:
    found = None if "\x00" in f"{agency}{number}" else reads.clean_up(agency, number)
    if found is None:
        raise Http404
    return found


def _file(found: CleanUp, form: str) -> str:
    return reverse("portal:clean_up_file", args=[found.agency.code, found.number, form])


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    name = _("What becomes of rules in force")
    return present.crumbs((name, reverse("portal:rules_in_force") if steps else ""), *steps)


def _metadata(found: Evaluation) -> list[dict[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Number"), found.number),
        (_("Day of the evaluation"), text.day(found.evaluated_on)),
        (_("Who evaluated"), found.evaluators),
        (_("How it was evaluated"), words.methods(found)),
        (_("Unit that evaluates"), document_words.unit_name(found.unit)),
        (_("Agency"), document_words.agency_name(found.agency)),
        (_("Published on"), text.day(found.published_on)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _of_list(found: CleanUp) -> list[dict[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Number"), found.number),
        (_("As of"), text.day(found.as_of)),
        (_("Agency"), document_words.agency_name(found.agency)),
        (_("Unit that draws it up"), document_words.unit_name(found.unit)),
        (_("Decided on"), text.day(found.decided_on)),
        (_("Published on"), text.day(found.published_on)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _counts(found: CleanUp, here: str, chosen: str) -> list[dict[str, Any]]:
    counted = words.result_counts(reads.results(found))
    return [
        {**each, "url": f"{here}?result={each['key']}#list", "current": each["key"] == chosen}
        for each in counted
    ]


def _row(entry: CleanUpEntry) -> dict[str, Any]:
    of = entry.document
    return {
        "title": of.title,
        "number": of.formal_number or of.number,
        "url": present.address_of(of),
        "published_on": of.published_on,
        "lapses_on": of.lapses_on,
        "badge": words.result_badge(entry),
        "reason": entry.reason,
        "stands": document_words.state_badge(of) if of.ended_on else None,
    }
