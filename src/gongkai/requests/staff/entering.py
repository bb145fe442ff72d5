"""The desk enters a request that came in on paper, by fax or e-mail, or was spoken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.staffpages import address_if_any
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.requests import actions
from gongkai.requests.actions import Submitted
from gongkai.requests.forms.base import kinds_of_files, largest
from gongkai.requests.forms.entering import COMPLAINT, FILES, RECEIPT, WHAT, WHO, EnterForm
from gongkai.requests.queries import desk
from gongkai.requests.staff.common import address, crumbs, path_to, show


@staff_page
def enter(request: HttpRequest) -> HttpResponse:
    """The form; saved, the slip with number and code. Sent twice, it gives the same ones again."""
    acting = actor(request)
    agencies = desk.agencies_where(acting, "requests.desk")
    if not agencies:
        raise NotAllowed(
            say(
                "Only the request desk takes requests in. "
                "Pass it on, or ask the permission administrator for the post."
            )
        )
    posted = request.method == "POST"
    form = EnterForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        agencies=agencies,
        today=clock.today(),
    )
    if posted and form.is_valid():
        try:
            taken = actions.submit(
                agency_id=form.agency_id(),
                actor=acting,
                application=form.application(),
                token=form.sending,
                files=form.uploads(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return _slip(request, taken, acting)
    context = {
        "form": form,
        "receipt": form.part(RECEIPT),
        "complaint": form.part(COMPLAINT),
        "who": form.part(WHO),
        "what": form.part(WHAT),
        "files": form.part(FILES),
        "file_kinds": kinds_of_files(),
        "file_largest": largest(),
        "crumbs": crumbs((_("Requests"), address("requests")), (_("Enter a request"), "")),
    }
    return show(request, "new", context, 422 if form.errors else 200)


def _slip(request: HttpRequest, taken: Submitted, acting: StaffActor) -> HttpResponse:
    """What is handed over to the applicant: number, code, and where to follow the request."""
    matter = taken.request
    follow = address_if_any("portal:request_follow")
    context = {
        "matter": matter,
        "agency": matter.agency,
        "codes": [
            {"label": _("Number"), "value": matter.number},
            {"label": _("Secret code"), "value": taken.code},
        ],
        "follow_url": request.build_absolute_uri(follow) if follow else "",
        "again": taken.again,
        "person": acting.name,
        "crumbs": path_to(matter, (_("Slip"), "")),
    }
    return show(request, "slip", context)
