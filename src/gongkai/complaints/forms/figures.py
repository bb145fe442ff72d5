"""The span, and the unit, over which the staff's figures are counted; their state is the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.complaints.queries.figures import BY
from gongkai.core.formfields import day_field, one_line
from gongkai.core.listpages import Filter


class SpanFilter(Filter):
    """From one day until another; what is left out is the year of today."""

    first = day_field(_("Arrived from"))
    last = day_field(_("Arrived until"))
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    agency = forms.TypedChoiceField(label=_("Agency"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, agencies: Sequence[Any], units: Sequence[Any], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self._agencies = [each.pk for each in agencies]
        self.offer("unit", [(each.pk, each.name) for each in units])
        self.offer("agency", [(each.pk, each.name) for each in agencies])
        if len(agencies) < 2:
            del self.fields["agency"]

    def span(self) -> tuple[date, date, tuple[int, ...]]:
        """The first and the last day in their order, and the agencies counted."""
        data = self.chosen()
        last = data.get("last") or self._today
        first = data.get("first") or last.replace(month=1, day=1)
        agency = data.get("agency")
        return min(first, last), max(first, last), (agency,) if agency else tuple(self._agencies)


def narrowed(address: Any) -> dict[str, str]:
    """The columns an address narrows a figure to."""
    return {name: one_line(address[name], 40) for name in BY if address.get(name)}
