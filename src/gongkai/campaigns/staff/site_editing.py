"""Entering a site and changing it: its place with the map, and who builds, digs and hauls there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.campaigns import access
from gongkai.campaigns.actions import sites as actions
from gongkai.campaigns.forms.sites import Parties, SiteForm, district_of
from gongkai.campaigns.queries import lists
from gongkai.campaigns.queries import sites as reads
from gongkai.campaigns.queries.records import Site
from gongkai.campaigns.staff.common import (
    found_site,
    organised_agency,
    revision,
    show,
    site_trail,
    without_nul,
)
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

FIELDS = ("name", "address", "works", "permit", "ended_on", "lat", "lon")
#: Where the form shows what an action says of the place as a whole.
PLACE = {"place": "lat"}


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """A site that is entered."""
    acting = actor(request)
    agency = organised_agency(acting)
    form = SiteForm(
        without_nul(request.POST) if request.method == "POST" else None, units=lists.units_of(agency)
    )
    return _answer(request, acting, None, form, agency)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A site that is changed."""
    found, acting = found_site(request, pk)
    access.may_organise(acting, found.agency_id).require()
    initial = {name: getattr(found, name) for name in FIELDS}
    form = SiteForm(
        without_nul(request.POST) if request.method == "POST" else None,
        units=lists.units_of(found.agency_id, found.unit_id),
        known=_known(found, acting),
        new=False,
        initial={**initial, "unit": found.unit_id, "district": district_of(found.lat, found.lon)},
    )
    return _answer(request, acting, found, form, found.agency_id)


def _known(found: Site, acting: StaffActor) -> Parties:
    return {each.role: (each.name, reads.contact(each, acting, found)) for each in reads.parties(found)}


def _answer(
    request: HttpRequest, acting: StaffActor, found: Site | None, form: SiteForm, agency: int
) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _save(request, acting, found, form, agency)
        except Invalid as invalid:
            refuse(form, Invalid(invalid.reason, field=PLACE.get(invalid.field, invalid.field)))
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The site is saved."))
            return go("site", made.pk)
    if found is not None and refusal is not None:
        found.refresh_from_db(fields=["revision"])
    context: dict[str, Any] = {
        "site": found,
        "form": form,
        "parties": form.parties(),
        "refusal": refusal,
        "revision": revision(request, found.revision, refusal) if found else 0,
        "heading": _("Change site {code}").format(code=found.code) if found else _("Enter a site"),
        "back_url": address("site", found.pk) if found else address("sites"),
        "crumbs": site_trail(found, (_("Change"), "") if found else (_("New"), "")),
    }
    return show(request, "site_edit", context, refusal.status if refusal else 422 if form.errors else 200)


def _save(request: HttpRequest, acting: StaffActor, found: Site | None, form: SiteForm, agency: int) -> Site:
    if found is None:
        code = form.cleaned_data["code"]
        return actions.add_site(actor=acting, agency_id=agency, given=form.given(), code=code)
    return actions.write_site(
        site_id=found.pk, actor=acting, expected_revision=version_seen(request), given=form.given()
    )
