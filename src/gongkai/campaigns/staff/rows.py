"""Campaigns, records and sites as rows of lists and worklists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.queries.records import Campaign, Inspection, Site
from gongkai.campaigns.queries.worklists import ToVisit, Worklist
from gongkai.core.deadlines import Standing
from gongkai.core.staffpages import address, address_if_any, due_fields
from gongkai.domain.campaigns.inspection_course import PROCESS as RECORDS

RECORD_BADGES = {
    "recorded": "soon",
    "returned": "danger",
    "published": "done",
    "withheld": "quiet",
    "withdrawn": "danger",
}
#: States of a clock that is due soon or late.
_SOON = ("overdue", "today", "soon")


def work_rows(work: Worklist) -> dict[str, list[dict[str, Any]]]:
    """The person's lists of the room: ``to_do``, ``waiting``, ``soon``, ``done``."""
    to_do = [campaign_row(each) for each in work.campaigns]
    to_do += [record_row(each, work.clocks.get(each.pk)) for each in work.records]
    to_do += [visit_row(each) for each in work.visits]
    if work.late_letters:
        to_do.append(_late_letters(work.late_letters))
    soon = [
        record_row(each, clock)
        for each in (*work.records, *work.waiting)
        if (clock := work.clocks.get(each.pk)) is not None and clock.state in _SOON
    ]
    return {
        "to_do": to_do,
        "waiting": [record_row(each, work.clocks.get(each.pk)) for each in work.waiting],
        "soon": soon,
        "done": [record_row(each) for each in work.done],
    }


def campaign_row(found: Campaign) -> dict[str, Any]:
    """One campaign."""
    return {
        "title": found.title,
        "url": address("campaign", found.pk),
        "number": found.number,
        "unit": words.unit_name(found.unit),
        "note": days_of(found),
        "at": found.updated_at,
        "badges": [words.state_badge(found)],
    }


def listed_row(found: Any) -> dict[str, Any]:
    """One campaign of the list; it has ``site_count`` and ``record_count``."""
    counted = [
        ngettext("{n} site", "{n} sites", found.site_count).format(n=f"{found.site_count:,}"),
        ngettext("{n} inspection", "{n} inspections", found.record_count).format(n=f"{found.record_count:,}"),
    ]
    return {**campaign_row(found), "at": None, "person": days_of(found), "note": _(", ").join(counted)}


def days_of(found: Campaign) -> str:
    """From when to when it lasts."""
    return _("{first} to {last}").format(
        first=date_format(found.begins_on, "DATE_FORMAT"), last=date_format(found.ends_on, "DATE_FORMAT")
    )


def record_row(found: Inspection, clock: Standing | None = None) -> dict[str, Any]:
    """One record of an inspection."""
    state = RECORDS.state(found.state)
    wrong = found.result == "to_correct"
    return {
        "title": found.listed.site.name,
        "url": address_if_any("workspace:inspection", found.pk),
        "number": found.number,
        "unit": words.unit_name(found.unit),
        "person": found.inspector.name,
        "note": found.listed.campaign.title,
        "at": found.made_at,
        "badges": [
            {
                "label": _("Something was wrong") if wrong else _("In order"),
                "kind": "danger" if wrong else "done",
            },
            {"label": _(state.label), "kind": RECORD_BADGES.get(found.state, "plain")},
        ],
        **due_fields(clock),
    }


def visit_row(found: ToVisit) -> dict[str, Any]:
    """A site that waits for an inspection; what is to be put right has its day."""
    listed, standing = found.listed, found.standing
    return {
        "title": _("Inspect: {site}").format(site=listed.site.name),
        "url": address_if_any("workspace:inspect", listed.pk) or address("site", listed.site_id),
        "number": listed.site.code,
        "unit": words.unit_name(listed.site.unit),
        "note": listed.campaign.title,
        "at": standing.newest,
        "due_on": standing.correct_by,
        "badges": [words.stand_badge(standing.stand)],
    }


def site_row(found: Site) -> dict[str, Any]:
    """One site of a list."""
    return {
        "id": found.pk,
        "title": found.name,
        "url": address("site", found.pk),
        "number": found.code,
        "unit": words.unit_name(found.unit),
        "note": found.address,
        "badges": words.site_badges(found),
    }


def site_rows(found: Iterable[Site]) -> list[dict[str, Any]]:
    """Sites for a list."""
    return [site_row(each) for each in found]


def _late_letters(count: int) -> dict[str, Any]:
    sentence = ngettext(
        "{n} letter was not acknowledged in time", "{n} letters were not acknowledged in time", count
    )
    return {
        "title": sentence.format(n=f"{count:,}"),
        "url": f"{address('campaigns')}?state=running",
        "note": _("Whoever is late is reminded by e-mail; call those that have none."),
        "badges": [{"label": _("Not acknowledged in time"), "kind": "danger"}],
        "at": None,
    }
