"""Opinions as staff see them: lists, where each lies now, and those that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from gongkai.consultations import authors
from gongkai.consultations.models import Document, Opinion, OpinionGroup, Version
from gongkai.consultations.queries import texts
from gongkai.core import secret_codes
from gongkai.domain import privacy
from gongkai.domain.consultations.versions import Anchor, Carried, carry


@dataclass(frozen=True, slots=True)
class Placed:
    """An opinion and where it lies in a version; an orphan is shown with the version it was given on."""

    opinion: Opinion
    carried: Carried

    @property
    def orphan(self) -> bool:
        """Whether its words are gone from the version."""
        return self.carried.anchor is None


def of(document: Document) -> QuerySet[Opinion]:
    """Every opinion on the document, oldest first."""
    rows = Opinion.objects.filter(document=document)
    return rows.select_related("version", "group", "answered_by").order_by("id")


def asked(
    document: Document,
    *,
    verdict: str = "",
    channel: str = "",
    clause: str = "",
    state: str = "",
    group: int = 0,
) -> QuerySet[Opinion]:
    """The same, sorted out; verdict ``none``: without an answer; state: ``new``, ``shown`` or ``hidden``."""
    rows = of(document)
    exact = {"channel": channel, "clause": clause, "group_id": group}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if verdict:
        rows = rows.filter(verdict="" if verdict == "none" else verdict)
    if state == "new":
        rows = rows.filter(shown_at__isnull=True, hidden_reason="")
    elif state == "shown":
        rows = rows.filter(shown_at__isnull=False)
    elif state == "hidden":
        rows = rows.exclude(hidden_reason="")
    return rows


def opinion(document: Document, pk: int) -> Opinion | None:
    """One of them."""
    return of(document).filter(pk=pk).first()


def words_of(found: Opinion) -> str:
    """What was written."""
    return authors.read_words(found.reference, found.words)


def author_of(found: Opinion) -> authors.Author:
    """Who wrote it; empty for an anonymous one."""
    return authors.read(found.reference, found.author)


def personal(text: str) -> list[privacy.Finding]:
    """What looks like personal data in words the public would read."""
    return list(privacy.findings(text))


def anchor_of(found: Opinion) -> Anchor:
    """Where it lies in the version it was given on."""
    return Anchor(found.clause, found.start, found.end, found.quote)


def place(rows: Sequence[Opinion], version: Version) -> list[Placed]:
    """Where each lies in the version; one query for the older texts, whatever the number of opinions.

    An opinion goes from its own version to the next and so on, so that it is on its words in each.
    """
    if not rows:
        return []
    numbers = {each.version_id for each in rows}
    chain = list(version.document.versions.filter(number__lte=version.number).order_by("number"))
    read = {each.pk: texts.provisions(each) for each in chain}
    order = [each.pk for each in chain]
    found = []
    for each in rows:
        carried = Carried(anchor_of(each))
        at = order.index(each.version_id) if each.version_id in numbers and each.version_id in order else -1
        for old, new in zip(order[at:], order[at + 1 :], strict=False) if at >= 0 else ():
            if carried.anchor is None:
                break
            step = carry(carried.anchor, read[old], read[new])
            carried = Carried(step.anchor, carried.changed or step.changed)
        found.append(Placed(each, carried))
    return found


def alike(found: Opinion) -> QuerySet[Opinion]:
    """Others that say the very same."""
    rows = of(found.document).filter(words_mark=found.words_mark).exclude(pk=found.pk)
    return rows if found.words_mark else rows.none()


def groups(document: Document) -> QuerySet[OpinionGroup]:
    """The groups of alike opinions, with ``count``; one query."""
    return document.groups.annotate(count=Count("opinions")).order_by("id")


def by_reference(reference: str) -> Opinion | None:
    """The opinion that goes by this reference."""
    rows = Opinion.objects.select_related("document__agency", "version")
    return rows.filter(reference=reference).first()


def followed(reference: str, code: str) -> Opinion | None:
    """The opinion whose reference and code somebody shows; ``None`` for an unknown one and for a wrong code alike."""
    found = by_reference(reference.strip().upper())
    digest = found.code_digest if found else ""
    return found if secret_codes.fits(authors.CODES, found.reference if found else "", code, digest) else None


def said_before(found: Opinion) -> bool:
    """Whether somebody said the very same in the same place before."""
    return alike(found).filter(pk__lt=found.pk).exists()


def passed_code(found: Opinion) -> str:
    """The code with which its author follows the complaint it was passed on as."""
    return authors.read_words(f"{found.reference}.passed", found.passed_code) if found.passed_code else ""
