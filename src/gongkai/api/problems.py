"""What went wrong, as a sentence: refusals of the rooms, and parameters that cannot be read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from gongkai.api.answering import problem
from gongkai.core.open_data import Gone
from gongkai.core.refusals import Refusal
from gongkai.domain.text import Text, say

#: Longest part of what was typed that is repeated.
SHOWN = 60


def speak_plainly(api: NinjaAPI) -> None:
    """Answers every error of ``api`` with its sentence and status."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _unreadable)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    more: dict[str, Any] = dict(error.facts) if isinstance(error, Gone) else {}
    if error.citation is not None:
        more["citation"] = str(error.citation)
    return problem(error.reason, error.status, **more)


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(_sentence(request, error.errors[0]), 422)


def _sentence(request: HttpRequest, error: dict[str, Any]) -> Text:
    """The sentence for the first thing wrong with the question."""
    name = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "")
    given = request.resolver_match.kwargs.get(name) if request.resolver_match else None
    value = str(request.GET.get(name, given if given is not None else ""))[:SHOWN]
    kind, limits = error["type"], error.get("ctx") or {}
    if kind == "missing":
        return say("“{name}” is missing: give it in the question.", name=name)
    if kind == "day":
        return say("“{value}” is not a date: write it as YYYY-MM-DD, for example 2026-03-02.", value=value)
    if kind.startswith("int_"):
        return say("“{value}” is not a whole number, which “{name}” must be.", value=value, name=name)
    if kind == "greater_than_equal":
        return say(
            "“{name}” must be {limit} or more; {value} was given.", name=name, limit=limits["ge"], value=value
        )
    if kind == "less_than_equal":
        return say(
            "“{name}” must be {limit} or less; {value} was given.", name=name, limit=limits["le"], value=value
        )
    if kind == "string_too_long":
        return say("“{name}” may have {limit} letters at most.", name=name, limit=limits["max_length"])
    if kind == "literal_error":
        possible = str(limits["expected"]).replace("'", "").removeprefix(", ").replace(" or ", ", ")
        return say(
            "“{value}” is not possible for “{name}”. Possible are: {known}.",
            value=value,
            name=name,
            known=possible,
        )
    return say(
        "“{value}” cannot be used for “{name}”. The API is described at /api/v1/docs.", value=value, name=name
    )
