"""The list of consultations, and the page of one: the text clause by clause, its way, and how to give an opinion."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.public import present, said, texts
from gongkai.consultations.public.evaluating import pages as in_force
from gongkai.consultations.queries import paging
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.records import Document, Version
from gongkai.core import clock, mail
from gongkai.core.access import public_page
from gongkai.core.formfields import one_line

#: Documents of a section of the list's first page.
MOST_OPEN, MOST_ON_THEIR_WAY = 100, 100
FORMS = ("docx", "pdf", "txt", "json")


@public_page
def consultations(request: HttpRequest) -> HttpResponse:
    """What is open now, what is being decided, and page by page what was decided."""
    after = one_line(request.GET.get("after", ""), 30)
    here = reverse("portal:consultations")
    decided = paging.documents_page(paging.documents("decided"), after)
    first = not after
    context = {
        "first_page": first,
        "open_now": [said.row(each) for each in reads.open_now()[:MOST_OPEN]] if first else [],
        "under_way": [said.row(each) for each in paging.documents("under_way")[:MOST_ON_THEIR_WAY]]
        if first
        else [],
        "decided": [said.row(each) for each in decided.rows],
        "today": clock.today(),
        "next_url": f"{here}?after={decided.after}" if decided.after else "",
        "first_url": here if after else "",
        "follow_url": present.follow_address(),
        "crumbs": present.crumbs(),
    }
    return render(request, "consultations/public/list.html", context)


@public_page
def consultation(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One document with its newest public text; the final one once it is published."""
    found = present.found_or_404(agency, number)
    versions = reads.versions(found)
    return _page(request, found, versions, versions[-1])


@public_page
def version(request: HttpRequest, agency: str, number: str, version: int) -> HttpResponse:
    """An older version as it was put out; the newest one is the document's own page."""
    found = present.found_or_404(agency, number)
    shown = present.version_or_404(found, version)
    versions = reads.versions(found)
    if shown.number == versions[-1].number:
        return redirect(present.address_of(found))
    return _page(request, found, versions, shown)


def _page(request: HttpRequest, found: Document, versions: list[Version], shown: Version) -> HttpResponse:
    newest = shown.number == versions[-1].number
    open_now = newest and reads.is_open(found)
    counts = reads.counts(found)
    rows = texts.clauses(found, shown, counts, open_now=open_now)
    answered = reads.answered(found)
    context = {
        "document": found,
        "version": shown,
        "newest": newest,
        "open_now": open_now,
        "title": found.title,
        "badges": [said.badge(found), {"label": words.kind_name(found.kind), "kind": "plain"}],
        "metadata": said.metadata(found, shown),
        "sentence": said.sentence(found),
        "way": said.way(found, versions),
        "period": said.period(found, shown),
        "takes_mail": mail.available(),
        "follow_url": present.follow_address(found.agency.code),
        "clauses": rows,
        "contents": texts.contents(rows),
        "on_whole": counts.get("", 0),
        "whole_url": present.opinions_address(found, ""),
        "shown_count": sum(counts.values()),
        "received": reads.received(found),
        "opinions_url": present.opinions_address(found),
        "opinion_url": present.address_of(found, "consultation_opinion_new") if open_now else "",
        "report_url": present.address_of(found, "consultation_report") if answered else "",
        "evaluations": in_force.of_document(found),
        "page_url": present.absolute(request, _own_address(found, shown, newest=newest)),
        **_aside(found, versions, shown),
    }
    return render(request, "consultations/public/consultation.html", context)


def _own_address(found: Document, shown: Version, *, newest: bool) -> str:
    return present.address_of(found) if newest else present.version_address(found, shown)


def _aside(found: Document, versions: list[Version], shown: Version) -> dict[str, Any]:
    """What stands around the text: days, records, versions, files."""
    today = clock.today()
    newest = versions[-1]
    return {
        "today": today,
        "days_left": said.days_left(found),
        "records": [
            {"name": words.beside_name(each.kind), "on": each.held_on, "outcome": each.outcome}
            for each in reads.beside(found)
        ],
        "versions": [
            {
                "label": said.version_name(each.number),
                "at": each.opens_on,
                "url": present.address_of(found) if each is newest else present.version_address(found, each),
                "current": each.number == shown.number,
                "reason": "",
            }
            for each in reversed(versions)
        ],
        "now": _now(found, shown, last=shown.number == newest.number),
        "compare_url": _compare(found, versions, shown),
        "newest_url": present.address_of(found),
        "files": [{"form": form, "url": file_address(found, shown, form)} for form in FORMS],
        "agency": found.agency,
        "unit": words.unit_name(found.unit),
        "lang": words.content_lang(),
        "crumbs": present.trail(found) if shown is newest else _trail(found, shown),
    }


def _trail(found: Document, shown: Version) -> list[dict[str, str]]:
    return present.trail(found, (said.version_name(shown.number), ""))


def _now(found: Document, shown: Version, *, last: bool) -> str:
    if last and found.published_on:
        return _("This is the text that was decided: version {n}.").format(n=shown.number)
    if last:
        return _("This is version {n}, the newest.").format(n=shown.number)
    return _("This is version {n}. It never changes; a newer one was put out.").format(n=shown.number)


def _compare(found: Document, versions: list[Version], shown: Version) -> str:
    """The shown version against the first; the first against the newest."""
    if len(versions) < 2:
        return ""
    first, newest = versions[0].number, versions[-1].number
    return present.compare_address(found, first, newest if shown.number == first else shown.number)


def file_address(found: Document, shown: Version, form: str) -> str:
    """The address of a version's text as a file."""
    return f"{present.address_of(found, 'consultation_file', form)}?version={shown.number}"
