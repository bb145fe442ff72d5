"""Forms of cases of accountability: the filters of the list, opening one, what a move asks for, the month looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core import clock
from gongkai.core.formfields import choose, day_field, line, lines, needed
from gongkai.core.listpages import Filter
from gongkai.domain.process import Move
from gongkai.domain.supervision import first_contact, liability
from gongkai.domain.supervision.accountability import PROCESS
from gongkai.people.models import Person, Unit
from gongkai.supervision import case_words, words
from gongkai.supervision.actions.moving_cases import LONGEST_NAME, CaseGiven
from gongkai.supervision.actions.opening_cases import LONGEST, LONGEST_TITLE
from gongkai.supervision.queries.cases import Case

#: Label, help and what is said where nothing is written, for the words of a move.
_WORDS = {
    "enquire": (_("Words of the talk"), _("Only supervision and the leader read it.")),
    "tell": (
        _("What they are told"),
        _("The fault, what is known of it, and that they may state their side."),
    ),
    "state": (_("What I want to say"), _("Supervision and the leader read it before anything is proposed.")),
    "take_down": (
        _("Their statement"),
        _("As it was said or handed in on paper; whom it concerns reads it."),
    ),
    "propose": (_("Why this result"), _("Facts, basis, and how far the statement was followed.")),
    "decide": (_("The decision in words"), _("Whom it concerns reads it.")),
    "talk": (_("Words of the talk"), _("Whom it concerns reads it; the head of the unit does not.")),
    "carry_out": (_("How it was carried out"), _("Whom it concerns reads it.")),
    "close": (_("What was put right"), _("Whom it concerns reads it.")),
    "appeal": (_("Why it should be reviewed"), _("As it was said or handed in; another leader decides.")),
}
_MEASURED = ("propose", "decide", "change")
_TALKS = ("enquire", "talk")


class CaseFilter(Filter):
    """Which cases the list shows; without a state those that are open."""

    #: Chosen by the tabs above the list, and kept when the other filters change.
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)
    fault = forms.ChoiceField(label=_("Kind of fault"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    late = forms.BooleanField(label=_("Only those whose last day is over"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.key, gettext(state.label)) for state in PROCESS.states]
        self.offer("state", [*states, ("all", gettext("All cases"))])
        self.offer("fault", case_words.fault_options())
        self.offer("unit", [(unit.pk, words.unit_name(unit)) for unit in units])

    def narrowing(self) -> dict[str, Any]:
        """The filters that hold, in the words of ``queries.cases.listed``."""
        return self.chosen()


class OpenForm(forms.Form):
    """What a case is opened with."""

    token = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    fault = needed(forms.ChoiceField(label=_("Kind of fault")), _("Choose what kind of fault it is."))
    unit = needed(
        forms.TypedChoiceField(label=_("Unit concerned"), coerce=int, empty_value=None),
        _("Choose the unit concerned."),
    )
    person = forms.TypedChoiceField(
        label=_("Person concerned"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_(
            "Leave it open where the fault is the unit's as a whole; whoever answers for it is heard then."
        ),
    )
    title = needed(
        line(
            _("What happened, in a line"), LONGEST_TITLE, _("Whom it concerns reads it once they are told.")
        ),
        _("Write in a line what happened."),
    )
    facts = needed(
        lines(_("What is known so far"), LONGEST, _("Only supervision and the leader read it."), rows=6),
        _("Write what is known so far."),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4().hex
        choose(self, "fault", [("", gettext("Choose")), *case_words.fault_options()])
        choose(self, "unit", [("", gettext("Choose")), *((unit.pk, _unit_option(unit)) for unit in units)])
        offered = ((person.pk, case_words.person_option(person)) for person in people)
        choose(self, "person", [("", gettext("The unit as a whole")), *offered])

    def given(self) -> dict[str, Any]:
        """What was typed, in the words of the action, after ``is_valid()``."""
        kept = dict(self.cleaned_data)
        kept["unit_id"], kept["person_id"] = kept.pop("unit"), kept.pop("person")
        return kept


def _unit_option(unit: Unit) -> str:
    name = words.unit_name(unit)
    return name if unit.closed_on is None else gettext("{name}, closed").format(name=name)


class CaseMoveForm(forms.Form):
    """What a move asks for: words, reason, a last day, a result, or the particulars of a talk."""

    def __init__(self, *args: Any, move: Move, case: Case, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if move.key in _MEASURED:
            self.fields["measure"] = _measure(move.key, case)
        if move.key in _TALKS:
            self._talk(case)
        if move.key in _WORDS:
            label, note = _WORDS[move.key]
            self.fields["words"] = needed(lines(label, LONGEST, note, rows=5), _("Write it in words."))
        if "reason" in move.needs:
            self.fields["reason"] = needed(
                lines(_("Reason"), LONGEST, _("It is kept with the case.")), _("Write the reason.")
            )
        if move.key == "tell":
            self.fields["until"] = needed(
                day_field(_("They may state their side until")),
                _("Write until when they may state their side."),
            )
            self.fields["until"].initial = clock.calendar().after(clock.today(), liability.days()["hear"])

    def _talk(self, case: Case) -> None:
        self.fields["on"] = needed(day_field(_("Day of the talk")), _("Write the day of the talk."))
        self.fields["led_by"] = needed(line(_("Who led it"), LONGEST_NAME), _("Write who led the talk."))
        self.fields["held_with"] = needed(
            line(_("Talk held with"), LONGEST_NAME), _("Write with whom the talk was held.")
        )
        self.fields["held_with"].initial = case.person.name if case.person is not None else ""

    def given(self) -> CaseGiven:
        """What was typed, in the words of the action, after ``is_valid()``."""
        return CaseGiven(**self.cleaned_data)


def _measure(key: str, case: Case) -> forms.Field:
    than = {"decide": case.proposed_measure, "change": case.measure}.get(key, "")
    offered = case_words.measure_options(person=case.person_id is not None, than=than)
    field = forms.ChoiceField(label=_("Result"), choices=[("", gettext("Choose")), *offered])
    field.initial = case.proposed_measure if key == "decide" else ""
    if key != "propose":
        field.help_text = _("Nothing graver than what was put forward can be chosen.")
    return needed(field, _("Choose what is to follow."))


class MonthFilter(Filter):
    """The month whose first contacts are looked at, and which of its numbers is opened."""

    month = forms.ChoiceField(label=_("Month"), required=False)
    #: Chosen by a number of the table.
    unit = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, widget=forms.HiddenInput)
    fault = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, months: Iterable[tuple[int, int]], units: Iterable[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "month", [(f"{year}-{month:02d}", _month(year, month)) for year, month in months])
        choose(self, "unit", [("", ""), *((pk, str(pk)) for pk in units)])
        offered = ["all", "returned", *first_contact.way_faults()]
        choose(self, "fault", [("", ""), *((key, key) for key in offered)])

    def month_of(self, default: tuple[int, int]) -> tuple[int, int]:
        """The month chosen."""
        self.is_valid()
        year, _mark, month = self.cleaned_data.get("month", "").partition("-")
        return (int(year), int(month)) if month else default


def _month(year: int, month: int) -> str:
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")
