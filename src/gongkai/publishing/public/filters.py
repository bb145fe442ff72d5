"""The filter bar of the public lists: a form whose state is the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _l

from gongkai.core.text import render
from gongkai.domain.text import say
from gongkai.publishing.public.present import validities

EARLIEST = date(1949, 10, 1)
LATEST = date(2999, 12, 31)


def day_field(label: Any) -> forms.DateField:
    """A day, typed or picked; what is no day is answered with a sentence."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _l("This is not a date. Write it as year-month-day, for example 2026-03-02.")
        },
    )


class Filters(forms.Form):
    """Agency, validity and the dates between which a document was made."""

    agency = forms.ChoiceField(label=_l("Agency"), required=False)
    validity = forms.ChoiceField(label=_l("Validity"), required=False)
    made_from = day_field(_l("Made from"))
    made_until = day_field(_l("Made until"))

    def __init__(self, data: QueryDict, *, agencies: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data, auto_id="filter_%s")
        #: name of a field → key of a choice → its words
        self.words: dict[str, dict[str, str]] = {}
        for name, choices in (("validity", validities()), ("agency", list(agencies))):
            self._offer(name, choices)
        if len(agencies) < 2:
            del self.fields["agency"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("All")), *choices]
        self.words[name] = dict(choices)
        field.error_messages["invalid_choice"] = gettext("Choose one of the list.")

    def clean(self) -> dict[str, Any]:
        """Days in their order, and in years that documents have."""
        cleaned = super().clean() or {}
        for name in ("made_from", "made_until"):
            day = cleaned.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, render(say("No document has this date; check the year.")))
        first, last = cleaned.get("made_from"), cleaned.get("made_until")
        if first and last and last < first:
            self.add_error("made_until", render(say("The last day lies before the first: swap the two.")))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """What was chosen and could be understood."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chips(self, address: QueryDict) -> list[dict[str, str]]:
        """What is chosen, each with the address of the list without it."""
        chips = []
        for name, value in self.chosen().items():
            field = self.fields[name]
            words = self.words.get(name, {}).get(value, value)
            label = f"{field.label}{gettext(': ')}{words}"
            chips.append({"label": label, "remove_url": without(address, name, "after")})
        return chips


def without(address: QueryDict, *names: str) -> str:
    """The address with some of its parts left out."""
    rest = address.copy()
    for name in names:
        rest.pop(name, None)
    return f"?{rest.urlencode()}"


def following(address: QueryDict, cursor: str) -> str:
    """The address of the next page; nothing where there is none."""
    if not cursor:
        return ""
    rest = address.copy()
    rest["after"] = cursor
    return f"?{rest.urlencode()}"
