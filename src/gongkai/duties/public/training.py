"""Training and examinations in public: how many courses, candidates and passes; nothing about anybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core.access import public_page
from gongkai.duties import learning_words as words
from gongkai.duties.queries import learning_figures
from gongkai.duties.queries.learning import public


@public_page
def training(request: HttpRequest) -> HttpResponse:
    """The counts of a year: the one in the address, or the latest in which something was held."""
    host = public.host()
    agency = host.pk if host else 0
    years = public.years(agency)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else years[0]
    here = reverse("portal:training")
    found = learning_figures.of_year(agency, year)
    context = {
        "year": year,
        "agency": words.agency_name(host) if host else "",
        "years": [
            {
                "label": str(each),
                "url": f"{here}?year={each}" if each != years[0] else here,
                "current": each == year,
            }
            for each in years
        ],
        "figures": [
            {"label": _("Courses held"), "value": f"{found.courses:,}"},
            {"label": _("Person-times"), "value": f"{found.person_times:,}"},
            {"label": _("Sat an examination"), "value": f"{found.candidates:,}"},
            {"label": _("Passed"), "value": f"{found.passed:,}"},
        ],
        "empty": not found.courses and not found.examinations,
        "topics": [
            {"topic": words.of_law("topic", topic), "courses": n, "people": people}
            for topic, n, people in public.held(agency, year)
        ],
        "examinations": [_examination(each) for each in public.shown(agency, year)],
        "lang": words.content_lang(),
        "crumbs": [
            {"label": _("Home"), "url": reverse("portal:home")},
            {"label": _("Training and examinations"), "url": ""},
        ],
    }
    return render(request, "duties/public/training.html", context)


def _examination(each: public.Shown) -> dict[str, Any]:
    count = each.count
    return {
        "title": each.title,
        "subject": words.of_law("subject", each.subject),
        "sittings": each.sittings,
        "resits": each.resits,
        "on": each.last_on,
        "enrolled": count.enrolled,
        "present": count.present,
        "passed": count.passed,
        "rate": words.percent(count.rate),
    }
