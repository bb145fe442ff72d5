"""Forms of findings: the filters of the list, what a move asks for, and the notice to several at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import day_field, lines, needed
from gongkai.core.listpages import NOBODY, Filter, whose
from gongkai.domain.process import Move
from gongkai.domain.supervision.course import PROCESS
from gongkai.people.models import Unit
from gongkai.supervision import words
from gongkai.supervision.actions.moving import LONGEST


class FindingFilter(Filter):
    """Which findings the list shows; without a state those that are open."""

    #: Chosen by the tabs above the list, and kept when the other filters change.
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)
    monitor = forms.ChoiceField(label=_("Monitor"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=whose, empty_value=None)
    late = forms.BooleanField(label=_("Only those whose last day is over"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [(state.key, gettext(state.label)) for state in PROCESS.states])
        self.offer("monitor", words.monitor_options())
        named = [(unit.pk, words.unit_name(unit)) for unit in units]
        self.offer("unit", [*named, (NOBODY, words.unit_name(None))])

    def narrowing(self) -> dict[str, Any]:
        """The filters that hold, in the words of ``queries.findings.listed``."""
        chosen = self.chosen()
        if chosen.get("unit") == NOBODY:
            chosen["unit"] = 0
        return chosen


class MoveForm(forms.Form):
    """What a move asks for: the words of the notice or the answer, the last day, the reason."""

    def __init__(self, *args: Any, move: Move, last_day: date | None = None, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if move.key == "urge":
            self.fields["words"] = _asked()
        if move.key == "answer":
            self.fields["words"] = needed(
                lines(
                    _("What was done about it"),
                    LONGEST,
                    _("Supervision reads it and looks at the record."),
                    rows=5,
                ),
                _("Write what was done about it."),
            )
        if "reason" in move.needs:
            self.fields["reason"] = needed(
                lines(_("Reason"), LONGEST, _("It stands in the ledger; the unit concerned reads it.")),
                _("Write the reason."),
            )
        if move.key in ("urge", "not_enough"):
            self.fields["act_by"] = _last_day(last_day)

    def given(self) -> dict[str, Any]:
        """What was typed, in the words of the action, after ``is_valid()``."""
        return dict(self.cleaned_data)


class SeveralForm(forms.Form):
    """One notice for several findings."""

    def __init__(self, *args: Any, last_day: date | None = None, **kwargs: Any) -> None:
        kwargs["prefix"] = "several"
        super().__init__(*args, **kwargs)
        self.fields["words"] = _asked()
        self.fields["act_by"] = _last_day(last_day)

    def given(self) -> dict[str, Any]:
        """What was typed, in the words of the action, after ``is_valid()``."""
        return dict(self.cleaned_data)


def _asked() -> forms.Field:
    return needed(
        lines(_("What is asked for"), LONGEST, _("Whoever answers for the unit reads it."), rows=4),
        _("Write what is asked for."),
    )


def _last_day(initial: date | None) -> forms.Field:
    field = needed(day_field(_("To be done by")), _("Write until when it must be done."))
    field.initial = initial
    return field
