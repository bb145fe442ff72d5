"""Forms of meetings and themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines, needed
from gongkai.domain.duties.meetings import PRESENCES
from gongkai.duties import plan_words as words
from gongkai.duties.actions.meetings import (
    LONGEST,
    LONGEST_ITEM,
    LONGEST_MINUTES,
    DecisionInput,
    ItemInput,
    MeetingInput,
)
from gongkai.duties.actions.themes import LONGEST as LONGEST_THEME
from gongkai.duties.actions.themes import ThemeInput
from gongkai.people.models import Body, Unit

#: Lines for decisions that stand empty at the end of the form.
SPARE = 3
#: Between the words of an item and the number of the record it is about.
MARK = "|"


class MeetingForm(forms.Form):
    """What is prepared before a meeting."""

    title = needed(line(_("Name of the meeting"), LONGEST["title"]), _("Give it a name."))
    body = forms.TypedChoiceField(
        label=_("Body that meets"), coerce=int, error_messages={"required": _("Choose the body.")}
    )
    begins_at = forms.DateTimeField(
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Choose day and time."),
            "invalid": _("This is no day and time. Write it as 2026-11-23 09:00."),
        },
    )
    place = line(_("Place"), LONGEST["place"])
    tasks = forms.TypedMultipleChoiceField(
        label=_("Open tasks on the agenda"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The overdue ones stand first."),
    )
    items = lines(
        _("Other items of the agenda"),
        4000,
        _("One a line; behind “|” the number of the record it is about, where there is one."),
        rows=5,
    )

    def __init__(
        self, *args: Any, bodies: Iterable[Body], tasks: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "body", [("", gettext("Choose")), *((each.pk, each.name) for each in bodies)])
        choose(self, "tasks", list(tasks))

    def given(self, titles: dict[int, str]) -> MeetingInput:
        """The meeting as it was typed, after ``is_valid()``; ``titles`` of the tasks that may be chosen."""
        said = self.cleaned_data
        agenda = [ItemInput(titles[key][:LONGEST_ITEM], key) for key in said["tasks"]]
        for row in said["items"].splitlines():
            text, _mark, number = row.partition(MARK)
            if text.strip():
                agenda.append(ItemInput(text.strip(), None, number.strip()))
        return MeetingInput(said["title"], said["body"], said["begins_at"], said["place"], tuple(agenda))


class MinutesForm(forms.Form):
    """Attendance and minutes: a choice for each seat that was called."""

    minutes = lines(_("Minutes of the meeting"), LONGEST_MINUTES, rows=12)

    def __init__(self, *args: Any, called: Sequence[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = [pk for pk, _name, _presence in called]
        options = [("", gettext("Not noted yet")), *((key, words.presence_name(key)) for key in PRESENCES)]
        for pk, name, presence in called:
            self.fields[f"seat-{pk}"] = forms.ChoiceField(
                label=name, required=False, choices=options, initial=presence
            )

    def presence_fields(self) -> list[Any]:
        """The fields of the seats, for the page."""
        return [self[f"seat-{pk}"] for pk in self.seats]

    def presences(self) -> dict[int, str]:
        """Called seat → presence, after ``is_valid()``."""
        return {pk: str(self.cleaned_data.get(f"seat-{pk}", "")) for pk in self.seats}


class DecisionForm(forms.Form):
    """A decision; a line that stays empty is none."""

    text = line(_("What is to be done"), LONGEST_ITEM)
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, required=False, empty_value=None)
    due_on = day_field(_("Limit of the task"))
    plan = forms.TypedChoiceField(label=_("Plan"), coerce=int, required=False, empty_value=None)

    def __init__(
        self, *args: Any, units: Iterable[Unit], plans: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", [("", gettext("Choose")), *words.unit_options(units)])
        choose(self, "plan", [("", gettext("Under the meeting")), *plans])

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if said.get("text") and not self.errors:
            for name, sentence in (("unit", _("Choose the unit.")), ("due_on", _("Choose the last day."))):
                if not said.get(name):
                    self.add_error(name, sentence)
        return said


Decisions = forms.formset_factory(DecisionForm, extra=SPARE, max_num=100, validate_max=True)


def decided(formset: BaseFormSet[DecisionForm]) -> list[DecisionInput]:
    """The decisions as they were typed, after ``is_valid()``."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("text")]
    return [DecisionInput(row["text"], row["unit"], row["due_on"], row["plan"]) for row in rows]


class ThemeForm(forms.Form):
    """What a theme says."""

    title = needed(line(_("Name of the theme"), LONGEST_THEME["title"]), _("Give it a name."))
    begins_on = needed(day_field(_("First day")), _("Choose the first day."))
    ends_on = needed(day_field(_("Last day")), _("Choose the last day."))
    aim = lines(
        _("Aim"), LONGEST_THEME["aim"], _("What is to be better afterwards. The public reads it."), rows=4
    )
    measures = lines(_("Measures of the theme"), LONGEST_THEME["measures"], _("The public reads it."), rows=8)

    def given(self) -> ThemeInput:
        """The theme as it was typed, after ``is_valid()``."""
        return ThemeInput(**self.cleaned_data)
