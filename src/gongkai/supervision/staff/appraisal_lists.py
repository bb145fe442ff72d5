"""Rounds of appraisal as the staff see them, and what waits of them in "My work"."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.calendar import Calendar
from gongkai.domain.supervision.appraisal import SUPERVISOR
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import access_appraisal as access
from gongkai.supervision import appraisal_words as words
from gongkai.supervision.queries import appraisals as reads
from gongkai.supervision.queries.appraisal_records import Round
from gongkai.supervision.staff.common import show

#: Rounds on the list: an agency has one a year.
MOST = 100
#: Working days before the last day from which a round is due soon.
SOON_DAYS = 3


@staff_page
def appraisals(request: HttpRequest) -> HttpResponse:
    """The list; who only calls goes to whom to call."""
    acting = actor(request)
    if not acting.roles & access.SEEING and acting.roles & access.INTERVIEWERS:
        return HttpResponseRedirect(address("appraisal_calls"))
    days = clock.calendar()
    context = {
        "rows": [row(each, days) for each in reads.for_staff(acting)[:MOST]],
        "sees": bool(acting.roles & access.SEEING),
        "new_url": address("appraisal_new") if SUPERVISOR in acting.roles else "",
        "calls": _calls(acting),
        "crumbs": crumbs((_("My work"), address("home")), (_("Appraisal by citizens"), "")),
    }
    return show(request, "appraisal_list", context)


def row(found: Round, days: Calendar) -> dict[str, Any]:
    """A round for ``components/work_row.html``."""
    row_of: dict[str, Any] = {
        "id": found.pk,
        "title": words.title(found),
        "url": address("appraisal", found.pk),
        "number": found.number,
        "unit": words.agency_name(found.agency),
        "person": "",
        "at": found.updated_at,
        "badges": [words.state_badge(found)],
    }
    if found.state in ("prepared", "drawn", "open"):
        row_of |= {"due_on": found.closes_on, "days_left": _days_left(found, days)}
    return row_of


def _days_left(found: Round, days: Calendar) -> int:
    return days.between(clock.today(), found.closes_on)


def _calls(acting: StaffActor) -> dict[str, Any] | None:
    """How many wait for a call, with the way to them; nothing for who does not call."""
    if not acting.roles & access.INTERVIEWERS:
        return None
    count = reads.to_call(acting).count()
    said = ngettext("{count} person to call", "{count} people to call", count).format(count=count)
    return {"count": count, "said": said, "url": address("appraisal_calls")}


def work_rows(acting: StaffActor, limit: int) -> dict[str, list[dict[str, Any]]]:
    """What waits for the person: rounds with a next step, and calls to make as one row for each round."""
    days = clock.calendar()
    found = [row(each, days) for each in reads.to_do(acting)[:limit]] if acting.roles & access.SEEING else []
    if acting.roles & access.INTERVIEWERS:
        found += [_calls_row(of, count, days) for of, count in reads.calls_by_round(acting)]
    soon = [each for each in found if "days_left" in each and each["days_left"] <= SOON_DAYS]
    return {"to_do": found, "soon": soon}


def _calls_row(of: Round, count: int, days: Calendar) -> dict[str, Any]:
    title = ngettext("Call {count} person drawn for {round}", "Call {count} people drawn for {round}", count)
    return {
        **row(of, days),
        "title": title.format(count=count, round=words.title(of)),
        "url": address("appraisal_calls"),
        "due_on": of.closes_on,
        "days_left": _days_left(of, days),
    }


def to_do_count(acting: StaffActor) -> int:
    """How many rows ``work_rows`` gives to do."""
    count = reads.to_do(acting).count() if acting.roles & access.SEEING else 0
    return count + (len(reads.calls_by_round(acting)) if acting.roles & access.INTERVIEWERS else 0)
