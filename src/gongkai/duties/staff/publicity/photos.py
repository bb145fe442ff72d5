"""Photos of an activity: added, shown to who sees it; veiled for the public, or kept back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.core import photos, redaction, sealed
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.photos.opening import opened
from gongkai.core.redaction import Box
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal, upload
from gongkai.core.text import render
from gongkai.domain.text import N_
from gongkai.duties import access_publicity as access
from gongkai.duties.actions import publicity_photos as actions
from gongkai.duties.forms.publicity import PhotosForm
from gongkai.duties.queries import publicity
from gongkai.duties.queries.records_publicity import ActivityPhoto
from gongkai.duties.staff.publicity import record
from gongkai.duties.staff.publicity.common import MOST, Tried, found, show, trail, without_nul
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: What a box on a photo covers.
COVERED = {photos.FACE: N_("A face"), photos.PLATE: N_("A number plate"), "other": N_("Something else")}
FIELD = "boxes"


@staff_page
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps photos; when they cannot be kept, the record shows why."""
    of, acting = found(request, pk)
    access.may_write(acting, of).require()
    form = PhotosForm(without_nul(request.POST), request.FILES)
    tried = Tried("photos", form)
    if form.is_valid():
        sources = [upload(each)[0] for each in form.cleaned_data["photos"]]
        try:
            made = actions.add_photos(
                activity_id=pk, actor=acting, sources=sources, caption=form.cleaned_data["caption"]
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as refusal:
            tried.refusal = refusal
        else:
            told = ngettext(
                "{n} photo is kept. Look at it before it is published.",
                "{n} photos are kept. Look at each before they are published.",
                len(made),
            )
            tell(request, told.format(n=len(made)))
            return go("activity", pk, anchor="photos")
    status = tried.refusal.status if tried.refusal else 422
    return record.page(request, of, acting, tried=tried, status=status)


def _photo(request: HttpRequest, pk: int) -> ActivityPhoto:
    each = publicity.photo(actor(request), pk) if pk < MOST else None
    if each is None:
        raise Http404
    return each


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
    of, acting = found(request, each.activity_id)
    access.may_prepare_photos(acting, of).require()
    lines, errors, status = redaction.boxes_text(_kept(each)), list[str](), 200
    if request.method == "POST" and request.POST.get("do") == "keep_back":
        return _keep_back(request, each, acting)
    content = sealed.fetch(each.key)
    if request.method == "POST":
        lines = request.POST.get(FIELD, "")
        try:
            boxes = redaction.parse_boxes(lines, 1, dict.fromkeys(COVERED, ""))
            if request.POST.get("do") != "find":
                actions.veil_photo(photo_id=each.pk, actor=acting, boxes=boxes)
                tell(request, _("The veiled copy is made. Only this copy is ever shown outside."))
                return go("activity", of.pk, anchor="photos")
            fresh = [box for box in photos.suggest(content) if box not in boxes]
            lines = redaction.boxes_text([*boxes, *fresh])
            if not fresh:
                errors.append(_("Nothing was found. Look yourself, and draw the boxes by hand."))
        except Refusal as refusal:
            errors, status = [render(refusal.reason)], refusal.status
    with opened(content) as image:
        size = image.size
    shown = {"number": 1, "url": address("publicity_photo", each.pk), "width": size[0], "height": size[1]}
    context: dict[str, Any] = {
        "activity": of,
        "photos": [shown],
        "kinds": [(key, _(word)) for key, word in COVERED.items()],
        "lines": lines,
        "errors": errors,
        "find": "find" if photos.available() else "",
        "back": address("activity", of.pk),
        "crumbs": trail(of, (_("Veil faces and plates"), "")),
    }
    return show(request, "publicity_veil", context, status)


def _keep_back(request: HttpRequest, each: ActivityPhoto, acting: StaffActor) -> HttpResponse:
    try:
        actions.keep_photo_back(photo_id=each.pk, actor=acting)
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("The public does not see this photo."))
    return go("activity", each.activity_id, anchor="photos")


def _kept(each: ActivityPhoto) -> list[Box]:
    """The boxes of the copy made before, to go on from."""
    return [Box(0, box[0], box[1], box[2], box[3], box[4] if len(box) > 4 else "other") for box in each.boxes]
