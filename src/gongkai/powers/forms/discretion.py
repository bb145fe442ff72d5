"""The calculator's questions, made from what a table asks, and the filter of the list of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import day_field, line
from gongkai.core.lawwords import label_in
from gongkai.core.listpages import Filter
from gongkai.domain.discretion import Circumstance, Factor, Table, written
from gongkai.domain.discretion.csv_cells import numeral
from gongkai.domain.discretion.evaluate import Fact
from gongkai.people.models import Agency, Unit
from gongkai.powers import discretion_words as told
from gongkai.powers.forms.lists import agency_name, unit_options
from gongkai.powers.models import Entry

#: Values up to which a choice shows all of them at once.
MOST_RADIOS = 8
#: Marks an address that asks for an answer, and not only for the questions.
ASKED = "ask"


class TableFilter(Filter):
    """Which tables the public's list shows."""

    text = line(_("Words of the conduct or the power, or a code"), 100)
    power = forms.TypedChoiceField(label=_("Power"), required=False, coerce=int, empty_value=None)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        *args: Any,
        powers: Iterable[Entry],
        units: Iterable[Unit],
        agencies: Sequence[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("power", [(each.pk, f"{each.code} {each.title}") for each in powers])
        self.offer("unit", unit_options(units))
        if len(agencies) > 1:
            self.offer("agency", [(each.code, agency_name(each)) for each in agencies])
        else:
            del self.fields["agency"]


class Number(forms.CharField):
    """A number as people write it (7, 7.5, 1,000, ７平方米); whole where the factor counts, and in its domain."""

    def __init__(self, factor: Factor, **kwargs: Any) -> None:
        self.factor = factor
        mode = "numeric" if factor.kind == "count" else "decimal"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        plain = super().clean(value)
        if not plain:
            return None
        found = numeral(plain)
        if found is None or (found.unit and found.unit != self.factor.unit):
            raise forms.ValidationError(gettext("This is no number. Write it in figures, such as 7 or 7.5."))
        if self.factor.kind == "count" and found.value != found.value.to_integral_value():
            raise forms.ValidationError(gettext("This is counted: write a whole number."))
        if not self.factor.domain.holds(found.value):
            sentence = gettext("The table holds for these numbers only: {domain}.").format(
                domain=told.domain_words(self.factor)
            )
            raise forms.ValidationError(sentence)
        return found.value


def name_of(key: str) -> str:
    """The name of a factor's field: the factor, with what no ``id`` may hold written otherwise."""
    return "f-" + re.sub(r"[\s%]", lambda sign: f"%{ord(sign[0]):02x}", key)


class FactsForm(forms.Form):
    """The questions of one or two versions of a table. ``data`` left out: nothing was asked yet."""

    def __init__(
        self,
        data: QueryDict | Mapping[str, Any] | None,
        *,
        tables: Sequence[Table],
        circumstances: Sequence[Circumstance] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.label_suffix = ""
        self.keys: dict[str, str] = {}
        for table in tables:
            used = {each.factor for row in table.rows for each in row.conditions}
            for factor in table.factors:
                name = name_of(factor.key)
                if factor.key in used and name not in self.fields:
                    self.keys[name] = factor.key
                    self.fields[name] = question(factor)
        self.circumstances = tuple(circumstances)
        if circumstances:
            self.fields["c"] = forms.MultipleChoiceField(
                label=_("What else is true"),
                required=False,
                choices=[(each.key, label_in(each)) for each in circumstances],
                widget=forms.CheckboxSelectMultiple,
            )

    def questions(self) -> list[Any]:
        """The fields of the factors, in the table's order."""
        return [self[name] for name in self.keys]

    def facts(self) -> dict[str, Fact]:
        """What was answered, as the tables take it; with the circumstances that are there."""
        said = {key: self.cleaned_data[name] for name, key in self.keys.items()}
        return {**said, **dict.fromkeys(self.there(), True)}

    def there(self) -> list[str]:
        """The circumstances ticked."""
        return list(self.cleaned_data.get("c") or ())


def question(factor: Factor) -> forms.Field:
    """The question a factor is: a number with its unit, a choice, or yes or no."""
    label = told.factor_name(factor)
    missing = {"required": gettext("Answer this question: the range depends on it.")}
    if factor.ordered and not factor.domain.values:
        plain = factor.domain.lower is not None and not factor.domain.lower and factor.domain.upper is None
        hint = "" if plain else told.factor_values(factor)
        return Number(factor, label=label, help_text=hint, error_messages=missing)
    wrong = {**missing, "invalid_choice": gettext("Choose one of the answers offered.")}
    if factor.kind == "yes_no":
        choices = [("yes", gettext("Yes")), ("no", gettext("No"))]
        return forms.TypedChoiceField(
            label=label,
            choices=choices,
            coerce=lambda said: said == "yes",
            widget=forms.RadioSelect,
            error_messages=wrong,
        )
    values = [(written(each), told.value_words(each, factor)) for each in factor.domain.values]
    few = len(values) <= MOST_RADIOS
    offered = values if few else [("", gettext("Choose")), *values]
    return forms.ChoiceField(
        label=label, choices=offered, widget=forms.RadioSelect if few else forms.Select, error_messages=wrong
    )


class DayForm(forms.Form):
    """The day of the conduct."""

    on = day_field(
        _("Day of the conduct"),
        _("The rule of that day holds, and a newer one where it is milder. Left empty: today."),
    )
