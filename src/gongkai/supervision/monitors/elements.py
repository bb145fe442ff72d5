"""What guide, catalogue, powers and services must hold (Articles 12 and 20) and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Count

from gongkai.domain import prose
from gongkai.domain.powers import checks
from gongkai.domain.powers.schema import Content, kinds
from gongkai.domain.supervision import elements
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import N_, Text, say
from gongkai.people.models import Agency
from gongkai.powers.models import Version
from gongkai.powers.queries.public import in_force
from gongkai.powers.queries.register import Codes
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Attachment, Document
from gongkai.supervision import linking

#: What the guide must name of the working body (Article 12), and what the agency must show of itself (Article 20).
GUIDE = {
    "working_body": N_("name of the working body"),
    "address": N_("office address"),
    "office_hours": N_("office hours"),
    "telephone": N_("telephone"),
    "fax": N_("fax"),
    "email": N_("e-mail address"),
    "functions": N_("functions of the agency"),
    "head_name": N_("name of the head"),
}
#: What an entry of the catalogue names (Article 12): index number, name, summary, date made. The fields of a document
#: and of its published text.
ENTRY = {
    "index_number": N_("index number"),
    "live.title": N_("title"),
    "live.summary": N_("summary"),
    "live.date_made": N_("date made"),
    "live.issuing_agency": N_("issuing agency"),
    "live.body": N_("text"),
}
#: Kinds of the register whose entries must be whole while they are in force.
_KINDS = ("item", "service", "chart", "risk")


def missing(agency: Agency, today: date) -> Iterator[Fault]:
    """What is missing in the guide, among the channels, in the catalogue, and in the register's entries in force."""
    if not publishes(agency):
        return
    for name, words in GUIDE.items():
        if is_nothing(getattr(agency, name)):
            yield Fault(
                f"guide:{name}",
                agency.name,
                say(
                    "The guide lacks: {element}. The system administrator enters it with the agency.",
                    element=say(words),
                ),
                None,
                ("workspace:people_agency", (agency.pk,)),
            )
    if not publishing.channels(agency.pk):
        yield Fault(
            "guide:channels",
            agency.name,
            say("The agency names no channel on which it publishes. The openness office enters them."),
            None,
            ("workspace:channels", ()),
        )
    yield from _catalogue(agency)
    yield from _entries(agency, today)


def publishes(agency: Agency) -> bool:
    """Whether the agency publishes here: one that is only named, as a superior or a neighbour, owes no guide here."""
    return agency.is_host or Document.objects.filter(agency=agency).exists()


def is_whole(agency: Agency) -> bool:
    """Whether the guide has everything it must have."""
    return not any(is_nothing(getattr(agency, name)) for name in GUIDE)


def is_nothing(value: object) -> bool:
    """Whether a field is empty, or filled with what stands for nothing."""
    return value is None or elements.is_nothing(str(value))


def _catalogue(agency: Agency) -> Iterator[Fault]:
    """Public documents whose entry in the catalogue lacks what it must name, or that stand in no row of it."""
    rows = linking.published(agency).annotate(rows=Count("live__catalogue"))
    for document in rows.iterator(chunk_size=200):
        lacks = [words for name, words in ENTRY.items() if _lacks(document, name)]
        lacks += [] if document.rows else [N_("row of the catalogue")]
        assert document.live is not None  # asked for above
        if lacks:
            yield Fault(
                f"document:{document.pk}",
                document.live.title or document.index_number,
                say("Its entry in the catalogue lacks: {element}.", element=say(lacks[0])),
                document.unit_id,
                ("workspace:document", (document.pk,)),
            )


def _lacks(document: Document, name: str) -> bool:
    value = attrgetter(name)(document)
    if name == "live.summary" and value == "":
        # The beginning of the text stands for a summary nobody wrote.
        value = prose.plain_text(document.live.body) if document.live else ""
    if name == "live.body":
        if prose.plain_text(str(value)).strip() or "<img" in str(value):
            return False
        return not Attachment.objects.filter(revision=document.live_id, removed_at__isnull=True).exists()
    return is_nothing(value)


def _entries(agency: Agency, today: date) -> Iterator[Fault]:
    rows = Version.objects.filter(in_force(today), entry__agency=agency, entry__kind__in=_KINDS)
    looking = Codes(agency.pk)
    for version in rows.select_related("entry").order_by("id").iterator(chunk_size=200):
        if version.as_published:
            continue  # loaded as it was published elsewhere: its own page says what it lacks
        own = version.entry
        try:
            unwritten = elements.unwritten(version.content)
            wrong = _of_entry(own.kind, version.title, cleaned(version.content), looking, unwritten)
        except (AttributeError, LookupError, TypeError, ValueError):
            # What nobody wrote by the form must not keep the monitor from the rest.
            wrong = say("Its content cannot be read. Write it anew.")
        if wrong is not None:
            yield Fault(
                f"entry:{own.kind}:{own.code}",
                f"{own.code} {version.title}",
                wrong,
                own.unit_id,
                ("workspace:power", (agency.code, own.kind, own.code)),
            )


def _of_entry(
    kind: str, title: str, content: Content, looking: Codes, unwritten: tuple[str, ...] = ()
) -> Text | None:
    """The first thing an entry lacks: what its kind requires, then what its kind of power must show."""
    names = {each.key: each.label for each in kinds()[kind].fields}
    found = checks.faults(kind, title, content, looking_up=looking)
    if found:
        name = names.get(re.split(r"\W", found[0].field)[0], "")
        return say("“{element}”: {reason}", element=name, reason=found[0].reason) if name else found[0].reason
    lacks = elements.lacking(kind, content) + unwritten
    return say("It lacks: {element}.", element=names.get(lacks[0], lacks[0])) if lacks else None


def cleaned(value: Any) -> Any:
    """A content without words that stand for nothing, so that what is not written counts as missing."""
    if isinstance(value, dict):
        return {key: cleaned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [each for each in map(cleaned, value) if each != ""]
    return "" if isinstance(value, str) and elements.is_nothing(value) else value
