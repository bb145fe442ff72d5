"""Photos of a record: shown to who sees it; veiled for the public, or kept back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.campaigns import access
from gongkai.campaigns.actions import preparing
from gongkai.campaigns.queries import inspections
from gongkai.campaigns.queries.records import InspectionPhoto
from gongkai.campaigns.staff.inspections.common import MOST, found, show, trail
from gongkai.core import photos, redaction, sealed
from gongkai.core.access import staff_page
from gongkai.core.photos.opening import opened
from gongkai.core.redaction import Box
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal
from gongkai.core.text import render
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: What a box on a photo covers.
COVERED = {photos.FACE: N_("A face"), photos.PLATE: N_("A number plate"), "other": N_("Something else")}
FIELD = "boxes"


def _photo(request: HttpRequest, pk: int) -> InspectionPhoto:
    found_photo = inspections.photo(actor(request), pk) if pk < MOST else None
    if found_photo is None:
        raise Http404
    return found_photo


@staff_page
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo; ``?small=1`` the small picture, ``?veiled=1`` the copy the public would see."""
    each = _photo(request, pk)
    key = each.veiled_key if request.GET.get("veiled") else each.key
    if not key:
        raise Http404
    try:
        content = sealed.fetch(key)
        shown = photos.thumbnail(content) if request.GET.get("small") else content
    except Refusal as refusal:
        raise Http404 from refusal
    response = HttpResponse(shown, content_type="image/jpeg")
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@staff_page
def veil(request: HttpRequest, pk: int) -> HttpResponse:
    """Draws boxes over faces and plates; makes the copy the public sees. ``do=keep_back``: it sees none."""
    each = _photo(request, pk)
    record, acting = found(request, each.inspection_id)
    access.may_prepare_photos(acting, record).require()
    lines, errors, status = redaction.boxes_text(_kept(each)), list[str](), 200
    if request.method == "POST" and request.POST.get("do") == "keep_back":
        return _keep_back(request, each, acting)
    content = sealed.fetch(each.key)
    if request.method == "POST":
        lines = request.POST.get(FIELD, "")
        try:
            boxes = redaction.parse_boxes(lines, 1, dict.fromkeys(COVERED, ""))
            if request.POST.get("do") != "find":
                preparing.veil_photo(photo_id=each.pk, actor=acting, boxes=boxes)
                tell(request, _("The veiled copy is made. Only this copy is ever shown outside."))
                return go("inspection", record.pk, anchor="list")
            fresh = [box for box in photos.suggest(content) if box not in boxes]
            lines = redaction.boxes_text([*boxes, *fresh])
            if not fresh:
                errors.append(_("Nothing was found. Look yourself, and draw the boxes by hand."))
        except Refusal as refusal:
            errors, status = [render(refusal.reason)], refusal.status
    with opened(content) as image:
        size = image.size
    shown = {"number": 1, "url": address("inspection_photo", each.pk), "width": size[0], "height": size[1]}
    context: dict[str, Any] = {
        "record": record,
        "photos": [shown],
        "kinds": [(key, _(word)) for key, word in COVERED.items()],
        "lines": lines,
        "errors": errors,
        "find": "find" if photos.available() else "",
        "back": address("inspection", record.pk),
        "crumbs": trail(record, (_("Veil faces and plates"), "")),
    }
    return show(request, "inspection_veil", context, status)


def _keep_back(request: HttpRequest, each: InspectionPhoto, acting: StaffActor) -> HttpResponse:
    try:
        preparing.keep_photo_back(photo_id=each.pk, actor=acting)
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("The public does not see this photo."))
    return go("inspection", each.inspection_id, anchor="list")


def _kept(each: InspectionPhoto) -> list[Box]:
    """The boxes of the copy made before, to go on from."""
    return [Box(0, box[0], box[1], box[2], box[3], box[4] if len(box) > 4 else "other") for box in each.boxes]
