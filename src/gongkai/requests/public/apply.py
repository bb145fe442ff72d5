"""Asking for information: the form, and the confirmation with number and secret code."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.core.access import applicant_page, form_page
from gongkai.core.refusals import Refusal
from gongkai.domain.text import Text, say
from gongkai.people import directory
from gongkai.requests import actions, house, secret
from gongkai.requests.actions.sealing import MOST_FILES
from gongkai.requests.forms import applying
from gongkai.requests.forms.base import kinds_of_files, largest, refuse
from gongkai.requests.public import visit
from gongkai.requests.public.present import content_lang, crumbs, reply_days
from gongkai.requests.queries import following as queries

DAYS_OF_A_YEAR = 365


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """The application. Sent twice, it is taken once and confirmed alike."""
    agencies = directory.agencies()
    if not agencies:
        return _page(request, None, agencies)
    if request.method != "POST":
        return _page(request, applying.ApplyForm(agencies=agencies), agencies)
    form = applying.ApplyForm(request.POST, request.FILES, agencies=agencies)
    if form.is_valid():
        application = form.application()
        try:
            taken = actions.submit(
                agency_id=form.agency_id(),
                actor=None,
                application=application,
                token=form.sending,
                files=form.uploads(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            asked = (taken.request.subject, taken.request.description)
            other = taken.again and asked != (application.subject, application.description)
            address = reverse("portal:request_done") + (f"?{urlencode({'sent': 'before'})}" if other else "")
            response = redirect(address)
            visit.hand_in(response, form.sending)
            return response
    return _page(request, form, agencies, status=422)


def _page(
    request: HttpRequest, form: applying.ApplyForm | None, agencies: list[Any], status: int = 200
) -> HttpResponse:
    days = house.number("retention_days")
    context = {
        "form": form,
        "agencies": agencies,
        "lang": content_lang(),
        "largest": largest(),
        "kinds": kinds_of_files(),
        "most_files": MOST_FILES,
        "search_api": reverse("api:v1:documents"),
        "max_bytes": settings.GONGKAI_MAX_UPLOAD,
        "years": days // DAYS_OF_A_YEAR if days % DAYS_OF_A_YEAR == 0 else 0,
        "days": days,
        "crumbs": crumbs((gettext("Ask online"), "")),
    }
    return render(request, "requests/public/apply.html", context, status=status)


@applicant_page
def done(request: HttpRequest) -> HttpResponse:
    """The confirmation; it can be loaded again for half an hour from the browser that sent the form."""
    token = visit.handed_in(request)
    found = queries.handed_in(token)
    if found is None:
        return redirect("portal:request_follow")
    code = secret.code_of(token)
    context = {
        "number": found.number,
        "code": code,
        "codes": [
            {"label": gettext("Number of the request"), "value": found.number},
            {"label": gettext("Secret code"), "value": code},
        ],
        "steps": _steps(),
        "agency": found.agency,
        "lang": content_lang(),
        "sent_before": request.GET.get("sent") == "before",
        "crumbs": crumbs((gettext("Confirmation"), "")),
    }
    return render(request, "requests/public/done.html", context)


def _steps() -> list[Text]:
    days = house.number("confirm_days")
    steps = [
        say(
            "The request desk confirms the receipt within {days} working days. It counts as received on the day on "
            "which both sides have confirmed; you have done so by sending it.",
            days=days,
        )
        if days > 1
        else say(
            "The request desk confirms the receipt by the end of the next working day. It counts as received on the "
            "day on which both sides have confirmed; you have done so by sending it."
        )
    ]
    if reply_days():
        steps.append(
            say(
                "From the day after, the agency has {days} working days to answer. Where the law lets the clock stand "
                "still or run longer, you are told.",
                days=reply_days(),
            )
        )
    steps.append(
        say(
            "With number and secret code you see at any time where it stands, and read the letters and the answer. "
            "Keep the code to yourself: whoever has both can read them."
        )
    )
    return steps
