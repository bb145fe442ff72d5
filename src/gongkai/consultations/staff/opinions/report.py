"""The adoption report (意见采纳情况报告) before and after it is public: word for word what the public reads or will."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations.forms.opinions import how_many
from gongkai.consultations.public import report as published
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries import texts, worklists
from gongkai.consultations.queries.records import Document
from gongkai.consultations.staff.documents.common import found, show
from gongkai.consultations.staff.opinions.common import path_to
from gongkai.core.access import staff_page
from gongkai.core.formfields import one_line
from gongkai.core.staffpages import address, address_if_any


@staff_page
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it would be published now, and what keeps it from that."""
    of, _acting = found(request, pk)
    here = address("consultation_report", of.pk)
    after = one_line(request.GET.get("after", ""), 30)
    out = bool(texts.put_out(of))
    answered = out and reads.answered(of)
    context: dict[str, Any] = {
        "document": of,
        "out": out,
        "answered": answered,
        "waits": [] if answered or not out else _waits(of),
        "public_url": address_if_any("portal:consultation_report", of.agency.code, of.number)
        if answered
        else "",
        "docx_url": address("consultation_export", of.pk, "docx"),
        "list_url": address("consultation_opinions", of.pk),
        "crumbs": path_to(of, (_("What became of the opinions"), "")),
        **(published.content(of, after, here) if out else {}),
    }
    return show(request, "opinion_report", context)


def _waits(of: Document) -> list[dict[str, str]]:
    """What is still to be done before the public reads it."""
    here, counts = address("consultation_opinions", of.pk), worklists.states_of_opinions(of)
    waits = []
    if of.state in ("consulting", "drafting", "to_consult"):
        waits.append(
            {"label": _("The consultation is not over, or the next version is being drafted."), "url": ""}
        )
    if counts["none"]:
        label = _("Without an answer: {opinions}.").format(opinions=how_many(counts["none"]))
        waits.append({"label": label, "url": f"{here}?verdict=none"})
    if counts["new"]:
        label = _("Not looked at yet, so that their words are not shown: {opinions}.")
        waits.append({"label": label.format(opinions=how_many(counts["new"])), "url": f"{here}?state=new"})
    return waits  # fmt: skip
