"""Who may open the pages of a request: whoever has shown number and code in this browser within the hour."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from gongkai.core.access import applicant_page
from gongkai.requests.forms.following import LONGEST, FollowForm
from gongkai.requests.public import visit
from gongkai.requests.public.present import crumbs
from gongkai.requests.queries import following as queries
from gongkai.requests.queries.following import Request

Parts = ParamSpec("Parts")
View = Callable[Concatenate[HttpRequest, Request, Parts], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, Parts], HttpResponseBase]


def ask(request: HttpRequest, form: FollowForm, *, status: int = 200, over: bool = False) -> HttpResponse:
    """Asks for number and code. ``over``: the hour ended while somebody was writing; the words wait in the form."""
    context = {"form": form, "over": over, "crumbs": crumbs((gettext("Follow a request"), ""))}
    return render(request, "requests/public/follow.html", context, status=status)


def own_page(writes: str = "") -> Callable[[View[Parts]], Page[Parts]]:
    """A page of the request this browser was let in to; every page lets it in for another hour.

    ``writes``: the page something is written on (``complete``, ``reasons``); it is not lost when the hour is over.
    """

    def around(view: View[Parts]) -> Page[Parts]:
        @applicant_page
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            number = visit.request_id(request)
            found = queries.followed(number) if number else None
            if found is None:
                return _outside(request, writes)
            response = view(request, found, *args, **kwargs)
            if visit.COOKIE not in response.cookies:
                visit.let_in(response, found.pk)
            return response

        return guarded

    return around


def _outside(request: HttpRequest, writes: str) -> HttpResponse:
    written = request.POST.get("text", "").strip()[:LONGEST] if writes else ""
    if not written:
        return redirect("portal:request_follow")
    return ask(request, FollowForm(initial={"kept": written, "onward": writes}), status=403, over=True)
