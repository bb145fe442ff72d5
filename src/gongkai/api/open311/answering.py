"""What every call goes through: its form, its language, the limit, our own jurisdiction, and errors as a list."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from gongkai.api.answering import reader_language
from gongkai.api.open311 import serialize
from gongkai.api.open311.fields import SHOWN, Fields
from gongkai.api.open311.serialize import CONTENT_TYPES, FORMS, JSON, XML, Tree
from gongkai.api.open311.shapes import Problem, Problems
from gongkai.core import rate
from gongkai.core.access import public_page
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say
from gongkai.people.context import host_agency

#: A call: it gives what is to be written, or raises ``Problems`` or a ``Refusal``.
Call = Callable[..., Tree]
#: Refusals of a room that have a status of their own here.
_STATUSES = {404: 404, 410: 404, 429: 429}


def call(*, get: Call | None = None, post: Call | None = None) -> Callable[..., HttpResponseBase]:
    """An address: what answers reading it, and what answers writing to it."""
    calls = {"GET": get, "POST": post}
    allowed = [method for method, answers in calls.items() if answers is not None]
    if get is not None:
        allowed.insert(1, "HEAD")
    allowed.append("OPTIONS")

    @wraps(get or post or call)
    def answered(
        request: HttpRequest, form: str | None = None, english: bool = False, **parts: str
    ) -> HttpResponseBase:
        language = "en" if english else reader_language(request)
        with translation.override(language):
            response = _answer(request, form, calls, parts)
        response["Allow"] = ", ".join(allowed)
        response["Content-Language"] = "zh-Hans" if language.startswith("zh") else language
        return _open(request, response, allowed)

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # a key stands for the program, never a cookie
    return public_page(answered)


def _answer(
    request: HttpRequest, form: str | None, calls: dict[str, Call | None], parts: dict[str, str]
) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    known = (form or "").lower()
    try:
        limit_reads(request)
        _check_form(form)
        tree = _answering(calls, str(request.method))(request, **parts)
    except Problems as wrong:
        return _refused(wrong, known)
    except Refusal as refusal:
        code = _STATUSES.get(refusal.status, 400)
        return _refused(Problems(Problem(code, refusal.reason)), known)
    return _written(tree, known, 200)


def _answering(calls: dict[str, Call | None], method: str) -> Call:
    answers = calls.get("GET" if method == "HEAD" else method)
    if answers is None:
        raise Problems(Problem(405, say("{method} is not possible at this address.", method=method)))
    return answers


def _check_form(form: str | None) -> None:
    if form is None:
        raise Problems(Problem(404, say("The form is missing: end the address with .xml or .json.")))
    if form.lower() not in FORMS:
        sentence = say("“{form}” is no form here: end the address with .xml or .json.", form=form[:SHOWN])
        raise Problems(Problem(404, sentence))


def _limit(what: str, who: str, per_minute: int) -> None:
    seconds = rate.wait(f"open311 {what}", who, per_minute)
    if seconds:
        raise Problems(
            Problem(
                429,
                say(
                    "That was asked too often: {limit} times a minute are possible. Try again in {seconds} seconds.",
                    limit=per_minute,
                    seconds=seconds,
                ),
            ),
            wait=seconds,
        )


def limit_reads(request: HttpRequest) -> None:
    """Raises ``Problems`` where so much was asked from that address."""
    _limit("reads", rate.caller(request), settings.GONGKAI_OPEN311_READS)


def limit_writes(key: str) -> None:
    """Raises ``Problems`` where the key was used too often."""
    _limit("writes", key, settings.GONGKAI_OPEN311_WRITES)


def check_jurisdiction(request: HttpRequest, fields: Fields) -> None:
    """Raises ``Problems`` for another jurisdiction than ours; none named is ours."""
    for given in fields.listed("jurisdiction_id"):
        if given.lower().removeprefix("www.") not in jurisdictions(request):
            raise Problems(
                Problem(
                    404,
                    say(
                        "The jurisdiction “{given}” is not served here; this is “{ours}”.",
                        given=given[:SHOWN],
                        ours=jurisdictions(request)[0],
                    ),
                )
            )


def jurisdictions(request: HttpRequest) -> list[str]:
    """The names this jurisdiction goes by, the proper one first, in small letters."""
    host = (
        urlsplit(settings.PUBLIC_URL).hostname or request.get_host().rpartition(":")[0] or request.get_host()
    )
    agency = host_agency()
    names = [settings.GONGKAI_OPEN311_JURISDICTION, host, agency.code if agency else ""]
    return [name.lower().removeprefix("www.") for name in names if name]


def _refused(wrong: Problems, form: str) -> HttpResponse:
    response = _written(serialize.problems(wrong.problems), form, wrong.status)
    if wrong.wait:
        response["Retry-After"] = str(wrong.wait)
    return response


def _written(tree: Tree, form: str, status: int) -> HttpResponse:
    form = JSON if form == JSON else XML  # the standard's own form, where another was asked for
    return HttpResponse(serialize.write(tree, form), status=status, content_type=CONTENT_TYPES[form])


def _open(request: HttpRequest, response: HttpResponse, allowed: list[str]) -> HttpResponse:
    """Scripts of any site may ask; nothing is kept without asking again."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = ", ".join(allowed)
        response["Access-Control-Allow-Headers"] = "Accept-Language, Content-Type, Idempotency-Key"
        response["Access-Control-Max-Age"] = "86400"
    patch_vary_headers(response, ("Accept-Language",))
    return response
