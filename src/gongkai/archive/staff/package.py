"""One package: its metadata list, its files with their digests, the course; a copy of it, and a check."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.archive import access, words
from gongkai.archive.actions.taking_out import check_now
from gongkai.archive.actions.taking_out import export as take_out
from gongkai.archive.forms.packages import ExportForm
from gongkai.archive.queries import packages
from gongkai.archive.queries.records import Package
from gongkai.archive.queries.sources import shows, sources
from gongkai.archive.staff.common import found_package, show, trail, without_nul
from gongkai.archive.writing import folder_name
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, address_if_any, go, size, tell, tell_refusal
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as sentences


@staff_page
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """The package's page."""
    found, acting = found_package(request, pk)
    return page(request, found, acting, ExportForm(prefix="export"))


def page(
    request: HttpRequest, found: Package, acting: StaffActor, form: ExportForm, status: int = 200
) -> HttpResponse:
    """The page, also after a copy that was refused."""
    before = packages.replaced_by(found)
    sees = shows(acting, found)
    name, args = sources()[found.kind].url(found.record) if sees else ("", ())
    may = access.may_export(acting, found)
    context = {
        "package": found,
        "badges": words.badges(found),
        "facts": _facts(found, before),
        "basis": words.basis(found.kind),
        "due": words.is_due(found) and found.standing,
        "files": [_file(row) for row in found.files],
        "gone": [{"kind": words.paper_name(each["kind"]), "name": each["name"]} for each in found.gone],
        "faults": [{"path": each["path"], "what": words.fault_name(each["what"])} for each in found.faults],
        "size": size(found.size),
        "record_url": address_if_any(name, *args) if sees else "",
        "successor_url": address("archive_package", found.superseded_by_id) if found.superseded_by_id else "",
        "may_export": bool(may),
        "why_not": may,
        "form": form,
        "timeline": list(reversed(sentences(packages.told(found)))),
        "crumbs": trail((found.number, "")),
    }
    return show(request, "package", context, status)


def _facts(found: Package, before: Package | None) -> list[dict[str, Any]]:
    """The metadata list, in the order of ``law/archive.toml``."""
    values: tuple[tuple[str, Any], ...] = (
        ("archive_number", found.number),
        ("fonds_name", found.agency.name),
        ("kind", words.kind_name(found.kind)),
        ("number", found.record_number),
        ("responsible", found.responsible),
        ("document_number", found.document_number),
        ("opened_on", _day(found.opened_on)),
        ("closed_on", _day(found.closed_on)),
        ("ended", found.ended),
        ("year", str(found.year)),
        ("retention", words.retention_name(found.retention)),
        ("keep_until", _day(found.keep_until) if found.keep_until else words.retention_name(found.retention)),
        ("unit", words.unit_name(found.unit)),
        ("papers", str(found.papers)),
        ("pages", "" if found.pages is None else str(found.pages)),
        ("revision", str(found.revision)),
    )
    rows: list[dict[str, Any]] = [
        {"label": words.element_name(key), "value": value} for key, value in values if value
    ]
    if before is not None:
        url = address("archive_package", before.pk)
        rows.append({"label": words.element_name("replaces"), "value": before.number, "url": url})
    return rows


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _file(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "path": row["path"],
        "name": row["name"],
        "kind": words.paper_name(row["kind"]),
        "size": size(row["size"]),
        "sha256": row["sha256"],
    }


@staff_page
@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A copy as a ZIP. The purpose stands in the ledger."""
    found, acting = found_package(request, pk)
    form = ExportForm(without_nul(request.POST), prefix="export")
    if not access.may_export(acting, found):
        return page(request, found, acting, form, status=403)
    if not form.is_valid():
        return page(request, found, acting, form, status=422)
    try:
        file, faults = take_out(package=found, actor=acting, purpose=form.cleaned_data["purpose"])
    except Invalid as invalid:
        refuse(form, invalid)
        return page(request, found, acting, form, status=422)
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return go("archive_package", pk)
    if faults:
        tell(request, _faulty(len(faults)))
    name = f"{folder_name(found)}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    add_never_cache_headers(response)
    return response


def _faulty(count: int) -> str:
    return ngettext(
        "{count} file is not as it was archived; bag-info.txt in the copy names it.",
        "{count} files are not as they were archived; bag-info.txt in the copy names them.",
        count,
    ).format(count=count)


@staff_page
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads every file anew and holds it against its digest."""
    found, acting = found_package(request, pk)
    try:
        faults = check_now(package=found, actor=acting)
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return go("archive_package", pk)
    if faults:
        tell(request, _("Checked: not every file is as it was archived. See below."))
    else:
        tell(request, _("Checked: every file is as it was archived."))
    return go("archive_package", pk)
