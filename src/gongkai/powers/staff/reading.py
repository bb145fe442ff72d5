"""Reading beside the record: two versions compared, and a version on paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.paper.sheet import PrintError
from gongkai.core.sending import attachment
from gongkai.powers import words
from gongkai.powers.comparing import changes
from gongkai.powers.paper import paper
from gongkai.powers.public.present import absolute
from gongkai.powers.queries import register
from gongkai.powers.staff.common import address_of, found, show, trail, wanted


@staff_page
def compare(request: HttpRequest, kind: str, code: str, agency: str = "") -> HttpResponse:
    """Any two versions, drafts among them, field by field."""
    entry, _acting = found(request, kind, code, agency)
    versions = register.versions(entry)
    old = wanted(versions, request.GET.get("old", ""))
    new = wanted(versions, request.GET.get("new", ""))
    if "old" not in request.GET and "new" not in request.GET and len(versions) > 1:
        old, new = versions[1], versions[0]
    context = {
        "entry": entry,
        "versions": versions,
        "old": old,
        "new": new,
        "old_label": words.version_name(old) if old else "",
        "new_label": words.version_name(new) if new else "",
        "changes": changes(old, new) if old and new and old != new else [],
        "back_url": address_of(entry),
        "crumbs": trail(entry, (_("Comparison"), "")),
    }
    return show(request, "register_compare", context)


@staff_page
def sheet(request: HttpRequest, kind: str, code: str, number: int, agency: str = "") -> HttpResponseBase:
    """A version as PDF; drafts say that they are not published."""
    entry, _acting = found(request, kind, code, agency)
    version = wanted(register.versions(entry), str(number))
    if version is None:
        raise Http404
    published = version.state == "published"
    here = reverse("portal:power", args=[entry.agency.code, entry.kind, entry.code]) if published else ""
    try:
        content = paper(version, absolute(request, here) if here else "")
    except PrintError as error:
        return show(
            request,
            "register_not_printed",
            {"error": str(error), "entry": entry, "crumbs": trail(entry)},
            503,
        )
    return attachment(content, name=f"{entry.code}-{version.number}.pdf", content_type="application/pdf")
