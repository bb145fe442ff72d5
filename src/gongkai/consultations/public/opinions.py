"""The opinions that are shown, each on its words; those on words that are gone stand beside the old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.forms.public import WHOLE, OpinionsFilter
from gongkai.consultations.public import present, said, texts
from gongkai.consultations.queries import attachments, naming, paging
from gongkai.consultations.queries import opinions as placing
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.naming import Names
from gongkai.consultations.queries.opinions import Placed
from gongkai.consultations.queries.records import Document, Opinion, Version
from gongkai.core.access import public_page
from gongkai.core.formfields import one_line
from gongkai.core.listpages import frame
from gongkai.domain.consultations.versions import Anchor

#: A stretch of a clause's words, and whether the opinion lies on it.
Pieces = list[tuple[str, bool]]


@public_page
def opinions(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """The opinions page by page, narrowed by what they are on; answers once they are public."""
    found = present.found_or_404(agency, number)
    versions = reads.versions(found)
    newest = versions[-1]
    newest.document = found
    answered = reads.answered(found)
    counts = reads.counts(found)
    choices = _choices(versions, counts)
    chosen = OpinionsFilter(request.GET, on=choices, answered=answered).chosen()
    # What the address says wrongly is left out.
    form = OpinionsFilter(chosen, on=choices, answered=answered)
    page = paging.opinions_page(
        paging.opinions(
            found,
            clause=_clause(chosen.get("on", "")),
            verdict=chosen.get("verdict", ""),
            channel=chosen.get("channel", ""),
        ),
        one_line(request.GET.get("after", ""), 30),
    )
    rows = cards(found, page.rows, versions, answered=answered)
    context = {
        "document": found,
        "document_url": present.address_of(found),
        "shown_count": sum(counts.values()),
        "received": reads.received(found),
        "open_now": reads.is_open(found),
        "opinion_url": present.address_of(found, "consultation_opinion_new"),
        "report_url": present.address_of(found, "consultation_report") if answered else "",
        "rows": [row for row in rows if not row["orphan"]],
        "orphans": [row for row in rows if row["orphan"]],
        "lang": words.content_lang(),
        "crumbs": present.trail(found, (_("Opinions"), "")),
        **frame(request, form, present.opinions_address(found), page.after),
    }
    return render(request, "consultations/public/opinions.html", context)


def _clause(on: str) -> str | None:
    """What the filter says as a provision's key; ``None``: all."""
    return {"": None, WHOLE: ""}.get(on, on)


def _choices(versions: Sequence[Version], counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """What opinions lie on, in the order of the newest text, with how many; then what is in older texts alone."""
    known = naming.cited(versions)
    whole = [(WHOLE, _("The whole text"))] if counts.get("") else []
    rows = [*whole, *((key, words.cited_name(each)) for key, each in known.items() if counts.get(key))]
    return [(key, f"{name} ({counts['' if key == WHOLE else key]})") for key, name in rows]


def cards(
    found: Document, rows: Sequence[Opinion], versions: Sequence[Version], *, answered: bool
) -> list[dict[str, Any]]:
    """Opinions as the pages show them; some queries, whatever the number of opinions."""
    newest = versions[-1]
    newest.document = found
    numbers = {each.pk: each.number for each in versions}
    read = {each.pk: _Text(each) for each in versions}
    known = naming.cited(versions) if answered else naming.NOBODY
    attached = attachments.counts(rows)
    return [
        {
            **_where(found, each, newest, read, numbers),
            "reference": each.opinion.reference,
            "words": each.opinion.public_words,
            "on": each.opinion.received_on,
            "channel": words.row_name("channel", each.opinion.channel),
            "attached": attached.get(each.opinion.pk, 0),
            **(
                _answer(found, each.opinion, numbers[each.opinion.version_id], newest, known)
                if answered
                else {}
            ),
        }
        for each in placing.place(rows, newest)
    ]


class _Text:
    """A version's provisions by their keys: names and words."""

    def __init__(self, version: Version) -> None:
        self.names = texts.names(version)
        self.words: dict[str, str] = {row["key"]: row["text"] for row in version.provisions}


def _where(
    found: Document, each: Placed, newest: Version, read: Mapping[int, _Text], numbers: Mapping[int, int]
) -> dict[str, Any]:
    """Where it lies: in the newest text, or for one whose words are gone in the version it was given on."""
    given_on = numbers[each.opinion.version_id]
    anchor = placing.anchor_of(each.opinion) if each.carried.anchor is None else each.carried.anchor
    text = read[each.opinion.version_id if each.orphan else newest.pk]
    page = present.address_of(found)
    if each.orphan and given_on != newest.number:
        page = present.address_of(found, "consultation_version", given_on)
    return {
        "orphan": each.orphan,
        "name": text.names.get(anchor.key, "") if anchor.key else _("The whole text"),
        "url": f"{page}#{present.ANCHOR}{anchor.key}" if anchor.key else page,
        "pieces": pieces(text.words.get(anchor.key, ""), anchor),
        "version": given_on if given_on != newest.number else None,
        "changed": each.carried.changed,
    }


def pieces(text: str, anchor: Anchor) -> Pieces:
    """The provision's words with the marked ones; none where the opinion is not on words."""
    if anchor.start is None or anchor.end is None:
        return []
    parts = [
        (text[: anchor.start], False),
        (text[anchor.start : anchor.end], True),
        (text[anchor.end :], False),
    ]
    return [part for part in parts if part[0]]


def _answer(
    found: Document, opinion: Opinion, given_on: int, newest: Version, known: Names
) -> dict[str, Any]:
    """What became of it and why."""
    return {
        "verdict": said.verdict_badge(opinion.verdict) if opinion.verdict else None,
        "reason": opinion.reason,
        **led_to(found, opinion.answer_clause, given_on, newest.number, known),
    }


def led_to(found: Document, key: str, given_on: int, newest: int, known: Names) -> dict[str, Any]:
    """The provision an answer names, with the way to what changed there since the opinion was given.

    The way to one since taken out is the last version that had it.
    """
    each = known.get(key) if key else None
    gone = each is not None and each.gone
    compared = each is not None and not gone and given_on < newest
    page = present.address_of(found, "consultation_version", each.version) if each and gone else ""
    page = f"{page or present.address_of(found)}#{present.ANCHOR}{key}"
    return {
        "clause": words.cited_name(each),
        "clause_url": present.compare_address(found, given_on, newest, key) if compared else page,
        "compared": compared,
    }
