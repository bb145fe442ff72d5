"""Writing a campaign: the draft, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.campaigns import access
from gongkai.campaigns.actions import writing
from gongkai.campaigns.forms.campaigns import CampaignForm, ResultsForm
from gongkai.campaigns.queries import lists
from gongkai.campaigns.queries.records import Campaign
from gongkai.campaigns.staff.common import (
    found_campaign,
    organised_agency,
    revision,
    show,
    trail,
    without_nul,
)
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Days a new campaign is proposed to last.
USUAL_DAYS = 90
FIELDS = ("title", "checklist", "begins_on", "ends_on", "aim", "basis", "letter_words")


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a campaign."""
    acting = actor(request)
    agency = organised_agency(acting)
    today = clock.today()
    own = [each.unit_id for each in acting.holdings if each.agency_id == agency]
    initial = {
        "begins_on": today,
        "ends_on": today + timedelta(days=USUAL_DAYS),
        "unit": own[0] if own else None,
    }
    form = CampaignForm(
        without_nul(request.POST) if request.method == "POST" else None,
        units=lists.units_of(agency),
        initial=initial,
    )
    return _answer(request, acting, None, form, agency)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that is written on."""
    found, acting = found_campaign(request, pk)
    access.may_write(acting, found).require()
    initial = {name: getattr(found, name) for name in FIELDS} | {"unit": found.unit_id}
    form = CampaignForm(
        without_nul(request.POST) if request.method == "POST" else None,
        units=lists.units_of(found.agency_id, found.unit_id),
        checklist=found.checklist,
        initial=initial,
    )
    return _answer(request, acting, found, form, found.agency_id)


def _answer(
    request: HttpRequest, acting: StaffActor, found: Campaign | None, form: CampaignForm, agency: int
) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _save(request, acting, found, form, agency)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The draft is saved."))
            return go("campaign", made.pk)
    heading = _("Write on campaign {number}").format(number=found.number) if found else _("Draft a campaign")
    context: dict[str, Any] = {
        "campaign": found,
        "form": form,
        "refusal": refusal,
        "revision": _now(request, found, refusal),
        "heading": heading,
        "back_url": address("campaign", found.pk) if found else address("campaigns"),
        "crumbs": trail(found, (_("Write"), "") if found else (_("New"), "")),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return show(request, "campaign_edit", context, status)


def _now(request: HttpRequest, found: Campaign | None, refusal: Refusal | None) -> int | str:
    if found is None:
        return 0
    if refusal is not None:
        found.refresh_from_db(fields=["revision"])
    return revision(request, found.revision, refusal)


def _save(
    request: HttpRequest, acting: StaffActor, found: Campaign | None, form: CampaignForm, agency: int
) -> Campaign:
    if found is None:
        return writing.draft_campaign(actor=acting, agency_id=agency, given=form.given())
    return writing.write_campaign(
        campaign_id=found.pk, actor=acting, expected_revision=version_seen(request), given=form.given()
    )


@staff_page
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a running campaign."""
    found, acting = found_campaign(request, pk)
    access.may_write_results(acting, found).require()
    posted = request.method == "POST"
    form = ResultsForm(without_nul(request.POST) if posted else None, initial={"results": found.results})
    refusal: Refusal | None = None
    if posted and form.is_valid():
        try:
            writing.write_results(
                campaign_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                results=form.cleaned_data["results"],
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The results are saved; the public reads them once the campaign is closed."))
            return go("campaign", pk)
    context = {
        "campaign": found,
        "form": form,
        "refusal": refusal,
        "revision": _now(request, found, refusal),
        "crumbs": trail(found, (_("Results"), "")),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return show(request, "campaign_results", context, status)
