"""What the public's pages of publicity share: addresses, breadcrumbs, activities in words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.duties import publicity_words as words
from gongkai.duties.queries.records_publicity import Activity, ActivityPhoto

FIGURES = ("activities", "printed", "given_out", "consulted")


def absolute(request: HttpRequest, path: str) -> str:
    """``path`` with the address people use before it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def address_of(found: Activity) -> str:
    """The address of an activity's page."""
    return reverse("portal:activity", args=[found.agency.code, found.number])


def photo_address(photo: ActivityPhoto) -> str:
    """The address of a veiled photo."""
    return reverse("portal:publicity_photo", args=[photo.pk])


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page over publicity; the last has no address and is this page."""
    first = [
        (_("Home"), reverse("portal:home")),
        (_("Publicity"), reverse("portal:publicity") if steps else ""),
    ]
    lang = words.content_lang()
    return [
        {"label": label, "url": url, "lang": lang if any(sign >= "\u4e00" for sign in label) else ""}
        for label, url in [*first, *steps]
    ]


def days(found: Activity) -> str:
    """The day or the days of an activity."""
    return words.days_of(found)


def row(found: Activity) -> dict[str, Any]:
    """An activity for ``components/entry.html``."""
    badges = [{"label": words.kind_name(found.kind), "kind": "plain"}]
    numbers = words.figures(found)
    if numbers:
        badges.append({"label": numbers, "kind": "quiet"})
    return {
        "title": found.title,
        "lang": words.content_lang(),
        "url": address_of(found),
        "summary": found.words[:160],
        "number": found.number,
        "unit": words.name_of(found.unit),
        "at": found.begins_on,
        "badges": badges,
    }


def entries_by_number(found: dict[int, Activity]) -> dict[int, dict[str, Any]]:
    """Published activities as rows of the site's search."""
    kind = {"label": _("Publicity"), "kind": "plain"}
    rows = {key: row(each) for key, each in found.items()}
    return {key: {**each, "badges": [kind, *each["badges"]]} for key, each in rows.items()}
