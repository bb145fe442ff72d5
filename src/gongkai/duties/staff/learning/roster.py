"""The roster: list, one person's record, entering and changing, and the roster as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock, table_files
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.listpages import frame
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.duties import access_learning as access
from gongkai.duties import learning_words as words
from gongkai.duties.actions.learning import roster as actions
from gongkai.duties.forms.learning import LearnerFilter, LearnerForm
from gongkai.duties.queries.learning import certificates, courses, paging, roster
from gongkai.duties.queries.learning.records import Learner
from gongkai.duties.staff.learning import own
from gongkai.duties.staff.learning.common import (
    find,
    kept_agency,
    posted,
    revision,
    show,
    status_of,
    trail,
    without_nul,
)
from gongkai.duties.staff.learning.rows import certificate_row, learner_row
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences


def _people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=f"{count:,}")


@staff_page
def learners(request: HttpRequest) -> HttpResponse:
    """The people the person sees, by staff number."""
    acting = actor(request)
    form = LearnerFilter(without_nul(request.GET), units=roster.units_seen(acting))
    query = roster.listed(acting, **form.chosen())
    listed = paging.by_word(query, "staff_number", request.GET.get("after", ""))
    keeps = bool(roster.keeps(acting))
    buttons = [
        {"url": address("learning_learner_new"), "label": _("Enter somebody"), "icon": "plus"},
        {"url": address("learning_bring", "roster"), "label": _("Bring a file in"), "icon": "document"},
        {"url": address("learning_roster_file"), "label": _("The roster as CSV"), "icon": "download"},
    ]
    context = {
        **frame(request, form, address("learning_roster"), listed.after),
        "heading": _("Roster"),
        "buttons": buttons if keeps else [],
        "rows": [learner_row(each) for each in listed.rows],
        "shown": _people(query.count()),
        "empty_title": _("Nobody is in the roster yet"),
        "empty_text": _("The keeper of training brings the staff in from a file, or enters them one by one."),
        "crumbs": trail((_("Roster"), "")),
    }
    return show(request, "list", context)


@staff_page
def unstudied(request: HttpRequest) -> HttpResponse:
    """Who has not studied the regulation in the year of the address, as far as the person sees names."""
    acting = actor(request)
    agencies = roster.agencies(acting)
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2200
        else clock.today().year
    )
    query = courses.not_studied_seen(acting, agencies[0] if agencies else 0, year)
    listed = paging.by_word(query, "staff_number", request.GET.get("after", ""))
    here = f"{address('learning_unstudied')}?year={year}"
    heading = _("Has not studied the regulation in {year}").format(year=year)
    context = {
        "heading": heading,
        "lede": _(
            "Nobody of these attended a course on the regulation that was held in the year (Article 48)."
        ),
        "rows": [learner_row(each) for each in listed.rows],
        "shown": _people(query.count()),
        "next_url": f"{here}&after={listed.after}" if listed.after else "",
        "first_url": here if request.GET.get("after") else "",
        "empty_title": _("Everybody has studied it"),
        "empty_text": _("Nobody of the roster is missing."),
        "crumbs": trail((_("Roster"), address("learning_roster")), (heading, "")),
    }
    return show(request, "list", context)


@staff_page
def roster_file(request: HttpRequest) -> HttpResponse:
    """The roster as a file that can be brought in again."""
    acting = actor(request)
    agency = kept_agency(acting)
    rows = roster.as_rows(roster.here(agency))
    response = HttpResponse(table_files.write_csv(roster.SHAPE, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="roster.csv"'
    response["Cache-Control"] = "no-store, private"
    return response


@staff_page
def learner(request: HttpRequest, pk: int) -> HttpResponse:
    """What one person studied, sat and holds."""
    found, acting = find(request, pk, roster.learner)
    facts = [
        {"label": _("Staff number"), "value": found.staff_number},
        {"label": _("Unit"), "value": words.unit_name(found.unit)},
        {"label": _("Account"), "value": found.person.username if found.person else "—"},
    ]
    may_write = bool(access.may_train(acting, found.agency_id))
    context = {
        "learner": found,
        "badges": words.learner_badges(found),
        "facts": facts,
        "studies": [
            {
                "title": each.course.title,
                "url": address("learning_course", each.course_id),
                "topic": words.of_law("topic", each.course.topic),
                "on": each.course.ends_on,
                "hours": words.marks_of(each.hours),
            }
            for each in roster.studies(found, acting)
        ],
        "sittings": [
            _sitting(each, own_one=found.person_id == acting.person_id)
            for each in roster.candidacies(found, acting)
        ],
        "certificates": [certificate_row(each) for each in certificates.of_learner(found)],
        "edit_url": address("learning_learner_edit", found.pk) if may_write else "",
        "timeline": list(reversed(sentences(roster.told(found)))),
        "crumbs": trail((_("Roster"), address("learning_roster")), (found.staff_number, "")),
    }
    return show(request, "learner", context)


def _sitting(each: Any, *, own_one: bool) -> dict[str, Any]:
    exam = each.sitting.examination
    if own_one and exam.state not in ("confirmed", "corrected"):
        return {**own.row(each), "marks": "—", "badge": own.row(each)["badges"][0]}
    return {
        "title": exam.title,
        "url": address("learning_sit", each.pk) if own_one else address("learning_examination", exam.pk),
        "at": each.sitting.begins_at,
        "marks": words.marks_of(each.marks),
        "badge": words.result_badge(each),
    }


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """Somebody who comes into the roster."""
    agency = kept_agency(actor(request))
    form = LearnerForm(posted(request), units=roster.units_of(agency))
    return _answer(request, None, form, agency)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry that is changed."""
    found, acting = find(request, pk, roster.learner)
    access.may_train(acting, found.agency_id).require()
    initial = {
        "name": found.name,
        "unit": found.unit_id,
        "account": found.person.username if found.person else "",
        "left_on": found.left_on,
    }
    form = LearnerForm(posted(request), units=roster.units_of(found.agency_id), fixed=True, initial=initial)
    return _answer(request, found, form, found.agency_id)


def _answer(request: HttpRequest, found: Learner | None, form: LearnerForm, agency: int) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _save(request, found, form, agency)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The roster is changed."))
            return go("learning_learner", made.pk)
    heading = (
        _("Change {number}").format(number=found.staff_number) if found else _("Enter somebody in the roster")
    )
    context = {
        "heading": heading,
        "form": form,
        "groups": [{"heading": _("The person"), "fields": list(form)}],
        "refusal": refusal,
        "revision": revision(request, found, refusal),
        "back_url": address("learning_learner", found.pk) if found else address("learning_roster"),
        "crumbs": trail((_("Roster"), address("learning_roster")), (heading, "")),
    }
    return show(request, "edit", context, status_of(form, refusal))


def _save(request: HttpRequest, found: Learner | None, form: LearnerForm, agency: int) -> Learner:
    acting = actor(request)
    if found is None:
        number = form.cleaned_data["staff_number"]
        return actions.enter_learner(actor=acting, agency_id=agency, staff_number=number, given=form.given())
    return actions.write_learner(
        learner_id=found.pk, actor=acting, expected_revision=version_seen(request), given=form.given()
    )
