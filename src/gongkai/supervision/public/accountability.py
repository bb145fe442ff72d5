"""Accountability for everybody: numbers of each year, the kinds of fault and what may follow. Nobody is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core.access import public_page
from gongkai.core.staffpages import address_if_any, crumbs
from gongkai.domain.supervision import liability
from gongkai.domain.supervision.liability import Told
from gongkai.supervision import case_words, words
from gongkai.supervision.queries import case_numbers


@public_page
def accountability(request: HttpRequest) -> HttpResponse:
    """The page."""
    context = {
        "years": [
            {
                "year": each.year,
                "running": each.running,
                "total": each.faults.total,
                "tables": []
                if each.running or not each.faults.total
                else [
                    _table(_("By kind of fault"), _("Kind of fault"), each.faults, case_words.fault_name),
                    _table(_("By result"), _("Result"), each.measures, case_words.measure_name),
                ],
            }
            for each in case_numbers.years()
        ],
        "fewest": liability.FEWEST,
        "faults": case_words.listed(liability.faults().values()),
        "measures": case_words.listed(liability.measures().values()),
        "process_url": address_if_any("portal:process", "accountability"),
        "complaints_url": address_if_any("portal:complaint_home"),
        "lang": words.content_lang(),
        "crumbs": crumbs((_("Home"), reverse("portal:home")), (_("Accountability"), "")),
    }
    return render(request, "supervision/public/accountability.html", context)


def _table(caption: str, head: str, told: Told, name: Callable[[str], str]) -> dict[str, Any]:
    """The numbers as a table; what is too small alone stands together."""
    rows = [[{"value": name(key)}, {"value": str(number)}] for key, number in told.named.items()]
    if told.others:
        rows.append([{"value": _("Others together")}, {"value": str(told.others)}])
    columns = [{"label": head, "numeric": False}, {"label": _("Cases"), "numeric": True}]
    return {"caption": caption, "columns": columns, "rows": rows}
