"""A list of sites from a file: looked at first, line by line, and then brought in, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.campaigns import campaign_words as words
from gongkai.campaigns import site_files
from gongkai.campaigns.actions import bringing as actions
from gongkai.campaigns.forms.sites import SiteFileForm
from gongkai.campaigns.queries import lists, site_import
from gongkai.campaigns.queries.site_import import Look, Planned
from gongkai.campaigns.staff.common import organised_agency, show, site_trail
from gongkai.core import uploads
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal, upload
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

ENDINGS = (".csv", ".xlsx", ".txt")
#: Lines of a list shown; the rest is counted.
MOST_SHOWN = 200


@staff_page
def sites_bring(request: HttpRequest) -> HttpResponse:
    """Takes the file; then says what it would change, and brings it in."""
    acting = actor(request)
    agency = organised_agency(acting)
    token = request.GET.get("file", "")
    if token:
        return _look(request, acting, agency, token)
    posted = request.method == "POST"
    form = SiteFileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            kept = uploads.keep(acting.person_id, *upload(form.cleaned_data["file"]))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return HttpResponseRedirect(f"{address('sites_bring')}?{urlencode({'file': kept})}")
    context = {
        "form": form,
        "accept": ",".join(ENDINGS),
        "largest": f"{site_files.LARGEST >> 20} MB",
        "max_bytes": site_files.LARGEST,
        "columns": list(site_files.columns().values()),
        "needed": [site_files.columns()[key] for key in site_files.NEEDED],
        "crumbs": site_trail(None, (_("Bring a file in"), "")),
    }
    return show(request, "sites_bring", context, 422 if form.errors else 200)


def _look(request: HttpRequest, acting: StaffActor, agency: int, token: str) -> HttpResponse:
    file = uploads.place(acting.person_id, token)
    if file is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return go("sites")
    rows = _read(file)
    status = 200
    if request.method == "POST":
        try:
            brought = actions.bring_sites(actor=acting, agency_id=agency, rows=rows)
        except Refusal as refusal:
            tell_refusal(request, refusal)
            status = refusal.status
        else:
            uploads.discard(acting.person_id, token)
            tell(request, _told(brought))
            return go("sites")
    context = {
        **_shown(site_import.look(agency, rows), agency),
        "name": file.name,
        "crumbs": site_trail(
            None, (_("Bring a file in"), address("sites_bring")), (_("What would change"), "")
        ),
    }
    return show(request, "sites_look", context, status)


def _read(file: Path) -> list[site_files.SiteRow | site_files.Fault]:
    return site_files.read(file.read_bytes(), file.name)


def _told(brought: actions.Brought) -> str:
    """How many sites are new and changed."""
    new = ngettext("{n} site is new", "{n} sites are new", brought.new).format(n=f"{brought.new:,}")
    changed = ngettext("{n} was changed", "{n} were changed", brought.changed).format(
        n=f"{brought.changed:,}"
    )
    return _("Brought in: {new}, {changed}.").format(new=new, changed=changed)


def _shown(found: Look, agency: int) -> dict[str, Any]:
    units = {unit.pk: words.unit_name(unit) for unit in lists.units_of(agency)}
    groups = (
        (_("To be added"), found.new),
        (_("To be changed"), found.changed),
        (_("Unchanged"), found.same),
    )
    return {
        "sound": found.sound,
        "faults": found.faults[:MOST_SHOWN],
        "more_faults": max(0, len(found.faults) - MOST_SHOWN),
        "groups": [
            {
                "label": label,
                "count": len(rows),
                "rows": _lines(rows, units),
                "more": max(0, len(rows) - MOST_SHOWN),
            }
            for label, rows in groups
        ],
    }


def _lines(rows: Sequence[Planned], units: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "line": each.row.line,
            "code": each.row.code,
            "name": each.row.name,
            "unit": units.get(each.unit_id, ""),
            "parties": [name for name, _contact in each.parties.values() if name],
        }
        for each in rows[:MOST_SHOWN]
    ]
