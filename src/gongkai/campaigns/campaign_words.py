"""Words of campaigns (专项治理) in the reader's language: states, stands, parties, check-lists and their source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.campaigns.models import Campaign, Notice, Site
from gongkai.campaigns.queries import notices
from gongkai.core import clock
from gongkai.core.lawwords import in_chinese, label
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import Checklist
from gongkai.domain.campaigns.course import PROCESS
from gongkai.domain.process import Kind
from gongkai.domain.text import N_
from gongkai.people.models import Agency, Unit

STATE_BADGES = {
    "draft": "plain",
    "in_review": "soon",
    "running": "info",
    "closed": "done",
    "discarded": "quiet",
}
#: Stand of a site → what it is called, and the kind of its badge.
STANDS = {
    "overdue": (N_("Not put right in time"), "danger"),
    "to_correct": (N_("To be put right"), "soon"),
    "unseen": (N_("Not inspected yet"), "plain"),
    "passed": (N_("In order"), "done"),
}
#: What the fields of a campaign are called, where a fault names one, and the field of the form it leads to.
FIELDS = {
    "title": (N_("Name of the campaign"), "id_title"),
    "aim": (N_("Aim"), "id_aim"),
    "basis": (N_("Basis"), "id_basis"),
    "checklist": (N_("Check-list"), "id_checklist"),
    "ends_on": (N_("Last day"), "id_ends_on"),
    "sites": (N_("Sites"), ""),
}


def content_lang() -> str:
    """The ``lang`` of what the units wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def unit_name(unit: Unit) -> str:
    """A unit's name in the reader's language."""
    return unit.name if in_chinese() or not unit.name_en else unit.name_en


def agency_name(agency: Agency) -> str:
    """An agency's name in the reader's language."""
    return agency.name if in_chinese() or not agency.name_en else agency.name_en


def unit_options(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units for a choice, under their agencies where there are several of those."""
    by_agency: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        by_agency.setdefault(agency_name(unit.agency), []).append((unit.pk, unit_name(unit)))
    groups = list(by_agency.items())
    return groups if len(groups) > 1 else [each for _name, rows in groups for each in rows]


def state_badge(found: Campaign) -> dict[str, str]:
    """Where a campaign stands, as a badge."""
    return {
        "label": _(PROCESS.state(found.state).label),
        "kind": STATE_BADGES.get(found.state, "plain"),
    }


def state_options() -> list[tuple[str, str]]:
    """Every state with its name."""
    return [(state.key, _(state.label)) for state in PROCESS.states]


def next_step(found: Campaign) -> str:
    """Who has the next step; nothing once it is over."""
    state = PROCESS.state(found.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label))


def stand_badge(stand: str) -> dict[str, str]:
    """What a site stands at, as a badge."""
    words, kind = STANDS[stand]
    return {"label": _(words), "kind": kind}


def party_name(role: str) -> str:
    """What a role at a site is called."""
    return label("campaigns", "party", role)


def checklist_options(chosen: str = "") -> list[tuple[str, str]]:
    """The check-lists in force today, and the one that was chosen before."""
    language = get_language() or "zh"
    found = {each.key: each.name(language) for each in checklists.checklists(clock.today())}
    if chosen:
        found.setdefault(chosen, chosen)
    return list(found.items())


def checklist_of(found: Campaign) -> Checklist | None:
    """The check-list of the campaign as it is in force today, or was on its first day."""
    today = min(max(clock.today(), found.begins_on), found.ends_on)
    return checklists.checklist(found.checklist, today)


def checklist_shown(found: Checklist | None) -> dict[str, Any]:
    """A check-list for a page: items, source, and whether the text of the source was read."""
    if found is None:
        return {}
    language = get_language() or "zh"
    items = [{"name": each.name(language), "seen": each.looked_for(language)} for each in found.items]
    return {
        "name": found.name(language),
        "items": items,
        "source": str(found.citation),
        "note": found.citation.note,
        "verified": found.citation.verified,
        "from": found.in_force_from,
    }


def notice_badge(found: Notice) -> dict[str, str]:
    """Whether a letter was acknowledged, as a badge."""
    if found.acknowledged_at is not None:
        by_code = found.acknowledged_way == "code"
        return {"label": _("Acknowledged by its code") if by_code else _("Receipt noted"), "kind": "done"}
    if notices.is_late(found):
        return {"label": _("Not acknowledged in time"), "kind": "danger"}
    return {"label": _("Not acknowledged yet"), "kind": "soon"}


def site_badges(found: Site) -> list[dict[str, str]]:
    """Whether works go on at a site."""
    over = found.ended_on is not None and found.ended_on < clock.today()
    return [{"label": _("Works are over"), "kind": "quiet"}] if over else []
