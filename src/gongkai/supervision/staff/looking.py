"""Letting the monitors look now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.refusals import NotAllowed
from gongkai.core.staffpages import go, tell
from gongkai.domain.supervision.monitors import monitors
from gongkai.domain.text import say
from gongkai.people.middleware import actor
from gongkai.supervision.actions.looking import look_now
from gongkai.supervision.queries import lists


@staff_page
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """The monitors look at every agency the person supervises; what they found stands in the list.

    Those that walk through all pages take minutes: they look at night alone.
    """
    acting = actor(request)
    agencies = lists.overseen(acting)
    if not agencies:
        raise NotAllowed(say("Only supervision lets the monitors look; they look every night by themselves."))
    keys = [key for key, each in monitors().items() if not each.walks]
    looks = [each for agency in agencies for each in look_now(agency_id=agency, actor=acting, keys=keys)]
    new, gone = sum(each.new for each in looks), sum(each.gone for each in looks)
    failed = sum(bool(each.error) for each in looks)
    tell(request, _("The monitors looked: {new} new, {gone} gone.").format(new=new, gone=gone))
    if failed:
        sentence = ngettext(
            "{count} monitor failed; its card says why.",
            "{count} monitors failed; their cards say why.",
            failed,
        )
        tell(request, sentence.format(count=failed))
    return go("supervision")
