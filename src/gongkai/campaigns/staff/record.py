"""A campaign's record: what it is for, its sites and their stand, its letters, clues and course, and the deeds."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.campaigns import access
from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.actions import moving
from gongkai.campaigns.forms.campaigns import MoveForm
from gongkai.campaigns.queries import campaigns, notices, sites
from gongkai.campaigns.queries.records import Campaign, Listed
from gongkai.campaigns.staff import cards
from gongkai.campaigns.staff.common import Tried, found_campaign, show, trail, typed, without_nul
from gongkai.campaigns.staff.rows import days_of
from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, address_if_any, go, tell, version_seen
from gongkai.domain.campaigns.course import PROCESS, PUBLIC
from gongkai.domain.campaigns.standing import STANDS
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as sentences

#: Sites shown on the record; more are found by their stand, or in the list of sites.
MOST_SITES = 200


@staff_page
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_campaign(request, pk)
    return page(request, found, acting)


def page(
    request: HttpRequest,
    found: Campaign,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    may_write = bool(access.may_write(acting, found))
    context: dict[str, Any] = {
        "campaign": found,
        "badges": [words.state_badge(found)],
        "facts": _facts(found),
        "sentence": PROCESS.state(found.state).label,
        "next": words.next_step(found),
        **_sites(request, found, acting),
        "checklist": words.checklist_shown(words.checklist_of(found)),
        "tally": notices.tally(found) if found.state in PUBLIC else None,
        "letters_url": address("campaign_letters", found.pk),
        "clues": [_clue(each) for each in campaigns.clues(found)],
        "moves": cards.of(found, acting, tried),
        "tried": tried,
        "writing": found.state in ("draft", "in_review"),
        "faults": _faults(found, may_write=may_write) if found.state in ("draft", "in_review") else [],
        **_ways(found, acting, may_write=may_write),
        "timeline": list(reversed(sentences(campaigns.told(found)))),
        "crumbs": trail(found),
    }
    return show(request, "campaign_record", context, status)


def _facts(found: Campaign) -> list[dict[str, Any]]:
    listed = words.checklist_shown(words.checklist_of(found))
    rows = [
        {"label": _("Number"), "value": found.number},
        {"label": _("Unit that organises it"), "value": words.unit_name(found.unit)},
        {"label": _("Days"), "value": days_of(found)},
        {"label": _("Check-list"), "value": listed.get("name", found.checklist)},
    ]
    days = ((_("Announced on"), found.announced_on), (_("Closed on"), found.closed_on))
    return rows + [
        {"label": name, "value": date_format(day, "DATE_FORMAT")} for name, day in days if day is not None
    ]


def _sites(request: HttpRequest, found: Campaign, acting: StaffActor) -> dict[str, Any]:
    """The sites with what they stand at, those that are late first; of one stand where the address says so."""
    listed = list(campaigns.listed(found))
    stands = sites.standings(listed)
    counted = {stand: sum(stands[each.pk].stand == stand for each in listed) for stand in STANDS}
    wanted = request.GET.get("stand", "")
    chosen = wanted if wanted in counted else ""
    shown = [each for each in listed if not chosen or stands[each.pk].stand == chosen]
    shown.sort(key=lambda each: (STANDS.index(stands[each.pk].stand), each.site.code))
    here = address("campaign", found.pk)
    tabs = [{"label": _("All"), "url": f"{here}#sites", "count": len(listed), "current": not chosen}]
    tabs += [
        {
            "label": words.stand_badge(stand)["label"],
            "url": f"{here}?stand={stand}#sites",
            "count": count,
            "current": stand == chosen,
        }
        for stand, count in counted.items()
        if count or stand == chosen
    ]
    return {
        "site_rows": [_site(found, each, stands[each.pk], acting) for each in shown[:MOST_SITES]],
        "site_tabs": tabs if len(tabs) > 2 else [],
        "site_count": len(listed),
        "more_sites": max(0, len(shown) - MOST_SITES),
    }


def _site(found: Campaign, listed: Listed, standing: sites.Standing, acting: StaffActor) -> dict[str, Any]:
    may = found.state == "running" and bool(access.may_inspect(acting, listed.site))
    return {
        "code": listed.site.code,
        "name": listed.site.name,
        "url": address("site", listed.site_id),
        "unit": words.unit_name(listed.site.unit),
        "badge": words.stand_badge(standing.stand),
        "correct_by": standing.correct_by,
        "newest": standing.newest,
        "turn": standing.turn,
        "inspect_url": address_if_any("workspace:inspect", listed.pk) if may else "",
    }


def _clue(each: Any) -> dict[str, Any]:
    return {
        "number": each.number,
        "words": each.words,
        "at": each.added_at,
        "site": each.site.name if each.site else "",
        "site_url": address("site", each.site_id) if each.site_id else "",
        "person": each.added_by.name if each.added_by else "",
    }


def _faults(found: Campaign, *, may_write: bool) -> list[dict[str, Any]]:
    """What the campaign lacks, each with the way to its field."""
    edit = address("campaign_edit", found.pk)
    rows = []
    for name, reason in campaigns.faults(found):
        label, anchor = words.FIELDS[name]
        url = f"{edit}#{anchor}" if anchor else address("campaign_sites", found.pk)
        rows.append({"label": _(label), "reason": reason, "url": url if may_write else ""})
    return rows


def _ways(found: Campaign, acting: StaffActor, *, may_write: bool) -> dict[str, str]:
    """The addresses of what the person may do beside the moves."""
    public = found.state in PUBLIC
    return {
        "edit_url": address("campaign_edit", found.pk) if may_write else "",
        "sites_url": address("campaign_sites", found.pk) if access.may_change_sites(acting, found) else "",
        "send_url": address("campaign_letters", found.pk) if access.may_send_letters(acting, found) else "",
        "results_url": address("campaign_results", found.pk)
        if access.may_write_results(acting, found)
        else "",
        "records_url": f"{url}?campaign={found.pk}"
        if public and (url := address_if_any("workspace:inspections"))
        else "",
        "public_url": address_if_any("portal:campaign", found.agency.code, found.number) if public else "",
    }


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    found, acting = found_campaign(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return page(request, found, acting, tried=tried, status=422)
    try:
        moved = moving.move_campaign(
            campaign_id=pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.reason(),
        )
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        found, acting = found_campaign(request, pk)
        return page(request, found, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("campaign", pk)
