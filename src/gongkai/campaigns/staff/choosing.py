"""Which sites a campaign looks at: put in by ticks, taken out with a reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.campaigns import access
from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.actions import sites as actions
from gongkai.campaigns.forms.campaigns import ChooseFilter, TakeOutForm
from gongkai.campaigns.queries import campaigns, lists
from gongkai.campaigns.queries.records import Campaign, Listed
from gongkai.campaigns.staff.common import Tried, found_campaign, show, trail, typed, without_nul
from gongkai.campaigns.staff.rows import site_rows
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.listpages import frame
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, tell
from gongkai.people.actor import StaffActor

#: Sites offered at once; a filter finds the others.
MOST = 200


@staff_page
def campaign_sites(request: HttpRequest, pk: int) -> HttpResponse:
    """The sites in the campaign, and those that may be put in."""
    found, acting = found_campaign(request, pk)
    access.may_change_sites(acting, found).require()
    if request.method != "POST":
        return _page(request, found, acting, Tried())
    if request.POST.get("do") == "out":
        return _take_out(request, found, acting)
    return _put(request, found, acting)


def _put(request: HttpRequest, found: Campaign, acting: StaffActor) -> HttpResponse:
    chosen = numbers(request.POST.getlist("sites"))
    try:
        count = actions.put_sites(campaign_id=found.pk, actor=acting, site_ids=chosen)
    except Refusal as refusal:
        return _page(request, found, acting, Tried("put", refusal=refusal), refusal.status)
    sentence = ngettext("{n} site is in the campaign now.", "{n} sites were put into the campaign.", count)
    tell(request, sentence.format(n=f"{count:,}"))
    return HttpResponseRedirect(request.get_full_path())


def _take_out(request: HttpRequest, found: Campaign, acting: StaffActor) -> HttpResponse:
    known = numbers([request.POST.get("listed", "")])
    listed = campaigns.listed(found).filter(pk__in=known).first()
    form = TakeOutForm(without_nul(request.POST), auto_id=f"id_{known[0] if known else 0}_%s")
    tried = Tried(f"out-{listed.pk if listed else 0}", form)
    if listed is None or not form.is_valid():
        return _page(request, found, acting, tried, 422)
    try:
        actions.take_out(listed_id=listed.pk, actor=acting, reason=form.cleaned_data["reason"])
    except Invalid as invalid:
        refuse(form, invalid)
        return _page(request, found, acting, tried, 422)
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        return _page(request, found, acting, tried, refusal.status)
    tell(request, _("{site} is taken out.").format(site=listed.site.name))
    return HttpResponseRedirect(request.get_full_path())


def _page(
    request: HttpRequest, found: Campaign, acting: StaffActor, tried: Tried, status: int = 200
) -> HttpResponse:
    here = address("campaign_sites", found.pk)
    form = ChooseFilter(without_nul(request.GET), units=lists.units_of(found.agency_id))
    listed = list(lists.listed_in(found, **form.chosen())[: MOST + 1])
    offered = list(lists.to_choose(found, acting, **form.chosen())[: MOST + 1])
    ticked = set(numbers(request.POST.getlist("sites"))) if tried.key == "put" else set()
    context: dict[str, Any] = {
        **frame(request, form, here, ""),
        "campaign": found,
        "tried": tried,
        "rows": [{**row, "ticked": row["id"] in ticked} for row in site_rows(offered[:MOST])],
        "more": len(offered) > MOST,
        "most": MOST,
        "listed": [_row(each, tried) for each in listed[:MOST]],
        "more_listed": len(listed) > MOST,
        "action": request.get_full_path(),
        "back_url": address("campaign", found.pk),
        "crumbs": trail(found, (_("Sites"), "")),
    }
    return show(request, "campaign_sites", context, status)


def _row(each: Listed, tried: Tried) -> dict[str, Any]:
    mine = tried.key == f"out-{each.pk}" and not tried.refusal
    return {
        "pk": each.pk,
        "code": each.site.code,
        "name": each.site.name,
        "url": address("site", each.site_id),
        "unit": words.unit_name(each.site.unit),
        "form": tried.form if mine else TakeOutForm(auto_id=f"id_{each.pk}_%s"),
        "open": mine,
    }


def numbers(values: list[str]) -> list[int]:
    """The numbers among what was ticked."""
    return [int(each) for each in values if each.isascii() and each.isdigit() and len(each) < 19]
