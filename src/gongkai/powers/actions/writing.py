"""Drafting: a new entry, a new version of one, and what is written in a draft."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.powers import codes
from gongkai.domain.powers.course import EDITOR, OPEN
from gongkai.domain.powers.schema import Content
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.powers import access
from gongkai.powers.actions.base import (
    LONGEST_NOTE,
    in_post,
    note_author,
    put_back,
    shaped,
    take_in_hand,
    tell_ledger,
    titled,
)
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries.register import in_force_on

BEGUN = ledger.verb("powers.entry.begun", N_("{actor} began {title}"))
REVISED = ledger.verb("powers.entry.revised", N_("{actor} began a new version of {title}"))
WRITTEN = ledger.verb("powers.entry.written", N_("{actor} changed the draft of {title}"))


def create(
    *,
    actor: StaffActor,
    agency_id: int,
    unit_id: int,
    kind: str,
    code: str,
    title: str,
    content: Content,
    parent_id: int | None = None,
    in_force_from: date | None = None,
) -> Version:
    """Begins an entry with its first draft. Raises ``Invalid`` naming the field, ``NotAllowed`` without the post."""
    plain = checked_code(code)
    draft, name = shaped(kind, content), titled(title)
    with transaction.atomic():
        ledger.take_turn()
        access.may_draft(actor, agency_id, unit_id).require()
        unit = Unit.objects.select_related("agency").filter(pk=unit_id, agency_id=agency_id).first()
        if unit is None:
            raise NotAllowed(say("There is no such unit in the agency."))
        if Entry.objects.filter(agency_id=agency_id, kind=kind, code=plain).exists():
            raise Invalid(
                say("There is an entry with this code already. Open it, or choose another code."),
                field="code",
            )
        if (
            parent_id is not None
            and not Entry.objects.filter(pk=parent_id, agency_id=agency_id, kind="item").exists()
        ):
            raise Invalid(say("Choose a power of the same agency."), field="parent")
        now = clock.now()
        entry = Entry.objects.create(
            agency_id=agency_id,
            unit=unit,
            kind=kind,
            code=plain,
            title=name,
            parent_id=parent_id,
            created_by_id=actor.person_id,
            created_at=now,
        )
        version = _draft(entry, 1, name, draft, actor, in_force_from)
        doing = in_post(actor, entry, (EDITOR,))
        note_author(version, doing)
        tell_ledger(BEGUN, version, doing)
    return version


def draft_new_version(*, actor: StaffActor, entry_id: int) -> Version:
    """Begins the next version as a copy of the one in force; the one already open is given instead of a second."""
    with transaction.atomic():
        ledger.take_turn()
        entry = Entry.objects.select_related("agency", "unit").filter(pk=entry_id).first()
        if entry is None or entry.agency_id not in access.agencies_seen(actor):
            raise NotAllowed(say("There is no such entry, or your posts do not show it to you."))
        access.may_draft(actor, entry.agency_id, entry.unit_id).require()
        there = entry.versions.filter(state__in=OPEN).first()
        if there is not None:
            return there
        last = entry.versions.order_by("-number").first()
        source = in_force_on(entry, clock.today()) or last
        if source is None or last is None:
            raise Refusal(say("This entry has no version to begin from."))
        version = _draft(entry, last.number + 1, source.title, dict(source.content), actor, None)
        doing = in_post(actor, entry, (EDITOR,))
        note_author(version, doing)
        tell_ledger(REVISED, version, doing)
    return version


def save(
    *,
    version_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    title: str,
    content: Content,
    note: str = "",
    in_force_from: date | None = None,
) -> Version:
    """Keeps what is written in a draft, complete or not. Nothing changed: nothing is written."""
    with transaction.atomic():
        version = take_in_hand(version_id, actor, expected_revision)
        access.may_edit(actor, version).require()
        draft, name = shaped(version.entry.kind, content), titled(title)
        if len(note) > LONGEST_NOTE:
            raise Invalid(
                say("This is longer than {longest} characters. Shorten it.", longest=LONGEST_NOTE),
                field="note",
            )
        before = (version.title, version.content, version.note, version.in_force_from)
        after = (name, draft, note.strip(), in_force_from)
        if before == after:
            return version
        changed = sorted(key for key in draft if draft[key] != version.content.get(key))
        version.title, version.content, version.note, version.in_force_from = after
        put_back(version)
        if version.number == version.entry.versions.count():
            Entry.objects.filter(pk=version.entry_id).update(title=name)
        doing = in_post(actor, version.entry, (EDITOR,))
        note_author(version, doing)
        tell_ledger(WRITTEN, version, doing, data={"fields": changed})
    return version


def checked_code(code: str) -> str:
    """A code that can stand in an address. Raises ``Invalid``."""
    plain = code.replace("\x00", "").strip()
    unfit = codes.fault(plain)
    if unfit is not None:
        raise Invalid(unfit, field="code")
    return plain


def _draft(
    entry: Entry,
    number: int,
    title: str,
    content: dict[str, object],
    actor: StaffActor,
    in_force_from: date | None,
) -> Version:
    now = clock.now()
    return Version.objects.create(
        entry=entry,
        number=number,
        title=title,
        content=content,
        in_force_from=in_force_from,
        created_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
