"""The front of the register, and the page of an entry: what it says on a day, what belongs to it, its versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core.access import public_page
from gongkai.domain.powers.schema import kinds
from gongkai.powers import words
from gongkai.powers.comparing import changes
from gongkai.powers.forms.lists import agency_name, unit_name
from gongkai.powers.paper import inline
from gongkai.powers.public import present
from gongkai.powers.public.hooks import PICTURES
from gongkai.powers.queries import catalogue, public_decisions
from gongkai.powers.queries import public as reads
from gongkai.powers.queries.records import Entry, Version
from gongkai.powers.showing import shown

#: What belongs to a power, in the order of its page.
PARTS = ("chart", "discretion", "risk", "service")


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """How much there is of each kind and category, and by unit."""
    units = catalogue.by_unit()
    totals = {kind: sum(each.counts.get(kind, 0) for each in units) for kind in kinds()}
    here = reverse("portal:power_items")
    by_category = catalogue.by_category()
    context = {
        "kinds": [
            {"label": words.kind_name(kind), "url": present.list_address(kind), "count": totals[kind]}
            for kind in kinds()
            if totals[kind] or kind in present.LISTS
        ]
        + [
            {
                "label": _("Decisions"),
                "url": reverse("portal:power_decisions"),
                "count": public_decisions.count(),
            }
        ],
        "categories": [
            {"label": label, "url": f"{here}?category={key}", "count": by_category[key]}
            for key, label in words.choice_options("item", "category")
            if by_category.get(key)
        ],
        "agencies": _agencies(units),
        "search_url": here,
        "lang": words.content_lang(),
        "crumbs": present.crumbs(),
    }
    return render(request, "powers/public/register_front.html", context)


def _agencies(units: list[catalogue.OfUnit]) -> list[dict[str, Any]]:
    """Agency by agency, its units with how many powers and services they have."""
    found: dict[int, dict[str, Any]] = {}
    for each in units:
        agency = found.setdefault(
            each.unit.agency_id,
            {"label": agency_name(each.unit.agency), "code": each.unit.agency.code, "rows": []},
        )
        cells = [_cell(each, kind) for kind in ("item", "service")]
        agency["rows"].append({"label": unit_name(each.unit), "cells": cells})
    return list(found.values())


def _cell(of: catalogue.OfUnit, kind: str) -> dict[str, Any]:
    count = of.counts.get(kind, 0)
    url = f"{present.list_address(kind)}?unit={of.unit.pk}" if count else ""
    return {"label": words.kind_name(kind), "count": count, "url": url}


def _found(agency: str, kind: str, code: str) -> tuple[Entry, list[Version]]:
    entry = reads.entry(agency, kind, code) if kind in kinds() else None
    if entry is None:
        raise Http404
    return entry, reads.history(entry)


@public_page
def entry(request: HttpRequest, agency: str, kind: str, code: str) -> HttpResponse:
    """An entry as it is in force today, or on the day the address asks for."""
    of = reads.entry(agency, kind, code) if kind in kinds() else None
    if of is None:
        return _gone(request, agency, kind, code)
    versions = reads.history(of)
    day = present.asked_day(request) or present.today()
    version = on_day(versions, day)
    picture = PICTURES.get(kind) if version else None
    here = present.address_of(of)
    context = {
        "entry": of,
        "version": version,
        "title": version.title if version else of.title,
        "day": day,
        "asked": day != present.today(),
        "misread": present.misread(request),
        "badges": _badges(version) if version else [],
        "facts": _facts(of, version),
        "when": words.in_force(version, present.today()) if version else None,
        "fields": shown(kind, version.content, picture.instead if picture else ()) if version else [],
        "picture_template": picture.template if picture else "",
        "picture": picture.context(request, version) if picture and version else {},
        "parts": _parts(of, day) if kind == "item" else [],
        "versions": [_version(each, here) for each in versions],
        "compare_url": _compare_url(of, versions, version),
        "sheet_url": _of_day(present.address_of(of, "power_sheet"), day),
        "qr": inline(present.absolute(request, here)),
        "qr_url": present.address_of(of, "power_qr"),
        "page_url": present.absolute(request, here),
        "lang": words.content_lang(),
        "crumbs": present.trail(of),
    }
    name = "service_page" if kind == "service" else "item_page"
    return render(request, f"powers/public/{name}.html", context)


def _gone(request: HttpRequest, agency: str, kind: str, code: str) -> HttpResponse:
    """What was public once is named as withdrawn; nothing of what it said is shown."""
    last = catalogue.withdrawn(agency, kind, code)
    if last is None:
        raise Http404
    context = {
        "code": code,
        "kind": words.kind_name(kind),
        "list_url": present.list_address(kind),
        "crumbs": present.crumbs((words.kind_name(kind), present.list_address(kind)), (code, "")),
    }
    return render(request, "powers/public/register_withdrawn.html", context, status=410)


def on_day(versions: list[Version], day: date) -> Version | None:
    """The version in force on the day."""
    return next(
        (
            each
            for each in versions
            if each.state == "published"
            and each.in_force_from is not None
            and each.in_force_from <= day
            and (each.in_force_until is None or day <= each.in_force_until)
        ),
        None,
    )


def _of_day(address: str, day: date) -> str:
    return f"{address}?on={day.isoformat()}" if day != present.today() else address


def _badges(version: Version) -> list[dict[str, str]]:
    kind = version.entry.kind
    badges = [{"label": words.kind_name(kind), "kind": "plain"}]
    if kind == "item":
        category = words.category_name(version)
        badges += [{"label": category, "kind": "info"}] if category else []
    if kind == "service":
        badges.append(words.elements_badge(kind, version.content))
    if version.as_published:
        badges.append({"label": _("Taken over as it was published, with gaps"), "kind": "danger"})
    return badges


def _facts(of: Entry, version: Version | None) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"label": _("Entry code"), "value": of.code},
        {"label": _("Agency"), "value": agency_name(of.agency)},
        {"label": _("Unit"), "value": unit_name(of.unit)},
    ]
    if version is not None:
        facts.append({"label": _("Version"), "value": str(version.number)})
    if of.parent is not None:
        url = present.address_of(of.parent)
        facts.append({"label": _("Belongs to the power"), "value": of.parent.title, "url": url})
    return facts


def _parts(of: Entry, day: date) -> list[dict[str, Any]]:
    """What belongs to a power on the day, kind by kind; one query."""
    found: dict[str, list[Version]] = {}
    rows = reads.parts_in_force(of, day)
    for each in rows:
        found.setdefault(each.entry.kind, []).append(each)
    return [
        {
            "kind": kind,
            "label": words.kind_name(kind),
            "rows": [{"title": each.title, "url": present.address_of(each.entry)} for each in found[kind]],
        }
        for kind in PARTS
        if kind in found
    ]


def _version(version: Version, here: str) -> dict[str, Any]:
    """A version in the list of all: what was withdrawn is named, no longer shown."""
    public = version.state == "published" and version.in_force_from is not None
    return {
        "label": words.version_name(version),
        "when": words.in_force(version, present.today()) if public else None,
        "url": f"{here}?on={version.in_force_from.isoformat()}" if public and version.in_force_from else "",
        "note": version.note,
        "withdrawn": version.state == "withdrawn",
    }


def _compare_url(of: Entry, versions: list[Version], chosen: Version | None) -> str:
    known = [each for each in versions if each.state == "published"]
    if len(known) < 2:
        return ""
    new = chosen if chosen is not None and chosen.number > min(each.number for each in known) else known[0]
    old = next(each for each in known if each.number < new.number)
    return f"{present.address_of(of, 'power_compare')}?old={old.number}&new={new.number}"


@public_page
def compare(request: HttpRequest, agency: str, kind: str, code: str) -> HttpResponse:
    """Two published versions, field by field."""
    of, every = _found(agency, kind, code)
    versions = [each for each in every if each.state == "published"]
    known = {str(each.number): each for each in versions}
    old, new = known.get(request.GET.get("old", "")), known.get(request.GET.get("new", ""))
    if "old" not in request.GET and "new" not in request.GET and len(versions) > 1:
        old, new = versions[1], versions[0]
    context = {
        "entry": of,
        "back_url": present.address_of(of),
        "versions": versions,
        "old": old,
        "new": new,
        "old_label": words.version_name(old) if old else "",
        "new_label": words.version_name(new) if new else "",
        "changes": changes(old, new) if old and new and old != new else [],
        "lang": words.content_lang(),
        "crumbs": present.trail(of, (_("Comparison"), "")),
    }
    return render(request, "powers/public/register_compare.html", context)
