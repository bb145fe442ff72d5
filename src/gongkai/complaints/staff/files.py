"""Photos and files: the small picture on the record, the whole one when it is opened; veiled, and taken out."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.complaints import access, actions
from gongkai.complaints.forms.deeds import RemoveForm
from gongkai.complaints.queries import records
from gongkai.complaints.queries.records import Matter, MatterFile
from gongkai.complaints.staff.common import (
    address,
    found,
    go,
    part_of,
    path_to,
    private,
    show,
    tell,
    tell_refusal,
)
from gongkai.core import photos, redaction, sealed
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.photos.opening import opened
from gongkai.core.redaction import Box
from gongkai.core.refusals import Refusal
from gongkai.core.text import render
from gongkai.domain.text import N_

#: What a box on a photo covers.
COVERED = {photos.FACE: N_("A face"), photos.PLATE: N_("A number plate"), "other": N_("Something else")}
FIELD = "boxes"


def _file(matter: Matter, number: int) -> MatterFile:
    file = records.file(matter, number)
    if file is None:
        raise Http404
    return file


@staff_page
def photo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The small picture of a photo, for those who see the matter; ``?veiled=1`` of the veiled copy.

    Part of the record, as its text is: showing it is no event of its own. Opening the whole file is.
    """
    matter, _acting = found(request, pk)
    file = _file(matter, number)
    key = file.veiled_key if request.GET.get("veiled") else file.key
    if file.content_type not in records.PICTURES or file.erased_at is not None or not key:
        raise Http404
    try:
        small = photos.thumbnail(sealed.fetch(key))
    except Refusal as refusal:
        raise Http404 from refusal
    return private(HttpResponse(small, content_type="image/jpeg"))


@staff_page
def whole(request: HttpRequest, pk: int, number: int) -> HttpResponse | FileResponse:
    """The whole photo on the page on which it is veiled, for those who work on the matter; an event as well."""
    matter, acting = found(request, pk)
    access.may_work_on(acting, matter).require()
    file = _file(matter, number)
    if file.content_type not in records.PICTURES or file.erased_at is not None:
        raise Http404
    file, content = actions.open_file(file_id=number, actor=acting)
    return private(FileResponse(content, filename=file.name, content_type=file.content_type))


@staff_page
@require_POST
def open_file(request: HttpRequest, pk: int, number: int) -> HttpResponse | FileResponse:
    """The whole file. A picture is shown, everything else is a download; that it was opened stands in the ledger."""
    matter, acting = found(request, pk)
    _file(matter, number)
    try:
        file, content = actions.open_file(file_id=number, actor=acting)
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return go("complaint", pk)
    shown = file.content_type in records.PICTURES
    return private(
        FileResponse(content, as_attachment=not shown, filename=file.name, content_type=file.content_type)
    )


@staff_page
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Takes a file out of sight, with the reason."""
    matter, acting = found(request, pk)
    access.may_work_on(acting, matter).require()
    file = _file(matter, number)
    form = RemoveForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_file(file_id=file.pk, actor=acting, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            tell(request, _("The file is taken out of sight; it stays with the record until it is erased."))
            return go("complaint", pk)
    context = {
        "matter": matter,
        "file": file,
        "form": form,
        "crumbs": path_to(matter, (_("Take a file out"), "")),
    }
    return show(request, "remove", context, status)


@staff_page
def veil(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Draws boxes over faces and plates of one photo; makes the copy that may be shown outside."""
    matter, acting = found(request, pk)
    access.may_work_on(acting, matter).require()
    file = _file(matter, number)
    if file.content_type not in records.PICTURES or file.erased_at is not None:
        raise Http404
    content = sealed.fetch(file.key)
    lines, errors, status = redaction.boxes_text(_kept(file)), list[str](), 200
    if request.method == "POST":
        lines = request.POST.get(FIELD, "")
        try:
            boxes = redaction.parse_boxes(lines, 1, dict.fromkeys(COVERED, ""))
            if request.POST.get("do") != "find":
                actions.veil_photo(file_id=file.pk, actor=acting, boxes=boxes)
                tell(request, _("The veiled copy is made. Only this copy is ever shown outside."))
                return go("complaint", pk)
            fresh = [each for each in photos.suggest(content) if each not in boxes]
            lines = redaction.boxes_text([*boxes, *fresh])
            if not fresh:
                errors.append(_("Nothing was found. Look yourself, and draw the boxes by hand."))
        except Refusal as refusal:
            errors, status = [render(refusal.reason)], refusal.status
    return _page(request, matter, file, content, lines, errors, status)


def _kept(file: MatterFile) -> list[Box]:
    """The boxes of the copy made before, to go on from."""
    return [
        Box(0, each[0], each[1], each[2], each[3], each[4] if len(each) > 4 else "other")
        for each in file.boxes
    ]


def _page(
    request: HttpRequest,
    matter: Matter,
    file: MatterFile,
    content: bytes,
    lines: str,
    errors: list[str],
    status: int,
) -> HttpResponse:
    with opened(content) as image:
        width, height = image.size
    context = {
        "matter": matter,
        "file": file,
        "photos": [
            {
                "number": 1,
                "url": address("complaint_whole", matter.pk, file.pk),
                "width": width,
                "height": height,
            }
        ],
        "kinds": [(key, _(word)) for key, word in COVERED.items()],
        "lines": lines,
        "errors": errors,
        "find": "find" if photos.available() else "",
        "back": part_of(matter, "matter"),
        "crumbs": path_to(matter, (_("Veil faces and plates"), "")),
    }
    return show(request, "veil", context, status)
