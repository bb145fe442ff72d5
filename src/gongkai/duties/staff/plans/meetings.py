"""A meeting: its record, day, place and agenda, and its minutes with attendance and decisions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.domain.duties.meetings import PROCESS
from gongkai.duties import plan_access
from gongkai.duties import plan_words as words
from gongkai.duties.actions import meetings as actions
from gongkai.duties.forms.meetings import MARK, Decisions, MeetingForm, MinutesForm, decided
from gongkai.duties.queries import meetings, plan_lists, tasks
from gongkai.duties.queries.plan_records import Meeting
from gongkai.duties.staff.plans.common import (
    Tried,
    cards,
    found_in,
    make_move,
    planned_agency,
    revision_now,
    show,
    status_of,
    trail,
    without_nul,
)
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences


@staff_page
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_in(request, meetings.meeting, pk)
    return page(request, found, acting)


def page(
    request: HttpRequest, found: Meeting, acting: StaffActor, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    items, decided_on = list(meetings.agenda(found)), list(meetings.decisions(found))
    named = {each.task_id for each in items} | {each.task_id for each in decided_on}
    opened = tasks.openable(acting, {key for key in named if key})
    context: dict[str, Any] = {
        "meeting": found,
        "badges": [words.state_badge("meeting", found.state)],
        "facts": _facts(found),
        "sentence": PROCESS.state(found.state).label,
        "next": words.next_step("meeting", found.state),
        "agenda": [_item(each, opened) for each in items],
        "called": [
            {
                "seat": words.seat_name(each.member.seat),
                "name": words.member_name(each.member),
                "mailed": each.mailed,
                "badge": words.presence_badge(each),
            }
            for each in meetings.called(found)
        ],
        "decisions": [_decision(each, opened) for each in decided_on],
        "cards": cards("meeting", found.pk, meetings.offers(found, acting), tried),
        "tried": tried,
        "edit_url": address("meeting_edit", found.pk) if plan_access.may_prepare(acting, found) else "",
        "minutes_url": address("meeting_minutes", found.pk) if plan_access.may_minute(acting, found) else "",
        "timeline": list(reversed(sentences(meetings.told(found)))),
        "crumbs": trail("meeting", found),
    }
    return show(request, "meeting_record", context, status)


def _facts(found: Meeting) -> list[dict[str, Any]]:
    begins = timezone.localtime(found.begins_at)
    rows: list[dict[str, Any]] = [
        {"label": _("Number"), "value": found.number},
        {"label": _("Body that meets"), "value": found.body.name},
        {"label": _("Day and time"), "value": f"{date_format(begins, 'DATE_FORMAT')} {begins:%H:%M}"},
        {"label": _("Place"), "value": found.place or "—"},
    ]
    days = (
        (_("Called on"), found.called_on),
        (_("Held on"), found.held_on),
        (_("Minutes signed on"), found.signed_on),
    )
    return rows + [
        {"label": name, "value": date_format(day, "DATE_FORMAT")} for name, day in days if day is not None
    ]


def _item(each: Any, opened: Collection[int]) -> dict[str, Any]:
    """An item of the agenda; a link where the reader may open its task."""
    task = each.task
    return {
        "title": each.title,
        "number": task.number if task else each.number,
        "url": address("task", task.pk) if task and task.pk in opened else "",
        "unit": words.name_of(task.unit) if task else "",
        "badges": words.task_badges(task) if task else [],
    }


def _decision(each: Any, opened: Collection[int]) -> dict[str, Any]:
    return {
        "text": each.text,
        "unit": words.name_of(each.unit),
        "due_on": each.due_on,
        "plan": each.plan.number if each.plan else "",
        "task": each.task.number if each.task else "",
        "task_url": address("task", each.task_id) if each.task_id in opened else "",
    }


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a meeting."""
    acting = actor(request)
    agency = planned_agency(acting)
    tomorrow = timezone.localtime(clock.now()).replace(hour=9, minute=0, second=0, microsecond=0)
    form, titles = _form(request, agency, {"begins_at": tomorrow})
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare_meeting(actor=acting, agency_id=agency, given=form.given(titles))
        except Invalid as invalid:
            _refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The meeting is prepared; call it when it is ready."))
            return go("meeting", made.pk)
    return _page(request, None, form, refusal)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Day, place and agenda."""
    found, acting = found_in(request, meetings.meeting, pk)
    plan_access.may_prepare(acting, found).require()
    items = list(meetings.agenda(found))
    initial = {
        "title": found.title,
        "body": found.body_id,
        "begins_at": timezone.localtime(found.begins_at),
        "place": found.place,
        "tasks": [each.task_id for each in items if each.task_id],
        "items": "\n".join(
            f"{each.title}{MARK}{each.number}" if each.number else each.title
            for each in items
            if not each.task_id
        ),
    }
    kept = {each.task_id: each.title for each in items if each.task_id}
    form, titles = _form(request, found.agency_id, initial, found.body_id, kept)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_meeting(
                meeting_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                given=form.given(titles),
            )
        except Invalid as invalid:
            _refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The meeting is saved."))
            return go("meeting", pk)
    return _page(request, found, form, refusal)


def _form(
    request: HttpRequest,
    agency: int,
    initial: dict[str, Any],
    body: int | None = None,
    kept: dict[int, str] | None = None,
) -> tuple[MeetingForm, dict[int, str]]:
    rows = list(tasks.open_in(agency)[:200])
    titles = {**(kept or {}), **{each.pk: each.title for each in rows}}
    shown = {each.pk: _offered(each) for each in rows}
    form = MeetingForm(
        without_nul(request.POST) if request.method == "POST" else None,
        bodies=meetings.bodies_of(agency, body),
        tasks=[(pk, shown.get(pk, title)) for pk, title in titles.items()],
        initial=initial,
    )
    return form, titles


def _offered(task: Any) -> str:
    late = (
        _("overdue")
        if words.task_badges(task)[1:]
        else _("until {day}").format(day=date_format(task.due_on, "DATE_FORMAT"))
    )
    return f"{task.number} {task.title}（{words.name_of(task.unit)}，{late}）"


def _refuse(form: MeetingForm, invalid: Invalid) -> None:
    """A refusal of the agenda stands at the items."""
    refuse(form, Invalid(invalid.reason, field="items") if invalid.field == "agenda" else invalid)


def _page(
    request: HttpRequest, found: Meeting | None, form: MeetingForm, refusal: Refusal | None
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "revision": revision_now(request, found, refusal),
        "heading": _("Write on meeting {number}").format(number=found.number)
        if found
        else _("Prepare a meeting"),
        "called": found is not None and found.state == "called",
        "back_url": address("meeting", found.pk) if found else address("meetings"),
        "crumbs": trail("meeting", found, (_("Write"), "") if found else (_("New"), "")),
    }
    return show(request, "meeting_edit", context, status_of(refusal, form))


@staff_page
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Attendance, minutes and decisions of a meeting that was held."""
    found, acting = found_in(request, meetings.meeting, pk)
    plan_access.may_minute(acting, found).require()
    data = without_nul(request.POST) if request.method == "POST" else None
    called = [
        (each.pk, f"{words.seat_name(each.member.seat)} {words.member_name(each.member)}", each.presence)
        for each in meetings.called(found)
    ]
    form = MinutesForm(data, called=called, initial={"minutes": found.minutes})
    known = [
        {"text": each.text, "unit": each.unit_id, "due_on": each.due_on, "plan": each.plan_id}
        for each in meetings.decisions(found)
    ]
    more = {"units": tasks.units_of(found.agency_id), "plans": plan_lists.adopted_plans(found.agency_id)}
    decisions = Decisions(data, initial=known, form_kwargs=more, prefix="decision")
    refusal: Refusal | None = None
    if data is not None and form.is_valid() and decisions.is_valid():
        try:
            actions.write_minutes(
                meeting_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                minutes=form.cleaned_data["minutes"],
                presences=form.presences(),
                decisions=decided(decisions),
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The minutes are saved; the leader signs them."))
            return go("meeting", pk)
    context = {
        "form": form,
        "decisions": decisions,
        "refusal": refusal,
        "revision": revision_now(request, found, refusal),
        "back_url": address("meeting", pk),
        "crumbs": trail("meeting", found, (_("Minutes of the meeting"), "")),
    }
    wrong = [each for each in decisions if each.errors]
    return show(request, "meeting_minutes", context, status_of(refusal, form, *wrong))


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move."""
    found, acting = found_in(request, meetings.meeting, pk)

    def do(seen: int, reason: str) -> Meeting:
        return actions.move_meeting(
            meeting_id=pk, key=key, actor=acting, expected_revision=seen, reason=reason
        )

    def again(tried: Tried, status: int) -> HttpResponse:
        now, _acting = found_in(request, meetings.meeting, pk)
        return page(request, now, acting, tried, status)

    return make_move(request, PROCESS, "meeting", found.pk, key, do, again)
