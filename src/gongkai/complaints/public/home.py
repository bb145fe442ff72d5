"""The front door of the room (投诉建议): danger first, hand in, follow, call, and what the bureau promises."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.complaints import house, words
from gongkai.complaints.public.present import content_lang, crumbs, numbers_to_call
from gongkai.core.access import public_page
from gongkai.domain.law import load
from gongkai.people import directory

#: The periods a reporter lives with, in their order.
PERIODS = ("urgent", "quick", "full", "call_back")


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What one can do here. One query."""
    context = {
        "calls": numbers_to_call(),
        "kinds": [
            {"label": words.kind(key), "hint": words.KIND_HINTS.get(key, "")} for key in house.keys("kind")
        ],
        "agencies": directory.agencies(),
        "periods": [_period(key) for key in PERIODS],
        "grounds": [
            {"label": words.label_of(row), "where": words.either(row["where"], row["where_en"])}
            for row in load("complaints")["ground"]
        ],
        "objection_days": house.number("objection_days"),
        "lang": content_lang(),
        "crumbs": crumbs(),
    }
    return render(request, "complaints/public/home.html", context)


def _period(key: str) -> dict[str, Any]:
    period = house.period(key)
    return {
        "label": words.label_of(period),
        "length": words.length(period),
        "source": period["source"],
        "verified": period["verified"],
    }
