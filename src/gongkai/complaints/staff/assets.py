"""Fixed assets (部件) on the screen: looked for, and brought in from a table, first to see, then all or nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints import access, words
from gongkai.complaints.actions.assets import import_assets
from gongkai.complaints.forms.assets import AssetFilter, WholeForm
from gongkai.complaints.forms.rules import FileForm
from gongkai.complaints.queries import assets as queries
from gongkai.complaints.queries.assets import Asset
from gongkai.complaints.staff.common import address, crumbs, go, show, tell
from gongkai.complaints.staff.rule_files import text_of
from gongkai.complaints.staff.rules import opened
from gongkai.core import clock, uploads
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import upload
from gongkai.core.text import render

ENDINGS = (".csv", ".txt")


def _trail(*further: tuple[str, str]) -> list[dict[str, str]]:
    here = address("complaint_assets") if further else ""
    return crumbs((_("Complaints"), address("complaints")), (_("Fixed assets"), here), *further)


@staff_page
def assets(request: HttpRequest) -> HttpResponse:
    """The fixed assets, looked for by code, name and class."""
    acting, agency = opened(request)
    here = queries.classes_here(agency.pk)
    classes = [(code, f"{code} {words.class_label(code, clock.today())} ({count:,})") for code, count in here]
    form = AssetFilter(request.GET, classes=classes)
    given = form.cleaned_data if form.is_valid() else {"text": "", "category": ""}
    found = queries.listed(agency.pk, given["text"].strip(), given["category"])
    context = {
        "form": form,
        "here": address("complaint_assets"),
        "rows": [_told(each) for each in found.rows],
        "count": found.count,
        "more": max(0, found.count - len(found.rows)),
        "any": found.any,
        "keeps": bool(access.may_keep_assets(acting, agency.pk)),
        "crumbs": _trail(),
    }
    return show(request, "assets", context)


def _told(row: Asset) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "category": f"{row.category} {words.class_label(row.category, clock.today())}".strip(),
        "district": words.district(row.district),
        "place": f"{row.lat:.5f}, {row.lon:.5f}",
        "closed_on": row.closed_on,
    }


@staff_page
def bring(request: HttpRequest) -> HttpResponse:
    """Takes the table and goes on to what would happen."""
    acting, agency = opened(request)
    access.may_keep_assets(acting, agency.pk).require()
    posted = request.method == "POST"
    form = FileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            token = uploads.keep(acting.person_id, *upload(form.cleaned_data["file"]))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return go("complaint_assets_look", token)
    context = {
        "form": form,
        "accept": ",".join(ENDINGS),
        "largest": f"{settings.GONGKAI_MAX_UPLOAD // (1024 * 1024)} MB",
        "max_bytes": settings.GONGKAI_MAX_UPLOAD,
        "crumbs": _trail((_("Bring a table in"), "")),
    }
    return show(request, "assets_bring", context, 422 if form.errors else 200)


@staff_page
def look(request: HttpRequest, token: str) -> HttpResponse:
    """What the table holds and what stands in its way; then all of it, or nothing."""
    acting, agency = opened(request)
    access.may_keep_assets(acting, agency.pk).require()
    file = uploads.place(acting.person_id, token)
    if file is None:
        raise Http404
    if request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return go("complaint_assets")
    form = WholeForm(request.POST if request.method == "POST" else None)
    text = text_of(file)
    if request.method == "POST" and form.is_valid():
        try:
            done = import_assets(
                agency_id=agency.pk, actor=acting, text=text, whole=form.cleaned_data["whole"]
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            uploads.discard(acting.person_id, token)
            count = len(done.assets)
            tell(
                request,
                ngettext("{n} asset was brought in.", "{n} assets were brought in.", count).format(
                    n=f"{count:,}"
                ),
            )
            return go("complaint_assets")
    found = queries.look(agency.pk, text)
    first = [
        {
            "code": each.code,
            "name": each.name,
            "category": each.category,
            "district": words.district(each.district),
        }
        for each in found.assets[: queries.FIRST]
    ]
    context = {
        "name": file.name,
        "found": found,
        "count": len(found.assets),
        "faults": [render(each) for each in found.faults],
        "first": first,
        "form": form,
        "crumbs": _trail(
            (_("Bring a table in"), address("complaint_assets_bring")), (_("What would change"), "")
        ),
    }
    return show(request, "assets_look", context, 422 if form.errors else 200)


urlpatterns_staff: list[URLPattern] = [
    path("complaints/assets/", assets, name="complaint_assets"),
    path("complaints/assets/bring/", bring, name="complaint_assets_bring"),
    path("complaints/assets/bring/<str:token>/", look, name="complaint_assets_look"),
]
