"""The anonymised projection: begun with the matter, kept in step by every move, worded and released by two people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.complaints import access, checks, indexing
from gongkai.complaints.actions.base import in_post, needed, take_in_hand, tell_ledger
from gongkai.complaints.actions.reports import Office
from gongkai.complaints.models import Matter, MatterFile, PublicMatter, PublicUpdate
from gongkai.complaints.numbers import new_public_id
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import bulk, clock, deadlines, ledger, public_version
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.complaints import CHIEF, DESK, HANDLE, OPEN, categories
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

PREPARED = ledger.verb("complaints.public.prepared", N_("{actor} wrote the anonymised version of {number}"))
RELEASED = ledger.verb(
    "complaints.public.released", N_("{actor} released the anonymised version of {number}")
)
HIDDEN = ledger.verb("complaints.public.hidden", N_("{actor} took {number} from the public lists"))

#: State → the detailed word of the Open311 extension, and the word of its updates.
DETAILED = {
    "received": ("RECEIVED", "OPEN"),
    "registered": ("RECEIVED", "OPEN"),
    "dispatched": ("IN_PROCESS", "OPEN"),
    "handling": ("IN_PROCESS", "IN_PROGRESS"),
    "disputed": ("IN_PROCESS", "FOR_TRIAGE"),
    "shelved": ("IN_PROCESS", "ACTION_SCHEDULED"),
    "review": ("IN_PROCESS", "IN_PROGRESS"),
    "to_send": ("IN_PROCESS", "IN_PROGRESS"),
    "replied": ("PROCESSED", "IN_PROGRESS"),
    "deciding": ("IN_PROCESS", "INVESTIGATING"),
    "closed": ("ARCHIVED", "CLOSED"),
    "merged": ("ARCHIVED", "DUPLICATE"),
    "declined": ("REJECTED", "NOT_COUNCILS_RESPONSIBILITY"),
    "converted": ("REJECTED", "INTERNAL_REFERRAL"),
    "withdrawn": ("ARCHIVED", "CANCELLED"),
}

_PROJECTIONS = bulk.Writer(
    PublicMatter(),
    (
        *("id", "matter_id", "public_id", "agency", "agency_name", "kind", "category", "status", "detailed"),
        *("district", "lat", "lon", "requested_at", "updated_at"),
    ),
)
_UPDATES = bulk.Writer(PublicUpdate(), ("public_id", "status", "at"))

#: Where the moment by which it is expected may have moved.
EXPECTED = ("dispatched", "handling", "shelved")


def begin(matter: Matter) -> None:
    """The first projection: class, status, district and a rounded place; never a word of the reporter's."""
    agency = matter.agency
    office, [[(key,)]] = Office(agency.pk, agency.code, agency.name), bulk.ask(bulk.keys_of(PublicMatter, 1))
    bulk.write_together(*first_rows([matter], {agency.pk: office}, [key]))


def first_rows(
    matters: Sequence[Matter], offices: Mapping[int, Office], keys: Sequence[int]
) -> tuple[
    tuple[bulk.Writer[PublicMatter], list[PublicMatter]], tuple[bulk.Writer[PublicUpdate], list[PublicUpdate]]
]:
    """The first projections of several matters under these keys, for ``bulk.write_together``."""
    now = clock.now()
    rows = [
        _first(matter, offices[matter.agency_id], key, now)
        for matter, key in zip(matters, keys, strict=False)  # a key may be left over
        if _may_be_public(matter)
    ]
    words = {matter.pk: DETAILED[matter.state][1] for matter in matters}
    updates = [_UPDATES.new(public_id=row.pk, status=words[row.matter_id], at=now) for row in rows]
    return (_PROJECTIONS, rows), (_UPDATES, updates)


def _first(matter: Matter, office: Office, key: int, now: datetime) -> PublicMatter:
    return _PROJECTIONS.new(
        id=key,
        matter_id=matter.pk,
        public_id=new_public_id(),
        agency=office.code,
        agency_name=office.name,
        kind=matter.kind,
        category=matter.category,
        status="open",
        detailed=DETAILED[matter.state][0],
        district=matter.district,
        lat=_rounded(matter.lat),
        lon=_rounded(matter.lon),
        requested_at=matter.received_at,
        updated_at=now,
    )


def _may_be_public(matter: Matter) -> bool:
    """Reports of wrongs and what is against somebody are never in the projection."""
    if matter.kind == "report" or matter.against_person_id or matter.against_unit_id:
        return False
    found = categories.category(matter.category, matter.received_on) if matter.category else None
    return found is None or isinstance(found, Refused) or found.public


def _rounded(value: float | None) -> float | None:
    """To about a hundred metres: a place in the street, not somebody's door."""
    return None if value is None else round(value, 3)


def follow(matter: Matter, move: str) -> None:
    """Keeps the projection in step with the matter, in its deed; what changes nothing public writes nothing."""
    row = PublicMatter.objects.filter(matter=matter).first()
    if row is None:
        begin(matter)
        return
    values = _public_values(matter, row)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed and move not in ("reopen", "merge"):
        return
    for name, value in changed.items():
        setattr(row, name, value)
    row.updated_at = clock.now()
    row.version += 1
    row.save(update_fields=[*changed, "updated_at", "version"])
    if "detailed" in changed or move in ("reopen", "merge"):
        word = "REOPEN" if move == "reopen" else DETAILED[matter.state][1]
        PublicUpdate.objects.create(public=row, status=word, at=row.updated_at)
    if row.released_at is not None:
        indexing.put(row)
        public_version.public_changed()


