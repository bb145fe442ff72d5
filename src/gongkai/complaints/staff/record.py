"""A matter's record: what is reported, who has it, its reply and its course; and what the person may do now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.complaints import access, words
from gongkai.complaints.identity import Contact
from gongkai.complaints.queries import desk, handling, moves, records
from gongkai.complaints.queries.records import Clocks, Matter
from gongkai.complaints.queries.subjects import subject_of
from gongkai.complaints.staff import beside, cards, facts, parts, reply_part, rows
from gongkai.complaints.staff.common import address, due_fields, found, path_to, show
from gongkai.complaints.staff.tried import Tried
from gongkai.core.access import staff_page
from gongkai.core.presence import sign_of_life
from gongkai.core.staffpages import address_if_any
from gongkai.domain.complaints import PROCESS, WITH_UNIT
from gongkai.domain.process import Kind
from gongkai.people.actor import StaffActor

#: Deed → the part of the record on which it shows afterwards.
PART_OF_DEED = dict.fromkeys(
    ("check", "contribute", "report", "ask", "words", "instruct", "clue"), "handling"
) | {
    "urge": "course",
    "files": "handling",
}


@staff_page
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    matter, acting = found(request, pk)
    return page(request, matter, acting)


def page(
    request: HttpRequest,
    matter: Matter,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    part: str = "",
    shown: Contact | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused. ``shown``: the reporter's data, just revealed."""
    tried = tried or Tried()
    part = part or request.GET.get("part", "")
    part = part if part in parts.PARTS else parts.PARTS[0]
    clocks = records.explained_deadlines(matter)
    instructed = records.instructions(matter)
    context: dict[str, Any] = {
        "matter": matter,
        "part": part,
        "tabs": _tabs(matter, part),
        "tried": tried,
        "presence_url": address("complaint_presence", matter.pk),
        "crumbs": path_to(matter),
        **_head(matter, clocks),
        **_side(matter, acting, clocks, tried),
        **_deeds(matter, acting, tried, instructed),
        **parts.of(part, matter, acting, clocks=clocks, instructed=instructed, tried=tried, shown=shown),
    }
    return show(request, "complaint", context, status)


def _head(matter: Matter, clocks: Clocks) -> dict[str, Any]:
    standing = records.chief(clocks)
    return {
        "badges": rows.badges(desk.items([matter])[0]),
        "metadata": facts.head(matter),
        "due": due_fields(standing),
        "status_sentence": _(moves.next_step(matter).label),
        "status_next": _next_sentence(matter, standing),
    }


def _side(matter: Matter, acting: StaffActor, clocks: Clocks, tried: Tried) -> dict[str, Any]:
    """The moves with their reasons, and the checks of the reply."""
    offered = moves.offers(matter, acting)
    surroundings = cards.around(matter, [each.move.key for each in offered])
    listed = cards.of(matter, offered, surroundings.around, tried)
    # The desk writes a reply only where it may send it itself: to enquiries and calls for help.
    direct = matter.state != "registered" or handling.desk_answers(matter)
    may_edit = direct and bool(access.may_edit_reply(acting, matter))
    replying = matter.state == "handling" or (matter.state == "registered" and may_edit)
    return {
        "moves": [card for card in listed if not card.beside and not card.ending],
        "endings": [card for card in listed if not card.beside and card.ending],
        "forward": any(card.kind == "" for card in listed),
        "beside_moves": [card for card in listed if card.beside],
        "routing": cards.routing_shown(surroundings.routed) if surroundings.routed else None,
        "may_edit": may_edit,
        "missing": reply_part.missing(matter) if replying else [],
        "case_url": _case_url(matter, acting),
        "replying": replying,
        "running": [
            due_fields(each)
            | {"label": words.label_of(each.deadline.period or {"label": each.deadline.rule})}
            for each, _due in clocks
            if each.deadline.stopped_on is None and each.deadline.due_on is not None
        ],
    }


def _case_url(matter: Matter, acting: StaffActor) -> str:
    """Where supervision opens a case of accountability from the matter; nothing for others."""
    if acting.holds(access.SUPERVISOR, agency_id=matter.agency_id) is None:
        return ""
    url = address_if_any("workspace:accountability_new")
    return f"{url}?matter={matter.pk}" if url else ""


def _deeds(
    matter: Matter, acting: StaffActor, tried: Tried, instructed: list[records.Instructed]
) -> dict[str, Any]:
    listed = beside.deeds(matter, acting, tried, instructed)
    return {
        "first_deeds": [each for each in listed if each["first"]],
        "deeds": [each for each in listed if not each["first"]],
    }


def _tabs(matter: Matter, part: str) -> list[dict[str, Any]]:
    labels = {
        "matter": _("What was reported"),
        "handling": _("Who has it, what was done"),
        "reply": _("Reply and call-back"),
        "beside": _("Similar and joined"),
        "course": _("Course of the matter"),
        "public": _("Public version"),
    }
    here = address("complaint", matter.pk)
    return [
        {
            "label": labels[key],
            "url": here if key == parts.PARTS[0] else f"{here}?part={key}",
            "current": key == part,
        }
        for key in parts.PARTS
    ]


def _next_sentence(matter: Matter, standing: Any) -> str:
    """What happens next, who does it, and by when."""
    state = moves.next_step(matter)
    if state.kind is not Kind.OPEN:
        return ""
    lane = _(PROCESS.lane(state.lane).label)
    if matter.state in WITH_UNIT and matter.unit and state.lane == "unit":
        lane = f"{matter.unit.name} {matter.handler.name if matter.handler else ''}".strip()
    if matter.state == "shelved" and matter.review_again_on:
        return _("The clock is held. The day to look at it again stands in the list of shelved matters.")
    if standing is None:
        return _("The next step is with: {lane}. No period runs now.").format(lane=lane)
    if standing.state == "overdue":
        return _("The next step is with: {lane}. The period is over.").format(lane=lane)
    return _("The next step is with: {lane}. The period ends at the moment beside the title.").format(
        lane=lane
    )


@staff_page
@require_POST
def presence(request: HttpRequest, pk: int) -> JsonResponse:
    """A sign of life: who else has the record open."""
    matter, acting = found(request, pk)
    people = sign_of_life(subject_of(matter), person=acting.person_id, name=acting.name)
    return JsonResponse({"people": people, "locked_by": None})
