"""What all forms of the room share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext

Choices = list[tuple[str, str]]


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[_in_use],
    )


def _in_use(day: date) -> None:
    """A day no computer can count on from is a slip of the finger."""
    if not 1900 <= day.year <= 2999:
        raise forms.ValidationError(gettext("Check the year: it lies between 1900 and 2999."))


def long_field(
    label: Any, *, required: bool = False, rows: int = 4, hint: Any = "", most: int = 4000
) -> forms.CharField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=area, help_text=hint, max_length=most)


def in_words(mapping: Mapping[str, str]) -> Choices:
    """Keys with their words, to choose from."""
    return [(key, gettext(word)) for key, word in mapping.items()]


def _please_choose(rows: Iterable[tuple[object, str]]) -> Choices:
    return [("", gettext("Please choose")), *((str(key), word) for key, word in rows)]


class Form(forms.Form):
    """Choices come with the request: they depend on who asks and in which language."""

    def offer(self, name: str, rows: Iterable[tuple[object, str]], *, blank: bool = True) -> None:
        """Fills the field ``name`` with choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _please_choose(rows) if blank else [(str(key), word) for key, word in rows]


def number_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.TypedChoiceField:
    """The number of a record, chosen from a list."""
    return forms.TypedChoiceField(
        label=label, required=required, coerce=int, empty_value=None, help_text=hint
    )
