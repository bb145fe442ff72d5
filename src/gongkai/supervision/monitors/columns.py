"""Columns without anything new, and columns without anything at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from gongkai.domain import catalogue
from gongkai.domain.law import load
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import say
from gongkai.people.models import Agency
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Document, Revision

_PUBLIC = {"state": "published", "audience": Document.Audience.PUBLIC}


def stale(agency: Agency, today: date) -> Iterator[Fault]:
    """Rows of the catalogue that must have something new, and the site as a whole, past their weeks."""
    rows = Document.objects.filter(agency=agency, **_PUBLIC)
    newest = rows.aggregate(day=Max("first_published_at"))["day"]
    weeks = int(load("limits")["freshness"]["home_page_weeks"])
    if newest is not None and _weeks_ago(today, weeks) > timezone.localtime(newest).date():
        yield Fault(
            "home",
            agency.name,
            say("Nothing was published since {day}; {weeks} weeks are allowed.", day=timezone.localtime(newest).date(),
                weeks=weeks),
            None,
            ("workspace:documents", ()),
        )  # fmt: skip
    yield from _rows(agency, today)


def _rows(agency: Agency, today: date) -> Iterator[Fault]:
    weeks_of = {row.key: row.update_weeks for row in catalogue.all_rows() if row.update_weeks}
    entries = [each for each in publishing.entries_in_force(today, agency.pk) if each.key in weeks_of]
    live = Document.objects.filter(agency=agency, **_PUBLIC).values("live")
    last = dict(
        Revision.catalogue.through.objects.filter(
            revision__in=live, catalogueentry__in=[each.pk for each in entries]
        )
        .order_by()
        .values_list("catalogueentry")
        .annotate(day=Max("revision__document__first_published_at"))
    )
    duties = publishing.duties(agency.pk)
    for entry in entries:
        newest, weeks = last.get(entry.pk), weeks_of[entry.key]
        # Nothing at all is the next monitor's business.
        if newest is None or weeks is None or _weeks_ago(today, weeks) <= timezone.localtime(newest).date():
            continue
        duty = duties.get(entry.pk)
        yield Fault(
            f"row:{entry.key}",
            entry.label,
            say(
                "The last document of this column is of {day}; {weeks} weeks are allowed.",
                day=timezone.localtime(newest).date(),
                weeks=weeks,
            ),
            duty.unit_id if duty else None,
            ("workspace:catalogue_row", (entry.key,)),
        )


def empty(agency: Agency, today: date) -> Iterator[Fault]:
    """Open topics and rows somebody answers for without a single public document."""
    for topic in publishing.topics(agency_id=agency.pk):
        if not getattr(topic, "shown", 0):
            yield Fault(
                f"topic:{topic.slug}",
                topic.title,
                say("This topic is open and nothing stands in it. Publish something there, or close it."),
                None,
                ("workspace:topics", ()),
            )
    counts = {
        node.entry.pk: node.count
        for node in _all(publishing.catalogue_tree(agency_code=agency.code, agency_id=agency.pk))
    }
    for entry_id, duty in publishing.duties(agency.pk).items():
        if counts.get(entry_id) == 0:
            yield Fault(
                f"row:{duty.entry.key}",
                duty.entry.label,
                say("Somebody answers for this row of the catalogue, and nothing was ever published in it."),
                duty.unit_id,
                ("workspace:catalogue_row", (duty.entry.key,)),
            )


def _all(nodes: list[publishing.Node]) -> Iterator[publishing.Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _weeks_ago(today: date, weeks: int) -> date:
    return today - timedelta(weeks=weeks)
