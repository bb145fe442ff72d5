"""The filters of the staff's list of matters: their state is the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import words
from gongkai.core import places
from gongkai.core.formfields import line
from gongkai.core.lawwords import options
from gongkai.core.listpages import NOBODY, Filter, whose
from gongkai.domain.complaints import PROCESS, categories


class MatterFilter(Filter):
    """Which matters the list shows."""

    text = line(_("Number or words"), 100)
    state = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(label=_("By its deadline"), required=False)
    kind = forms.ChoiceField(label=_("Kind of matter"), required=False)
    category = forms.ChoiceField(label=_("Class"), required=False)
    channel = forms.ChoiceField(label=_("Way in"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=whose, empty_value=None)
    handler = forms.TypedChoiceField(label=_("Handler"), required=False, coerce=whose, empty_value=None)
    district = forms.ChoiceField(label=_("District of the city"), required=False)
    year = forms.TypedChoiceField(label=_("Year it came in"), required=False, coerce=int, empty_value=None)
    urgent = forms.BooleanField(label=_("Urgent only"), required=False)
    repeated = forms.BooleanField(label=_("Repeated at one place only"), required=False)

    def __init__(
        self,
        *args: Any,
        units: Iterable[Any],
        handlers: Iterable[Any],
        years: Iterable[int],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.key, gettext(state.label)) for state in PROCESS.states]
        self.offer("state", [("open", gettext("All that are open")), *states])
        dues = [("overdue", gettext("Overdue")), ("soon", gettext("Due within three working days"))]
        self.offer("due", dues)
        self.offer("kind", words.kind_options())
        self.offer("category", classes(today))
        self.offer("channel", options("complaints", "channel"))
        nowhere = (NOBODY, gettext("With no unit yet"))
        self.offer("unit", [*((unit.pk, unit.name) for unit in units), nowhere])
        named = [(person.pk, person.name) for person in handlers]
        self.offer("handler", [*named, (NOBODY, gettext("Nobody named"))])
        districts = [(each.code, places.area_name(each)) for each in places.areas("district")]
        self.offer("district", districts)
        self.offer("year", [(year, str(year)) for year in years])


def classes(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every class in force: the large class itself first, then its small ones."""
    return [
        (
            f"{words.label_in(tree.name)} · {words.label_in(branch.large)}",
            [
                (
                    branch.large.code,
                    gettext("{code} {label}: all of them").format(
                        code=branch.large.code, label=words.label_in(branch.large)
                    ),
                ),
                *((row.code, f"{row.code} {words.label_in(row)}") for row in branch.categories),
            ],
        )
        for tree in categories.tree(today)
        for branch in tree.branches
    ]
