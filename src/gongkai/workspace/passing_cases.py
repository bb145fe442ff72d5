"""The screen of the stairs from the complaints to the cases: a matter's clue becomes a penalty case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints.queries.links import matter_for_journey
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import choose, day_field, line, lines, needed, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.journeys import complaint_to_case
from gongkai.people.middleware import actor
from gongkai.people.models import Unit
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries.searches import units_for


class CaseForm(forms.Form):
    """A penalty case to be filed from a clue."""

    unit = forms.TypedChoiceField(
        label=_("Unit that handles the case"), coerce=int, error_messages={"required": _("Choose the unit.")}
    )
    conduct = needed(
        line(_("Conduct to be pursued"), 300, _("Without anything personal: the public may read it later.")),
        _("Write what was done."),
    )
    conduct_on = needed(day_field(_("Day on which it was done")), _("Write the day on which it was done."))
    note = needed(
        lines(_("Why it is passed on"), 2000, _("Kept with the matter.")), _("Write why it is passed on.")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", [("", gettext("Choose")), *((unit.pk, unit_name(unit)) for unit in units)])


@staff_page
def complaint_to_penalty_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Files a penalty case from a matter."""
    acting = actor(request)
    found = matter_for_journey(pk, acting)
    if found is None:
        raise Http404
    matter, _contact = found
    form = CaseForm(
        request.POST if request.method == "POST" else None,
        units=units_for(matter.agency_id, clock.today()),
        initial={"unit": matter.unit_id, "conduct_on": matter.received_on},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            begun = complaint_to_case.begin(
                matter_id=pk,
                actor=acting,
                unit_id=data["unit"],
                conduct=data["conduct"],
                conduct_on=data["conduct_on"],
                note=data["note"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext("It is a case now, {number}; the unit's case handlers go on with it.")
            tell(request, sentence.format(number=begun.number))
            return go("complaint", pk)
    context = {
        "title": gettext("File a penalty case from it"),
        "lead": gettext(
            "What was complained about may be an offence. A case is filed for the unit, whose case handlers write "
            "party and facts; both numbers are kept, nothing of the reporter goes with it, and the matter itself goes "
            "on here."
        ),
        "number": matter.number,
        "words": matter.title,
        "form": form,
        "version": matter.version,
        "button": gettext("File the case"),
        "back": address("complaint", pk),
        "crumbs": crumbs(
            (gettext("Complaints"), address("complaints")),
            (matter.number, address("complaint", pk)),
            (gettext("File a penalty case from it"), ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)
