"""The screen of the stairs from the campaigns to the cases: what an inspection found not met becomes a penalty case."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.campaigns import access
from gongkai.campaigns.queries import inspections, passing
from gongkai.campaigns.queries.records import Inspection
from gongkai.core.access import staff_page
from gongkai.core.formfields import lines, needed, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.journeys import inspection_to_case
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers.queries import decisions

LONGEST = 300


class CaseForm(forms.Form):
    """A penalty case to be filed from a record."""

    conduct = needed(
        lines(
            _("Conduct to be pursued"), LONGEST, _("Without anything personal: the public may read it later.")
        ),
        _("Write what was done."),
    )


@staff_page
def inspection_to_penalty_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Files a penalty case from a record."""
    acting = actor(request)
    found = inspections.inspection(acting, pk)
    if found is None:
        raise Http404
    access.may_pass_on(acting, found).require()
    case = passing.case_of(found)
    if case is not None and request.method != "POST":
        return _to_the_case(request, acting, pk, case)
    initial = {"conduct": _what_was_found(found)}
    form = CaseForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = inspection_to_case.begin(
                inspection_id=pk, actor=acting, conduct=form.cleaned_data["conduct"]
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext("It is a case now, {number}; the unit's case handlers go on with it.")
            tell(request, sentence.format(number=made.number))
            return go("inspection", pk)
    context = {
        "title": gettext("File a penalty case from an inspection"),
        "lead": gettext(
            "What was found not met may be an offence. A case is filed for the unit, whose case handlers write party "
            "and facts; both numbers are kept. The record stays as it is, and what was told on the site still holds."
        ),
        "number": found.number,
        "words": found.listed.site.name,
        "form": form,
        "version": found.revision,
        "button": gettext("File the case"),
        "back": address("inspection", pk),
        "crumbs": crumbs(
            (gettext("Inspection records"), address("inspections")),
            (found.number, address("inspection", pk)),
            (gettext("File a penalty case from an inspection"), ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)


def _what_was_found(found: Inspection) -> str:
    """What was not met, in the words of the record, to begin with."""
    told = "；".join(f"{item.label}不符：{note.rstrip('。；;. ')}" for item, note in passing.unmet(found))
    return f"{found.listed.site.name}：{told}"[:LONGEST]


def _to_the_case(request: HttpRequest, acting: StaffActor, pk: int, case: passing.Case) -> HttpResponse:
    """On to the case that was filed before, for whoever may see it."""
    if decisions.decision(acting, case.pk) is not None:
        return go("power_decision", case.pk)
    sentence = gettext("It is a case already, {number}; the unit's case handlers go on with it.")
    tell(request, sentence.format(number=case.number))
    return go("inspection", pk)
