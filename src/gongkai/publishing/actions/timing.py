"""The publication clock of a document: by the strictest of its rows, from the date made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.core.refusals import Invalid
from gongkai.domain import catalogue, clocks
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.publishing.models import CatalogueEntry, Document, Revision
from gongkai.publishing.queries.documents import subject_of

PUBLICATION = "publication."
INTERPRETATION = "publication.interpretation"
#: What is owed after the release; publishing, correcting or closing a document leaves these clocks alone.
AFTERWARDS = (INTERPRETATION, "publication.withdraw_penalty")
#: Nothing an agency of this state publishes was made before; an earlier date is a slip of the keyboard.
EARLIEST = date(1949, 10, 1)


def release_clocks(document: Document) -> QuerySet[Deadline]:
    """The running clocks that end with the document's release."""
    running = deadlines.running(subject_of(document))
    # Of an interpretation itself the same period is that of its release: it owes no other interpretation.
    after = AFTERWARDS if document.wants_interpretation else tuple(set(AFTERWARDS) - {INTERPRETATION})
    return running.filter(rule__startswith=PUBLICATION).exclude(rule__in=after)


def stop_release_clocks(document: Document, *, on: date | None = None) -> None:
    """Stops them: the document is released, closed or given up."""
    release_clocks(document).update(stopped_on=on or clock.today())


def run_clocks(document: Document) -> None:
    """Lets the publication clock run by the strictest row, from the date made (a correction: from its beginning)."""
    revision = document.working
    if revision is None or revision.openness != "active":
        stop_release_clocks(document)
        return
    if revision.date_made is not None and revision.date_made < EARLIEST:
        raise Invalid(
            say("The date made, {day}, cannot be right. Check the year.", day=revision.date_made),
            field="date_made",
        )
    start = _start(document, revision)
    if start is None:
        return
    if isinstance(clocks.rule_for(catalogue.GENERAL, start), Refused):
        # Made before the Regulation was in force (2008-05-01): it may be published, but no period runs.
        stop_release_clocks(document)
        return
    rows = [row for row in map(_law_row, revision.catalogue.select_related("parent")) if row is not None]
    limit = catalogue.strictest(rows, start, clock.calendar())
    if isinstance(limit, Refused):
        raise Invalid(limit.reason, field="date_made", citation=limit.citation)
    running = release_clocks(document).first()
    if running is not None:
        deadlines.change(running, rule=limit.rule.key, on=start, title=revision.title)
        return
    deadlines.start(
        limit.rule.key,
        subject=subject_of(document),
        on=start,
        agency=document.agency.code,
        title=revision.title,
        unit=document.unit_id,
    )


def _start(document: Document, revision: Revision) -> date | None:
    """The day made; for a correction the day it was begun, for what was closed the day it was opened after all."""
    if revision.number > 1:
        return timezone.localtime(revision.created_at).date()
    opened = document.steps.filter(revision=revision, move="reassess_open").order_by("-id").first()
    return revision.date_made if opened is None else timezone.localtime(opened.at).date()


def _law_row(entry: CatalogueEntry) -> catalogue.Row | None:
    """The row of the law; a row of the agency's own is the one above it with its own limit."""
    row = catalogue.row_of(entry.key)
    above = catalogue.row_of(entry.parent.key) if row is None and entry.parent else None
    if above is None:
        return row
    return replace(above, key=entry.key, label=entry.label, parent=above.key, clock=entry.rule)
