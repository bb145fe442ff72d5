"""What the search index holds of the room: announced campaigns, by what they say and where they look."""

from __future__ import annotations

from gongkai.campaigns.models import Campaign
from gongkai.core import search
from gongkai.domain.campaigns.course import PUBLIC

KIND = "campaign"


def follow(found: Campaign) -> None:
    """Brings the index into step with the campaign. Part of the deed."""
    if found.state in PUBLIC:
        search.put(row(found))
    else:
        search.remove(KIND, found.pk)


def row(found: Campaign) -> search.Entry:
    """The index entry of an announced campaign."""
    sites = found.listed.filter(taken_out_at__isnull=True).values_list("site__name", flat=True)
    return search.Entry(
        kind=KIND,
        key=found.pk,
        agency=found.agency.code,
        day=found.announced_on or found.begins_on,
        title=found.title,
        body=" ".join([found.number, found.aim, found.basis, found.results, *sites]),
        terms=frozenset({f"unit:{found.unit.code}"}),
    )


def rebuild() -> int:
    """Indexes every announced campaign anew. Gives how many."""
    rows = Campaign.objects.filter(state__in=PUBLIC).select_related("agency", "unit").order_by("id")
    return search.rebuild(KIND, (row(each) for each in rows.iterator(chunk_size=200)))
