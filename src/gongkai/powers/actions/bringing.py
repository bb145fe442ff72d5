"""Bringing in what was published elsewhere: whole tables and registers, from the operator's shell or a file.

A register has hundreds of entries: what is there is asked once, and what is new is written together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid
from gongkai.domain.powers import checks
from gongkai.domain.powers.schema import Content
from gongkai.domain.text import say
from gongkai.people.models import Unit
from gongkai.powers.actions.base import LONGEST_NOTE, digest_of, shaped, titled
from gongkai.powers.actions.bringing_rows import Taken, write
from gongkai.powers.actions.writing import checked_code
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries.register import Codes
from gongkai.powers.queries.remembering import Remembered

#: Agency, kind and code.
_Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """An entry as it was published elsewhere; in force from ``in_force_from``."""

    kind: str
    code: str
    title: str
    content: Content
    in_force_from: date
    parent: str = ""
    #: Why this version was made; shown beside the comparison.
    note: str = ""


def bring_in(*, unit: Unit, entries: Sequence[BroughtIn], as_published: bool = False) -> list[Version]:
    """Brings all of them in, or none: each as a new version in force from its day. The same again changes nothing.

    ``as_published``: kept with its faults, which are shown wherever it is used. Otherwise the first fault is raised
    as ``Invalid``.
    """
    return bring_in_all(parts=[(unit, entries)], as_published=as_published)


def bring_in_all(
    *, parts: Sequence[tuple[Unit, Sequence[BroughtIn]]], as_published: bool = False
) -> list[Version]:
    """The same for several units of an agency: all of it, or nothing."""
    with transaction.atomic():
        ledger.take_turn()
        found: list[Version] = []
        taken: dict[_Key, Taken] = {}
        for unit, entries in parts:
            _look_up(unit, entries, taken)
            looking_up = Remembered(unit.agency_id)
            found += [_take(unit, each, taken, looking_up, as_published=as_published) for each in entries]
        write([each for each in taken.values() if each.added])
        return found


def _look_up(unit: Unit, entries: Iterable[BroughtIn], taken: dict[_Key, Taken]) -> None:
    """Adds to ``taken`` what the agency's register holds of these entries; two queries, one more for powers."""
    codes, kinds = {each.code for each in entries}, {each.kind for each in entries}
    rows = Entry.objects.filter(agency_id=unit.agency_id, kind__in=kinds).select_related("agency")
    new = {
        (row.agency_id, row.kind, row.code): Taken(row)
        for row in rows
        if row.code in codes and (row.agency_id, row.kind, row.code) not in taken
    }
    by_key = {each.entry.pk: each for each in new.values()}
    for version in Version.objects.filter(entry__in=by_key).order_by("number"):
        by_key[version.entry_id].versions.append(version)
    taken.update(new)


def _take(
    unit: Unit,
    said: BroughtIn,
    taken: dict[_Key, Taken],
    looking_up: Codes,
    *,
    as_published: bool,
) -> Version:
    """The version that says so: the one there, or a new one that is not written yet."""
    content, title = shaped(said.kind, said.content), titled(said.title)
    faults = checks.faults(said.kind, title, content, looking_up)
    if faults and not as_published:
        raise Invalid(faults[0].reason, field=faults[0].field)
    key = (unit.agency_id, said.kind, checked_code(said.code))
    if key not in taken:
        taken[key] = Taken(_entry(unit, said, key[2], title, taken))
    there = taken[key]
    published = there.published()
    same_or_before = [each for each in published if (each.in_force_from or date.min) <= said.in_force_from]
    holds = same_or_before[-1] if same_or_before else None
    if holds is not None and (holds.title, holds.content) == (title, content):
        return holds
    if any(each.in_force_from == said.in_force_from for each in published):
        raise Invalid(
            say(
                "{code} has another version that begins on {day}. Choose another day.",
                code=said.code,
                day=said.in_force_from,
            )
        )
    now = clock.now()
    version = Version(
        entry=there.entry,
        number=max((each.number for each in (*there.versions, *there.added)), default=0) + 1,
        state="published",
        title=title,
        content=content,
        note=said.note.replace("\x00", "").strip()[:LONGEST_NOTE],
        in_force_from=said.in_force_from,
        as_published=as_published and bool(faults),
        created_at=now,
        updated_at=now,
        published_at=now,
    )
    version.digest = digest_of(version)
    there.added.append(version)
    return version


def _entry(unit: Unit, said: BroughtIn, code: str, title: str, taken: dict[_Key, Taken]) -> Entry:
    """A new entry, not written yet; the power it belongs to may come from the same file."""
    parent = None
    if said.parent:
        known = taken.get((unit.agency_id, "item", said.parent))
        rows = Entry.objects.filter(agency_id=unit.agency_id, kind="item", code=said.parent)
        parent = known.entry if known else rows.first()
    return Entry(
        agency=unit.agency,
        unit=unit,
        kind=said.kind,
        code=code,
        title=title,
        parent=parent,
        created_at=clock.now(),
    )
