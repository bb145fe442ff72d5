"""Preparing the photos of a record for the public: veiled where needed, or kept back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gongkai.campaigns import access
from gongkai.campaigns.actions.base import in_post, inspection_in_hand, tell_ledger
from gongkai.campaigns.models import InspectionPhoto
from gongkai.core import ledger, photos, sealed
from gongkai.core.refusals import Refusal
from gongkai.domain.campaigns.course import INSPECTOR, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

VEILED = ledger.verb(
    "campaigns.inspection.veiled", N_("{actor} veiled faces or plates on a photo of {number}")
)
KEPT_BACK = ledger.verb(
    "campaigns.inspection.kept_back", N_("{actor} kept a photo of {number} from the public")
)


def veil_photo(*, photo_id: int, actor: StaffActor, boxes: Sequence[photos.Box]) -> InspectionPhoto:
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
        _tell(VEILED, photo, actor, len(photo.boxes))
        transaction.on_commit(lambda: sealed.erase(before))
    return photo


def keep_photo_back(*, photo_id: int, actor: StaffActor) -> InspectionPhoto:
    """The public does not see this photo."""
    with transaction.atomic():
        photo = _photo(photo_id, actor)
        if not photo.kept_back:
            before, photo.veiled_key, photo.boxes, photo.kept_back = photo.veiled_key, "", [], True
            photo.save(update_fields=["veiled_key", "boxes", "kept_back"])
            _tell(KEPT_BACK, photo, actor, 0)
            transaction.on_commit(lambda: sealed.erase(before))
    return photo


def _photo(photo_id: int, actor: StaffActor) -> InspectionPhoto:
    photo = InspectionPhoto.objects.filter(pk=photo_id).first()
    if photo is None:
        raise Refusal(say("There is no such photo."))
    photo.inspection = inspection_in_hand(photo.inspection_id, actor, None)
    access.may_prepare_photos(actor, photo.inspection).require()
    return photo


def _tell(kind: ledger.Verb, photo: InspectionPhoto, actor: StaffActor, boxes: int) -> None:
    found = photo.inspection
    doing = in_post(actor, found.agency_id, (PUBLISHER, INSPECTOR), found.unit_id)
    tell_ledger(kind, found, doing, data={"photo": photo.pk, "item": photo.item, "boxes": boxes})