def _public_values(matter: Matter, row: PublicMatter) -> dict[str, Any]:
    """What the projection shows of the matter as it stands."""
    status = "open" if matter.state in OPEN else "closed"
    values: dict[str, Any] = {
        "kind": matter.kind,
        "category": matter.category,
        "district": matter.district,
        "lat": _rounded(matter.lat),
        "lon": _rounded(matter.lon),
        "status": status,
        "detailed": DETAILED[matter.state][0],
        "closed_at": matter.closed_at if status == "closed" else None,
        "result": matter.result if matter.state == "closed" else "",
    }
    if matter.state in EXPECTED:
        handle = deadlines.running(subject_of(matter), HANDLE).first()
        values["expected_at"] = handle.due_at if handle else row.expected_at
    if row.hidden_at is None and not _may_be_public(matter):
        values |= {"hidden_at": clock.now(), "hidden_reason": "matter"}
    return values


def prepare(
    *,
    matter_id: int,
    actor: StaffActor,
    title: str,
    text: str,
    answer: str,
    photos: Sequence[int] = (),
    expected_version: int | None = None,
) -> PublicMatter:
    """Writes the anonymised wording. What looks like personal data is refused; photos must be veiled copies."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, expected_version)
        access.may_prepare_public(actor, matter).require()
        row = _row(matter)
        row.title = needed(title, "title", 200)
        row.text, row.answer = needed(text, "text"), needed(answer, "answer")
        for field in ("title", "text", "answer"):
            found = checks.personal(getattr(row, field))
            if found:
                raise Invalid(found[0].message, field=field)
        row.photos = _veiled(matter, photos)
        row.prepared_by_id, row.prepared_at = actor.person_id, clock.now()
        row.released_by_id = row.released_at = None
        row.version += 1
        row.save()
        tell_ledger(PREPARED, matter, in_post(actor, matter, (DESK,)), data={"photos": row.photos})
        indexing.put(row)
        public_version.public_changed()
    return row


def _veiled(matter: Matter, photos: Sequence[int]) -> list[int]:
    chosen = list(MatterFile.objects.filter(matter=matter, pk__in=list(photos), removed_at__isnull=True))
    for file in chosen:
        if not file.veiled_key:
            raise Invalid(
                say(
                    "Photo {name} was not looked through yet. Open it and veil faces and plates first.",
                    name=file.name,
                ),
                field="photos",
            )
    return [file.pk for file in chosen]


def release(*, matter_id: int, actor: StaffActor, expected_version: int | None = None) -> PublicMatter:
    """Releases the wording; never by whoever wrote it."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, expected_version)
        access.may_release(actor, matter).require()
        row = _row(matter)
        if not row.answer or row.prepared_by_id is None:
            raise Refusal(say("There is no anonymised version yet. Have the desk write one."))
        if row.prepared_by_id == actor.person_id:
            raise Refusal(say("You wrote this; it must be released by another person. Ask a colleague."))
        if matter.state != "closed":
            raise Refusal(say("A matter is published with its answer once it is closed."))
        row.released_by_id, row.released_at = actor.person_id, clock.now()
        row.hidden_at, row.hidden_reason = None, ""
        row.updated_at = clock.now()
        row.version += 1
        row.save()
        tell_ledger(RELEASED, matter, in_post(actor, matter, (CHIEF,)), data={"public": row.public_id})
        indexing.put(row)
        public_version.public_changed()
    return row


def hide(*, matter_id: int, actor: StaffActor, reason: str) -> PublicMatter:
    """Takes the matter from every public list again, with the reason."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        access.may_release(actor, matter).require()
        row = _row(matter)
        row.hidden_reason = needed(reason, "reason", 300)
        row.hidden_at = row.updated_at = clock.now()
        row.version += 1
        row.save()
        doing = in_post(actor, matter, (CHIEF,))
        tell_ledger(HIDDEN, matter, doing, data={"public": row.public_id}, reason=row.hidden_reason)
        indexing.put(row)
        public_version.public_changed()
    return row


def _row(matter: Matter) -> PublicMatter:
    row = PublicMatter.objects.filter(matter=matter).first()
    if row is None or not _may_be_public(matter):
        raise Refusal(
            say("This matter is never published: it is a report, or its category is not for the public.")
        )
    return row


def as_json(row: PublicMatter) -> dict[str, Any]:
    """The projection as open data give it."""
    return {
        "id": row.public_id,
        "agency": row.agency,
        "kind": row.kind,
        "category": row.category,
        "status": row.status,
        "detailed_status": row.detailed,
        "district": row.district,
        "lat": row.lat,
        "lon": row.lon,
        "requested": row.requested_at.isoformat(),
        "updated": row.updated_at.isoformat(),
        "closed": row.closed_at.isoformat() if row.closed_at else None,
        "result": row.result,
        "title": row.title if row.released_at else "",
        "text": row.text if row.released_at else "",
        "answer": row.answer if row.released_at else "",
    }
