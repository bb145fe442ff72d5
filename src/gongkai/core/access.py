"""Answers to "may X do Y to this?", and the rule every page carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from gongkai.core.refusals import NotAllowed
from gongkai.domain.law import Citation
from gongkai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, or no with a reason and, where the law speaks, its article."""

    allowed: bool
    reason: Text | None = None
    citation: Citation | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raises ``NotAllowed`` with the reason when the answer is no."""
        if not self.allowed:
            raise NotAllowed(self.reason or Text(""), citation=self.citation)


YES = Answer(True)


def no(reason: Text, citation: Citation | None = None) -> Answer:
    """No, because."""
    return Answer(False, reason, citation)


Rule = Literal["public", "staff", "sign-in", "form", "applicant", "key"]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public_page(view: View) -> View:
    """Anyone may open this page; it never shows anything a session decides."""
    view.access_rule = "public"  # type: ignore[attr-defined]
    return view


def form_page(view: View) -> View:
    """Anyone may open this page and send what it asks for. It is never kept: it carries the reader's own form token."""
    return _never_kept(view, "form")


def applicant_page(view: View) -> View:
    """For whoever has shown a request's number and secret code; the view asks for them where they are missing."""
    return _never_kept(view, "applicant")


def key_page(view: View) -> View:
    """For programs with a key that the view asks for; refused without one, and never kept."""
    return _never_kept(view, "key")


def _never_kept(view: View, rule: Rule) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        # Stricter than this ("no-referrer") makes browsers send "Origin: null", and every form would be refused.
        response["Referrer-Policy"] = "same-origin"
        return response

    guarded.access_rule = rule  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def staff_page(view: View) -> View:
    """Signed-in staff only; what they see and may do is answered by the room's ``access``."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from django.contrib.auth.views import redirect_to_login

        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access_rule = "staff"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]
