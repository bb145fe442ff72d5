"""A version clause by clause: its name, its number, its words, and how many opinions are shown on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from gongkai.consultations import document_words as words
from gongkai.consultations.public import present
from gongkai.consultations.queries import texts as reads
from gongkai.consultations.queries.records import Document, Version
from gongkai.domain.consultations.clauses import HEADINGS, Numbered

#: Provisions from which on a text gets a table of contents.
LONG = 12


def clauses(
    found: Document, version: Version, counts: Mapping[str, int] | None = None, *, open_now: bool = False
) -> list[dict[str, Any]]:
    """The provisions as rows of the page; with ``open_now`` each has the address at which to give an opinion on it."""
    form = present.address_of(found, "consultation_opinion_new")
    return [
        {
            "key": each.provision.key,
            "anchor": f"{present.ANCHOR}{each.provision.key}",
            "level": each.provision.level,
            "heading": each.provision.level in HEADINGS,
            "mark": each.mark,
            "name": name_of(each),
            "text": each.provision.text,
            "count": (counts or {}).get(each.provision.key, 0),
            "opinions_url": present.opinions_address(found, each.provision.key),
            "opinion_url": f"{form}?{urlencode({'on': each.provision.key})}" if open_now else "",
        }
        for each in reads.numbered(version)
    ]


def name_of(each: Numbered) -> str:
    """What a provision is cited by."""
    return words.provision_name(each.name, each.provision.level)


def names(version: Version) -> dict[str, str]:
    """Key → what the provision is cited by."""
    return {each.provision.key: name_of(each) for each in reads.numbered(version)}


def contents(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The headings of a long text, to jump to."""
    found = [each for each in rows if each["heading"]]
    return found if len(found) > 1 and len(rows) >= LONG else []
