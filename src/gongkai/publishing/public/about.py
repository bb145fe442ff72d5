"""What stands around a document: whether it still applies, what bears on it, its versions, how long it took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from gongkai.domain.disclosure import PROCESS
from gongkai.domain.law import load
from gongkai.domain.text import Text, say
from gongkai.publishing.public.present import either, in_chinese
from gongkai.publishing.queries import public as reads
from gongkai.publishing.queries.documents import Related


@dataclass(frozen=True, slots=True)
class Banner:
    """What a reader must know before reading: a sentence, since when, and the documents that bear on it."""

    sentence: Text | str
    since: object
    links: list[dict[str, str]]


def banner(document: reads.Document, related: list[Related]) -> Banner | None:
    """The banner of a document that is not simply in force; ``None`` where it is."""
    bearing = [
        {"label": _title(each.document), "url": reverse("portal:document", args=[each.document.slug])}
        for each in related
        if not each.outgoing and each.kind in ("replaces", "repeals", "amends")
    ]
    sentence: Text | str = ""
    if document.state in ("superseded", "repealed", "lapsed"):
        sentence = Text(PROCESS.state(document.state).sentence)
    elif document.validity == "repealed":
        sentence = Text(PROCESS.state("repealed").sentence)
    elif document.validity == "lapsed":
        sentence = Text(PROCESS.state("lapsed").sentence)
    elif document.validity == "amended":
        sentence = say("This document has been amended. Read it together with what amends it.")
    return Banner(sentence, document.validity_since, bearing) if sentence else None


def _title(document: reads.Document) -> str:
    return document.live.title if document.live else document.index_number


def related_list(related: list[Related]) -> list[dict[str, str]]:
    """What bears on the document and what it bears on, with the words of the relation."""
    words = {row["key"]: row for row in load("openness")["link"]}
    found = []
    for each in related:
        row = words.get(each.kind)
        if row is None:
            forth, back = gettext("Replaces"), gettext("Replaced by")
            how = gettext("Related") if each.kind == "related" else forth if each.outgoing else back
        elif each.outgoing:
            how = either(row["label"], row["label_en"])
        else:
            how = either(row["label_back"], row["label_back_en"])
        found.append(
            {
                "how": how,
                "title": _title(each.document),
                "url": reverse("portal:document", args=[each.document.slug]),
            }
        )
    return found


def version_list(
    document: reads.Document, revisions: list[reads.Revision], shown: int
) -> list[dict[str, Any]]:
    """The versions for ``components/version_bar.html``, the newest first."""
    live = document.live_id
    return [
        {
            "label": gettext("Version {number}").format(number=each.number),
            "at": each.published_at,
            "url": reverse("portal:document", args=[document.slug])
            if each.pk == live
            else reverse("portal:document_version", args=[document.slug, each.number]),
            "current": each.number == shown,
            "reason": each.correction_reason,
        }
        for each in revisions
    ]


def taken_words(document: reads.Document) -> dict[str, Any] | None:
    """How long publication took, in a sentence, with the trail behind it."""
    taken = reads.publication_taken(document)
    if taken is None:
        return None
    working = taken.due.rule.unit == "working_day"
    limit = taken.due.rule.length + taken.due.extension
    if working:
        sentence = say(
            "Made on {made}, public on {public}: {days} of the {limit} working days the law gives.",
            made=taken.started_on,
            public=taken.published_on,
            days=taken.days,
            limit=limit,
        )
    else:
        sentence = say(
            "Made on {made}, public on {public}: {days} of the {limit} days the law gives.",
            made=taken.started_on,
            public=taken.published_on,
            days=taken.days,
            limit=limit,
        )
    question = urlencode({"rule": taken.rule, "start": taken.started_on.isoformat()})
    return {
        "sentence": sentence,
        "in_time": taken.in_time,
        "citation": str(taken.citation),
        "url": f"{reverse('portal:clock')}?{question}",
        "lang": "" if in_chinese() else "zh-Hans",
    }
