"""The screens of the stairs between requests and complaints: what passes from one room to the other, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints.queries.links import matter_for_journey
from gongkai.core.access import staff_page
from gongkai.core.formfields import choose, lines, needed, refuse
from gongkai.core.lawwords import options
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, version_seen
from gongkai.journeys import complaint_to_request, request_to_complaint
from gongkai.people.middleware import actor
from gongkai.requests.queries import records


class PassOnForm(forms.Form):
    """A request that is a complaint."""

    kind = forms.ChoiceField(label=_("What kind of matter it is"), widget=forms.RadioSelect)
    reason = needed(
        lines(_("Why it is no request for information"), 300),
        _("Say why it is no request for information; the applicant is told so in the answer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", options("complaints", "kind"))
        self.fields["kind"].initial = "complaint"


class ConvertForm(forms.Form):
    """A matter that asks for information."""

    description = lines(
        _("The information asked for"),
        4000,
        _("Name, number or another feature of it. Leave it empty to hand on the reporter's own words."),
        rows=5,
    )


@staff_page
def request_to_complaints(request: HttpRequest, pk: int) -> HttpResponse:
    """Passes a request on to the complaints desk (Article 39)."""
    acting = actor(request)
    asked = records.request_for_staff(acting, pk)
    if asked is None:
        raise Http404
    form = PassOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = request_to_complaint.pass_on(
                request_id=pk,
                actor=acting,
                expected_version=version_seen(request),
                kind=form.cleaned_data["kind"],
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext(
                "It goes on as {number}; the applicant follows it with the same secret code. Now answer the request: "
                "that it is a complaint, and where it goes on."
            )
            tell(request, sentence.format(number=begun.matter.number))
            return go("request", pk)
    context = {
        "title": gettext("Pass on as a complaint"),
        "lead": gettext(
            "Who asks for something to be put right asks for no information (Article 39). A matter begins at the "
            "complaints desk with what was written and how to reach the applicant; both numbers are kept. The request "
            "itself stays yours to answer."
        ),
        "number": asked.number,
        "words": asked.subject,
        "form": form,
        "version": asked.version,
        "button": gettext("Pass on as a complaint"),
        "back": address("request", pk),
        "crumbs": crumbs(
            (gettext("Requests"), address("requests")),
            (asked.number, address("request", pk)),
            (gettext("Pass on"), ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)


@staff_page
def complaint_to_requests(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets a matter go on as a request for information."""
    acting = actor(request)
    found = matter_for_journey(pk, acting)
    if found is None:
        raise Http404
    matter, _contact = found
    form = ConvertForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = complaint_to_request.convert(
                matter_id=pk,
                actor=acting,
                expected_version=version_seen(request),
                description=form.cleaned_data["description"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext(
                "It goes on as the request {number}; the reporter follows it with the same secret code."
            )
            tell(request, sentence.format(number=begun.request.number))
            return go("complaint", pk)
    context = {
        "title": gettext("Let it go on as a request for information"),
        "lead": gettext(
            "Who asks for information is answered under the regulation on open government information. A request "
            "begins with what was written and how to reach the reporter; what the law asks besides, such as the proof "
            "of identity, is asked for by the request desk. This matter ends as converted; both numbers are kept."
        ),
        "number": matter.number,
        "words": matter.title,
        "form": form,
        "version": matter.version,
        "button": gettext("Let it go on as a request for information"),
        "back": address("complaint", pk),
        "crumbs": crumbs(
            (gettext("Complaints"), address("complaints")),
            (matter.number, address("complaint", pk)),
            (gettext("Pass on"), ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)
