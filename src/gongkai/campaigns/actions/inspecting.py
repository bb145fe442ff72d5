"""Recording an inspection (现场检查): online from a form, or sent later by a device that had no net.

The device gives each record a key. The same record sent again is the same record; another content under the same key is
refused, so that nothing is lost between two tries.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.campaigns import access, contacts
from gongkai.campaigns.actions.base import in_post, note_author, note_step, tell_ledger, words
from gongkai.campaigns.models import Inspection, InspectionPhoto, Listed
from gongkai.campaigns.queries import inspections
from gongkai.campaigns.queries.subjects import subject_of
from gongkai.core import clock, deadlines, ledger, numbering, photos, sealed
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import Answer, Checklist
from gongkai.domain.campaigns.course import INSPECTOR
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor, actor_of
from gongkai.people.models import Person

RECORDED = ledger.verb(
    "campaigns.inspection.recorded", N_("{actor} inspected {site} and recorded {number}: {unmet} not met")
)
CLOCK = "publication.general"
LONGEST = {"remark": 1000, "present": 120, "cause_number": 80}
#: Photos of a record, and of one item.
MOST_PHOTOS, MOST_OF_ITEM = 24, 6


@dataclass(frozen=True, slots=True)
class Snap:
    """A photo that comes with a record: of which item, and its bytes."""

    item: str
    source: BinaryIO


@dataclass(frozen=True, slots=True)
class InspectionInput:
    """What was found; ``answers`` maps item → (verdict, note), ``days`` until it is put right."""

    device_key: UUID
    second_id: int
    made_at: datetime
    answers: Mapping[str, tuple[str, str]]
    photos: Sequence[Snap] = ()
    cause: str = "plan"
    cause_number: str = ""
    days: int | None = None
    remark: str = ""
    present: str = ""
    lat: float | None = None
    lon: float | None = None
    accuracy: float | None = None


def record_inspection(*, listed_id: int, actor: StaffActor, given: InspectionInput) -> Inspection:
    """Keeps the record with its photos, and starts the clock of its publication.

    Raises ``NotAllowed`` for whoever does not inspect the site, ``Invalid`` naming the field (``item:KEY`` of an item),
    ``Refusal`` where the key was used for something else. What was kept before is given again.
    """
    _few(given.photos)
    contents = [_read(snap) for snap in given.photos]
    digest = _digest(listed_id, actor, given, contents)
    kept: list[str] = []
    try:
        with transaction.atomic():
            ledger.take_turn()
            before = Inspection.objects.select_related("agency").filter(device_key=given.device_key).first()
            if before is not None:
                return _same(before, digest, actor)
            listed = _listed(listed_id, actor)
            made = _make(listed, actor, given, digest)
            for snap, content in zip(given.photos, contents, strict=True):
                kept.append(_keep_photo(made, snap.item, content).key)
            _begin(made, listed, actor)
    except Exception:
        # The deed is rolled back: its rows go, and nothing else would ever erase these bytes.
        for key in kept:
            sealed.erase(key)
        raise
    return made


def _same(before: Inspection, digest: str, actor: StaffActor) -> Inspection:
    if before.inspector_id != actor.person_id:
        raise NotAllowed(say("This record was made by somebody else. They send it after signing in."))
    if before.sent_digest != digest:
        raise Refusal(
            say(
                "Under this key the record {number} is kept already, with another content. "
                "Make a new record for what you found since.",
                number=before.number,
            )
        )
    return before


def _listed(listed_id: int, actor: StaffActor) -> Listed:
    rows = Listed.objects.select_related("campaign", "site__agency", "site__unit")
    listed = rows.filter(access.sites_seen_through(actor), pk=listed_id, taken_out_at__isnull=True).first()
    if listed is None:
        raise NotAllowed(say("This site is not in the campaign, or your posts do not show it to you."))
    access.may_inspect(actor, listed.site).require()
    if listed.campaign.state != "running":
        raise Refusal(say("This campaign is not running: nothing is inspected in it now."))
    return listed


def _make(listed: Listed, actor: StaffActor, given: InspectionInput, digest: str) -> Inspection:
    site, made_on = listed.site, timezone.localtime(given.made_at).date()
    checked = _check(listed, actor, given, made_on)
    answers = _answers(given)
    result = checklists.result(answers)
    serial = numbering.next_in(f"inspection.{site.agency.code}.{made_on.year}")
    made = Inspection.objects.create(
        agency=site.agency,
        unit=site.unit,
        listed=listed,
        number=f"{site.agency.code.upper()}-JC-{made_on.year}-{serial:05d}",
        device_key=given.device_key,
        sent_digest=digest,
        cause=given.cause,
        cause_number=words(given.cause_number, "cause_number", LONGEST["cause_number"]),
        checklist=checked.key,
        checklist_from=checked.in_force_from,
        answers={key: {"verdict": each.verdict, "note": each.note} for key, each in answers.items()},
        result=result,
        correct_by=_correct_by(given, made_on) if result == checklists.TO_CORRECT else None,
        remark=words(given.remark, "remark", LONGEST["remark"]),
        inspector_id=actor.person_id,
        second_id=given.second_id,
        made_at=given.made_at,
        received_at=clock.now(),
        lat=given.lat,
        lon=given.lon,
        accuracy=given.accuracy,
        updated_at=clock.now(),
    )
    present = words(given.present, "present", LONGEST["present"])
    made.present = contacts.seal_words(f"inspection.{made.pk}", present)
    Inspection.objects.filter(pk=made.pk).update(present=made.present)
    return made


def _begin(made: Inspection, listed: Listed, actor: StaffActor) -> None:
    """Author, clock and event."""
    doing = in_post(actor, made.agency_id, (INSPECTOR,), made.unit_id)
    note_author(made, doing)
    note_step(made, "author", actor_of(Person.objects.select_related("agency").get(pk=made.second_id)))
    deadlines.start(
        CLOCK,
        subject=subject_of(made),
        on=timezone.localtime(made.made_at).date(),
        agency=made.agency.code,
        title=f"{made.number} {listed.site.name}",
        unit=made.unit_id,
    )
    unmet = sum(each["verdict"] == "unmet" for each in made.answers.values())
    data = {
        "site": listed.site.code,
        "campaign": listed.campaign.number,
        "unmet": unmet,
        "answers": made.answers,
        "photos": made.photos.count(),
        "second": made.second_id,
        "made_at": made.made_at.isoformat(),
        "digest": made.sent_digest,
    }
    tell_ledger(RECORDED, made, doing, data=data)


def _check(listed: Listed, actor: StaffActor, given: InspectionInput, made_on: date) -> Checklist:
    """Everything that must be right before it is a record; the check-list of the day."""
    listed_of = checklists.checklist(listed.campaign.checklist, made_on)
    if listed_of is None:
        raise Refusal(say("The check-list of this campaign is not in force on that day."))
    _check_moment(given.made_at, listed)
    _check_second(given.second_id, actor, listed)
    wrong = checklists.faults(listed_of, _answers(given))
    if wrong:
        raise Invalid(wrong[0].text, field=f"item:{wrong[0].item}" if wrong[0].item else "answers")
    for snap in given.photos:
        if listed_of.item(snap.item) is None:
            raise Invalid(say("A photo belongs to an item of the check-list."), field="photos")
    cause = checklists.row("cause", given.cause)
    if cause is None:
        raise Invalid(say("Choose why the site is inspected."), field="cause")
    most = checklists.house("most_a_year")["count"]
    if cause["counted"] and inspections.planned_this_year(listed.site, made_on) >= most:
        raise Invalid(
            say("This site was inspected {most} times by plan this year: that is the most.", most=most),
            field="cause",
        )
    return listed_of


def _check_moment(made_at: datetime, listed: Listed) -> None:
    numbers, now = checklists.house("device"), clock.now()
    if made_at > now + timedelta(minutes=numbers["ahead_minutes"]):
        raise Invalid(
            say("The clock of the device runs ahead: set it right and send again."), field="made_at"
        )
    if made_at < now - timedelta(days=numbers["days"] + 1):
        raise Invalid(
            say("A record is sent within {days} days of the inspection.", days=numbers["days"]),
            field="made_at",
        )
    announced = listed.campaign.announced_on
    if announced is not None and timezone.localtime(made_at).date() < announced:
        raise Invalid(say("The campaign was not announced yet on that day."), field="made_at")


def _check_second(second_id: int, actor: StaffActor, listed: Listed) -> None:
    """Two officers at least: the second is another inspector of the unit."""
    citation = checklists.house("officers")
    if second_id == actor.person_id:
        raise Invalid(
            say("At least {least} officers inspect: name the other one.", least=citation["least"]),
            field="second",
        )
    second = Person.objects.select_related("agency").filter(pk=second_id).first()
    site = listed.site
    if second is None or not actor_of(second).holds(
        INSPECTOR, agency_id=site.agency_id, unit_id=site.unit_id
    ):
        raise Invalid(say("The second officer is an inspector of the same unit."), field="second")


def _few(snaps: Sequence[Snap]) -> None:
    """Before any of them is read."""
    taken = Counter(snap.item for snap in snaps)
    if len(snaps) <= MOST_PHOTOS and all(count <= MOST_OF_ITEM for count in taken.values()):
        return
    raise Invalid(
        say(
            "At most {most} photos of an item and {all} of a record. Leave some out.",
            most=MOST_OF_ITEM,
            all=MOST_PHOTOS,
        ),
        field="photos",
    )


def _answers(given: InspectionInput) -> dict[str, Answer]:
    taken = Counter(snap.item for snap in given.photos)
    return {
        key: Answer(verdict, note.replace("\x00", "").strip(), taken[key])
        for key, (verdict, note) in given.answers.items()
    }


def _correct_by(given: InspectionInput, made_on: date) -> date:
    try:
        return checklists.last_day(made_on, given.days)
    except ValueError:
        most = checklists.house("correction")["most"]
        raise Invalid(say("Give 0 to {most} days to put it right.", most=most), field="days") from None


def _read(snap: Snap) -> bytes:
    snap.source.seek(0)
    content = snap.source.read(settings.GONGKAI_MAX_UPLOAD + 1)
    if len(content) > settings.GONGKAI_MAX_UPLOAD:
        raise Invalid(
            say("This photo is too large. Take it again with fewer pixels."), field=f"item:{snap.item}"
        )
    return content


def _keep_photo(made: Inspection, item: str, content: bytes) -> InspectionPhoto:
    try:
        photo = photos.prepare(content)
    except Invalid as refusal:
        raise Invalid(refusal.reason, field=f"item:{item}") from refusal
    return InspectionPhoto.objects.create(
        inspection=made,
        item=item,
        key=sealed.keep(photo.content),
        size=len(photo.content),
        added_at=clock.now(),
    )


def _digest(listed_id: int, actor: StaffActor, given: InspectionInput, contents: Sequence[bytes]) -> str:
    """SHA-256 over what the device sent."""
    taken = [
        [snap.item, hashlib.sha256(content).hexdigest()]
        for snap, content in zip(given.photos, contents, strict=True)
    ]
    answers = {key: list(each) for key, each in given.answers.items()}
    said = [
        *(listed_id, actor.person_id, given.second_id, given.made_at.isoformat(), answers, taken),
        *(given.cause, given.cause_number, given.days, given.remark, given.present),
        *(given.lat, given.lon, given.accuracy),
    ]
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
