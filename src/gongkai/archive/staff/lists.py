"""The archive as a list, and what has ended and waits to be archived."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.archive import access, words
from gongkai.archive.actions.archiving import archive_record
from gongkai.archive.forms.packages import NumberForm, PackageFilter
from gongkai.archive.queries import packages, waiting
from gongkai.archive.queries.sources import sources
from gongkai.archive.staff.common import show, trail, without_nul
from gongkai.archive.staff.rows import package_row, waiting_row
from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Records that wait on a page.
SIZE = 30


@staff_page
def archive(request: HttpRequest) -> HttpResponse:
    """The list, for who keeps or oversees the archive; a search by number for everybody else."""
    acting = actor(request)
    if not acting.roles & access.SEEING_ALL:
        return _by_number(request, acting)
    form = PackageFilter(without_nul(request.GET), years=packages.years(acting), units=packages.units(acting))
    chosen = form.narrowing()
    query = packages.listed(acting, **chosen)
    listed = packages.page(query, request.GET.get("after", ""))
    context = {
        **frame(request, form, address("archive"), listed.after),
        "rows": [package_row(each) for each in listed.rows],
        "shown": _shown(query.order_by()[: COUNTED + 1].count()),
        "tabs": _tabs(acting, str(chosen.get("stand", ""))),
        "due": chosen.get("stand") == packages.DUE,
        "waiting_url": address("archive_waiting"),
        "year_links": [
            {"label": str(year), "url": address("archive_year", year)} for year in packages.years(acting)
        ],
        "crumbs": trail(),
    }
    return show(request, "list", context)


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} packages").format(count=f"{COUNTED:,}")
    return ngettext("{count} package", "{count} packages", count).format(count=f"{count:,}")


def _tabs(acting: StaffActor, chosen: str) -> list[dict[str, Any]]:
    here = address("archive")
    counts = packages.stands(acting)
    return [
        {"label": _("In the archive"), "url": here, "count": counts["in_archive"], "current": not chosen},
        {
            "label": _("Due for appraisal"),
            "url": f"{here}?stand={packages.DUE}",
            "count": counts["due"],
            "current": chosen == packages.DUE,
        },
        {
            "label": _("Superseded"),
            "url": f"{here}?stand={packages.SUPERSEDED}",
            "count": counts["superseded"],
            "current": chosen == packages.SUPERSEDED,
        },
    ]


def _by_number(request: HttpRequest, acting: StaffActor) -> HttpResponse:
    form = NumberForm(without_nul(request.GET))
    asked = str(form.chosen().get("text", ""))
    context = {
        **frame(request, form, address("archive"), ""),
        "asked": asked,
        "rows": [package_row(each) for each in packages.numbered(acting, asked)],
        "crumbs": trail(),
    }
    return show(request, "by_number", context)


@staff_page
def to_archive(request: HttpRequest) -> HttpResponse:
    """What has ended and is not archived yet, by kind."""
    acting = actor(request)
    agency = packages.agency_kept(acting)
    if agency is None:
        raise Http404
    counts = waiting.counts(agency.pk, acting)
    asked = request.GET.get("kind", "")
    kind = (
        asked
        if asked in counts
        else next((key for key, count in counts.items() if count), next(iter(counts)))
    )
    after = request.GET.get("after", "")
    known = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    found, last = waiting.page(agency.pk, kind, known, SIZE, acting)
    troubles = waiting.troubles(agency.pk, kind, [each.key for each in found])
    units = packages.units_named(each.unit for each in found if each.unit is not None)
    here = f"{address('archive_waiting')}?kind={kind}"
    context = {
        "rows": [
            waiting_row(
                each,
                troubles.get(each.key, ""),
                words.unit_name(units.get(each.unit or 0)),
            )
            for each in found
        ],
        "kinds": [
            {
                "label": words.kind_name(key),
                "url": f"{address('archive_waiting')}?kind={key}",
                "count": _few(count),
                "current": key == kind,
            }
            for key, count in counts.items()
            if count or key == kind
        ],
        "kind": kind,
        "keeps": access.keeping(acting, agency.pk) is not None,
        "agency": agency,
        "next_url": f"{here}&after={last}" if last else "",
        "first_url": here if known else "",
        "crumbs": trail((_("Waiting to be archived"), "")),
    }
    return show(request, "waiting", context)


def _few(count: int) -> str:
    return f"{waiting.COUNTED:,}+" if count > waiting.COUNTED else f"{count:,}"


@staff_page
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Archives one record now."""
    acting = actor(request)
    kind, key, agency = (request.POST.get(name, "") for name in ("kind", "record", "agency"))
    if kind not in sources() or not _is_number(key) or not _is_number(agency):
        raise Http404
    try:
        made = archive_record(agency_id=int(agency), kind=kind, record=int(key), actor=acting)
    except Refusal as refusal:
        if not acting.roles & access.SEEING_ALL:
            raise Http404 from refusal
        tell_refusal(request, refusal)
        return go("archive_waiting")
    tell(request, _("Archived as {number}.").format(number=made.number))
    return go("archive_package", made.pk)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19
