"""The screens of the stairs from the complaints to the campaigns: a clue goes to one, and back from its number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.campaigns.queries import campaigns, passing
from gongkai.campaigns.queries.records import Campaign, Listed
from gongkai.complaints.queries.links import matter_for_journey
from gongkai.core.access import staff_page
from gongkai.core.formfields import choose, lines, needed, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, address_if_any, crumbs, go, tell
from gongkai.journeys import complaint_to_campaign
from gongkai.people.middleware import actor


class CampaignForm(forms.Form):
    """A clue for a running campaign."""

    campaign = forms.TypedChoiceField(
        label=_("Campaign"), coerce=int, error_messages={"required": _("Choose the campaign.")}
    )
    site = forms.TypedChoiceField(
        label=_("Site, where it is known"), coerce=int, required=False, empty_value=None
    )
    text = needed(
        lines(
            _("What the inspectors are to look at"),
            1000,
            _("Place, time and what was seen. Nothing of the reporter: inspectors of the unit read it."),
        ),
        _("Write what the inspectors are to look at."),
    )
    note = needed(
        lines(_("Why it is passed on"), 2000, _("Kept with the matter.")), _("Write why it is passed on.")
    )

    def __init__(
        self, *args: Any, running: Iterable[Campaign], listed: Iterable[Listed], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(each.pk, f"{each.number} {each.title}") for each in running]
        # The only one there is need not be chosen.
        self.fields["campaign"].initial = known[0][0] if len(known) == 1 else None
        choose(self, "campaign", [("", gettext("Choose")), *known])
        sites: dict[str, list[tuple[int, str]]] = {}
        for each in listed:
            sites.setdefault(f"{each.campaign.number} {each.campaign.title}", []).append(
                (each.site_id, f"{each.site.code} {each.site.name}")
            )
        choose(self, "site", [("", gettext("Not known")), *sites.items()])


@staff_page
def complaint_to_campaigns(request: HttpRequest, pk: int) -> HttpResponse:
    """Passes a matter's clue to a campaign."""
    acting = actor(request)
    found = matter_for_journey(pk, acting)
    if found is None:
        raise Http404
    matter, _contact = found
    running = list(campaigns.running(matter.agency_id))
    form = CampaignForm(
        request.POST if request.method == "POST" else None,
        running=running,
        listed=passing.sites_of_running(matter.agency_id),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = complaint_to_campaign.pass_on(
                matter_id=pk,
                actor=acting,
                campaign_id=data["campaign"],
                site_id=data["site"],
                text=data["text"],
                note=data["note"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext("It is a clue of campaign {number} now; its inspectors look at the site.")
            tell(request, sentence.format(number=made.campaign.number))
            return go("complaint", pk)
    return render(
        request,
        "workspace/passing_on.html",
        _told(form, pk, matter, running=bool(running)),
        status=422 if form.errors else 200,
    )


def _told(form: CampaignForm, pk: int, matter: Any, *, running: bool) -> dict[str, Any]:
    """What the page says."""
    lead = gettext(
        "What was complained about may lie at a site that is inspected now. The campaign keeps the clue with the "
        "matter's number; nothing of the reporter goes with it, and the matter itself goes on here."
    )
    if not running:
        lead = gettext("No campaign is running now: there is nothing this clue could go to.")
    return {
        "title": gettext("Pass it to a campaign"),
        "lead": lead,
        "number": matter.number,
        "words": matter.title,
        "form": form,
        "version": matter.version,
        "button": gettext("Pass it to the campaign"),
        "back": address("complaint", pk),
        "crumbs": crumbs(
            (gettext("Complaints"), address("complaints")),
            (matter.number, address("complaint", pk)),
            (gettext("Pass it to a campaign"), ""),
        ),
    }


@staff_page
def campaign_by_number(request: HttpRequest, number: str) -> HttpResponse:
    """From a number kept with a matter to its campaign: the staff's page, or the public one for whoever has no part."""
    acting = actor(request)
    seen = campaigns.for_staff(acting).filter(number=number, agency__code=acting.agency_code).first()
    if seen is not None:
        return go("campaign", seen.pk)
    shown = passing.announced(acting.agency_code, number)
    url = address_if_any("portal:campaign", shown.agency.code, shown.number) if shown else ""
    if not url:
        raise Http404
    return redirect(url)
