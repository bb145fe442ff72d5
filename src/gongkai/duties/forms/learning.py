"""Forms of the roster, of courses and of the question bank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import HalfWidthField, choose, day_field, line, lines, needed
from gongkai.core.listpages import Filter
from gongkai.domain.duties import learning
from gongkai.domain.process import Move
from gongkai.duties import learning_words as words
from gongkai.duties.actions.learning.bank import LONGEST as QUESTION
from gongkai.duties.actions.learning.bank import QuestionInput
from gongkai.duties.actions.learning.base import LONGEST_REASON
from gongkai.duties.actions.learning.courses import LONGEST as COURSE
from gongkai.duties.actions.learning.courses import MOST_HOURS, CourseInput
from gongkai.duties.actions.learning.roster import LONGEST as LEARNER
from gongkai.duties.actions.learning.roster import LearnerInput
from gongkai.people.models import Unit


def unit_choice(label: Any) -> forms.TypedChoiceField:
    """A unit, or all of them."""
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class LearnerFilter(Filter):
    """Which people the roster shows."""

    text = line(_("Staff number or name"), 80)
    unit = unit_choice(_("Unit"))
    left = forms.ChoiceField(label=_("With the agency"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", words.unit_options(units))
        self.offer("left", [("here", gettext("Still here")), ("left", gettext("Has left"))])


class LearnerForm(forms.Form):
    """Somebody in the roster."""

    staff_number = needed(
        HalfWidthField(label=_("Staff number"), max_length=LEARNER["staff_number"]), _("Write it.")
    )
    name = needed(line(_("Name of the person"), LEARNER["name"]), _("Write the name."))
    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, error_messages={"required": _("Choose the unit.")}
    )
    account = line(
        _("Account"),
        LEARNER["account"],
        _("With an account the person sees the own records and sits examinations online."),
        autocomplete="off",
    )
    left_on = day_field(_("Last day with the agency"), _("Who has left is enrolled in nothing any more."))

    def __init__(self, *args: Any, units: Iterable[Unit], fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", [("", gettext("Choose")), *words.unit_options(units)])
        if fixed:
            del self.fields["staff_number"]

    def given(self) -> LearnerInput:
        """The entry as it was typed, after ``is_valid()``."""
        said = self.cleaned_data
        return LearnerInput(said["name"], said["unit"], said["account"], said["left_on"])


class CourseFilter(Filter):
    """Which courses the list shows."""

    text = line(_("Number, or words of the title"), 80)
    #: Chosen by the tabs above the list, and kept when the other filters change.
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)
    topic = forms.ChoiceField(label=_("What is studied"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words.state_options(learning.PROCESS))
        self.offer("topic", words.law_options("topic"))


class CourseForm(forms.Form):
    """What a course says."""

    title = needed(line(_("Title"), COURSE["title"]), _("Give it a title."))
    topic = forms.ChoiceField(label=_("What is studied"), error_messages={"required": _("Choose the topic.")})
    kind = forms.ChoiceField(label=_("Kind"), error_messages={"required": _("Choose the kind.")})
    begins_on = needed(day_field(_("First day")), _("Choose the first day."))
    ends_on = needed(day_field(_("Last day")), _("Choose the last day."))
    hours = forms.DecimalField(
        label=_("Hours of study"),
        help_text=_("Hours of study each person gets who was there."),
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=1,
        error_messages={"required": _("Write how many hours it takes.")},
    )
    place = line(_("Place"), COURSE["place"])
    teacher = line(_("Teacher"), COURSE["teacher"])
    units = forms.TypedMultipleChoiceField(
        label=_("Units invited"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    about = lines(_("What the course is about"), COURSE["about"], rows=4)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "topic", [("", gettext("Choose")), *words.law_options("topic")])
        choose(self, "kind", [("", gettext("Choose")), *words.law_options("course_kind")])
        choose(self, "units", words.unit_options(units))

    def given(self) -> CourseInput:
        """The course as it was typed, after ``is_valid()``."""
        return CourseInput(**self.cleaned_data)


class MoveForm(forms.Form):
    """The reason, where the move needs one."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if "reason" in move.needs:
            self.fields["reason"] = lines(
                _("Reason"), LONGEST_REASON, _("It stands in the ledger."), required=True
            )

    def reason(self) -> str:
        """The reason given, or nothing."""
        return str(self.cleaned_data.get("reason", ""))


class TableForm(forms.Form):
    """A table somebody sends."""

    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose the file.")})


class QuestionFilter(Filter):
    """Which questions the bank shows."""

    text = line(_("Number, words, or article"), 80)
    subject = forms.ChoiceField(label=_("Exam subject"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    retired = forms.ChoiceField(label=_("In use"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("subject", words.law_options("subject"))
        self.offer("kind", words.law_options("question_kind"))
        self.offer("retired", [("in_use", gettext("In use")), ("retired", gettext("Out of use"))])


class QuestionForm(forms.Form):
    """A question of the bank."""

    subject = forms.ChoiceField(
        label=_("Exam subject"), error_messages={"required": _("Choose the subject.")}
    )
    kind = forms.ChoiceField(label=_("Kind"), error_messages={"required": _("Choose the kind.")})
    text = needed(lines(_("Question"), QUESTION["text"], rows=3), _("Write the question."))
    options = lines(
        _("Options"),
        3000,
        _("One a line, the first is A. Only for questions with one or several answers."),
        rows=5,
    )
    key = needed(
        lines(
            _("Key"),
            QUESTION["key"],
            _("Letters of the right options (AC), T or F, or what a full written answer holds."),
            rows=2,
        ),
        _("Write the key."),
    )
    marks = forms.IntegerField(
        label=_("Marks"), min_value=1, max_value=50, error_messages={"required": _("Write the marks.")}
    )
    source = line(_("Article it asks about"), QUESTION["source"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "subject", [("", gettext("Choose")), *words.law_options("subject")])
        choose(self, "kind", [("", gettext("Choose")), *words.law_options("question_kind")])

    def given(self) -> QuestionInput:
        """The question as it was typed, after ``is_valid()``."""
        said = dict(self.cleaned_data)
        rows = [each.strip() for each in said.pop("options").splitlines() if each.strip()]
        return QuestionInput(options=rows, **said)
