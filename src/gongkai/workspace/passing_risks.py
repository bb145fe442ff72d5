"""The screen of the stairs from the complaints to the register of risks: a matter's clue begins a risk point."""

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
from gongkai.core.formfields import choose, line, lines, needed, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.journeys import complaint_to_risk
from gongkai.people.middleware import actor
from gongkai.people.models import Unit
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries.searches import units_for


class RiskForm(forms.Form):
    """A risk point to be begun from a clue."""

    unit = forms.TypedChoiceField(
        label=_("Unit whose risk it is"), coerce=int, error_messages={"required": _("Choose the unit.")}
    )
    title = needed(line(_("Name of the risk point"), 200), _("Give it a name."))
    shows = needed(
        lines(
            _("How it shows"),
            4000,
            _("What came again and again, without anything personal: it may be published."),
        ),
        _("Write how it shows."),
    )
    note = needed(
        lines(_("Why it is passed on"), 2000, _("Kept with the matter.")), _("Write why it is passed on.")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", [("", gettext("Choose")), *((unit.pk, unit_name(unit)) for unit in units)])


@staff_page
def complaint_to_risk_point(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins a risk point from a matter."""
    acting = actor(request)
    found = matter_for_journey(pk, acting)
    if found is None:
        raise Http404
    matter, _contact = found
    form = RiskForm(
        request.POST if request.method == "POST" else None,
        units=units_for(matter.agency_id, clock.today()),
        initial={"unit": matter.unit_id},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            begun = complaint_to_risk.begin(
                matter_id=pk,
                actor=acting,
                unit_id=data["unit"],
                title=data["title"],
                shows=data["shows"],
                note=data["note"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext("It is a draft of the register now, {code}; the unit's editors complete it.")
            tell(request, sentence.format(code=begun.entry.code))
            return go("complaint", pk)
    context = {
        "title": gettext("Begin a risk point from it"),
        "lead": gettext(
            "Where the same comes again and again, a power may be exercised badly. The register of risks begins a "
            "draft for the unit; both numbers are kept, and the matter itself goes on here."
        ),
        "number": matter.number,
        "words": matter.title,
        "form": form,
        "version": matter.version,
        "button": gettext("Begin the risk point"),
        "back": address("complaint", pk),
        "crumbs": crumbs(
            (gettext("Complaints"), address("complaints")),
            (matter.number, address("complaint", pk)),
            (gettext("Begin a risk point from it"), ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)
