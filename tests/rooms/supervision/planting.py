"""Faults planted for the monitors: published texts that say what no check would let through, matters closed badly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import cast as people
import mattering
from cast import Cast, moment
from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.core.text import render
from gongkai.people.models import Agency
from gongkai.publishing.models import CatalogueEntry, Document, Revision
from gongkai.supervision.monitors import LOOKING

NOW = moment("2026-06-10T10:00")
#: What the guide must name.
GUIDE = {
    "working_body": "政务公开办公室", "address": "示例路1号", "office_hours": "工作日9时至17时",
    "telephone": "0558-5550000", "fax": "0558-5550001", "email": "xxgk@example.org", "functions": "城市管理",
    "head_name": "局长",
}  # fmt: skip


def bureau() -> Cast:
    """A bureau with a whole guide, two documents and a closed matter."""
    with clock.travel_to(NOW):
        found = people.make_cast()
        Agency.objects.filter(pk=found.agency.pk).update(**GUIDE)
        found.agency.refresh_from_db()
        people.published(found, title="第一份文件")
        people.published(found, title="第二份文件")
        matter = mattering.closed(found)
        begun = NOW - timedelta(days=3)
        Matter.objects.filter(pk=matter.pk).update(received_at=begun, signed_at=begun, dispatched_at=begun)
    return found


def told(cast: Cast, key: str) -> list[str]:
    """What the monitor finds now, as sentences."""
    return [render(each.text) for each in LOOKING[key](Agency.objects.get(pk=cast.agency.pk), clock.today())]


def document(number: int = 0) -> Document:
    """One of the documents."""
    return Document.objects.filter(state="published").order_by("id")[number]


def says(body: str, number: int = 0, **changes: Any) -> Document:
    """Lets a document say what no check would let through: its live text is another one from now on."""
    of = document(number)
    text = Revision.objects.get(pk=of.live_id)
    rows = list(text.catalogue.all())
    text.pk, text.number, text.body = None, text.number + 100, body
    for name, value in changes.items():
        setattr(text, name, value)
    text._state.adding = True
    text.save()
    text.catalogue.set(rows)
    Document.objects.filter(pk=of.pk).update(live=text)
    return of


def aged(days: int, *, row: str = "") -> None:
    """The documents, or those of a row, were published so many days ago."""
    rows = Document.objects.filter(live__catalogue__key=row) if row else Document.objects.all()
    rows.update(first_published_at=clock.now() - timedelta(days=days))


def own_row(cast: Cast, label: str) -> CatalogueEntry:
    """A row of the agency's own, with the first document in it."""
    row = CatalogueEntry.objects.create(
        key="own.row", label=label, agency=cast.agency, in_force_from=NOW.date() - timedelta(days=900)
    )
    text = document().live
    assert text is not None
    text.catalogue.add(row)
    return row
