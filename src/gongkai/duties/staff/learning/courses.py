"""Courses: list, record with its attendance and deeds, the form, and ticking who was there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.listpages import frame
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.domain.duties.learning import PROCESS
from gongkai.duties import access_learning as access
from gongkai.duties import learning_words as words
from gongkai.duties.actions.learning import courses as actions
from gongkai.duties.forms.learning import CourseFilter, CourseForm, MoveForm
from gongkai.duties.queries.learning import courses, paging, roster
from gongkai.duties.queries.learning.records import Course
from gongkai.duties.staff.learning import cards
from gongkai.duties.staff.learning.common import (
    Tried,
    find,
    kept_agency,
    posted,
    revision,
    show,
    status_of,
    trail,
    typed,
    without_nul,
)
from gongkai.duties.staff.learning.rows import course_row
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences

FIELDS = ("title", "topic", "kind", "begins_on", "ends_on", "hours", "place", "teacher", "about")


def _to_list(*rest: tuple[str, str]) -> list[dict[str, str]]:
    return trail((_("Courses"), address("learning_courses") if rest else ""), *rest)


@staff_page
def listed(request: HttpRequest) -> HttpResponse:
    """The courses, the newest first."""
    acting = actor(request)
    form = CourseFilter(without_nul(request.GET))
    chosen = form.chosen()
    query = courses.listed(acting, **chosen)
    page = paging.by_key(courses.with_counts(query), request.GET.get("after", ""))
    here, counted = address("learning_courses"), courses.counts_by_state(acting)
    count = query.count()
    buttons = [{"url": address("learning_course_new"), "label": _("Draft a course"), "icon": "plus"}]
    context = {
        **frame(request, form, here, page.after),
        "heading": _("Courses"),
        "buttons": buttons if roster.keeps(acting) else [],
        "tabs": tabs(here, words.state_options(PROCESS), counted, str(chosen.get("state", ""))),
        "tabs_label": _("States of courses"),
        "rows": [{**course_row(each), "at": None} for each in page.rows],
        "shown": ngettext("{count} course", "{count} courses", count).format(count=f"{count:,}"),
        "empty_title": _("There is no course yet"),
        "empty_text": _("The keeper of training drafts one, announces it, and ticks who was there."),
        "crumbs": _to_list(),
    }
    return show(request, "list", context)


def tabs(
    here: str, options: list[tuple[str, str]], counted: dict[str, int], chosen: str
) -> list[dict[str, Any]]:
    """The states as tabs, each with its number; those without any are left out."""
    found = [{"label": _("All"), "url": here, "count": sum(counted.values()), "current": not chosen}]
    return found + [
        {
            "label": label,
            "url": f"{here}?state={state}",
            "count": counted.get(state, 0),
            "current": state == chosen,
        }
        for state, label in options
        if counted.get(state) or state == chosen
    ]


@staff_page
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = find(request, pk, courses.course)
    return page(request, found, acting)


def page(
    request: HttpRequest, found: Course, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    may_write = bool(access.may_write_course(acting, found))
    edit = address("learning_course_edit", found.pk)
    missing = courses.faults(found) if found.state == "draft" else []
    names = paging.by_word(
        courses.names_there(found, acting), "learner__staff_number", request.GET.get("after", "")
    )
    here = address("learning_course", found.pk)
    context: dict[str, Any] = {
        "record": found,
        "badges": [words.state_badge(found)],
        "facts": _facts(found),
        "sentence": PROCESS.state(found.state).label,
        "next": words.next_step(found),
        "units": [_unit(each, found, acting) for each in courses.units_there(found, acting)],
        "names": names.rows,
        "next_url": f"{here}?after={names.after}#names" if names.after else "",
        "first_url": f"{here}#names" if request.GET.get("after") else "",
        "moves": cards.of(
            courses.offers(found, acting), tried, address("learning_course_move", found.pk, "KEY")
        ),
        "tried": tried,
        "edit_url": edit if may_write else "",
        "bring_url": f"{address('learning_bring', 'attendance')}?of={found.pk}"
        if access.may_tick(acting, found)
        else "",
        "writing": found.state == "draft",
        "faults": fault_rows(missing, edit if may_write else ""),
        "timeline": list(reversed(sentences(courses.told(found)))),
        "crumbs": _to_list((found.number, "")),
    }
    return show(request, "course", context, status)


def fault_rows(missing: list[Any], edit: str) -> list[dict[str, Any]]:
    """What a record lacks, each with the way to its field."""
    rows = []
    for name, reason in missing:
        label, anchor = words.FIELDS[name]
        rows.append({"label": _(label), "reason": reason, "url": f"{edit}#{anchor}" if edit else ""})
    return rows


def _facts(found: Course) -> list[dict[str, Any]]:
    rows = [
        (_("Number"), found.number),
        (_("What is studied"), words.of_law("topic", found.topic)),
        (_("Kind"), words.of_law("course_kind", found.kind)),
        (_("Days"), words.days_of(found)),
        (_("Hours of study"), words.marks_of(found.hours)),
        (_("Place"), found.place),
        (_("Teacher"), found.teacher),
        (_("Attendance closed on"), date_format(found.held_on, "DATE_FORMAT") if found.held_on else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _unit(each: Any, found: Course, acting: StaffActor) -> dict[str, Any]:
    may = bool(access.may_tick(acting, found))
    return {
        "name": words.unit_name(each.unit),
        "people": each.people,
        "present": each.present,
        "hours": words.marks_of(each.hours),
        "url": address("learning_tick", found.pk, each.unit.pk) if may else "",
    }


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    found, acting = find(request, pk, courses.course)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return page(request, found, acting, tried=tried, status=422)
    try:
        moved = actions.move_course(
            course_id=pk, key=key, actor=acting, expected_revision=version_seen(request), reason=form.reason()
        )
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        found, acting = find(request, pk, courses.course)
        return page(request, found, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("learning_course", pk)


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a course."""
    agency = kept_agency(actor(request))
    today = clock.today()
    form = CourseForm(
        posted(request), units=roster.units_of(agency), initial={"begins_on": today, "ends_on": today}
    )
    return _answer(request, None, form, agency)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A course that is written on."""
    found, acting = find(request, pk, courses.course)
    access.may_write_course(acting, found).require()
    initial = {name: getattr(found, name) for name in FIELDS} | {"units": found.invited}
    form = CourseForm(posted(request), units=roster.units_of(found.agency_id), initial=initial)
    return _answer(request, found, form, found.agency_id)


def _answer(request: HttpRequest, found: Course | None, form: CourseForm, agency: int) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _save(request, found, form, agency)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The course is saved."))
            return go("learning_course", made.pk)
    heading = _("Write on course {number}").format(number=found.number) if found else _("Draft a course")
    names = ("title", "topic", "kind", "begins_on", "ends_on", "hours")
    context = {
        "heading": heading,
        "form": form,
        "groups": [
            {"heading": _("The course"), "fields": [form[name] for name in names]},
            {
                "heading": _("Where and for whom"),
                "fields": [form[n] for n in ("place", "teacher", "units", "about")],
            },
        ],
        "refusal": refusal,
        "revision": revision(request, found, refusal),
        "back_url": address("learning_course", found.pk) if found else address("learning_courses"),
        "crumbs": _to_list((heading, "")),
    }
    return show(request, "edit", context, status_of(form, refusal))


def _save(request: HttpRequest, found: Course | None, form: CourseForm, agency: int) -> Course:
    acting = actor(request)
    if found is None:
        return actions.draft_course(actor=acting, agency_id=agency, given=form.given())
    return actions.write_course(
        course_id=found.pk, actor=acting, expected_revision=version_seen(request), given=form.given()
    )


@staff_page
def tick(request: HttpRequest, pk: int, unit_id: int) -> HttpResponse:
    """Who of a unit was there."""
    found, acting = find(request, pk, courses.course)
    access.may_tick(acting, found).require()
    unit = next((each for each in roster.units_of(found.agency_id) if each.pk == unit_id), None)
    if unit is None:
        raise Http404
    refusal: Refusal | None = None
    if request.method == "POST":
        present = [int(each) for each in request.POST.getlist("present") if paging.is_key(each)]
        try:
            count = actions.tick_unit(course_id=pk, actor=acting, unit_id=unit_id, present=present)
        except Refusal as other:
            refusal = other
        else:
            sentence = ngettext("{n} person was there.", "{n} people were there.", count)
            tell(request, f"{words.unit_name(unit)}{_(': ')}{sentence.format(n=f'{count:,}')}")
            return go("learning_course", pk)
    heading = _("Who of {unit} was there?").format(unit=words.unit_name(unit))
    people = courses.to_tick(found, unit_id)
    begun = any(row for _learner, row in people)
    context = {
        "record": found,
        "heading": heading,
        "people": [
            {
                "pk": each.pk,
                "number": each.staff_number,
                "name": each.name,
                # Where nobody was ticked yet, all are: it is quicker to take out who was missing.
                "present": row.present if row else not begun,
            }
            for each, row in people
        ],
        "refusal": refusal,
        "back_url": address("learning_course", pk),
        "crumbs": _to_list((found.number, address("learning_course", pk)), (heading, "")),
    }
    return show(request, "tick", context, refusal.status if refusal else 200)
