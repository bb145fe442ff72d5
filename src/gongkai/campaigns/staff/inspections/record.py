"""A record: the check-list with answers and photos, who was there, its clock and course, and the deeds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from gongkai.campaigns import access
from gongkai.campaigns import inspection_words as words
from gongkai.campaigns.queries import inspections
from gongkai.campaigns.queries.records import Inspection, InspectionPhoto
from gongkai.campaigns.staff import passing
from gongkai.campaigns.staff.inspections import cards
from gongkai.campaigns.staff.inspections.cards import Tried
from gongkai.campaigns.staff.inspections.common import found, show, trail
from gongkai.core import clock, deadlines
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address, address_if_any, due_fields
from gongkai.domain.campaigns.inspection_course import PROCESS
from gongkai.domain.process import Kind
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell


@staff_page
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    of, acting = found(request, pk)
    return page(request, of, acting)


def page(
    request: HttpRequest, of: Inspection, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    prepares = bool(access.may_prepare_photos(acting, of))
    context: dict[str, Any] = {
        "record": of,
        "title": of.listed.site.name,
        "badges": [words.result_badge(of), words.state_badge(of)],
        "facts": _facts(of, acting),
        "sentence": PROCESS.state(of.state).label,
        "next": _next(of),
        **_due(of),
        "checklist": _checklist_name(of),
        "items": items(of, prepares=prepares),
        "prepares": prepares,
        "personal": bool(inspections.personal(of)),
        "moves": cards.of(of, acting, tried),
        "passing": passing.of(of, acting),
        "tried": tried,
        "timeline": list(reversed(tell(inspections.told(of)))),
        "site_url": address_if_any("workspace:site", of.listed.site_id),
        "campaign_url": address_if_any("workspace:campaign", of.listed.campaign_id),
        "public_url": _public_url(of),
        "crumbs": trail(of),
    }
    return show(request, "inspection_record", context, status)


def _due(of: Inspection) -> dict[str, Any]:
    row = inspections.clock_of(of)
    if row is None or row.stopped_on is not None:
        return {}
    return due_fields(deadlines.standing(row, today=clock.today(), calendar=clock.calendar()))


def _facts(of: Inspection, acting: StaffActor) -> list[dict[str, Any]]:
    site, campaign = of.listed.site, of.listed.campaign
    cause = words.cause_name(of.cause)
    present = inspections.present_of(of, acting)
    facts: list[dict[str, Any]] = [
        {"label": _("Number"), "value": of.number},
        {"label": _("Inspected at"), "value": _moment(of.made_at)},
        {"label": _("Arrived here at"), "value": _moment(of.received_at)},
        {"label": _("Site"), "value": f"{site.code} {site.address}"},
        {"label": _("Campaign"), "value": f"{campaign.number} {campaign.title}"},
        {"label": _("Unit"), "value": words.unit_name(of.unit)},
        {"label": _("Officers"), "value": f"{of.inspector.name}{_(', ')}{of.second.name}"},
        {"label": _("Why it was inspected"), "value": f"{cause} {of.cause_number}".strip()},
    ]
    if of.correct_by:
        facts.append({"label": _("To be put right by"), "value": formats.date_format(of.correct_by)})
    if access.may_see_present(acting, of):
        facts.append({"label": _("Who was there"), "value": present or _("Nobody was named.")})
    facts.append({"label": _("Place by the device"), "value": _place(of), "wide": True})
    return facts


def _moment(at: Any) -> str:
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _place(of: Inspection) -> str:
    if of.lat is None or of.lon is None:
        return _("The device gave none.")
    place = f"{of.lat:.5f}, {of.lon:.5f}"
    if of.accuracy is None:
        return place
    return _("{place}, unsure by {metres} m").format(place=place, metres=round(of.accuracy))


def _next(of: Inspection) -> str:
    state = PROCESS.state(of.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label))


def _checklist_name(of: Inspection) -> str:
    known = inspections.checklist_of(of)
    return words.list_name(known) if known else of.checklist


def items(of: Inspection, *, prepares: bool) -> list[dict[str, Any]]:
    """The check-list as it was that day, each item with its answer and photos; one query."""
    taken = inspections.photos_of(of)
    known = inspections.checklist_of(of)
    listed = {item.key: item for item in known.items} if known else {}
    keys = [*listed, *(key for key in of.answers if key not in listed)]
    rows = []
    for key in keys:
        answer, item = of.answers.get(key, {}), listed.get(key)
        rows.append(
            {
                "name": words.item_name(item) if item else key,
                "looked_for": words.looked_for(item) if item else "",
                "badge": words.verdict_badge(answer.get("verdict", "")),
                "note": answer.get("note", ""),
                "photos": [_photo(each, prepares) for each in taken.get(key, ())],
            }
        )
    return rows


def _photo(each: InspectionPhoto, prepares: bool) -> dict[str, Any]:
    if each.veiled_key:
        public = each.inspection.state == "published"
        label = _("On the public page") if public else _("Ready for the public")
        badge = {"label": label, "kind": "done"}
    elif each.kept_back:
        badge = {"label": _("Kept from the public"), "kind": "quiet"}
    else:
        badge = {"label": _("Not looked at yet"), "kind": "soon"}
    own = address("inspection_photo", each.pk)
    return {
        "url": own,
        "small": f"{own}?small=1",
        "veiled": f"{own}?veiled=1" if each.veiled_key else "",
        "badge": badge,
        "veil_url": address("inspection_photo_veil", each.pk) if prepares else "",
        "kept_back": each.kept_back,
    }


def _public_url(of: Inspection) -> str:
    if of.state != "published":
        return ""
    listed = of.listed
    own = (of.agency.code, listed.campaign.number, listed.site.code)
    return address_if_any("portal:campaign_site", *own)
