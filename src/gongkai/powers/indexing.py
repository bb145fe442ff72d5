"""What the search index holds of the register: powers and services in force, by their names and words."""

from __future__ import annotations

from gongkai.core import search
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries.public import in_force
from gongkai.powers.showing import shown

KIND = "power"
#: The kinds people look for by words; the others are found from their power.
KINDS = ("item", "service")


def follow(entry: Entry, version: Version | None) -> None:
    """Brings the index into step with what is in force. Part of the deed."""
    if version is None:
        search.remove(KIND, entry.pk)
    else:
        search.put(row(version))


def row(version: Version) -> search.Entry:
    """The index entry of a version in force; its key is the entry's."""
    entry = version.entry
    assert version.in_force_from is not None  # it is in force
    return search.Entry(
        kind=KIND,
        key=entry.pk,
        agency=entry.agency.code,
        day=version.in_force_from,
        title=version.title,
        body=body(version),
        terms=frozenset({f"power:{entry.kind}", f"unit:{entry.unit.code}"}),
    )


def body(version: Version) -> str:
    """Everything the version says, as one text."""
    said = [version.entry.code]
    for each in shown(version.entry.kind, version.content):
        said += each.lines
        said += [line for cells in each.rows for cell in cells for line in cell]
    return " ".join(said)


def rebuild() -> int:
    """Indexes everything in force anew. Gives how many."""
    rows = Version.objects.filter(in_force(), entry__kind__in=KINDS).select_related(
        "entry__agency", "entry__unit"
    )
    ordered = rows.order_by("in_force_from", "id").iterator(chunk_size=500)
    return search.rebuild(KIND, (row(each) for each in ordered))
