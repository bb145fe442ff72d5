"""What the public's pages of the room share: breadcrumbs, due chips, addresses, danger first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.complaints import words
from gongkai.complaints.queries.following import Deadline
from gongkai.core import clock, deadlines
from gongkai.domain.law import load


def crumbs(*trail: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page over the room's own; the last has no address and is this page."""
    first = [
        (gettext("Home"), reverse("portal:home")),
        (gettext("Complaints and suggestions"), reverse("portal:complaint_home") if trail else ""),
    ]
    return [{"label": label, "url": url} for label, url in [*first, *trail]]


def content_lang() -> str:
    """The ``lang`` of what was written in Chinese, where that is not the page's."""
    return "" if words.in_chinese() else "zh-Hans"


def absolute(request: HttpRequest, path: str) -> str:
    """``path`` with the address people use before it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def chip(deadline: Deadline) -> dict[str, Any]:
    """What the due chip needs of a clock; ``paused`` where it stands still and there is no day."""
    standing = deadlines.standing(deadline)
    unit = str((deadline.period or {}).get("unit", "working_day"))
    return {
        "due_on": deadline.due_on,
        "due_at": deadline.due_at,
        "today": clock.today(),
        "days_left": standing.days_left,
        "minutes_left": standing.minutes_left,
        "hours": "calendar" if unit == "hour" else "working",
        "provisional": deadline.provisional,
        "done_on": deadline.stopped_on,
        "paused": standing.state == "paused",
        "overdue": standing.state == "overdue",
    }


def emergencies() -> list[dict[str, str]]:
    """Every warning of danger with its number, as the form's script and the room's first page tell it."""
    return [
        {
            "key": row["key"],
            "number": row["number"],
            "label": words.label_of(row),
            "sentence": words.either(row["sentence"], row["sentence_en"]),
        }
        for row in load("complaint_categories")["emergency"]
    ]


def numbers_to_call() -> list[dict[str, str]]:
    """The emergency numbers, each once, with what they are called for."""
    found: dict[str, list[str]] = {}
    for row in emergencies():
        found.setdefault(row["number"], []).append(row["label"])
    comma = "、" if words.in_chinese() else ", "
    return [{"number": number, "about": comma.join(labels)} for number, labels in found.items()]


def warning_words() -> list[dict[str, Any]]:
    """What the form's script looks for while somebody writes; the server asks again in any case."""
    rows = load("complaint_categories")["emergency"]
    return [
        {
            "words": row["words"],
            "unless": row["unless"],
            "number": row["number"],
            "sentence": words.either(row["sentence"], row["sentence_en"]),
        }
        for row in rows
    ]
