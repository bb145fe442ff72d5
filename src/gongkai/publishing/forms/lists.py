"""Filters: their state is the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.domain.disclosure import PROCESS
from gongkai.publishing import words
from gongkai.publishing.forms.base import line


class DocumentFilter(forms.Form):
    """Which documents a list shows. What an address says wrongly is left out, not an error."""

    text = line(_("Title or number"), 100)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    row = forms.ChoiceField(label=_("Catalogue row"), required=False)
    mine = forms.ChoiceField(label=_("Author"), required=False)

    def __init__(self, *args: Any, units: Iterable[Any], rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = gettext("All")
        self._choose("state", every, [(state.key, gettext(state.label)) for state in PROCESS.states])
        self._choose("unit", every, [(unit.pk, unit.name) for unit in units])
        self._choose("row", every, [(row.key, words.entry_label(row)) for row in rows])
        self._choose("mine", every, [("1", gettext("Only mine"))])

    def _choose(self, name: str, empty: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The filters that hold, in the words of ``queries.documents_for_staff``."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class YearForm(forms.Form):
    """The year whose releases are counted."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
