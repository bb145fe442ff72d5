"""Published documents: texts that are hard to read, and personal data that stand in the open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from gongkai.complaints.models import PublicMatter
from gongkai.consultations.models import Opinion
from gongkai.domain import privacy, prose
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import say
from gongkai.people.models import Agency
from gongkai.publishing import checks
from gongkai.publishing.models import Document, Revision

CHUNK = 200


def _public(agency: Agency) -> QuerySet[Document]:
    rows = Document.objects.filter(
        agency=agency, state="published", audience=Document.Audience.PUBLIC, live__isnull=False
    )
    return rows.select_related("live__document__agency", "unit").order_by("id")


def unreadable(agency: Agency, today: date) -> Iterator[Fault]:
    """What keeps readers, and the programs that read aloud, from following a published text."""
    for document in _public(agency).iterator(chunk_size=CHUNK):
        assert document.live is not None  # asked for above
        found = [
            each for each in prose.structure_findings(document.live.body) if _counts(each, document.live)
        ]
        if document.live.openness != "active" or not found:
            continue
        yield Fault(
            f"{document.pk}:{checks.key_of(found[0])}",
            document.live.title,
            found[0].message,
            document.unit_id,
            ("workspace:document", (document.pk,)),
        )


def _counts(found: prose.Finding, live: Revision) -> bool:
    """Whether a finding stands: those that may be passed with a reason, where nobody gave one."""
    reasoned = found.severity == "reason" and not live.explanations.get(checks.key_of(found))
    return found.severity == "refuse" or reasoned


def personal(agency: Agency, today: date) -> Iterator[Fault]:
    """Personal data in documents and in matters as the public reads them. What it is is not repeated here."""
    own = _own(agency)
    for document in _public(agency).iterator(chunk_size=CHUNK):
        assert document.live is not None  # asked for above
        for found in checks.personal(document.live):
            # The finding masks what it quotes: it may stand here.
            yield Fault(
                f"document:{document.pk}:{checks.key_of(found)}",
                document.live.title,
                found.message,
                document.unit_id,
                ("workspace:document", (document.pk,)),
            )
        yield from _beside(document, own)
    yield from _opinions(agency, own)
    shown = PublicMatter.objects.filter(
        matter__agency=agency, hidden_at__isnull=True, released_at__isnull=False
    ).select_related("matter")
    for matter in shown.iterator(chunk_size=CHUNK):
        text = f"{matter.title}\n{matter.text}\n{matter.answer}"
        if privacy.findings(text, allowed_numbers=own):
            yield Fault(
                f"matter:{matter.pk}",
                matter.matter.number,
                say(
                    "Personal data seem to stand in what is published of this matter. Look at it, and hide it."
                ),
                matter.matter.unit_id,
                ("workspace:complaint", (matter.matter_id,)),
            )


def _opinions(agency: Agency, own: list[str]) -> Iterator[Fault]:
    """Opinions on drafts as they are shown."""
    shown = Opinion.objects.filter(
        document__agency=agency, shown_at__isnull=False, hidden_reason=""
    ).select_related("document")
    for opinion in shown.order_by("id").iterator(chunk_size=CHUNK):
        if privacy.findings(opinion.public_words, allowed_numbers=own):
            yield Fault(
                f"opinion:{opinion.pk}",
                opinion.document.title,
                say("Personal data seem to stand in an opinion that is shown. Look at it, and hide it."),
                opinion.document.unit_id,
                ("workspace:consultation", (opinion.document_id,)),
            )


def _beside(document: Document, own: list[str]) -> Iterator[Fault]:
    """What is shown beside the text and checked by nobody before: number, agency, source, subject."""
    live = document.live
    assert live is not None  # asked for above
    text = f"{live.document_number}\n{live.issuing_agency}\n{live.obtained_from}\n{live.subject}"
    for found in privacy.findings(text, allowed_numbers=own):
        key = f"document:{document.pk}:beside.{checks.key_of(found)}"
        address = ("workspace:document", (document.pk,))
        yield Fault(key, live.title, found.message, document.unit_id, address)


def _own(agency: Agency) -> list[str]:
    return [number for number in (agency.telephone, agency.fax, agency.email) if number]
