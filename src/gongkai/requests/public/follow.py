"""Following a request: number and secret code open it, and the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from gongkai.core.access import applicant_page, form_page
from gongkai.core.refusals import Refusal
from gongkai.requests import actions
from gongkai.requests.forms.base import refuse
from gongkai.requests.forms.following import FollowForm
from gongkai.requests.public import visit
from gongkai.requests.public.deeds import given_back
from gongkai.requests.public.guard import ask


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
            response: HttpResponse = redirect("portal:request_mine")
            if writes and kept:
                response = given_back(request, found, writes, kept)
            visit.let_in(response, found.pk)
            return response
    return ask(request, form, status=422, over=bool(form["kept"].value()))


@applicant_page
def leave(request: HttpRequest) -> HttpResponse:
    """Closes the request in this browser."""
    response = redirect("portal:request_follow")
    if request.method == "POST":
        visit.forget(response)
    return response
