"""Opening a case: by hand, or begun from a finding or a matter."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import go, tell
from gongkai.people.middleware import actor
from gongkai.supervision import access_accountability as access
from gongkai.supervision import case_words
from gongkai.supervision.actions.opening_cases import NewCase, open_case
from gongkai.supervision.forms.cases import OpenForm
from gongkai.supervision.queries import case_choices
from gongkai.supervision.queries.case_choices import Begun
from gongkai.supervision.staff.case_common import show, trail
from gongkai.supervision.staff.common import without_nul


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The form; sent, the case. What the case is begun from stands in the address."""
    acting = actor(request)
    if not access.opening_in(acting):
        raise Http404
    asked = without_nul(request.GET)
    begun = case_choices.begun_from(
        acting,
        finding=asked.get("finding", ""),
        matter=asked.get("matter", ""),
        first_contact=asked.get("from", "") == "first_contact",
    )
    if begun is None:
        raise Http404
    choices: dict[str, Any] = {
        "units": case_choices.units(acting),
        "people": case_choices.people(acting),
    }
    if request.method != "POST":
        return _page(request, OpenForm(initial=_initial(asked.dict(), begun), **choices), begun)
    form = OpenForm(without_nul(request.POST), **choices)
    if not form.is_valid():
        return _page(request, form, begun, status=422)
    try:
        case = open_case(
            actor=acting,
            content=NewCase(
                **form.given(),
                source=begun.source,
                finding_id=begun.finding.pk if begun.finding else None,
                matter_id=begun.matter.pk if begun.matter else None,
            ),
        )
    except Invalid as invalid:
        refuse(form, invalid)
        return _page(request, form, begun, status=422)
    except Refusal as refusal:
        return _page(request, form, begun, refusal=refusal, status=refusal.status)
    tell(request, _("Case {number} is open.").format(number=case.number))
    return go("accountability_case", case.pk)


def _initial(asked: dict[str, Any], begun: Begun) -> dict[str, Any]:
    """What the record tells, and what the row it was begun from adds."""
    return {
        "fault": asked.get("fault") or begun.fault,
        "unit": asked.get("unit") or begun.unit_id,
        "person": asked.get("person", ""),
        "title": begun.title,
    }


def _page(
    request: HttpRequest,
    form: OpenForm,
    begun: Begun,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "begun": begun,
        "source": case_words.source_name(begun.source),
        "here": request.get_full_path(),
        "crumbs": trail((_("Open a case"), "")),
    }
    return show(request, "case_new", context, status)
