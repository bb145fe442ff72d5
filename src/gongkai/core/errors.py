"""Pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's safety mark was missing or too old."""
    sentence = _(
        "The page had been open for too long, or cookies are switched off, so the form was not taken. "
        "Go back, load the page again and send it once more."
    )
    return TemplateResponse(request, "refusal.html", {"sentence": sentence, "citation": None}, status=403).render()
