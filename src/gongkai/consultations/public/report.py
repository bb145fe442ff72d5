"""The adoption report (意见采纳情况): the numbers, and what became of every opinion and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.public import present, said
from gongkai.consultations.public.opinions import cards
from gongkai.consultations.queries import paging
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.records import Document
from gongkai.core.access import public_page
from gongkai.core.formfields import one_line


@public_page
def report(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """The report once every opinion has its answer; before that, that it is not there yet."""
    found = present.found_or_404(agency, number)
    answered = reads.answered(found)
    context = {
        "document": found,
        "document_url": present.address_of(found),
        "opinions_url": present.opinions_address(found),
        "answered": answered,
        "sentence": said.sentence(found),
        "lang": words.content_lang(),
        "crumbs": present.trail(found, (_("What became of the opinions"), "")),
        **(content(found, _after(request), _here(found)) if answered else {}),
    }
    return render(request, "consultations/public/report.html", context)


def _after(request: HttpRequest) -> str:
    return one_line(request.GET.get("after", ""), 30)


def _here(found: Document) -> str:
    return present.address_of(found, "consultation_report")


def content(found: Document, after: str, here: str) -> dict[str, Any]:
    """What the report says, a page of its table at a time; the staff's preview at ``here`` says the very same."""
    page = paging.opinions_page(paging.opinions(found), after)
    versions = reads.versions(found)
    tally, hidden = reads.tally(found), reads.hidden(found)
    shown = sum(reads.counts(found).values())
    return {
        "tally": tally,
        "first_page": not after,
        "verdicts": [(words.row_name("verdict", key), n) for key, n in tally.by_verdict.items()],
        "channels": [(words.row_name("channel", key), n) for key, n in tally.by_channel.items()],
        "hidden": [{"label": words.row_name("moderation", key), "count": n} for key, n in hidden.items()],
        "hidden_count": sum(hidden.values()),
        "received": tally.opinions + sum(hidden.values()),
        "unshown": tally.opinions - shown,
        "rows": cards(found, page.rows, versions, answered=True),
        "next_url": f"{here}?after={page.after}" if page.after else "",
        "first_url": here if after else "",
    }
