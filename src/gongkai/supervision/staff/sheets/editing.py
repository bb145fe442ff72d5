"""Changing a sheet that is not in use yet: its head, one line, or all lines by a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.supervision.scoring import Indicator
from gongkai.people.actor import StaffActor
from gongkai.supervision import sheet_files
from gongkai.supervision.actions import sheets as actions
from gongkai.supervision.forms.sheets import HeadForm, LineForms
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.records import ScoreSheet
from gongkai.supervision.queries.scoring import indicators_of
from gongkai.supervision.staff.common import show, without_nul
from gongkai.supervision.staff.sheets.record import found_sheet


class EditForm(HeadForm):
    """The head, and a table that replaces all lines."""

    file = forms.FileField(label=_("Replace all lines by a table"), required=False)


def _changing(request: HttpRequest, pk: int) -> tuple[ScoreSheet, StaffActor]:
    found, acting = found_sheet(request, pk)
    for each in assessments.offers(found, acting):
        if each.move.key == "change" and each.refused is None:
            return found, acting
    raise Http404


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes name, source, days, or all lines."""
    found, acting = _changing(request, pk)
    known = {name: getattr(found, name) for name in ("title", "source", "in_force_from", "in_force_until")}
    posted = request.method == "POST"
    form = EditForm(
        without_nul(request.POST) if posted else None, request.FILES if posted else None, initial=known
    )
    status, refusal = 200, None
    if posted and form.is_valid():
        given = form.cleaned_data
        file = given.pop("file")
        try:
            indicators = sheet_files.read(file.read(), file.name) if file else indicators_of(found)
            actions.change(
                sheet_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                indicators=indicators,
                **given,
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as caught:
            status, refusal = caught.status, caught
        else:
            tell(request, _("Kept. Simulate the sheet before it is adopted."))
            return go("score_sheet", pk)
    context = {
        "sheet": found,
        "form": form,
        "refusal": refusal,
        "version": request.POST.get("version", found.revision) if posted else found.revision,
        "columns": sheet_files.NAMES,
        "crumbs": crumbs(
            (_("Score sheets"), address("score_sheets")),
            (found.title, address("score_sheet", pk)),
            (_("Change"), ""),
        ),
    }
    return show(request, "sheet_edit", context, 422 if form.errors else status)


@staff_page
def line(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Changes one line, adds one (``new``), or takes one out."""
    found, acting = _changing(request, pk)
    indicators = indicators_of(found)
    known = next((each for each in indicators if each.key == key), None)
    if known is None and key != "new":
        raise Http404
    posted = request.method == "POST"
    tried = LineForms(known, without_nul(request.POST) if posted else None)
    refusal: Refusal | None = None
    removes = posted and request.POST.get("do") == "remove" and known is not None
    if removes or (posted and tried.is_valid()):
        changed = _changed(indicators, key, None if removes else tried.indicator(key))
        try:
            actions.change(
                sheet_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                title=found.title,
                source=found.source,
                in_force_from=found.in_force_from,
                in_force_until=found.in_force_until,
                indicators=changed,
            )
        except Refusal as caught:
            refusal = caught
        else:
            tell(request, _("Kept. Simulate the sheet before it is adopted."))
            return go("score_sheet", pk, anchor="lines")
    return _line_page(request, found, known, tried, refusal)


def _line_page(
    request: HttpRequest,
    found: ScoreSheet,
    known: Indicator | None,
    tried: LineForms,
    refusal: Refusal | None,
) -> HttpResponse:
    errors = (
        [error for form in tried.forms for error in error_summary(form)["errors"]]
        if tried.head.is_bound
        else []
    )
    version: Any = request.POST.get("version", "") if request.method == "POST" else found.revision
    context = {
        "sheet": found,
        "known": known,
        "tried": tried,
        "errors": errors,
        "refusal": refusal,
        "version": version,
        "crumbs": crumbs(
            (_("Score sheets"), address("score_sheets")),
            (found.title, address("score_sheet", found.pk)),
            (known.title if known else _("New line"), ""),
        ),
    }
    status = refusal.status if refusal else 422 if errors else 200
    return show(request, "sheet_line", context, status)


def _changed(indicators: tuple[Indicator, ...], key: str, line: Indicator | None) -> tuple[Indicator, ...]:
    """The lines with this one changed, added or taken out, numbered anew."""
    kept = [line if each.key == key and line is not None else each for each in indicators]
    if line is None:
        kept = [each for each in indicators if each.key != key]
    elif key == "new":
        kept.append(line)
    return _numbered(kept)


def _numbered(indicators: list[Indicator]) -> tuple[Indicator, ...]:
    return tuple(
        replace(
            each,
            key=str(place),
            rules=tuple(
                replace(rule, key=f"{place}.{number}") for number, rule in enumerate(each.rules, start=1)
            ),
        )
        for place, each in enumerate(indicators, start=1)
    )
