"""Following a matter: number and secret code open it, and the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from gongkai.complaints import actions
from gongkai.complaints.forms.following import FollowForm
from gongkai.complaints.public import visit
from gongkai.complaints.public.deeds import given_back
from gongkai.complaints.public.guard import ask
from gongkai.core.access import applicant_page, form_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal


@form_page
def follow(request: HttpRequest) -> HttpResponseBase:
    """Asks for number and code. One sentence for an unknown number and for a wrong code."""
    if request.method != "POST":
        return ask(request, FollowForm())
    form = FollowForm(request.POST)
    if form.is_valid():
        try:
            found = actions.let_in(number=form.cleaned_data["number"], code=form.cleaned_data["code"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            writes, kept = form.cleaned_data["onward"], form.cleaned_data["kept"]
            response: HttpResponse = redirect("portal:complaint_mine")
            if writes and kept:
                response = given_back(request, found, writes, kept)
            visit.let_in(response, found.pk)
            return response
    return ask(request, form, status=422, over=bool(form["kept"].value()))


@applicant_page
def leave(request: HttpRequest) -> HttpResponse:
    """Closes the matter in this browser."""
    response = redirect("portal:complaint_follow")
    if request.method == "POST":
        visit.forget(response)
    return response
