"""Several papers of the morning's post entered on one page; number and code of each for the slip."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.text import say
from gongkai.people.middleware import actor
from gongkai.requests.actions.batch import RowsRefused, submit_all
from gongkai.requests.forms.batch import FIRST, MORE, MOST, BatchForm
from gongkai.requests.queries import desk
from gongkai.requests.staff.common import address, address_if_any, crumbs, show


@staff_page
def batch(request: HttpRequest) -> HttpResponse:
    """The rows; “more rows” keeps what is typed. Entered, the slips. Sent twice, the same slips again."""
    acting = actor(request)
    agencies = desk.agencies_where(acting, "requests.desk")
    if not agencies:
        raise NotAllowed(
            say(
                "Only the request desk takes requests in. "
                "Pass it on, or ask the permission administrator for the post."
            )
        )
    count = _count(request)
    more = request.POST.get("do") == "more"
    posted = request.method == "POST"
    form = BatchForm(
        request.POST if posted and not more else None,
        agencies=agencies,
        today=clock.today(),
        rows=count + MORE if more else count,
        initial=_typed(request) if more else None,
    )
    if posted and not more and form.is_valid():
        try:
            taken = submit_all(actor=acting, agency_id=form.agency_id(), applications=form.applications())
        except RowsRefused as refusal:
            for at, each in refusal.rows:
                form.refuse(at, each)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            follow = address_if_any("portal:request_follow")
            context = {
                "taken": [{"matter": each.request, "code": each.code} for each in taken],
                "again": all(each.again for each in taken),
                "follow_url": request.build_absolute_uri(follow) if follow else "",
                "crumbs": crumbs((_("Requests"), address("requests")), (_("Slips"), "")),
            }
            return show(request, "batch_slips", context)
    context = {
        "form": form,
        "rows": list(form.rows()),
        "may_add": form.count < MOST,
        "crumbs": crumbs((_("Requests"), address("requests")), (_("Enter several"), "")),
    }
    return show(request, "batch", context, 422 if form.errors else 200)


def _count(request: HttpRequest) -> int:
    value = request.POST.get("rows", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else FIRST


def _typed(request: HttpRequest) -> dict[str, str]:
    """What is in the form, as it stands: nothing is checked while rows are only added."""
    return {name: value for name, value in request.POST.items() if isinstance(value, str)}
