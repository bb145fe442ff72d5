"""Columns without anything new, and columns without anything at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from gongkai.domain import catalogue
from gongkai.domain.law import load
from gongkai.domain.supervision import columns
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import CatalogueEntry, Document, Revision
from gongkai.supervision.monitors.elements import is_whole

_PUBLIC = {"state": "published", "audience": Document.Audience.PUBLIC}
_WITHDRAWN = {"state": "withdrawn", "audience": Document.Audience.PUBLIC}


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
    yield from _topics(agency, today)


def _rows(agency: Agency, today: date) -> Iterator[Fault]:
    weeks_of = {row.key: row.update_weeks for row in catalogue.all_rows() if row.update_weeks}
    entries = publishing.entries_in_force(today, agency.pk)
    weeks = {
        each.pk: weeks_of.get(each.key) or columns.weeks_of_row(each.key, _own_label(each))
        for each in entries
    }
    live = Document.objects.filter(agency=agency, **_PUBLIC).values("live")
    last = dict(
        Revision.catalogue.through.objects.filter(revision__in=live, catalogueentry__in=list(weeks))
        .order_by()
        .values_list("catalogueentry")
        .annotate(day=Max("revision__document__first_published_at"))
    )
    duties = publishing.duties(agency.pk)
    for entry in entries:
        newest, allowed = last.get(entry.pk), weeks[entry.pk]
        # Nothing at all is the next monitor's business.
        if newest is None or not allowed or _weeks_ago(today, allowed) <= timezone.localtime(newest).date():
            continue
        duty = duties.get(entry.pk)
        address = ("workspace:catalogue_row", (entry.key,))
        said = _stale(timezone.localtime(newest).date(), allowed)
        yield Fault(f"row:{entry.key}", entry.label, said, duty.unit_id if duty else None, address)


def _own_label(entry: CatalogueEntry) -> str:
    """The label of a row the agency made itself; the law's rows are known by their keys."""
    return entry.label if entry.agency_id else ""


def _stale(newest: date, weeks: int) -> Text:
    return say(
        "The last document of this column is of {day}; {weeks} weeks are allowed.", day=newest, weeks=weeks
    )


def _topics(agency: Agency, today: date) -> Iterator[Fault]:
    """Open topics, by what they are called: news, what changes now and then, what stands."""
    live = Document.objects.filter(agency=agency, **_PUBLIC).values("live")
    last = dict(
        Revision.topics.through.objects.filter(revision__in=live)
        .order_by()
        .values_list("topic")
        .annotate(day=Max("revision__document__first_published_at"))
    )
    for topic in publishing.topics(agency_id=agency.pk):
        newest, allowed = last.get(topic.pk), columns.weeks_of(topic.title)
        if newest is not None and allowed and _weeks_ago(today, allowed) > timezone.localtime(newest).date():
            said = _stale(timezone.localtime(newest).date(), allowed)
            yield Fault(f"topic:{topic.slug}", topic.title, said, None, ("workspace:topics", ()))


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
    duties = publishing.duties(agency.pk)
    for entry_id, duty in duties.items():
        if counts.get(entry_id) == 0 and not (columns.is_told_by_guide(duty.entry.key) and is_whole(agency)):
            yield Fault(
                f"row:{duty.entry.key}",
                duty.entry.label,
                say("Somebody answers for this row of the catalogue, and nothing was ever published in it."),
                duty.unit_id,
                ("workspace:catalogue_row", (duty.entry.key,)),
            )
    yield from _emptied(agency, {pk for pk, count in counts.items() if count == 0 and pk not in duties})


def _emptied(agency: Agency, empty_ones: set[int]) -> Iterator[Fault]:
    """Rows nobody answers for in which something stood once, and everything was withdrawn."""
    gone = Document.objects.filter(agency=agency, first_published_at__isnull=False, **_WITHDRAWN)
    rows = CatalogueEntry.objects.filter(
        pk__in=empty_ones, revisions__document__in=gone, in_force_until__isnull=True
    )
    for entry in rows.distinct().order_by("position", "id"):
        yield Fault(
            f"row:{entry.key}",
            entry.label,
            say("Everything that stood in this row of the catalogue was withdrawn."),
            None,
            ("workspace:catalogue_row", (entry.key,)),
        )


def _all(nodes: list[publishing.Node]) -> Iterator[publishing.Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _weeks_ago(today: date, weeks: int) -> date:
    return today - timedelta(weeks=weeks)
