"""Writing many entries that were brought in: the same rows, events and projections as one by one, in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from gongkai.core import clock, ledger, public_version
from gongkai.domain.text import N_
from gongkai.powers.actions import projecting
from gongkai.powers.models import Entry, Step, Version
from gongkai.powers.queries.subjects import subject_of

BROUGHT_IN = ledger.verb(
    "powers.entry.brought_in", N_("{actor} brought in {title}, as it was published elsewhere")
)
#: Rows of one statement.
BATCH = 200


@dataclass(slots=True)
class Taken:
    """An entry being brought in, with its versions: those there before, and those added now."""

    entry: Entry
    versions: list[Version] = field(default_factory=list)
    added: list[Version] = field(default_factory=list)

    def published(self) -> list[Version]:
        """Its published versions by the day they begin."""
        rows = [each for each in (*self.versions, *self.added) if each.state == "published"]
        return sorted(rows, key=lambda each: (each.in_force_from or date.min, each.number))


def write(taken: Sequence[Taken]) -> None:
    """Writes what was added: entries, versions with their days, steps, one event each, and the projections."""
    if not taken:
        return
    ends = [version for each in taken for version in _line_up(each)]
    new = [each.entry for each in taken if each.entry.pk is None]
    # A power first: what belongs to it points at it.
    for part in ([e for e in new if e.parent is None], [e for e in new if e.parent is not None]):
        Entry.objects.bulk_create(part, batch_size=BATCH)
    versions = [version for each in taken for version in each.added]
    Version.objects.bulk_create(versions, batch_size=BATCH)
    now = clock.now()
    Step.objects.bulk_create(
        [Step(version=version, move="brought_in", at=now) for version in versions], batch_size=BATCH
    )
    ledger.record_all([_event(version) for version in versions])
    Version.objects.bulk_update(ends, ["in_force_until"], batch_size=BATCH)
    _title(taken)
    _follow(taken)
    public_version.public_changed()


def _line_up(taken: Taken) -> list[Version]:
    """Each published version ends the day before the next one begins; gives those whose last day changed."""
    published = taken.published()
    changed = []
    for version, follower in zip(published, [*published[1:], None], strict=False):
        ends = follower.in_force_from - timedelta(days=1) if follower and follower.in_force_from else None
        if version.in_force_until != ends:
            version.in_force_until = ends
            changed.append(version)
    return [each for each in changed if each.pk is not None]


def _event(version: Version) -> ledger.Entry:
    entry = version.entry
    told = {
        "kind": entry.kind,
        "code": entry.code,
        "title": version.title,
        "number": version.number,
        "in_force_from": version.in_force_from.isoformat() if version.in_force_from else "",
    }
    return ledger.Entry(BROUGHT_IN, subject_of(entry), ledger.System(entry.agency.code), told)


def _title(taken: Sequence[Taken]) -> None:
    """An entry is called as its last version is."""
    renamed = []
    for each in taken:
        title = each.published()[-1].title
        if each.entry.title != title:
            each.entry.title = title
            renamed.append(each.entry)
    Entry.objects.bulk_update(renamed, ["title"], batch_size=BATCH)


def _follow(taken: Sequence[Taken]) -> None:
    """The projections of what is in force today."""
    today = clock.today()
    by_kind: dict[str, list[tuple[Entry, Version | None]]] = {}
    for each in taken:
        begun = [row for row in each.published() if (row.in_force_from or date.min) <= today]
        by_kind.setdefault(each.entry.kind, []).append((each.entry, begun[-1] if begun else None))
    for kind in sorted(by_kind):
        projecting.follow_all(kind, by_kind[kind])
