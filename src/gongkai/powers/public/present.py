"""What the public's pages of the register share: addresses, breadcrumbs, rows of lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.powers import words
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries.records import Entry, Version

#: Kind → the page that lists it; what has none of its own is listed by ``power_list``.
LISTS = {"item": "power_items", "discretion": "discretion", "risk": "risks", "service": "power_services"}


def absolute(request: HttpRequest, path: str) -> str:
    """``path`` with the address people use before it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def address_of(entry: Entry, name: str = "power") -> str:
    """The address of an entry's public page, or of a page beside it."""
    return reverse(f"portal:{name}", args=[entry.agency.code, entry.kind, entry.code])


def list_address(kind: str) -> str:
    """The address of the public list of a kind."""
    return reverse(f"portal:{LISTS[kind]}") if kind in LISTS else reverse("portal:power_list", args=[kind])


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page over the room's own; the last has no address and is this page."""
    first = [
        (_("Home"), reverse("portal:home")),
        (_("Powers in the open"), reverse("portal:powers") if steps else ""),
    ]
    lang = words.content_lang()
    return [
        {"label": label, "url": url, "lang": lang if any(sign >= "\u4e00" for sign in label) else ""}
        for label, url in [*first, *steps]
    ]


def trail(entry: Entry, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the entry."""
    own = (entry.title, address_of(entry) if rest else "")
    return crumbs((words.kind_name(entry.kind), list_address(entry.kind)), own, *rest)


def row(version: Version) -> dict[str, Any]:
    """A version in force for ``components/entry.html``."""
    entry = version.entry
    badges = []
    if entry.kind == "item":
        category = words.category_name(version)
        badges = [{"label": category, "kind": "plain"}] if category else []
    elif entry.kind == "service":
        badges = [words.elements_badge(entry.kind, version.content)]
    else:
        badges = [{"label": words.kind_name(entry.kind), "kind": "plain"}]
    return {
        "title": version.title,
        "lang": words.content_lang(),
        "url": address_of(entry),
        "number": entry.code,
        "unit": unit_name(entry.unit),
        "at": version.in_force_from,
        "badges": badges,
    }


def asked_day(request: HttpRequest) -> date | None:
    """The day an address asks for with ``on=2026-03-02``; ``None``: today, or no day."""
    given = request.GET.get("on", "")
    try:
        found = date.fromisoformat(given) if len(given) == 10 else None
    except ValueError:
        found = None
    return found


def misread(request: HttpRequest) -> bool:
    """Whether the address names a day that is none."""
    return bool(request.GET.get("on")) and asked_day(request) is None


def today() -> date:
    """The day the pages speak of where the address names none."""
    return clock.today()
