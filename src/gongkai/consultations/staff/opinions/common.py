"""What every staff view of opinions does: find the opinion, and say where each lies in the newest text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gongkai.consultations import authors
from gongkai.consultations import document_words as words
from gongkai.consultations.queries import attachments, naming, texts
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.queries import opinions as reads
from gongkai.consultations.queries.opinion_lists import WHOLE
from gongkai.consultations.queries.opinions import Placed
from gongkai.consultations.queries.records import Document, Opinion, Version
from gongkai.consultations.staff.documents.common import found, trail
from gongkai.core.staffpages import address
from gongkai.domain.consultations.versions import Anchor
from gongkai.people.actor import StaffActor

VERDICT_BADGES = {"adopted": "done", "partly": "info", "not_adopted": "plain", "covered": "info"}
#: Signs shown before and behind the words an opinion lies on.
AROUND = 60
#: A stretch of a provision's words, and whether the opinion lies on it.
Pieces = list[tuple[str, bool]]


def found_opinion(request: HttpRequest, pk: int, opinion: int) -> tuple[Document, Opinion, StaffActor]:
    """The opinion, its document and who asks for them."""
    of, acting = found(request, pk)
    row = reads.opinion(of, opinion) if opinion < 2**63 else None
    if row is None:
        raise Http404
    row.document = of
    return of, row, acting


def path_to(of: Document, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the document's opinions."""
    return trail(of, (_("Opinions"), address("consultation_opinions", of.pk) if rest else ""), *rest)


class Texts:
    """The versions of a document by name and by words, read once for a page."""

    def __init__(self, of: Document) -> None:
        self.versions = texts.every(of)
        for each in self.versions:
            each.document = of
        self.newest = self.versions[-1] if self.versions else None
        self.number = {each.pk: each.number for each in self.versions}
        self.cited = naming.cited(self.versions)
        self._read: dict[int, dict[str, tuple[str, str]]] = {}

    def of(self, version: int) -> dict[str, tuple[str, str]]:
        """Key → name and words of the provisions of a version."""
        if version not in self._read:
            row: Version = next(each for each in self.versions if each.pk == version)
            self._read[version] = {
                each.provision.key: (
                    words.provision_name(each.name, each.provision.level),
                    each.provision.text,
                )
                for each in texts.numbered(row)
            }
        return self._read[version]

    def now(self) -> dict[str, tuple[str, str]]:
        """The same of the newest."""
        return self.of(self.newest.pk) if self.newest else {}

    def choices(self, counts: dict[str, int]) -> list[tuple[str, str]]:
        """What opinions lie on, in the order of the newest text; then what is in older texts alone."""
        rows = [(WHOLE, _("The whole text"))] if counts.get("") else []
        rows += [(key, words.cited_name(each)) for key, each in self.cited.items() if counts.get(key)]
        return [(key, f"{name} ({counts['' if key == WHOLE else key]})") for key, name in rows]


def rows(
    of: Document, opinions: Sequence[Opinion], known: Texts, ticks: frozenset[int] = frozenset()
) -> list[dict[str, Any]]:
    """Opinions for the list; a fixed number of queries, whatever the number of opinions."""
    if known.newest is None:
        return []
    same, attached = lists.alike_counts(of, opinions), attachments.counts(opinions)
    return [
        {
            **row(of, each, known),
            "alike": same.get(each.opinion.words_mark, 0),
            "ticked": each.opinion.pk in ticks,
            "attached": attached.get(each.opinion.pk, 0),
        }
        for each in reads.place(opinions, known.newest)
    ]  # fmt: skip


def row(of: Document, each: Placed, known: Texts) -> dict[str, Any]:
    """One opinion: where it lies, what was written, how it stands."""
    opinion = each.opinion
    return {
        "opinion": opinion,
        "tick": f"{opinion.pk}:{lists.look_stamp(opinion)}:{lists.answer_stamp(opinion)}",
        "url": address("consultation_opinion", of.pk, opinion.pk),
        "words": reads.words_of(opinion),
        "who": who(opinion),
        "channel": words.row_name("channel", opinion.channel),
        "badges": badges(opinion),
        "verdict": verdict(opinion),
        "group_url": address("consultation_group", of.pk, opinion.group_id) if opinion.group_id else "",
        "alike_url": f"{address('consultation_opinions', of.pk)}?alike={opinion.pk}",
        **where(each, known),
    }


def who(opinion: Opinion) -> str:
    """Who wrote it, masked; nothing of an anonymous one."""
    author = authors.masked(reads.author_of(opinion))
    return " · ".join(part for part in (author.name, author.contact or author.email) if part)


def badges(opinion: Opinion) -> list[dict[str, str]]:
    """Whether somebody looked at it, and what became of it."""
    if opinion.hidden_reason:
        label = _("Not shown: {why}").format(why=words.row_name("moderation", opinion.hidden_reason))
        return [{"label": label, "kind": "quiet"}]
    looked = {"label": _("Shown"), "kind": "done"}
    if opinion.shown_at is None:
        looked = {"label": _("Not looked at yet"), "kind": "soon"}
    return [looked]


def verdict(opinion: Opinion) -> dict[str, str] | None:
    """What became of it, as a badge; nothing where it needs no answer."""
    if opinion.verdict:
        label = words.row_name("verdict", opinion.verdict)
        return {"label": label, "kind": VERDICT_BADGES.get(opinion.verdict, "quiet")}
    return None if opinion.hidden_reason else {"label": _("Without an answer"), "kind": "danger"}


def where(each: Placed, known: Texts) -> dict[str, Any]:
    """On which words it lies in the newest text; an orphan's old words, and what the provision says now."""
    opinion = each.opinion
    given_on = known.number[opinion.version_id]
    newest = known.newest.number if known.newest else given_on
    anchor = each.carried.anchor or reads.anchor_of(opinion)
    text = known.of(opinion.version_id) if each.orphan else known.now()
    name, said = text.get(anchor.key, ("", ""))
    return {
        "orphan": each.orphan,
        "changed": each.carried.changed,
        "version": given_on if given_on != newest else None,
        "name": name if anchor.key else _("The whole text"),
        "pieces": pieces(said, anchor),
        "clause_text": said if anchor.key else "",
        "now": known.now().get(anchor.key) if each.orphan else None,
        "led_to": words.cited_name(known.cited.get(opinion.answer_clause)),
    }


def pieces(text: str, anchor: Anchor) -> Pieces:
    """The marked words with some of those around them; nothing where the opinion is not on words."""
    if anchor.start is None or anchor.end is None:
        return []
    before, behind = text[: anchor.start], text[anchor.end :]
    parts = [
        (before if len(before) <= AROUND else f"…{before[-AROUND:]}", False),
        (text[anchor.start : anchor.end], True),
        (behind if len(behind) <= AROUND else f"{behind[:AROUND]}…", False),
    ]
    return [part for part in parts if part[0]]
