"""Who may open the pages of a matter: whoever has shown number and code in this browser within the hour."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from gongkai.complaints.forms.following import LONGEST, FollowForm
from gongkai.complaints.public import visit
from gongkai.complaints.public.present import crumbs
from gongkai.complaints.queries import following as queries
from gongkai.complaints.queries.following import Matter
from gongkai.core.access import applicant_page

Parts = ParamSpec("Parts")
View = Callable[Concatenate[HttpRequest, Matter, Parts], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, Parts], HttpResponseBase]


def ask(request: HttpRequest, form: FollowForm, *, status: int = 200, over: bool = False) -> HttpResponse:
    """Asks for number and code. ``over``: the hour ended while somebody was writing; the words wait in the form."""
    context = {"form": form, "over": over, "crumbs": crumbs((gettext("Follow a matter"), ""))}
    return render(request, "complaints/public/follow.html", context, status=status)


def own_page(writes: str = "") -> Callable[[View[Parts]], Page[Parts]]:
    """A page of the matter this browser was let in to; every page lets it in for another hour.

    ``writes``: the page something is written on (``add``, ``rate``, ``object``); it is not lost when the hour is over.
    """

    def around(view: View[Parts]) -> Page[Parts]:
        @applicant_page
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            number = visit.matter_id(request)
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
        return redirect("portal:complaint_follow")
    return ask(request, FollowForm(initial={"kept": written, "onward": writes}), status=403, over=True)
