"""An entry's record: what is in force, what is on its way and what it lacks, its versions and course; and the deeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address_if_any
from gongkai.domain.powers.course import OPEN, PROCESS
from gongkai.domain.powers.schema import Fault, kinds
from gongkai.domain.text import Text
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell
from gongkai.powers import access, words
from gongkai.powers.forms.entry import fault_anchor, fault_label
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries import lists, register
from gongkai.powers.queries.events import told
from gongkai.powers.queries.records import Entry, Version
from gongkai.powers.showing import shown
from gongkai.powers.staff import cards
from gongkai.powers.staff.cards import Tried
from gongkai.powers.staff.common import address_of, found, show, trail, wanted
from gongkai.powers.staff.hooks import PICTURES
from gongkai.powers.staff.rows import entry_rows


@staff_page
def record(request: HttpRequest, kind: str, code: str, agency: str = "") -> HttpResponse:
    """The record."""
    entry, acting = found(request, kind, code, agency)
    return page(request, entry, acting)


def page(
    request: HttpRequest, entry: Entry, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    versions = register.versions(entry)
    on_its_way = next((each for each in versions if each.state in OPEN), None)
    current = _current(versions)
    # An address of an old version shows that one; otherwise what is worked on, else what is in force.
    chosen = wanted(versions, request.GET.get("version", "")) or on_its_way or current or versions[0]
    faults = register.faults(chosen) if chosen.state in OPEN or chosen.as_published else []
    may_edit = on_its_way is not None and bool(access.may_edit(acting, on_its_way))
    part = request.GET.get("part", "")
    part = part if part in ("versions", "course", "belongs") else "content"
    context: dict[str, Any] = {
        "entry": entry,
        "version": chosen,
        "title": chosen.title,
        "unit": unit_name(entry.unit),
        "kind": words.kind_name(entry.kind),
        "badges": _badges(entry, chosen),
        "facts": _facts(entry),
        "sentence": _sentence(chosen),
        "next": _next(chosen),
        "part": part,
        "tabs": _tabs(entry, chosen, part),
        "faults": fault_rows(entry, faults, editable=may_edit and chosen == on_its_way),
        "mended": chosen.state in OPEN,
        "moves": cards.of([each for each in (on_its_way, *_public(versions)) if each], acting, tried),
        "tried": tried,
        "edit_url": address_of(entry, "power_edit") if may_edit else "",
        "revise_url": _revise_url(acting, entry, on_its_way),
        "compare_url": _compare_url(entry, versions, chosen),
        "print_url": address_of(entry, "power_sheet", chosen.number),
        "public_url": _public_url(entry) if current else "",
        "crumbs": trail(entry),
        **_part(request, part, entry, versions, chosen),
    }  # fmt: skip
    return show(request, "register_record", context, status)


def _current(versions: Sequence[Version]) -> Version | None:
    today = clock.today()
    return next((each for each in versions if in_force(each, today)), None)


def in_force(version: Version, today: Any) -> bool:
    """Whether the version is what holds on the day."""
    begins, ends = version.in_force_from, version.in_force_until
    return version.state == "published" and bool(
        begins and begins <= today and (ends is None or today <= ends)
    )


def _public(versions: Sequence[Version]) -> list[Version]:
    """The published versions that could still be withdrawn to effect: the one in force, and what is to come."""
    today = clock.today()
    return [
        each
        for each in versions
        if each.state == "published" and (each.in_force_until is None or each.in_force_until >= today)
    ]


def _badges(entry: Entry, version: Version) -> list[dict[str, str]]:
    badges = [{"label": words.kind_name(entry.kind), "kind": "plain"}, words.state_badge(version)]
    if entry.kind == "service" or version.state in OPEN:
        badges.append(words.elements_badge(entry.kind, version.content))
    if version.as_published:
        badges.append({"label": _("Brought in with gaps"), "kind": "danger"})
    return badges


def _facts(entry: Entry) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"label": _("Entry code"), "value": entry.code},
        {"label": _("Unit"), "value": unit_name(entry.unit)},
    ]
    if entry.parent is not None:
        url = address_of(entry.parent)
        facts.append({"label": _("Belongs to the power"), "value": entry.parent.title, "url": url})
    return facts


def _sentence(version: Version) -> Text | str:
    if version.state == "published":
        return words.in_force(version, clock.today())
    return PROCESS.state(version.state).label


def _next(version: Version) -> str:
    if version.state not in OPEN:
        return ""
    lane = PROCESS.lane(PROCESS.state(version.state).lane)
    return _("The next step is with: {lane}.").format(lane=_(lane.label))


def _tabs(entry: Entry, chosen: Version, part: str) -> list[dict[str, Any]]:
    names = {"content": _("Content of the entry"), "versions": _("Versions"), "course": _("Course")}
    if entry.kind == "item":
        names = {**names, "belongs": _("What belongs to it")}
    here = address_of(entry)
    of_version = f"?version={chosen.number}"
    return [
        {
            "label": label,
            "url": f"{here}{of_version}" if key == "content" else f"{here}?part={key}",
            "current": key == part,
        }
        for key, label in names.items()
    ]


def fault_rows(entry: Entry, faults: Sequence[Fault], *, editable: bool) -> list[dict[str, Any]]:
    """What is missing or does not hold, each with the way to its field."""
    kind = kinds()[entry.kind]
    edit = address_of(entry, "power_edit")
    return [
        {
            "label": fault_label(kind, each.field, each.row),
            "reason": each.reason,
            "url": f"{edit}#{fault_anchor(kind, each.field, each.row)}" if editable else "",
        }
        for each in faults
    ]


def _revise_url(acting: StaffActor, entry: Entry, on_its_way: Version | None) -> str:
    may = on_its_way is None and bool(access.may_draft(acting, entry.agency_id, entry.unit_id))
    return address_of(entry, "power_revise") if may else ""


def _compare_url(entry: Entry, versions: Sequence[Version], chosen: Version) -> str:
    if len(versions) < 2:
        return ""
    older = next((each for each in versions if each.number < chosen.number), versions[-1])
    newer = chosen if chosen != older else versions[0]
    return f"{address_of(entry, 'power_compare')}?old={older.number}&new={newer.number}"


def _public_url(entry: Entry) -> str:
    return address_if_any("portal:power", entry.agency.code, entry.kind, entry.code)


def _part(
    request: HttpRequest, part: str, entry: Entry, versions: Sequence[Version], chosen: Version
) -> dict[str, Any]:
    """What the part of the record shown needs. Each asks only for its own."""
    if part == "versions":
        return {"versions": [_version_row(entry, each, chosen) for each in versions]}
    if part == "course":
        return {"timeline": list(reversed(tell(told(entry))))}
    if part == "belongs":
        return {"belonging": entry_rows(lists.parts_of(entry))}
    picture = PICTURES.get(entry.kind)
    return {
        "fields": shown(entry.kind, chosen.content, picture.instead if picture else ()),
        "picture_template": picture.template if picture else "",
        "picture": picture.context(request, chosen) if picture else {},
    }


def _version_row(entry: Entry, version: Version, chosen: Version) -> dict[str, Any]:
    return {
        "label": words.version_name(version),
        "url": f"{address_of(entry)}?version={version.number}",
        "badge": words.state_badge(version),
        "when": words.in_force(version, clock.today()) if version.state == "published" else "",
        "note": version.note,
        "by": version.created_by.name
        if version.created_by
        else _("Brought in as it was published elsewhere"),
        "at": version.published_at or version.updated_at,
        "digest": version.digest,
        "compare_url": f"{address_of(entry, 'power_compare')}?old={version.number - 1}&new={version.number}"
        if version.number > 1
        else "",
    }
