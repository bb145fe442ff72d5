"""Photos of an activity: kept sealed, veiled for the public, or kept back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from gongkai.core import clock, ledger, photos, sealed
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import privacy
from gongkai.domain.duties import publicity as rules
from gongkai.domain.text import N_, say
from gongkai.duties import access_publicity as access
from gongkai.duties.access import LEADER, PUBLICIST
from gongkai.duties.actions.base import in_hand, in_post, note_author, put_back, tell_ledger, words
from gongkai.duties.models import Activity, ActivityPhoto
from gongkai.duties.queries.publicity import STEPS, subject_of
from gongkai.people.actor import StaffActor

ADDED = ledger.verb("duties.publicity.photos_added", N_("{actor} added photos to activity {number}: {count}"))
VEILED = ledger.verb(
    "duties.publicity.veiled", N_("{actor} veiled faces or plates on a photo of activity {number}")
)
KEPT_BACK = ledger.verb(
    "duties.publicity.kept_back", N_("{actor} kept a photo of activity {number} from the public")
)
LONGEST_CAPTION = 120


def add_photos(
    *, activity_id: int, actor: StaffActor, sources: Sequence[BinaryIO], caption: str = ""
) -> list[ActivityPhoto]:
    """Keeps photos of a draft. Raises ``Invalid`` (field ``photos``) for what is no photo, or too many."""
    said = words(caption, "caption", LONGEST_CAPTION)
    if privacy.findings(said):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field="caption")
    if not sources:
        raise Invalid(say("Choose at least one photo."), field="photos")
    prepared = [_prepared(each) for each in sources]
    kept: list[str] = []
    try:
        with transaction.atomic():
            found = in_hand(Activity, activity_id, access.activities_seen(actor), None, "unit")
            access.may_write(actor, found).require()
            _few(found.photos.count() + len(prepared))
            made = []
            for content in prepared:
                kept.append(sealed.keep(content))
                made.append(
                    ActivityPhoto.objects.create(
                        activity=found, caption=said, key=kept[-1], size=len(content), added_at=clock.now()
                    )
                )
            doing = in_post(actor, found.agency_id, (PUBLICIST,), found.unit_id)
            put_back(found)
            note_author(STEPS, found, doing)
            _tell(ADDED, found, doing, {"count": len(made)})
    except Exception:
        # The deed is rolled back: its rows go, and nothing else would ever erase these bytes.
        for key in kept:
            sealed.erase(key)
        raise
    return made


def veil_photo(*, photo_id: int, actor: StaffActor, boxes: Sequence[photos.Box]) -> ActivityPhoto:
    """Makes the copy the public sees, in which the boxes are unrecognisable.

    No boxes: somebody looked and there was nothing to veil; the copy is made all the same.
    """
    with transaction.atomic():
        photo = _photo(photo_id, actor)
        before = photo.veiled_key
        photo.veiled_key = sealed.keep(photos.veil(sealed.fetch(photo.key), boxes))
        photo.boxes = [[box.x, box.y, box.width, box.height, box.ground] for box in boxes]
        photo.kept_back = False
        photo.save(update_fields=["veiled_key", "boxes", "kept_back"])
        _prepare(VEILED, photo, actor, len(photo.boxes))
        transaction.on_commit(lambda: sealed.erase(before))
    return photo


def keep_photo_back(*, photo_id: int, actor: StaffActor) -> ActivityPhoto:
    """The public does not see this photo."""
    with transaction.atomic():
        photo = _photo(photo_id, actor)
        if not photo.kept_back:
            before, photo.veiled_key, photo.boxes, photo.kept_back = photo.veiled_key, "", [], True
            photo.save(update_fields=["veiled_key", "boxes", "kept_back"])
            _prepare(KEPT_BACK, photo, actor, 0)
            transaction.on_commit(lambda: sealed.erase(before))
    return photo


def _few(count: int) -> None:
    most = rules.limits()["photos"]
    if count > most:
        raise Invalid(say("At most {most} photos of an activity. Leave some out.", most=most), field="photos")


def _prepared(source: BinaryIO) -> bytes:
    source.seek(0)
    content = source.read(settings.GONGKAI_MAX_UPLOAD + 1)
    if len(content) > settings.GONGKAI_MAX_UPLOAD:
        raise Invalid(say("This photo is too large. Take it again with fewer pixels."), field="photos")
    try:
        return photos.prepare(content).content
    except Invalid as refusal:
        raise Invalid(refusal.reason, field="photos") from refusal


def _photo(photo_id: int, actor: StaffActor) -> ActivityPhoto:
    photo = ActivityPhoto.objects.filter(pk=photo_id).first()
    if photo is None:
        raise Refusal(say("There is no such photo."))
    photo.activity = in_hand(Activity, photo.activity_id, access.activities_seen(actor), None, "unit")
    access.may_prepare_photos(actor, photo.activity).require()
    return photo


def _prepare(kind: ledger.Verb, photo: ActivityPhoto, actor: StaffActor, boxes: int) -> None:
    found = photo.activity
    doing = in_post(actor, found.agency_id, (PUBLICIST, LEADER), found.unit_id)
    _tell(kind, found, doing, {"photo": photo.pk, "boxes": boxes})


def _tell(kind: ledger.Verb, found: Activity, doing: StaffActor, data: dict[str, int]) -> None:
    tell_ledger(kind, subject_of(found), doing, agency=found.agency.code, number=found.number, data=data)
