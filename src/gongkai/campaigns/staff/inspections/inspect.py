"""The check-list of a site as an ordinary form: one page, with a net, without a script."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.campaigns import inspection_words as words
from gongkai.campaigns.actions import inspecting
from gongkai.campaigns.forms.inspecting import InspectForm
from gongkai.campaigns.queries import sites, street
from gongkai.campaigns.queries.records import Inspection, Listed
from gongkai.campaigns.queries.sites import Standing
from gongkai.campaigns.staff.inspections.common import MOST, show, trail
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import largest
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell
from gongkai.domain.campaigns import checklists
from gongkai.people.middleware import actor


@staff_page
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    """The form. Sent twice, it is one record."""
    acting = actor(request)
    listed = street.one(acting, pk) if pk < MOST else None
    checklist = checklists.checklist(listed.campaign.checklist, clock.today()) if listed else None
    if listed is None or checklist is None:
        raise Http404
    standing = sites.standings([listed])[listed.pk]
    form = InspectForm(
        request.POST or None,
        request.FILES or None,
        checklist=checklist,
        colleagues=street.colleagues(listed, acting),
        stands=standing.stand,
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = inspecting.record_inspection(listed_id=pk, actor=acting, given=form.whole())
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return _kept(request, made)
        else:
            status = 422
    return _page(request, listed, standing, form, status)


def _kept(request: HttpRequest, made: Inspection) -> HttpResponse:
    tell(request, _("The inspection is kept as {number}.").format(number=made.number))
    return go("inspection", made.pk)


def _page(
    request: HttpRequest, listed: Listed, standing: Standing, form: InspectForm, status: int
) -> HttpResponse:
    site = listed.site
    context = {
        "listed": listed,
        "site": listed.site,
        "title": site.name,
        "badges": [words.stand_badge(standing.stand)],
        "standing": standing,
        "checklist": words.list_name(form.checklist),
        "form": form,
        "items": form.rows(),
        "again": any(row["again"] for row in form.rows()),
        "most_photos": inspecting.MOST_OF_ITEM,
        "largest": largest(),
        "officers": checklists.house("officers")["least"],
        "street_url": address("street"),
        "crumbs": trail(None, (_("On the street"), address("street")), (site.name, "")),
    }
    return show(request, "inspect", context, status)
