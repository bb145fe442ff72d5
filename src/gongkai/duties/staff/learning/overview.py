"""The door of training and examinations: the year in figures, the ways to the lists, and one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address
from gongkai.duties import learning_words as words
from gongkai.duties.queries import learning_figures
from gongkai.duties.queries.learning import bank, courses, roster
from gongkai.duties.staff.learning import own
from gongkai.duties.staff.learning.common import show, trail
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Years of figures offered.
YEARS_BACK = 20


@staff_page
def learning(request: HttpRequest) -> HttpResponse:
    """The overview; without a post in training one's own examinations and courses alone."""
    acting = actor(request)
    agencies = roster.agencies(acting)
    context: dict[str, Any] = {
        **own.context(acting),
        "sees": bool(agencies),
        "ways": _ways(acting) if agencies else [],
        "crumbs": trail(),
    }
    if agencies:
        context |= _year(request, acting, agencies[0])
    return show(request, "overview", context)


def _ways(acting: StaffActor) -> list[dict[str, str]]:
    found = [
        ("learning_courses", _("Courses"), "calendar"),
        ("learning_examinations", _("Examinations"), "edit"),
        ("learning_roster", _("Roster"), "person"),
        ("learning_certificates", _("Certificates"), "check-circle"),
    ]
    if bank.sees(acting):
        found.append(("learning_questions", _("Question bank"), "list"))
    return [{"url": address(name), "label": label, "icon": icon} for name, label, icon in found]


def _year(request: HttpRequest, acting: StaffActor, agency: int) -> dict[str, Any]:
    this = clock.today().year
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isascii() and asked.isdigit() and this - YEARS_BACK <= int(asked) <= this
        else this
    )
    found = learning_figures.of_year(agency, year)
    unstudied = courses.not_studied_seen(acting, agency, year)
    here = address("learning")
    return {
        "year": year,
        "before_url": f"{here}?year={year - 1}" if year > this - YEARS_BACK else "",
        "after_url": f"{here}?year={year + 1}" if year < this else "",
        "figures": [
            {"label": _("Courses held"), "value": f"{found.courses:,}"},
            {"label": _("Person-times"), "value": f"{found.person_times:,}"},
            {"label": _("Hours of study"), "value": words.marks_of(found.hours)},
            {"label": _("Examinations"), "value": f"{found.examinations:,}"},
            {"label": _("Sat an examination"), "value": f"{found.candidates:,}"},
            {"label": _("Passed"), "value": f"{found.passed:,}"},
            {"label": _("Pass rate"), "value": words.percent(found.rate)},
        ],
        "by_unit": [
            {"unit": name, "times": n, "hours": words.marks_of(hours)}
            for _pk, name, n, hours in learning_figures.by_unit(agency, year)
        ],
        "unstudied": unstudied.count(),
        "unstudied_url": f"{address('learning_unstudied')}?year={year}",
    }
