"""How every question to the API is answered: by anybody, in their language, to be kept while nothing changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from gongkai.core.access import public_page
from gongkai.core.text import render
from gongkai.domain.text import Text, say

METHODS = ("GET", "HEAD", "OPTIONS")
LANGUAGES = {"zh": "zh-hans", "zh-hans": "zh-hans", "en": "en"}
#: A reader may keep the answer, but asks each time whether it still holds.
FRESHNESS = "public, max-age=0"
View = Callable[..., HttpResponseBase]


def problem(sentence: Text, status: int, **more: Any) -> JsonResponse:
    """A refusal as JSON, in the active language."""
    return JsonResponse(
        {"message": render(sentence), **more}, status=status, json_dumps_params={"ensure_ascii": False}
    )


def open_data(view: View, parameters: frozenset[str] | None = None) -> View:
    """``view`` as open data: GET, HEAD and OPTIONS only, from any site's scripts, with an entity tag.

    ``parameters``: the names that may stand in the question besides ``language``; ``None``: any.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language, refused = _language(request)
        with translation.override(language):
            response = refused or _refusal(request, parameters)
            if response is None:
                response = _ask(view, request, args, kwargs)
        return _finished(request, response, language)

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # nothing can be written here
    return public_page(answered)


def _language(request: HttpRequest) -> tuple[str, HttpResponseBase | None]:
    """The language of the answer: ``?language=``, else the reader's own, else Chinese."""
    asked = request.GET.get("language")
    if asked is None:
        return reader_language(request), None
    language = LANGUAGES.get(asked.lower())
    if language is not None:
        return language, None
    with translation.override("zh-hans"):
        sentence = say("“{value}” is no language of this API: write language=zh or language=en.", value=asked)
        return "zh-hans", problem(sentence, 422)


def reader_language(request: HttpRequest) -> str:
    """The language the reader asks for (``Accept-Language``), else Chinese."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    known = (LANGUAGES.get("zh" if name.startswith("zh") else name.partition("-")[0]) for name, _ in wanted)
    return next((name for name in known if name), "zh-hans")


def _refusal(request: HttpRequest, parameters: frozenset[str] | None) -> HttpResponseBase | None:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
        response["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        return response
    if request.method not in METHODS:
        refused = problem(
            say(
                "This API can only be read: {method} is not possible. Ask with GET.",
                method=str(request.method),
            ),
            405,
        )
        refused["Allow"] = ", ".join(METHODS)
        return refused
    unknown = sorted(set(request.GET) - parameters - {"language"}) if parameters is not None else []
    if not unknown:
        return None
    return problem(
        say(
            "There is no parameter “{name}” here. Possible are: {known}.",
            name=unknown[0],
            known=", ".join(sorted({*(parameters or ()), "language"})),
        ),
        422,
    )


def _ask(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
    """The view's answer. HEAD is GET without the body."""
    headers_only = request.method == "HEAD"
    if headers_only:
        request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        if headers_only:
            request.method = "HEAD"
    if headers_only and response.streaming:
        response.streaming_content = ()  # type: ignore[attr-defined]
    return response


def _finished(request: HttpRequest, response: HttpResponseBase, language: str) -> HttpResponseBase:
    if isinstance(response, HttpResponse) and response.status_code == 200:
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = FRESHNESS
        response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        conditional = get_conditional_response(request, etag=response["ETag"], response=response)
        response = conditional if conditional is not None else response
    elif not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Content-Language"
    response["Content-Language"] = "zh-Hans" if language.startswith("zh") else language
    patch_vary_headers(response, ("Accept-Language",))
    return response


@public_page
def nothing_here(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Every address below /api/ that is none."""
    return _nothing(request)


def _missing(request: HttpRequest) -> HttpResponseBase:
    return problem(say("There is nothing at this address. The API is described at /api/v1/docs."), 404)


_nothing = open_data(_missing)
