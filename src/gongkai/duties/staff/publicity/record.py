"""An activity's record: what took place, its photos, remarks and course, and the deeds."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, address_if_any, go, tell, version_seen
from gongkai.domain.duties.publicity import PROCESS
from gongkai.duties import access_publicity as access
from gongkai.duties import publicity_words as words
from gongkai.duties.actions import publicity_moving as moving
from gongkai.duties.forms.publicity import PhotosForm, PublicityMoveForm
from gongkai.duties.queries import publicity
from gongkai.duties.queries.records_publicity import Activity, ActivityPhoto
from gongkai.duties.staff.publicity import cards
from gongkai.duties.staff.publicity.common import Tried, found, show, trail, typed, without_nul
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as sentences


@staff_page
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    of, acting = found(request, pk)
    return page(request, of, acting)


def page(
    request: HttpRequest, of: Activity, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    may_write, on_its_way = bool(access.may_write(acting, of)), of.state in ("draft", "in_review")
    prepares = bool(access.may_prepare_photos(acting, of))
    photos = publicity.photos_of(of)
    context: dict[str, Any] = {
        "activity": of,
        "badges": [words.state_badge(of)],
        "facts": _facts(of),
        "figures": words.cards(of),
        "press": _press(of),
        "sentence": PROCESS.state(of.state).label,
        "next": words.next_step(of),
        "photos": [_photo(of, each, prepares=prepares) for each in photos],
        "photos_form": _photos_form(tried) if may_write else None,
        "remarks": publicity.remarks(of) if on_its_way else [],
        "moves": cards.of(of, acting, tried),
        "tried": tried,
        "writing": on_its_way,
        "faults": _faults(of, may_write=may_write) if on_its_way else [],
        "edit_url": address("publicity_edit", of.pk) if may_write else "",
        "public_url": address_if_any("portal:activity", of.agency.code, of.number) if of.published_on else "",
        "timeline": list(reversed(sentences(publicity.told(of)))),
        "crumbs": trail(of),
    }
    return show(request, "publicity_record", context, status)


def _photos_form(tried: Tried) -> PhotosForm:
    return tried.form if isinstance(tried.form, PhotosForm) else PhotosForm()


def _facts(of: Activity) -> list[dict[str, Any]]:
    partners = [f"{each.name} · {words.partner_kind(each.kind)}" for each in of.partners.all()]
    rows = [
        (_("Number"), of.number),
        (_("Kind"), words.kind_name(of.kind)),
        (_("Unit"), words.name_of(of.unit)),
        (_("Day"), words.days_of(of)),
        (_("Place"), of.place),
        (_("Board that was renewed"), of.board.name if of.board else ""),
        (_("Together with"), of.co_organisers),
        (_("Partners"), _(", ").join(partners)),
        (_("How they were counted"), of.counted_how),
        (_("Published on"), date_format(of.published_on, "DATE_FORMAT") if of.published_on else ""),
        (_("Withdrawn on"), date_format(of.withdrawn_on, "DATE_FORMAT") if of.withdrawn_on else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _press(of: Activity) -> dict[str, Any]:
    if not of.press_title:
        return {}
    return {"title": of.press_title, "outlet": of.press_outlet, "on": of.press_on, "url": of.press_url}


def _photo(of: Activity, each: ActivityPhoto, *, prepares: bool) -> dict[str, Any]:
    if each.veiled_key:
        label = _("On the public page") if of.state == "published" else _("Ready for the public")
        badge = {"label": label, "kind": "done"}
    elif each.kept_back:
        badge = {"label": _("Kept from the public"), "kind": "quiet"}
    else:
        badge = {"label": _("Not looked at yet"), "kind": "soon"}
    own = address("publicity_photo", each.pk)
    return {
        "url": own,
        "small": f"{own}?small=1",
        "veiled": f"{own}?veiled=1" if each.veiled_key else "",
        "caption": each.caption,
        "badge": badge,
        "kept_back": each.kept_back,
        "veil_url": address("publicity_veil", each.pk) if prepares else "",
    }


def _faults(of: Activity, *, may_write: bool) -> list[dict[str, Any]]:
    """What the activity lacks, each with the way to its field."""
    edit, rows = address("publicity_edit", of.pk), []
    missing = publicity.faults(of)
    personal = _("Something personal seems to stand there. The public reads it.")
    for name, reason in [*missing, *((name, personal) for name in publicity.personal(of))]:
        label, anchor = words.FIELDS[name]
        url = f"{edit}#{anchor}" if may_write and anchor else ""
        rows.append({"label": _(label), "reason": reason, "url": url})
    if publicity.not_looked_at(of):
        sentence = _("Veil faces and number plates, or keep it from the public.")
        rows.append({"label": _("Photos not looked at"), "reason": sentence, "url": "#photos"})
    return rows


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    of, acting = found(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = PublicityMoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return page(request, of, acting, tried=tried, status=422)
    try:
        moved = moving.move_activity(
            activity_id=pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.reason(),
        )
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        of, acting = found(request, pk)
        return page(request, of, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("activity", pk)
