"""What the search index holds of publicity: published activities, by what they say."""

from __future__ import annotations

from gongkai.core import search
from gongkai.duties.models import Activity

KIND = "publicity"


def follow(found: Activity) -> None:
    """Brings the index into step with the activity. Part of the deed."""
    if found.state == "published":
        search.put(row(found))
    else:
        search.remove(KIND, found.pk)


def row(found: Activity) -> search.Entry:
    """The index entry of a published activity."""
    said = [
        found.number,
        found.place,
        found.co_organisers,
        found.words,
        found.press_title,
        found.press_outlet,
    ]
    partners = found.partners.values_list("name", flat=True)
    return search.Entry(
        kind=KIND,
        key=found.pk,
        agency=found.agency.code,
        day=found.published_on or found.begins_on,
        title=found.title,
        body=" ".join([*said, *partners]),
        terms=frozenset({f"unit:{found.unit.code}"}),
    )


def rebuild() -> int:
    """Indexes every published activity anew. Gives how many."""
    rows = Activity.objects.filter(state="published").select_related("agency", "unit").order_by("id")
    return search.rebuild(KIND, (row(each) for each in rows.iterator(chunk_size=200)))
