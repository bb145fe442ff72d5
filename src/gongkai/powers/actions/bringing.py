"""Bringing in what was published elsewhere: whole tables and registers, from the operator's shell or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid
from gongkai.domain.powers import checks
from gongkai.domain.powers.schema import Content
from gongkai.domain.text import N_, say
from gongkai.people.models import Unit
from gongkai.powers.actions.base import digest_of, note_step, shaped, tell_ledger, titled
from gongkai.powers.actions.effects import line_up
from gongkai.powers.actions.writing import checked_code
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries.register import Codes, in_force_on

BROUGHT_IN = ledger.verb(
    "powers.entry.brought_in", N_("{actor} brought in {title}, as it was published elsewhere")
)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """An entry as it was published elsewhere; in force from ``in_force_from``."""

    kind: str
    code: str
    title: str
    content: Content
    in_force_from: date
    parent: str = ""


def bring_in(*, unit: Unit, entries: Sequence[BroughtIn], as_published: bool = False) -> list[Version]:
    """Brings all of them in, or none: each as a new version in force from its day. The same again changes nothing.

    ``as_published``: kept with its faults, which are shown wherever it is used. Otherwise the first fault is raised
    as ``Invalid``.
    """
    with transaction.atomic():
        ledger.take_turn()
        return [_bring(unit, each, as_published) for each in entries]


def _bring(unit: Unit, said: BroughtIn, as_published: bool) -> Version:
    content, title = shaped(said.kind, said.content), titled(said.title)
    faults = checks.faults(said.kind, title, content, Codes(unit.agency_id))
    if faults and not as_published:
        raise Invalid(faults[0].reason, field=faults[0].field)
    now = clock.now()
    parent = Entry.objects.filter(agency_id=unit.agency_id, kind="item", code=said.parent).first()
    entry, _ = Entry.objects.get_or_create(
        agency_id=unit.agency_id,
        kind=said.kind,
        code=checked_code(said.code),
        defaults={"unit": unit, "title": title, "parent": parent, "created_at": now},
    )
    there = in_force_on(entry, said.in_force_from)
    if there is not None and (there.title, there.content) == (title, content):
        return there
    if entry.versions.filter(state="published", in_force_from=said.in_force_from).exists():
        raise Invalid(
            say(
                "{code} has another version that begins on {day}. Choose another day.",
                code=said.code,
                day=said.in_force_from,
            )
        )
    last = entry.versions.order_by("-number").first()
    version = Version(
        entry=entry,
        number=last.number + 1 if last else 1,
        state="published",
        title=title,
        content=content,
        in_force_from=said.in_force_from,
        as_published=as_published and bool(faults),
        created_at=now,
        updated_at=now,
        published_at=now,
    )
    version.digest = digest_of(version)
    version.save()
    note_step(version, "brought_in", None)
    tell_ledger(BROUGHT_IN, version, None, data={"in_force_from": said.in_force_from.isoformat()})
    line_up(entry)
    return version
