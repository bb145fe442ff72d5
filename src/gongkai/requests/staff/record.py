"""A request's record: what is asked, how it is answered, its course; and what the person may do now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.deadlines import Standing
from gongkai.core.presence import sign_of_life
from gongkai.domain.process import Kind
from gongkai.domain.requests import PROCESS
from gongkai.people.actor import StaffActor
from gongkai.requests import access, checks, words
from gongkai.requests.identity import Identity
from gongkai.requests.queries import desk, moves, records
from gongkai.requests.queries.records import Request
from gongkai.requests.queries.subjects import subject_of
from gongkai.requests.staff import beside, cards, facts, parts, rows
from gongkai.requests.staff.common import address, due_fields, found, path_to, show
from gongkai.requests.staff.tried import Tried


@staff_page
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    matter, acting = found(request, pk)
    return page(request, matter, acting)


def page(
    request: HttpRequest,
    matter: Request,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    part: str = "",
    shown: Identity | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused. ``shown``: the applicant's data, just revealed."""
    tried = tried or Tried()
    part = part or request.GET.get("part", "")
    part = part if part in parts.PARTS else parts.PARTS[0]
    clocks = records.explained_deadlines(matter)
    standing = chief(clocks)
    offered = moves.offers(matter, acting)
    listed = cards.of(offered, cards.around(matter, acting, [each.move.key for each in offered]), tried)
    may_edit = bool(access.may_edit_answer(acting, matter))
    context: dict[str, Any] = {
        "matter": matter,
        "part": part,
        "tabs": _tabs(matter, part),
        "badges": rows.badges(matter),
        "metadata": facts.head(matter),
        "due": due_fields(standing),
        "status_sentence": _(moves.next_step(matter).label),
        "status_next": _next_sentence(matter, standing),
        "moves": [card for card in listed if not card.beside and not card.ending],
        "endings": [card for card in listed if not card.beside and card.ending],
        "forward": any(card.kind == "" for card in listed),
        "beside": [card for card in listed if card.beside],
        "deeds": beside.deeds(matter, acting, tried),
        "may_pass_on": beside.may_pass_on(matter, acting),
        "tried": tried,
        "may_edit": may_edit,
        "missing": missing(matter) if matter.state == "handling" else [],
        "running": [
            due_fields(each) | {"label": words.label_in(due.rule)}
            for each, due in clocks
            if each.deadline.stopped_on is None and each.deadline.due_on is not None
        ],
        "presence_url": address("request_presence", matter.pk),
        "crumbs": path_to(matter),
        **parts.of(part, matter, acting, clocks, tried, shown),
    }
    return show(request, "request", context, status)


def chief(clocks: parts.Clocks) -> Standing | None:
    """The clock that stands beside the title: the one a list would show."""
    running = {
        each.deadline.rule: each
        for each, _due in clocks
        if each.deadline.stopped_on is None and each.deadline.due_on is not None
    }
    return next((running[rule] for rule in desk.SHOWN if rule in running), None)


def missing(matter: Request) -> list[dict[str, Any]]:
    """What the answer still lacks, each with the way to the field."""
    editor = address("request_answer", matter.pk)
    return [
        {
            "sentence": each.reason,
            "where": each.citation or "",
            "url": f"{editor}#{_anchor(each.field)}",
        }
        for each in checks.missing(matter)
    ]


def _anchor(field: str) -> str:
    return field if field == "files" else f"id_{field}"


def _tabs(matter: Request, part: str) -> list[dict[str, Any]]:
    labels = {
        "matter": _("What is asked"),
        "answer": _("Answer"),
        "hearings": _("Hearings"),
        "letters": _("Letters"),
        "course": _("Course"),
        "disputes": _("Reviews and suits"),
    }
    here = address("request", matter.pk)
    return [
        {
            "label": labels[key],
            "url": here if key == parts.PARTS[0] else f"{here}?part={key}",
            "current": key == part,
        }
        for key in parts.PARTS
    ]


def _next_sentence(matter: Request, standing: Standing | None) -> str:
    """What happens next, who does it, and by when."""
    state = moves.next_step(matter)
    if state.kind is not Kind.OPEN:
        return ""
    lane = _(PROCESS.lane(state.lane).label)
    if matter.state == "handling" and matter.unit:
        lane = f"{matter.unit.name} {matter.officer.name if matter.officer else ''}".strip()
    if standing is None or standing.deadline.due_on is None:
        return _("The next step is with: {lane}. The time to answer does not run now.").format(lane=lane)
    if standing.deadline.due_on < clock.today():
        return _("The next step is with: {lane}. The legal period has run out.").format(lane=lane)
    return _("The next step is with: {lane}. The period ends on the day beside the title.").format(lane=lane)


@staff_page
@require_POST
def presence(request: HttpRequest, pk: int) -> JsonResponse:
    """A sign of life: who else has the record open."""
    matter, acting = found(request, pk)
    people = sign_of_life(subject_of(matter), person=acting.person_id, name=acting.name)
    return JsonResponse({"people": people, "locked_by": None})
