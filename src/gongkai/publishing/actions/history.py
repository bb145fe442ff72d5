"""Bringing in documents from files: as drafts, or as history that the office then confirms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import index_number
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.publishing import access
from gongkai.publishing.actions import drafting, furnishing
from gongkai.publishing.actions.base import put_back, tell_ledger
from gongkai.publishing.actions.drafting import DraftInput
from gongkai.publishing.actions.timing import stop_release_clocks
from gongkai.publishing.importing import ImportRecord
from gongkai.publishing.models import Document

BROUGHT_IN = ledger.verb("publishing.document.imported", N_("{actor} brought the document in from {source}"))


def bring_in(
    *, actor: StaffActor, unit_id: int, records: Sequence[ImportRecord], as_published: bool = False
) -> list[Document]:
    """Makes a document of every record, or of none: a bad record undoes the whole import and is named.

    ``as_published``: the documents wait as history until the openness office confirms that they were published.
    """
    access.may_draft_in(actor, unit_id).require()
    actor = actor.acting_as(actor.holds("publishing.drafter", unit_id=unit_id))
    documents = []
    with transaction.atomic():
        ledger.take_turn()
        for record in records:
            try:
                documents.append(_one(actor, unit_id, record, as_published))
            except Refusal as refusal:
                raise Invalid(
                    say(
                        "{source}, line {line}: {reason}",
                        source=record.source,
                        line=record.line or 1,
                        reason=refusal.reason,
                    )
                ) from refusal
    return documents


def _one(actor: StaffActor, unit_id: int, record: ImportRecord, as_published: bool) -> Document:
    if as_published and record.date_published is None and record.date_made is None:
        raise Invalid(say("A document taken over as published needs its date of publication."))
    if as_published and record.openness not in ("", "active"):
        raise Invalid(say("Only what is open can be taken over as published; bring it in as a draft."))
    unit = Unit.objects.select_related("agency").get(pk=unit_id)
    day = record.date_published or record.date_made or clock.today()
    if as_published and day > clock.today():
        raise Invalid(say("The date of publication, {day}, lies in the future.", day=day))
    document = drafting.create(
        actor=actor,
        unit_id=unit_id,
        content=_content(record),
        year=day.year,
        given_number=_given_number(unit, record),
    )
    for path in record.attachments:
        with path.open("rb") as source:
            furnishing.attach(document_id=document.pk, actor=actor, source=source, name=path.name)
    document.refresh_from_db()
    document.imported = True
    if as_published:
        document.state = "history"
        document.published_at = timezone.make_aware(datetime.combine(day, time(9)))
        document.validity = record.validity or "valid"
        document.imported_channels = list(record.channels)
        stop_release_clocks(document, on=day)
    put_back(document)
    data = {"source": record.source, "line": record.line, "history": as_published}
    tell_ledger(BROUGHT_IN, document, actor, data=data)
    return document


def _given_number(unit: Unit, record: ImportRecord) -> str:
    """An index number the record already bears; the series then goes on after it."""
    if not record.index_number:
        return ""
    if Document.objects.filter(index_number=record.index_number).exists():
        raise Invalid(
            say(
                "The index number {index} is already taken; it is never used twice.",
                index=record.index_number,
            )
        )
    parsed = index_number.parse(unit.agency.index_pattern, record.index_number)
    if isinstance(parsed, Refused):
        raise Invalid(parsed.reason)
    numbering.raise_to(f"index:{parsed.organisation}:{parsed.year}", parsed.serial)
    return record.index_number


def _content(record: ImportRecord) -> DraftInput:
    return DraftInput(
        title=record.title,
        document_number=record.document_number,
        issuing_agency=record.issuing_agency or None,
        date_made=record.date_made,
        subject=record.subject,
        keywords="，".join(record.keywords),
        summary=record.summary,
        body=record.body_html,
        openness=record.openness or "active",
        audience=record.audience or "public",
        catalogue=list(record.catalogue_rows),
        topics=list(record.topics),
    )
