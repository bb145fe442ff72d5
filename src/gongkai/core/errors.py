"""Pages for what went wrong."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import defaults


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's safety mark was missing or too old."""
    sentence = _(
        "The page had been open for too long, or cookies are switched off, so the form was not taken. "
        "Go back, load the page again and send it once more."
    )
    return TemplateResponse(
        request, "refusal.html", {"sentence": sentence, "citation": None}, status=403
    ).render()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read; where it is only too large, the sentence says so and what to do."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return defaults.bad_request(request, exception)
    sentence = _(
        "The form is too large to be taken: shorten the text, or attach long lists and tables as files. "
        "Nothing was changed."
    )
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"message": sentence}, status=413)
    return TemplateResponse(
        request, "refusal.html", {"sentence": sentence, "citation": None}, status=413
    ).render()
