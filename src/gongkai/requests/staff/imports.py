"""Bringing a register in: look first, then all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock, uploads
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.requests import importing, words
from gongkai.requests.actions.importing import bring_in, may_bring_in
from gongkai.requests.forms.importing import ENDINGS, REGISTERS, RegisterForm
from gongkai.requests.importing import DisputeRow, Findings, RequestRow
from gongkai.requests.importing.records import Register
from gongkai.requests.queries import desk
from gongkai.requests.queries import register as held
from gongkai.requests.staff.batch import batch
from gongkai.requests.staff.common import address, crumbs, go, show, tell, upload

#: The post each register is kept by.
KEEPERS: dict[Register, str] = {"requests": "requests.desk", "disputes": "requests.legal"}


@staff_page
def imports(request: HttpRequest) -> HttpResponse:
    """Takes the file and goes on to what would happen."""
    acting = actor(request)
    kept = {register: desk.agencies_where(acting, role) for register, role in KEEPERS.items()}
    registers = [register for register, agencies in kept.items() if agencies]
    agencies = sorted({each.pk: each for several in kept.values() for each in several}.values(), key=str)
    posted = request.method == "POST"
    form = RegisterForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        registers=registers,
        agencies=agencies,
    )
    if posted and form.is_valid():
        try:
            may_bring_in(acting, form.agency_id(), form.cleaned_data["register"])
            token = uploads.keep(acting.person_id, *upload(form.cleaned_data["file"]))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return go("request_import", form.cleaned_data["register"], form.agency_id(), token)
    context = {
        "form": form,
        "may_bring_in": bool(registers),
        "columns": [_columns(register) for register in registers],
        "accept": ",".join(ENDINGS),
        "largest": f"{settings.GONGKAI_MAX_UPLOAD // (1024 * 1024)} MB",
        "max_bytes": settings.GONGKAI_MAX_UPLOAD,
        "crumbs": crumbs((_("Requests"), address("requests")), (_("Bring a register in"), "")),
    }
    return show(request, "imports", context, 422 if form.errors else 200)


def _columns(register: Register) -> dict[str, Any]:
    """The columns of a register for the page, with the words that may stand in the choosing ones."""
    listed = importing.COLUMNS[register]
    return {
        "title": REGISTERS[register],
        "columns": [
            {"key": column.key, "chinese": column.names[0], "required": column.required} for column in listed
        ],
    }


@staff_page
def dry_run(request: HttpRequest, register: Register, agency: int, token: str) -> HttpResponse:
    """What the file holds and what stands in its way; then brings in all of it or nothing."""
    acting = actor(request)
    if register not in KEEPERS:
        raise Http404
    may_bring_in(acting, agency, register)
    file = uploads.place(acting.person_id, token)
    if file is None:
        raise Http404
    if request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return go("request_imports")
    found = _look(register, agency, file)
    refusal = None
    if request.method == "POST" and found.sound:
        try:
            return _bring_in(request, acting, agency, token, file, found)
        except Refusal as caught:
            refusal = caught
    context = {
        "found": found,
        "refusal": refusal,
        "register": REGISTERS[register],
        "agency": held.agency_by_id(agency),
        "figures": _figures(found),
        "ends": _ends(found),
        "lines": [_line(each) for each in found.sample],
        "more_lines": max(0, found.rows - len(found.sample)),
        "crumbs": crumbs(
            (_("Requests"), address("requests")),
            (_("Bring a register in"), address("request_imports")),
            (_("What would happen"), ""),
        ),
    }
    return show(request, "import", context, refusal.status if refusal else 200)


def _look(register: Register, agency_id: int, file: Path) -> Findings:
    agency = held.agency_by_id(agency_id)
    return importing.look(
        register,
        file,
        today=clock.today(),
        taken=held.taken(agency_id),
        before=held.brought_in(agency, register),
    )


def _bring_in(
    request: HttpRequest, acting: StaffActor, agency: int, token: str, file: Path, found: Findings
) -> HttpResponse:
    rows = bring_in(actor=acting, agency_id=agency, path=file, findings=found)
    uploads.discard(acting.person_id, token)
    if found.register == "requests":
        sentence = ngettext("{count} request was brought in.", "{count} requests were brought in.", rows)
    else:
        sentence = ngettext(
            "{count} review or suit was brought in.", "{count} reviews and suits were brought in.", rows
        )
    tell(request, sentence.format(count=f"{rows:,}"))
    return go("requests" if found.register == "requests" else "disputes")


def _figures(found: Findings) -> list[dict[str, str]]:
    """How many of what."""
    return [
        {"label": _("Lines"), "value": f"{found.rows:,}"},
        {"label": _("Ended"), "value": f"{found.closed:,}"},
        {"label": _("Still open"), "value": f"{found.open:,}"},
    ]


def _ends(found: Findings) -> list[dict[str, str]]:
    """How they ended, the most frequent first."""
    told = words.outcome if found.register == "requests" else words.dispute_result
    return [
        {"label": told(end) if end else _("Still open"), "count": f"{count:,}"}
        for end, count in found.ends.most_common()
    ]


def _line(row: RequestRow | DisputeRow) -> dict[str, Any]:
    """A line of the file for the table of the first ones."""
    if isinstance(row, RequestRow):
        return {
            "line": row.line,
            "name": row.number,
            "what": row.subject,
            "kind": words.applicant_kind(row.applicant_kind),
            "way": row.channel_words or words.channel(row.channel),
            "on": row.received_on,
            "end": words.outcome(row.outcome) if row.outcome else "",
            "closed_on": row.closed_on,
        }
    return {
        "line": row.line,
        "name": row.number or "—",
        "what": row.authority,
        "kind": words.dispute_kind(row.kind),
        "way": row.request_number,
        "on": row.filed_on,
        "end": words.dispute_result(row.result) if row.result else "",
        "closed_on": row.closed_on,
    }


urlpatterns_staff: list[URLPattern] = [
    path("requests/batch/", batch, name="request_batch"),
    path("requests/imports/", imports, name="request_imports"),
    path("requests/imports/<slug:register>/<int:agency>/<str:token>/", dry_run, name="request_import"),
]
