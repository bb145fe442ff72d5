"""Due dates of requests, hearings and disputes as a calendar file: numbers and subjects, nobody's name."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from gongkai.core import clock, ics
from gongkai.core.access import staff_page
from gongkai.core.deadlines import Standing
from gongkai.core.lawwords import label_in
from gongkai.core.staffpages import address
from gongkai.domain import clocks
from gongkai.people.middleware import actor
from gongkai.requests.queries import worklists

PRODUCT = "-//Gongkai//Requests//ZH"
#: Due dates in one file; nobody answers for more.
MOST = 2_000
#: Days before on which calendar programs remind.
REMIND = 1


@staff_page
def due(request: HttpRequest) -> HttpResponse:
    """Every clock that runs on what the person answers for, a whole day each; provisional ones say so."""
    days = [_day(request, each) for each in worklists.board(actor(request), limit=MOST)]
    content = ics.calendar(_("Requests: due dates"), days, made_at=clock.now(), product=PRODUCT)
    response = HttpResponse(content.encode(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="requests-due.ics"'
    response["Cache-Control"] = "no-store"
    return response


def _day(request: HttpRequest, standing: Standing) -> ics.Day:
    row = standing.deadline
    assert row.due_on is not None
    rule = clocks.rule_for(row.rule, row.law_of or row.started_on)
    period = label_in(rule) if isinstance(rule, clocks.Rule) else row.rule
    provisional = _("provisional: the holiday notice is not out") if row.provisional else ""
    here = address("deadline", row.pk)
    where = f"{settings.PUBLIC_URL}{here}" if settings.PUBLIC_URL else request.build_absolute_uri(here)
    return ics.Day(
        uid=f"{row.subject_type}.{row.subject}.{row.rule}@{row.agency.lower()}",
        on=row.due_on,
        title=f"{row.title} · {period}" + (f" ({provisional})" if provisional else ""),
        text="\n".join(part for part in (period, row.title, provisional) if part),
        url=where,
        tentative=row.provisional,
        alarm_days=REMIND,
    )


urlpatterns_staff: list[URLPattern] = [path("requests/due.ics", due, name="request_ics")]
