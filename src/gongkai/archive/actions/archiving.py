"""Archiving a record (归档): read, numbered, kept, told in the ledger. By who keeps the archive, or by the clock."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction

from gongkai.archive import access
from gongkai.archive.models import Package, Trouble
from gongkai.archive.packing import Draft, Packed, Place, drafted, keep, packed, told_in_chinese
from gongkai.archive.queries import waiting
from gongkai.archive.queries.sources import keeps_from, sources
from gongkai.archive.queries.subjects import subject_of
from gongkai.core import clock, ledger, numbering, sealed
from gongkai.core.archiving import Ended
from gongkai.core.refusals import Refusal
from gongkai.domain.archive import rules
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

log = logging.getLogger(__name__)
MADE = ledger.verb("archive.package.made", N_("{actor} archived {record} as {number}"))
#: What may keep one record from being archived without keeping the others.
_FAULTS = (Refusal, OSError, LookupError, ValueError, TypeError, AttributeError, DatabaseError)


def archive_record(*, agency_id: int, kind: str, record: int, actor: StaffActor) -> Package:
    """Archives a record that has ended, before the clock does.

    Raises ``NotAllowed`` where the actor does not keep the archive, ``Refusal`` where it has not ended or cannot be
    read. A second click gives the package of the first.
    """
    access.may_archive(actor, agency_id).require()
    agency = Agency.objects.get(pk=agency_id)
    kept_from = kind in sources() and keeps_from(actor, kind, record)
    ended = None if kept_from else waiting.one(agency_id, kind, record)
    if ended is not None:
        access.may_archive_this(actor, agency_id, kind, record).require()
    elif not kept_from:
        standing = Package.objects.filter(
            agency_id=agency_id, kind=kind, record=record, standing=True
        ).first()
        if standing is not None:
            return standing
    if ended is None:
        raise Refusal(say("This has not ended, or was taken up again: there is nothing to archive yet."))
    try:
        return _archive(agency, ended, actor)
    except OSError as error:
        raise Refusal(say("A file of this record cannot be read: {error}", error=str(error))) from error


def archive_due(agency: Agency, most: int = 500) -> tuple[int, int]:
    """Archives what ended long enough ago, ``most`` of a kind at once. Gives how many were, and how many could not be.

    Safe to run twice and after a fall: each is a transaction of its own, and what is archived is not found any more.
    """
    until = clock.today() - timedelta(days=rules.days())
    done = failed = 0
    for kind in sources():
        for ended in waiting.due(agency.pk, kind, until)[:most]:
            try:
                _archive(agency, ended, None)
                done += 1
            except _FAULTS as error:
                log.exception("%s %s could not be archived.", kind, ended.key)
                _trouble(agency, ended, error)
                failed += 1
    return done, failed


def _trouble(agency: Agency, ended: Ended, error: BaseException) -> None:
    Trouble.objects.update_or_create(
        agency=agency,
        kind=ended.kind,
        record=ended.key,
        defaults={"at": clock.now(), "error": f"{type(error).__name__}: {error}"[:500].replace("\x00", "")},
    )


def _archive(agency: Agency, ended: Ended, actor: StaffActor | None) -> Package:
    """Reads the record outside the transaction, since its files may be big; then it must still be as it was read."""
    source = sources()[ended.kind]
    unit = Unit.objects.filter(pk=ended.unit).first() if ended.unit else None
    draft = drafted(told_in_chinese(source.told, ended.key), ended, agency, unit)
    keys: list[str] = []
    try:
        with transaction.atomic():
            ledger.take_turn()
            made = _made(agency, ended)
            if made is not None:
                return made
            _still(agency, ended)
            before = _before(agency, ended)
            placed, item = _placed(draft, before)
            whole = packed(draft, placed)
            keys.append(keep(whole.kept))
            keys.append(keep(draft.personal))
            return _put(draft, placed, item, whole, keys, before, actor)
    except BaseException:
        for key in keys:
            sealed.erase(key)  # nobody knows of it: the row was not written
        raise


def _still(agency: Agency, ended: Ended) -> None:
    if waiting.one(agency.pk, ended.kind, ended.key) != ended:
        raise Refusal(say("It was changed while it was read. Try again."))


def _made(agency: Agency, ended: Ended) -> Package | None:
    """The package of this very ending, made meanwhile by somebody else."""
    return Package.objects.filter(
        agency=agency, kind=ended.kind, record=ended.key, state=ended.state, step=ended.step
    ).first()


def _before(agency: Agency, ended: Ended) -> Package | None:
    rows = Package.objects.select_for_update(no_key=True)
    return rows.filter(agency=agency, kind=ended.kind, record=ended.key, standing=True).first()


def _placed(draft: Draft, before: Package | None) -> tuple[Place, int]:
    """The next number of its year, retention and unit."""
    ended = draft.ended
    place = rules.place_of(
        ended.kind, draft.agency.code, draft.unit.code if draft.unit else "", ended.closed_on
    )
    item = numbering.next_in(place.series())
    return Place(
        number=place.number(item),
        year=place.year,
        retention=place.retention,
        keep_until=rules.keep_until(ended.closed_on, place.retention),
        revision=before.revision + 1 if before else 1,
        replaces=before.number if before else "",
    ), item


def _put(
    draft: Draft,
    place: Place,
    item: int,
    whole: Packed,
    keys: list[str],
    before: Package | None,
    actor: StaffActor | None,
) -> Package:
    """Writes the package's row, after it the earlier one's end, and the event."""
    ended = draft.ended
    if before is not None:
        Package.objects.filter(pk=before.pk).update(standing=False)
    made = Package.objects.create(
        **_of_record(draft),
        number=place.number,
        year=place.year,
        item=item,
        revision=place.revision,
        retention=place.retention,
        keep_until=place.keep_until,
        files=[each.row() for each in whole.items],
        size=whole.size,
        digest=whole.digest,
        kept_key=keys[0],
        personal_key=keys[1],
        erasure=ended.erased,
        made_at=clock.now(),
        made_by_id=actor.person_id if actor else None,
    )
    if before is not None:
        Package.objects.filter(pk=before.pk).update(superseded_by=made)
    Trouble.objects.filter(agency=draft.agency, kind=ended.kind, record=ended.key).update(error="")
    doing = (
        actor.acting_as(access.keeping(actor, made.agency_id)) if actor else ledger.System(draft.agency.code)
    )
    told = {
        "number": made.number,
        "record": made.record_number,
        "kind": made.kind,
        "digest": made.digest,
        "retention": made.retention,
        "replaces": place.replaces,
    }
    ledger.record(MADE, subject=subject_of(made), actor=doing, data=told)
    return made


def _of_record(draft: Draft) -> dict[str, Any]:
    """What the row says of the record; too long words are cut, the package has them whole."""
    record, ended = draft.record, draft.ended
    return {
        "agency": draft.agency,
        "unit": draft.unit,
        "kind": ended.kind,
        "record": ended.key,
        "state": ended.state,
        "step": ended.step,
        "record_number": record.number[:120],
        "document_number": record.document_number[:120],
        "title": record.title[:300],
        "responsible": record.responsible[:200],
        "opened_on": record.opened_on,
        "closed_on": ended.closed_on,
        "ended": record.ended[:200],
        "papers": len(draft.papers),
        "pages": draft.pages,
        "gone": [{"kind": each.kind, "name": each.name} for each in record.gone],
    }
