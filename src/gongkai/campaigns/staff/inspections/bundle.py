"""What a device takes along, as its page and its script read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongkai.campaigns import inspection_words as words
from gongkai.campaigns.actions.inspecting import LONGEST, MOST_OF_ITEM, MOST_PHOTOS
from gongkai.campaigns.queries.records import Listed
from gongkai.campaigns.queries.sites import Standing
from gongkai.campaigns.queries.street import Bundle
from gongkai.core import clock
from gongkai.core.photos import LONGEST as LONGEST_SIDE
from gongkai.core.staffpages import address
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import Checklist
from gongkai.domain.campaigns.standing import STANDS
from gongkai.people.actor import StaffActor


def ordered(bundle: Bundle) -> list[tuple[Listed, Standing]]:
    """The sites, those that are late first."""
    rows = [(each, bundle.standings[each.pk]) for each in bundle.listed]
    return sorted(rows, key=lambda row: (STANDS.index(row[1].stand), row[0].site.code))


def site_rows(bundle: Bundle) -> list[dict[str, Any]]:
    """The sites for ``components/work_row.html``: links to the ordinary forms.

    A site may be in two campaigns at a time: only then their names tell its lines apart.
    """
    several = len({each.campaign_id for each in bundle.listed}) > 1
    return [
        {
            "title": each.site.name,
            "url": address("inspect", each.pk),
            "number": each.site.code,
            "unit": each.site.address,
            "person": _campaign(each) if several else "",
            "note": _last_day(standing),
            "badges": [words.stand_badge(standing.stand)],
        }
        for each, standing in ordered(bundle)
    ]


def _campaign(each: Listed) -> str:
    return f"{each.campaign.number} {each.campaign.title}"


def _last_day(standing: Standing) -> str:
    if standing.correct_by is None:
        return ""
    return _("to be put right by {day}").format(day=standing.correct_by.isoformat())


def as_data(bundle: Bundle, actor: StaffActor) -> dict[str, Any]:
    """Everything the script needs for a day without a net; nothing personal beside the colleagues' names."""
    numbers = checklists.house("correction")
    return {
        "person": {"id": actor.person_id, "name": actor.name},
        "made_at": clock.now().isoformat(),
        "sites": [_site(each, standing, bundle.colleagues) for each, standing in ordered(bundle)],
        "lists": {key: _list(found) for key, found in bundle.lists.items()},
        "verdicts": words.verdicts(),
        "causes": words.causes(),
        "stands": {key: [_(word), words.STAND_BADGES[key]] for key, word in words.STAND_WORDS.items()},
        "rules": {
            "days": numbers["days"],
            "most_days": numbers["most"],
            "send_days": checklists.house("device")["days"],
            "most_photos": MOST_PHOTOS,
            "most_of_item": MOST_OF_ITEM,
            "longest_side": LONGEST_SIDE,
            "note": checklists.LONGEST_NOTE,
            **LONGEST,
        },
    }


def _site(each: Listed, standing: Standing, colleagues: Mapping[int, Sequence[Any]]) -> dict[str, Any]:
    site = each.site
    return {
        "listed": each.pk,
        "code": site.code,
        "name": site.name,
        "address": site.address,
        "works": site.works,
        "permit": site.permit,
        "unit": words.unit_name(site.unit),
        "campaign": _campaign(each),
        "checklist": each.campaign.checklist,
        "stand": standing.stand,
        "newest": standing.newest.isoformat() if standing.newest else "",
        "correct_by": standing.correct_by.isoformat() if standing.correct_by else "",
        "colleagues": [[who.pk, who.name] for who in colleagues.get(site.unit_id, ())],
    }


def _list(found: Checklist) -> dict[str, Any]:
    return {
        "name": words.list_name(found),
        "items": [
            {"key": item.key, "name": words.item_name(item), "looked_for": words.looked_for(item)}
            for item in found.items
        ],
    }
