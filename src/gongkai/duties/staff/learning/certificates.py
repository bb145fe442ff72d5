"""Certificates: the list, and one on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import staff_page
from gongkai.core.listpages import frame
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import PrintError
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address
from gongkai.domain.text import say
from gongkai.duties import certificate_paper
from gongkai.duties.forms.examining import CertificateFilter
from gongkai.duties.queries.learning import certificates, paging, roster
from gongkai.duties.staff.learning.common import find, show, trail, without_nul
from gongkai.duties.staff.learning.rows import certificate_row
from gongkai.people.middleware import actor


@staff_page
def listed(request: HttpRequest) -> HttpResponse:
    """The certificates the person sees, the newest first."""
    acting = actor(request)
    form = CertificateFilter(without_nul(request.GET), units=roster.units_seen(acting))
    query = certificates.listed(acting, **form.chosen())
    page = paging.by_key(query, request.GET.get("after", ""))
    count = query.count()
    context = {
        **frame(request, form, address("learning_certificates"), page.after),
        "heading": _("Certificates"),
        "rows": [certificate_row(each) for each in page.rows],
        "shown": ngettext("{count} certificate", "{count} certificates", count).format(count=f"{count:,}"),
        "empty_title": _("There is no certificate yet"),
        "empty_text": _("They are issued from an examination whose results are confirmed."),
        "crumbs": trail((_("Certificates"), "")),
    }
    return show(request, "list", context)


@staff_page
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate as PDF."""
    found, _acting = find(request, pk, certificates.certificate)
    if certificates.stand_of(found) == "void":
        raise Refusal(say("The result behind this certificate was corrected: it is void."))
    try:
        content = pdf(certificate_paper.sheet_of(found))
    except PrintError as error:
        raise Refusal(str(error)) from error
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
