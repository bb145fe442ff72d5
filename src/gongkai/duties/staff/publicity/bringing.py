"""Activities from a file: looked at first, line by line, and then brought in as drafts, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import table_files, uploads
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal, upload
from gongkai.duties import publicity_words as words
from gongkai.duties.actions import publicity_bringing as actions
from gongkai.duties.forms.publicity import ActivityFileForm
from gongkai.duties.queries.publicity_import import SHAPE, Planned
from gongkai.duties.staff.publicity.common import kept_agency, show, trail
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

ENDINGS = (".csv", ".xlsx", ".txt")
#: Lines of a file shown; the rest is counted.
MOST_SHOWN = 200


@staff_page
def bring(request: HttpRequest) -> HttpResponse:
    """Takes the file; then says what it would bring, and brings it in."""
    acting = actor(request)
    agency = kept_agency(acting)
    token = request.GET.get("file", "")
    if token:
        return _look(request, acting, agency, token)
    posted = request.method == "POST"
    form = ActivityFileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            kept = uploads.keep(acting.person_id, *upload(form.cleaned_data["file"]))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return HttpResponseRedirect(f"{address('publicity_bring')}?{urlencode({'file': kept})}")
    context = {
        "form": form,
        "accept": ",".join(ENDINGS),
        "largest": f"{table_files.LARGEST >> 20} MB",
        "max_bytes": table_files.LARGEST,
        "columns": list(SHAPE.columns.values()),
        "needed": [SHAPE.columns[key] for key in SHAPE.needed],
        "kinds": [name for _key, name in words.kind_options()],
        "crumbs": trail(None, (_("Bring a file in"), "")),
    }
    return show(request, "publicity_bring", context, 422 if form.errors else 200)


def _look(request: HttpRequest, acting: StaffActor, agency: int, token: str) -> HttpResponse:
    file = uploads.place(acting.person_id, token)
    if file is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return go("publicity")
    rows = table_files.read(file.read_bytes(), file.name, SHAPE)
    status = 200
    if request.method == "POST":
        try:
            brought = actions.bring_activities(actor=acting, agency_id=agency, rows=rows)
        except Refusal as refusal:
            tell_refusal(request, refusal)
            status = refusal.status
        else:
            uploads.discard(acting.person_id, token)
            told = ngettext(
                "{n} activity was brought in as a draft.",
                "{n} activities were brought in as drafts.",
                brought.new,
            )
            tell(request, told.format(n=f"{brought.new:,}"))
            return go("publicity")
    found = actions.look(agency, rows)
    groups = ((_("To be added"), found.new), (_("Known already"), found.same))
    context = {
        "sound": found.sound,
        "faults": found.faults[:MOST_SHOWN],
        "more_faults": max(0, len(found.faults) - MOST_SHOWN),
        "groups": [_group(label, planned) for label, planned in groups],
        "name": file.name,
        "crumbs": trail(
            None, (_("Bring a file in"), address("publicity_bring")), (_("What would change"), "")
        ),
    }
    return show(request, "publicity_look", context, status)


def _group(label: str, planned: Sequence[Planned]) -> dict[str, Any]:
    return {
        "label": label,
        "count": len(planned),
        "rows": [
            {
                "line": each.line,
                "code": each.known,
                "title": each.given.title,
                "kind": words.kind_name(each.given.kind),
                "day": each.given.begins_on,
            }
            for each in planned[:MOST_SHOWN]
        ],
        "more": max(0, len(planned) - MOST_SHOWN),
    }
