"""Published documents: links that lead nowhere, and personal data that stand in the open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from gongkai.complaints.models import PublicMatter
from gongkai.domain import privacy
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import say
from gongkai.people.models import Agency
from gongkai.publishing import checks
from gongkai.publishing.models import Document

CHUNK = 200


def _public(agency: Agency) -> QuerySet[Document]:
    rows = Document.objects.filter(
        agency=agency, state="published", audience=Document.Audience.PUBLIC, live__isnull=False
    )
    return rows.select_related("live__document__agency", "unit").order_by("id")


def dead_links(agency: Agency, today: date) -> Iterator[Fault]:
    """Links of what is public that lead nowhere on this site, or to what was withdrawn."""
    for document in _public(agency).iterator(chunk_size=CHUNK):
        assert document.live is not None  # asked for above
        if 'href="' not in document.live.body:
            continue
        for found in checks.dead_links(document.live):
            yield Fault(
                f"{document.pk}:{checks.key_of(found)}",
                document.live.title,
                found.message,
                document.unit_id,
                ("workspace:document", (document.pk,)),
            )


def personal(agency: Agency, today: date) -> Iterator[Fault]:
    """Personal data in documents and in matters as the public reads them. What it is is not repeated here."""
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
    shown = PublicMatter.objects.filter(
        matter__agency=agency, hidden_at__isnull=True, released_at__isnull=False
    ).select_related("matter")
    for matter in shown.iterator(chunk_size=CHUNK):
        text = f"{matter.title}\n{matter.text}\n{matter.answer}"
        if privacy.findings(text, allowed_numbers=_own(agency)):
            yield Fault(
                f"matter:{matter.pk}",
                matter.matter.number,
                say(
                    "Personal data seem to stand in what is published of this matter. Look at it, and hide it."
                ),
                matter.matter.unit_id,
                ("workspace:complaint", (matter.matter_id,)),
            )


def _own(agency: Agency) -> list[str]:
    return [number for number in (agency.telephone, agency.fax, agency.email) if number]
