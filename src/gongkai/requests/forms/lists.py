"""Filters: their state is the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, line
from gongkai.domain.requests import PROCESS
from gongkai.requests import words
from gongkai.requests.queries.desk import NOBODY


def _whose(value: str) -> int | str:
    """A number, or the word for those that belong to nobody yet."""
    return value if value == NOBODY else int(value)


class Filter(forms.Form):
    """A form whose state is the address. What an address says wrongly is left out, not an error."""

    def offer(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        """Gives a field its choices, with none of them first."""
        choose(self, name, [("", gettext("All")), *choices])

    def chosen(self) -> dict[str, Any]:
        """The filters that hold, in the words of the query."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RequestFilter(Filter):
    """Which requests the register shows."""

    text = line(_("Number or subject"), 100)
    state = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(label=_("By its deadline"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=_whose, empty_value=None)
    officer = forms.TypedChoiceField(label=_("Officer"), required=False, coerce=_whose, empty_value=None)
    channel = forms.ChoiceField(label=_("How it came in"), required=False)
    outcome = forms.ChoiceField(label=_("How it ended"), required=False)
    year = forms.TypedChoiceField(label=_("Year of receipt"), required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        *args: Any,
        units: Iterable[Any],
        officers: Iterable[Any],
        years: Iterable[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.key, gettext(state.label)) for state in PROCESS.states]
        self.offer("state", [("open", gettext("All that are open")), *states])
        dues = [("overdue", gettext("Overdue")), ("soon", gettext("Due within three working days"))]
        self.offer("due", dues)
        unassigned = (NOBODY, gettext("Not assigned yet"))
        self.offer("unit", [*((unit.pk, unit.name) for unit in units), unassigned])
        named = {person.pk: person.name for person, _unit in officers}
        self.offer("officer", [*named.items(), (NOBODY, gettext("Nobody named"))])
        self.offer("channel", words.channel_options())
        self.offer("outcome", words.outcome_options())
        self.offer("year", [(year, str(year)) for year in years])


class DisputeFilter(Filter):
    """Which reviews and suits the register shows."""

    text = line(_("Number or authority"), 100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    result = forms.ChoiceField(label=_("Result"), required=False)
    year = forms.TypedChoiceField(label=_("Year of filing"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words.dispute_kind_options())
        self.offer("result", words.options("outcomes", "dispute_result"))
        self.offer("year", [(year, str(year)) for year in years])
