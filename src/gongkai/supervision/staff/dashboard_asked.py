"""What the address of the dashboard asks for. What it says wrongly falls back to the usual, with a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.listpages import NOBODY
from gongkai.core.staffpages import address
from gongkai.domain.supervision.dashboard import DAYS_BACK, SPANS, USUAL_SPAN, Days, span
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import dashboard_words as words
from gongkai.supervision.queries.dashboard import scope as scopes
from gongkai.supervision.queries.dashboard.scope import NO_UNIT, Agency, Scope, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """The scope and the span, what there is to choose from, and the sentences about what was not understood."""

    scope: Scope
    agency: Agency
    agencies: Sequence[Agency]
    units: Sequence[Unit]
    span: str
    days: Days
    notes: list[str] = field(default_factory=list)

    @property
    def state(self) -> dict[str, str]:
        """What the address must carry so that another page means the same."""
        found = {}
        if self.agency != self.agencies[0]:
            found["agency"] = self.agency.code
        if self.scope.unit is not None:
            found["unit"] = unit_key(self.scope.unit)
        if not self.scope.is_today:
            found["day"] = self.scope.day.isoformat()
        return found

    @property
    def state_with_span(self) -> dict[str, str]:
        """The same with the time span, so that whoever goes back finds the page as it was."""
        return self.state if self.span == USUAL_SPAN else {**self.state, "span": self.span}

    def page(self, **changes: str) -> str:
        """The dashboard's own address with something changed; an empty word leaves it out."""
        return _at(address("dashboard"), {**self.state_with_span, **changes})

    def records(self, part: str, *, unit: int | None = None, days: Days | None = None, **more: str) -> str:
        """The address of the records behind a number."""
        state = {"part": part, **self.state_with_span, **more}
        if unit is not None:
            state["unit"] = unit_key(unit)
        if days is not None:
            state |= {"first": days.first.isoformat(), "last": days.last.isoformat()}
        return _at(address("dashboard_records"), state)


def _at(here: str, state: dict[str, str]) -> str:
    kept = {name: value for name, value in state.items() if value}
    return f"{here}?{urlencode(kept)}" if kept else here


def unit_key(unit: int) -> str:
    """A unit as addresses name it."""
    return NOBODY if unit == NO_UNIT else str(unit)


def asked(request: HttpRequest) -> Asked:
    """What is asked for; "there is no such page" for whoever sees no dashboard."""
    acting = actor(request)
    agencies = scopes.agencies(acting)
    if not agencies:
        raise Http404
    notes: list[str] = []
    agency = _agency(word(request, "agency"), agencies, notes)
    units = scopes.units(acting, agency.pk)
    day = _day(word(request, "day"), notes)
    unit = _unit(word(request, "unit"), units, acting, agency, notes)
    key = word(request, "span")
    if key and key not in SPANS:
        notes.append(_("This time span is not known. The usual one is shown."))
    key = key if key in SPANS else USUAL_SPAN
    found = scopes.scope(acting, agency, day=day, unit=unit)
    return Asked(found, agency, agencies, units, key, span(key, day), notes)


def word(request: HttpRequest, name: str) -> str:
    """A word of the address, without what no page may show and no longer than any that means something."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:60]


def _agency(wanted: str, agencies: Sequence[Agency], notes: list[str]) -> Agency:
    found = next((each for each in agencies if each.code == wanted), None)
    if wanted and found is None:
        notes.append(_("This agency is not among those shown to you. Your own one is shown."))
    return found or agencies[0]


def _unit(
    wanted: str, units: Sequence[Unit], acting: StaffActor, agency: Agency, notes: list[str]
) -> int | None:
    if wanted == NOBODY and scopes.sees_every_unit(acting, agency.pk):
        return NO_UNIT
    found = next((each.pk for each in units if str(each.pk) == wanted), None)
    if wanted and found is None:
        notes.append(
            _("This unit is not among those shown to you. All that are shown to you are taken together.")
        )
    return found


def _day(wanted: str, notes: list[str]) -> date:
    today = clock.today()
    if not wanted:
        return today
    found = read_day(wanted)
    if found is None:
        notes.append(_("This is no date. Today is shown."))
    elif found > today:
        notes.append(_("This day has not come yet. Today is shown."))
    elif found < today - timedelta(days=DAYS_BACK):
        notes.append(_("Records cannot tell how things stood so long ago. Today is shown."))
    else:
        return found
    return today


def read_day(wanted: str) -> date | None:
    """A day written as 2026-11-23, or nothing."""
    try:
        return date.fromisoformat(wanted)
    except ValueError:
        return None


def span_of(request: HttpRequest, usual: Days, notes: list[str]) -> Days:
    """The days of a number as its link names them; unreadable or turned round: the usual ones."""
    wanted = word(request, "first"), word(request, "last")
    if not any(wanted):
        return usual
    first, last = (read_day(each) for each in wanted)
    if first is None or last is None or first > last or first.year < 1900 or last.year > 2200:
        notes.append(_("These days are not understood. The usual span is shown."))
        return usual
    return Days(first, last)


def choices(asked: Asked) -> dict[str, list[tuple[Any, str]]]:
    """What the filters offer."""
    units = [(str(each.pk), words.unit_name(each)) for each in asked.units]
    if asked.scope.own is None:
        units.append((NOBODY, words.unit_name(None)))
    return {
        "agencies": [(each.code, words.agency_name(each)) for each in asked.agencies],
        "units": units,
    }
