"""Filters of the register's lists: their state is the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import day_field, line
from gongkai.core.lawwords import in_chinese
from gongkai.core.listpages import Filter
from gongkai.domain.powers.course import PROCESS
from gongkai.people.models import Agency, Unit
from gongkai.powers import words
from gongkai.powers.queries.lists import COMING, IN_FORCE, NOT_IN_FORCE, ON_ITS_WAY


def unit_name(unit: Unit) -> str:
    """A unit's name in the reader's language."""
    return unit.name if in_chinese() or not unit.name_en else unit.name_en


def unit_options(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units for a choice, under their agencies where there are several of those."""
    by_agency: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        by_agency.setdefault(agency_name(unit.agency), []).append((unit.pk, unit_name(unit)))
    return (
        list(by_agency.items())
        if len(by_agency) > 1
        else [each for rows in by_agency.values() for each in rows]
    )


def agency_name(agency: Agency) -> str:
    """An agency's name in the reader's language."""
    return agency.name if in_chinese() or not agency.name_en else agency.name_en


class EntryFilter(Filter):
    """Which entries the staff's list shows."""

    text = line(_("Code or words of the name"), 100)
    #: Chosen by the tabs above the list, and kept when the other filters change.
    kind = forms.ChoiceField(label=_("Kind of entry"), required=False, widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words.kind_options())
        self.offer("unit", unit_options(units))
        states = [(state.key, gettext(state.label)) for state in PROCESS.states]
        whole = [
            (IN_FORCE, gettext("In force today")),
            (COMING, gettext("Published, not in force yet")),
            (NOT_IN_FORCE, gettext("Not in force today")),
            (ON_ITS_WAY, gettext("Something is on its way")),
        ]
        self.offer("state", [*whole, *states])


class PublicFilter(Filter):
    """Which powers or services the public's lists show."""

    text = line(_("Code or words of the name"), 100)
    category = forms.ChoiceField(label=_("Kind of power"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    on = day_field(_("As of the day"))

    def __init__(
        self, *args: Any, kind: str, units: Iterable[Unit], agencies: Iterable[Agency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = list(agencies)
        if kind == "item":
            self.offer("category", words.choice_options("item", "category"))
        else:
            del self.fields["category"]
        if len(known) > 1:
            self.offer("agency", [(each.code, agency_name(each)) for each in known])
        else:
            del self.fields["agency"]
        self.offer("unit", unit_options(units))
