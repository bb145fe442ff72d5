"""First contact of a month's matters by unit; each number opens its matters, and a case can be begun from a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address
from gongkai.domain.law import load
from gongkai.domain.supervision.first_contact import way_faults
from gongkai.domain.supervision.liability import first_contact_rules
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import access_accountability as access
from gongkai.supervision import case_words, words
from gongkai.supervision.forms.cases import MonthFilter
from gongkai.supervision.queries import case_choices, cases
from gongkai.supervision.queries import first_contact as reads
from gongkai.supervision.queries.first_contact import Asked, OfUnit
from gongkai.supervision.staff.case_common import show, trail
from gongkai.supervision.staff.common import without_nul


@staff_page
def first_contact(request: HttpRequest) -> HttpResponse:
    """The table, and below it the matters of the number that was chosen."""
    acting = actor(request)
    if not reads.may_see(acting):
        raise Http404
    months = reads.months(clock.today())
    asked = without_nul(request.GET)
    year, month = MonthFilter(asked, months=months, units=()).month_of(months[0])
    ways = reads.of_month(acting, year, month)
    by_unit = reads.by_unit(ways)
    units = [row.unit.pk if row.unit else 0 for row in by_unit]
    form = MonthFilter(asked, months=months, units=units)
    form.is_valid()
    unit, fault = form.cleaned_data.get("unit"), form.cleaned_data.get("fault", "")
    chosen = reads.narrowed(ways, unit=unit, fault="" if fault == "all" else fault) if fault else []
    at = f"{year}-{month:02d}"
    # The choice of another month begins anew: what was opened belongs to this one.
    choice = MonthFilter(initial={"month": at}, months=months, units=())
    context = {
        "form": choice,
        "here": address("accountability_first_contact"),
        "month": dict(_choices(choice))[at],
        "columns": _columns(),
        "lines": _lines(by_unit, reads.total(ways), at),
        "any": bool(ways),
        "chosen": _chosen_words(fault, unit, by_unit) if fault else "",
        "ways": _ways(acting, chosen[: reads.SHOWN], fault),
        "more": max(0, len(chosen) - reads.SHOWN),
        "rules": _rules(),
        "crumbs": trail((_("First contact"), "")),
    }
    return show(request, "first_contact", context)


def _choices(form: MonthFilter) -> list[tuple[str, str]]:
    return list(form.fields["month"].choices)  # type: ignore[attr-defined]


def _columns() -> list[dict[str, Any]]:
    heads = [_("Asked first"), _("Matters"), _("Returned")]
    heads += [case_words.way_fault_name(key) for key in way_faults()]
    heads.append(_("Hours to a named receiver, median"))
    return [{"label": label, "numeric": at > 0} for at, label in enumerate(heads)]


def _lines(rows: Sequence[OfUnit], whole: OfUnit, month: str) -> list[list[dict[str, Any]]]:
    if not rows:
        return []
    lines = [
        _line(
            words.unit_name(row.unit) if row.unit else _("Nobody has looked at it yet"),
            row,
            {"month": month, "unit": row.unit.pk if row.unit else 0},
        )
        for row in rows
    ]
    return [*lines, _line(_("Together"), whole, {"month": month})]


def _line(name: str, row: OfUnit, where: Mapping[str, Any]) -> list[dict[str, Any]]:
    numbers = {"all": row.matters, "returned": row.returned, **row.faults}
    hours = f"{row.hours:.1f}" if row.hours is not None else "—"
    return [
        {"value": name},
        *(
            {"value": str(number), "url": _opens({**where, "fault": key}) if number else ""}
            for key, number in numbers.items()
        ),
        {"value": hours},
    ]


def _opens(query: Mapping[str, Any]) -> str:
    return f"{address('accountability_first_contact')}?{urlencode(query)}#matters"


def _chosen_words(fault: str, unit: int | None, rows: Sequence[OfUnit]) -> str:
    what = {"all": _("Matters"), "returned": _("Returned")}.get(fault) or case_words.way_fault_name(fault)
    whose = next((row.unit for row in rows if row.unit and row.unit.pk == unit), None)
    if whose is not None:
        return _("{what}: {unit}").format(what=what, unit=words.unit_name(whose))
    return _("{what}: {unit}").format(what=what, unit=_("Nobody has looked at it yet")) if unit == 0 else what


def _ways(acting: StaffActor, rows: Sequence[Asked], fault: str) -> list[dict[str, Any]]:
    opens = bool(access.opening_in(acting))
    known = case_choices.of_matters(acting, [each.matter.pk for each in rows])
    return [
        {
            "number": each.matter.number,
            "title": each.matter.title,
            "url": address("complaint", each.matter.pk),
            "person": each.person.name if each.person else "",
            "unit": words.unit_name(each.unit) if each.unit else "",
            "arrived": each.matter.received_at,
            "handed": [
                {"unit": words.unit_name(leg.unit), "name": leg.signed_by.name if leg.signed_by else ""}
                for leg in each.legs
            ],
            "returns": len(each.returns),
            "hours": f"{each.hours:.1f}" if each.hours is not None else "",
            "badges": [{"label": case_words.way_fault_name(key), "kind": "danger"} for key in each.faults],
            "cases": [
                {"number": case.number, "url": address("accountability_case", case.pk)}
                for case in known.get(each.matter.pk, [])
            ],
            "begin_url": _begin(each, fault) if opens and each.faults else "",
        }
        for each in rows
    ]


def _begin(asked: Asked, fault: str) -> str:
    """Opens a case with what the row tells: the fault chosen, or the first one of the matter."""
    key = fault if fault in asked.faults else asked.faults[0]
    unit, person = reads.blamed(asked, key)
    query = {
        "matter": asked.matter.pk,
        "from": cases.Case.Source.FIRST_CONTACT.value,
        "fault": way_faults()[key].fault,
        "unit": unit or "",
        "person": person or "",
    }
    return f"{address('accountability_new')}?{urlencode(query)}"


def _rules() -> list[str]:
    """What counts as a fault, in the numbers of the data."""
    rules = first_contact_rules()
    hours = next(row["length"] for row in load("complaints")["period"] if row["key"] == "sign")
    return [
        ngettext(
            "At most {n} unit may have a matter.", "At most {n} units may have a matter.", rules["units"]
        ).format(n=rules["units"]),
        ngettext(
            "A unit signs for it within {n} office hour.",
            "A unit signs for it within {n} office hours.",
            hours,
        ).format(n=hours),
        ngettext(
            "Somebody by name has it within {n} working day.",
            "Somebody by name has it within {n} working days.",
            rules["receiver_days"],
        ).format(n=rules["receiver_days"]),
        ngettext(
            "The reporter hears from somebody within {n} working day.",
            "The reporter hears from somebody within {n} working days.",
            rules["tell_days"],
        ).format(n=rules["tell_days"]),
    ]
