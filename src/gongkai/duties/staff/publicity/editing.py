"""Recording an activity, and writing on its draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.duties import access_publicity as access
from gongkai.duties.actions import publicity as actions
from gongkai.duties.forms.publicity import ActivityForm
from gongkai.duties.publicity_input import LONGEST, NUMBERS
from gongkai.duties.queries import publicity_lists
from gongkai.duties.queries.records_publicity import Activity
from gongkai.duties.staff.publicity.common import (
    found,
    kept_agency,
    revision,
    show,
    status_of,
    trail,
    without_nul,
)
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a record; ``?board=`` offers the update of a board."""
    acting = actor(request)
    agency = kept_agency(acting)
    units = publicity_lists.units_of(agency, acting)
    boards = publicity_lists.boards_of(agency)
    asked = next((each for each in boards if str(each.pk) == request.GET.get("board", "")), None)
    initial: dict[str, Any] = {"begins_on": clock.today(), "unit": units[0].pk if units else None}
    if asked is not None:
        initial |= {"board": asked.pk, "kind": asked.kind, "title": asked.name, "place": asked.place}
    form = ActivityForm(
        without_nul(request.POST) if request.method == "POST" else None,
        units=units,
        boards=boards,
        partners=publicity_lists.partners_of(agency),
        initial=initial,
    )
    return _answer(request, acting, None, form, agency)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that is written on."""
    activity, acting = found(request, pk)
    access.may_write(acting, activity).require()
    chosen = [each.pk for each in activity.partners.all()]
    names = (*LONGEST, *NUMBERS, "kind", "begins_on", "ends_on", "press_on")
    initial = {name: getattr(activity, name) for name in names}
    initial |= {"unit": activity.unit_id, "board": activity.board_id, "partners": chosen}
    form = ActivityForm(
        without_nul(request.POST) if request.method == "POST" else None,
        units=publicity_lists.units_of(activity.agency_id, acting, activity.unit_id),
        boards=publicity_lists.boards_of(activity.agency_id, activity.board_id),
        partners=publicity_lists.partners_of(activity.agency_id, chosen),
        initial=initial,
    )
    return _answer(request, acting, activity, form, activity.agency_id)


def _answer(
    request: HttpRequest, acting: StaffActor, activity: Activity | None, form: ActivityForm, agency: int
) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _save(request, acting, activity, form, agency)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The draft is saved."))
            return go("activity", made.pk)
    heading = (
        _("Write on activity {number}").format(number=activity.number)
        if activity
        else _("Record an activity")
    )
    context: dict[str, Any] = {
        "activity": activity,
        "form": form,
        "refusal": refusal,
        "revision": revision(request, activity, refusal),
        "heading": heading,
        "record_url": address("activity", activity.pk) if activity else "",
        "back_url": address("activity", activity.pk) if activity else address("publicity"),
        "crumbs": trail(activity, (_("Write"), "") if activity else (_("New"), "")),
    }
    return show(request, "publicity_edit", context, status_of(form, refusal))


def _save(
    request: HttpRequest, acting: StaffActor, activity: Activity | None, form: ActivityForm, agency: int
) -> Activity:
    if activity is None:
        return actions.record_activity(actor=acting, agency_id=agency, given=form.given())
    return actions.write_activity(
        activity_id=activity.pk,
        actor=acting,
        expected_revision=version_seen(request),
        given=form.given(),
    )
