"""Forms about risk points: filters of the lists, a file to bring in, and the yearly search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines, needed
from gongkai.core.lawwords import options
from gongkai.core.listpages import Filter
from gongkai.people.models import Agency, Unit
from gongkai.powers import risk_words
from gongkai.powers.forms.lists import agency_name, unit_name, unit_options
from gongkai.powers.queries.risks import Asked


class RiskFilter(Filter):
    """Which risk points a list shows."""

    text = line(_("Words of the risk, how it shows, or the measure"), 100)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(label=_("Risk category"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)

    def __init__(
        self, *args: Any, units: Iterable[Unit], agencies: Iterable[Agency] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = list(agencies)
        if len(known) > 1:
            self.offer("agency", [(each.code, agency_name(each)) for each in known])
        else:
            del self.fields["agency"]
        self.offer("unit", unit_options(units))
        self.offer("category", risk_words.category_options())
        self.offer("grade", risk_words.grade_options())

    def asked(self) -> Asked:
        """The filters in the words of the query."""
        names = ("text", "agency", "unit", "category", "grade")
        return Asked(**{name: value for name, value in self.chosen().items() if name in names})


class StaffRiskFilter(RiskFilter):
    """The same with the re-gradings that are due."""

    due = forms.BooleanField(label=_("Only those to be graded again now"), required=False)


class RiskFileForm(forms.Form):
    """A file of risk points, and what stands for cells the file leaves empty."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose the file again; perhaps it was still being saved."),
        },
    )
    rule = forms.ChoiceField(label=_("Grading rule where the file names none"), required=False)
    graded_on = day_field(_("Day of grading where the file names none"))
    post = line(_("Post where the file names none"), 100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "rule", [("", gettext("None")), *options("powers", "grading_rule")])

    def given(self) -> dict[str, str]:
        """What stands for empty cells, by column."""
        data = self.cleaned_data
        day = data["graded_on"].isoformat() if data["graded_on"] else ""
        return {"rule": data["rule"], "graded_on": day, "post": data["post"].strip()}


class SearchForm(forms.Form):
    """A search to be opened."""

    year = forms.IntegerField(
        label=_("Year of the search"),
        min_value=2000,
        max_value=2200,
        error_messages={"required": _("Write the year as four figures.")},
    )
    title = needed(line(_("Name of the search"), 120), _("Give it a name."))
    opens_on = needed(day_field(_("First day of the search"), required=True), _("Choose the first day."))
    closes_on = needed(day_field(_("Last day for the units"), required=True), _("Choose the last day."))
    units = forms.TypedMultipleChoiceField(
        label=_("Units that take part"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one unit.")},
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(unit.pk, unit_name(unit)) for unit in units]
        choose(self, "units", offered)
        self.fields["units"].initial = [pk for pk, _name in offered]


class SignForm(forms.Form):
    """A unit's signature under its search."""

    reason = lines(_("Why nothing new was found"), 500, _("Needed where no new risk point was written."))


class CloseForm(forms.Form):
    """The end of a search."""

    note = lines(
        _("Why it is closed although units are missing"), 500, _("Needed where a unit has not signed off.")
    )
