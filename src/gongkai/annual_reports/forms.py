"""The shape of input: beginning a report, its prose, declared figures, explanations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports import queries, words
from gongkai.core.formfields import choose, line, lines
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Form
from gongkai.domain.process import Move


class BeginForm(forms.Form):
    """Which report to begin."""

    year = forms.TypedChoiceField(label=_("Year of the report"), coerce=int)
    scope = forms.ChoiceField(label=_("Whose figures"), initial="own")

    def __init__(self, *args: Any, years: Iterable[int], may_sum: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "year", [(year, str(year)) for year in years])
        scopes = [("own", gettext("The agency's own"))]
        scopes += [("sum", gettext("The sum of its agencies' reports"))] if may_sum else []
        choose(self, "scope", scopes)


class SectionsForm(forms.Form):
    """The prose of every section that has no table."""

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in queries.section_keys(form):
            self.fields[key] = lines(words.section_name(form, key), 8000, rows=6)

    def texts(self) -> Mapping[str, str]:
        """What was written, by section."""
        return {name: str(value) for name, value in self.cleaned_data.items()}


class RuleForm(forms.Form):
    """How disputes of several years are counted."""

    rule = forms.ChoiceField(label=_("Which reviews and suits are counted"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "rule", words.dispute_rules())


class DeclareForm(forms.Form):
    """A figure whose records live in another system."""

    key = forms.ChoiceField(label=_("Figure"))
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, help_text=_("The figures of the units are added up.")
    )
    value = forms.DecimalField(
        label=_("Declared value"),
        max_digits=20,
        decimal_places=4,
        help_text=_("Where there is nothing, enter 0."),
        error_messages={"invalid": _("This is no number. Write it as 12 or 12.5.")},
    )
    evidence = line(
        _("Evidence"), 500, _("Which system or register it is from, and as of which day."), required=True
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A statement or a screenshot: PDF, picture or table.")
    )

    def __init__(self, *args: Any, form: Form, units: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells = queries.declared_cells(form)
        options = [(annual_report.field_name(cell), words.cell_words(form, cell)) for cell in cells]
        choose(self, "key", [("", gettext("Choose")), *options])
        choose(self, "unit", [("", gettext("The whole agency")), *((unit.code, unit.name) for unit in units)])


class ExplainForm(forms.Form):
    """Why a failing check may stand."""

    text = lines(_("Explanation"), 2000, _("It is published with the report."), required=True)


class MoveForm(forms.Form):
    """Exactly the fields a move needs."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if "reason" in move.needs:
            self.fields["reason"] = lines(
                _("Reason"),
                2000,
                _("It stands in the ledger and is told to whoever is concerned."),
                required=True,
            )

    def reason(self) -> str:
        """The reason given, or nothing."""
        return str(self.cleaned_data.get("reason", ""))


class BeginWorkForm(forms.Form):
    """Which work report to begin."""

    year = forms.TypedChoiceField(label=_("Year of the report"), coerce=int)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "year", [(year, str(year)) for year in years])


def field_of(key: str) -> str:
    """The form's field of a text: names of fields have no dot."""
    return key.replace(".", "__")


class WorkTextForm(forms.Form):
    """The text of every section and topic of a work report, or of its template."""

    def __init__(self, *args: Any, names: Mapping[str, str], texts: Mapping[str, str], **kwargs: Any) -> None:
        kwargs["initial"] = {field_of(key): texts.get(key, "") for key in names}
        super().__init__(*args, **kwargs)
        self.keys = {field_of(key): key for key in names}
        for key, words_of in names.items():
            self.fields[field_of(key)] = lines(words_of, 8000, rows=8)

    def texts(self) -> Mapping[str, str]:
        """What was written, by section."""
        return {self.keys[name]: str(value) for name, value in self.cleaned_data.items()}

    def typed(self) -> list[tuple[str, str]]:
        """What was written with the sections' names, to be kept beside a refusal."""
        return [(str(self[name].label), str(self[name].value() or "")) for name in self.fields]
