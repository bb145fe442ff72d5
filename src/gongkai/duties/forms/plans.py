"""Forms of plans and tasks: filters, drafts, moves, progress, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, largest, line, lines, needed
from gongkai.core.listpages import Filter
from gongkai.domain.process import Move
from gongkai.duties import plan_words as words
from gongkai.duties.actions.plan_moving import LONGEST_REASON
from gongkai.duties.actions.plans import LONGEST, PlanInput
from gongkai.duties.actions.task_progress import LONGEST_NUMBER, LONGEST_SHOWN, LONGEST_WORDS
from gongkai.duties.actions.tasks import LONGEST as LONGEST_TASK
from gongkai.duties.actions.tasks import LONGEST_HEAD, LONGEST_WHY, TaskInput
from gongkai.people.models import Person, Post, Unit


class StateFilter(Filter):
    """Which plans, meetings or themes a list shows."""

    text = line(_("Number, or words of the name"), 80)
    #: Chosen by the tabs above the list, and kept when the other filters change.
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words.state_options(kind))


class TaskFilter(Filter):
    """Which tasks a list shows: all of a plan, or of all plans, where nothing chosen means those that are open."""

    text = line(_("Number, or words of the name"), 80)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], of_plan: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [
            ("", gettext("Open tasks")),
            ("finished", gettext("Finished tasks")),
            ("all", gettext("All")),
        ]
        first = [("", gettext("All"))] if of_plan else every
        choose(self, "state", [*first, *words.state_options("task")])
        self.offer("unit", words.unit_options(units))

    def narrowing(self) -> dict[str, Any]:
        """The filters in the words of the query: nothing chosen means what is open."""
        chosen = self.chosen()
        state = chosen.pop("state", "open")
        return chosen if state == "all" else {**chosen, "state": state}


class PlanForm(forms.Form):
    """What a plan says. A draft may have gaps: what must be there before it is adopted is listed beside it."""

    title = needed(line(_("Name of the plan"), LONGEST["title"]), _("Give it a name."))
    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        help_text=_("The number of the plan says it; it does not change later."),
        error_messages={"required": _("Write the year with four figures.")},
    )
    basis = lines(
        _("Basis"),
        LONGEST["basis"],
        _("Laws, plans or orders with their articles. The public reads it."),
        rows=3,
    )
    text = lines(_("Text of the plan"), LONGEST["text"], _("The public reads it."), rows=12)

    def __init__(self, *args: Any, fixed_year: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed_year:
            del self.fields["year"]

    def given(self, year: int | None = None) -> PlanInput:
        """The plan as it was typed, after ``is_valid()``."""
        return PlanInput(**{"year": year, **self.cleaned_data})


class TaskForm(forms.Form):
    """What a task says."""

    goal = needed(line(_("Goal"), LONGEST_HEAD, list="goals"), _("Write the goal it belongs to."))
    measure = needed(
        line(_("Measure of the plan"), LONGEST_HEAD, list="measures"), _("Write the measure it belongs to.")
    )
    title = needed(line(_("Task"), LONGEST_TASK["title"]), _("Write what is to be done."))
    standard = lines(
        _("What counts as done"),
        LONGEST_TASK["standard"],
        _("What is there when it is done, so that anybody can see it."),
        rows=3,
    )
    unit = forms.TypedChoiceField(
        label=_("Lead unit"), coerce=int, error_messages={"required": _("Choose the unit.")}
    )
    co_units = forms.TypedMultipleChoiceField(
        label=_("Units that help"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    person = forms.TypedChoiceField(
        label=_("Responsible person"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Somebody who holds a post in the lead unit; reminders go there."),
    )
    post = forms.TypedChoiceField(label=_("Responsible post"), coerce=int, required=False, empty_value=None)
    begins_on = needed(day_field(_("First day")), _("Choose the first day."))
    due_on = needed(day_field(_("Limit of the task")), _("Choose the last day."))

    def __init__(
        self,
        *args: Any,
        units: Sequence[Unit],
        people: Iterable[Person],
        posts: Iterable[Post],
        reason: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", [("", gettext("Choose")), *words.unit_options(units)])
        choose(self, "co_units", [(each.pk, words.name_of(each)) for each in units])
        choose(self, "person", [("", gettext("Nobody yet")), *((each.pk, each.name) for each in people)])
        known = [(each.pk, f"{words.name_of(each.unit)} {each.title}") for each in posts]
        choose(self, "post", [("", gettext("None")), *known])
        if reason:
            hint = _("The plan is adopted: the public reads why this was added.")
            self.fields["reason"] = needed(
                lines(_("Why it is added"), LONGEST_WHY, hint, rows=2), _("Say why it is added.")
            )

    def given(self) -> TaskInput:
        """The task as it was typed, after ``is_valid()``."""
        said = {key: value for key, value in self.cleaned_data.items() if key != "reason"}
        unit, person, post = said.pop("unit"), said.pop("person"), said.pop("post")
        helping = tuple(said.pop("co_units"))
        return TaskInput(unit_id=unit, person_id=person, post_id=post, co_units=helping, **said)

    def why(self) -> str:
        """Why it is added to an adopted plan; nothing for a draft."""
        return str(self.cleaned_data.get("reason", ""))


class MoveForm(forms.Form):
    """The reason, where the move needs one."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if "reason" in move.needs:
            hint = _("It stands in the ledger; whoever has the next step reads it.")
            self.fields["reason"] = lines(_("Reason"), LONGEST_REASON, hint, required=True)

    def reason(self) -> str:
        """The reason given, or nothing."""
        return str(self.cleaned_data.get("reason", ""))


class ProgressForm(forms.Form):
    """How far a task has come."""

    prefix = "progress"
    percent = forms.IntegerField(
        label=_("Per cent"),
        min_value=0,
        max_value=100,
        error_messages={"required": _("Write a number from 0 to 100.")},
    )
    words = needed(lines(_("What was done so far"), LONGEST_WORDS, rows=3), _("Write how far it has come."))


class EvidenceForm(forms.Form):
    """What shows that something was done."""

    prefix = "evidence"
    words = needed(line(_("What the evidence shows"), LONGEST_SHOWN), _("Write what it shows."))
    number = line(
        _("Number of a record or index number of a publication"),
        LONGEST_NUMBER,
        _("Such as 014314799/2026-00012; or choose a file."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        error_messages={
            "empty": _("This file is empty. Choose the file again; perhaps it was still being saved.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext("At most {size}.").format(size=largest())


class ThemeChoiceForm(forms.Form):
    """The theme a task stands under."""

    prefix = "tag"
    theme = forms.TypedChoiceField(label=_("Theme"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, themes: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "theme", [("", gettext("None")), *((each.pk, each.title) for each in themes)])


class TaskFileForm(forms.Form):
    """A file of tasks."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose the file again; perhaps it was still being saved."),
        },
    )
