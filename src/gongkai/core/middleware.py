"""What every request passes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers

from gongkai.core import preferences
from gongkai.core.refusals import Refusal
from gongkai.core.text import render

GetResponse = Callable[[HttpRequest], HttpResponse]


def view_preferences(get_response: GetResponse) -> GetResponse:
    """Reads how the reader wants pages to look into ``request.view_preferences`` (a frozen set of words)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = preferences.parse(request.COOKIES.get(preferences.COOKIE, ""))
        request.view_preferences = wanted  # type: ignore[attr-defined]
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def refusals(get_response: GetResponse) -> GetResponse:
    """Shows a refused deed as a page with its sentence and article; what was typed stays one step back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        sentence = render(exception.reason)
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"message": sentence}, status=exception.status)
        context = {"sentence": sentence, "citation": exception.citation}
        return TemplateResponse(request, "refusal.html", context, status=exception.status)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
