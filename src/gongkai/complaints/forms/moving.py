"""What a move asks for: exactly the fields of its deed, filled with what is known already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import words
from gongkai.complaints.actions import CallGiven, Given
from gongkai.complaints.forms.calling import CALL, call_fields, call_given, check_call
from gongkai.core.formfields import choose, day_field, line, lines
from gongkai.core.lawwords import options
from gongkai.domain.process import Move

#: Names under which an action refuses a value → the field of the form that holds it.
ELSEWHERE: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Around:
    """What the forms of one record must know of it."""

    today: date | None = None
    #: The unit that has it, and the one routing proposes with those that help, and by which rule.
    unit: int | None = None
    proposed: int | None = None
    co_units: tuple[int, ...] = ()
    rule: str = ""
    officer: int | None = None
    #: At most so much more time may be asked for, and the unit it is counted in.
    most_more: int = 0
    more_unit: str = ""
    more_asked: int = 0
    again_on: date | None = None
    #: Units a matter can be given to, those it may belong to, and the people who may handle it.
    units: Sequence[Any] = field(default=())
    all_units: Sequence[Any] = field(default=())
    people: Sequence[Any] = field(default=())


def _reason(label: Any = "", hint: Any = "") -> forms.Field:
    return lines(
        label or _("Reason"),
        2000,
        hint or _("It stands in the ledger; write no names of reporters."),
        required=True,
    )


def _unit() -> forms.Field:
    return forms.TypedChoiceField(
        label=_("Unit in the lead"),
        coerce=int,
        error_messages={"required": _("Choose the unit that handles it.")},
    )


def _co_units() -> forms.Field:
    return forms.TypedMultipleChoiceField(
        label=_("Units that help"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )


def _article() -> forms.Field:
    return line(
        _("Article that makes it another unit's"),
        200,
        _("Such as “三定方案 第五条”. Without an article nothing is returned."),
        required=True,
    )


def _suggested() -> forms.Field:
    return forms.TypedChoiceField(
        label=_("Whose it is"), coerce=int, required=False, empty_value=None, help_text=_("In your view.")
    )


def _again_on() -> forms.Field:
    return day_field(_("Day to look at it again"), required=True)


def _way() -> forms.Field:
    return forms.ChoiceField(
        label=_("How the reporter is told"),
        help_text=_("The reply stands online under number and code in any case."),
    )


_RETURNING: dict[str, Callable[[], forms.Field]] = {
    "article": _article,
    "reason": _reason,
    "suggested": _suggested,
}
#: Move → name of a field → how it is made. What is not named here asks for nothing, or for a reason alone.
_FIELDS: dict[str, dict[str, Callable[[], forms.Field]]] = {
    "decline": {
        "ground": lambda: forms.ChoiceField(
            label=_("Ground on which it is not taken up"),
            error_messages={"required": _("Choose the ground on which it is not taken up.")},
        ),
        "reason": lambda: _reason(hint=_("The reporter reads it, with where to turn instead.")),
    },
    "merge": {
        "lead": lambda: line(
            _("Number of the other matter"),
            60,
            _("Look at both beside each other before they are joined."),
            required=True,
        )
    },
    "convert": {
        "link": lambda: line(
            _("Number of the request for information"),
            80,
            _("The number it has among the requests; both numbers are kept."),
            required=True,
        )
    },
    "answer_directly": {"way": _way},
    "dispatch": {"unit": _unit, "co_units": _co_units},
    "redirect": {"unit": _unit, "co_units": _co_units, "reason": _reason},
    "return": _RETURNING,
    "dispute": _RETURNING,
    "rule": {
        "unit": _unit,
        "co_units": _co_units,
        "article": lambda: line(_("Article the ruling rests on"), 200, required=True),
        "reason": lambda: _reason(
            hint=_("The ruling is a precedent: routing offers it for matters of this kind.")
        ),
    },
    "name_handler": {
        "officer": lambda: forms.TypedChoiceField(
            label=_("Person who handles it"),
            coerce=int,
            error_messages={"required": _("Choose who handles it.")},
        )
    },
    "ask_extension": {
        "days": lambda: forms.IntegerField(
            label=_("How much more"),
            min_value=1,
            error_messages={"required": _("Say how much more time is needed.")},
        ),
        "reason": _reason,
    },
    "ask_shelving": {
        "reason": lambda: _reason(_("Why it cannot be solved now")),
        "review_again_on": _again_on,
    },
    "shelve": {"review_again_on": _again_on},
    "send_reply": {"way": _way},
    "object": {"reason": lambda: _reason(_("What the reporter objects to"))},
    "withdraw": {
        "reason": lambda: _reason(
            _("How the reporter withdrew it"), _("By telephone, by letter or in person, and when; no names.")
        )
    },
}
_WITH_REASON = (
    "accept_again",
    "part",
    "refuse_extension",
    "refuse_shelving",
    "take_up",
    "return_reply",
    "stop_reply",
    "reopen",
    "close_unsettled",
)
#: Moves whose forms need to know which units there are, or which people.
WITH_UNITS = frozenset({"dispatch", "redirect", "rule", "return", "dispute"})
WITH_PEOPLE = frozenset({"name_handler"})


class MoveForm(forms.Form):
    """The fields of one move of one matter."""

    def __init__(self, *args: Any, move: Move, around: Around, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        kwargs["initial"] = {**_initial(move.key, around), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.move = move
        self.around = around
        if move.key == CALL:
            self.fields.update(call_fields())
        elif move.key in _WITH_REASON:
            self.fields["reason"] = _reason()
        for name, make in _FIELDS.get(move.key, {}).items():
            self.fields[name] = make()
        self._choices(around)

    def _choices(self, around: Around) -> None:
        pick = ("", gettext("Choose"))
        if "unit" in self.fields:
            choose(self, "unit", [pick, *((each.pk, each.name) for each in around.units)])
        if "co_units" in self.fields:
            choose(self, "co_units", [(each.pk, each.name) for each in around.units])
        if "suggested" in self.fields:
            others = [each for each in around.all_units if each.pk != around.unit]
            choose(
                self,
                "suggested",
                [("", gettext("I do not know")), *((each.pk, each.name) for each in others)],
            )
        if "officer" in self.fields:
            choose(self, "officer", [pick, *((each.pk, each.name) for each in around.people)])
        if "ground" in self.fields:
            choose(self, "ground", [pick, *options("complaints", "ground")])
        if "way" in self.fields:
            choose(self, "way", words.way_options(calling=self.move.key == CALL))
        if "days" in self.fields and around.most_more:
            most = words.length({"length": around.most_more, "unit": around.more_unit})
            self.fields["days"].help_text = gettext("At most {most}, once.").format(most=most)

    def clean(self) -> dict[str, Any]:
        """A unit does not help itself; a call-back's answers fit each other."""
        data = super().clean() or self.cleaned_data
        if self.move.key == CALL:
            check_call(self, data)
        if data.get("unit") in (data.get("co_units") or []):
            data["co_units"] = [each for each in data["co_units"] if each != data["unit"]]
        return data

    def given(self) -> Given:
        """What ``actions.move`` is given."""
        data = {name: value for name, value in self.cleaned_data.items() if value}
        call: CallGiven | None = None
        if self.move.key == CALL:
            call = call_given(self.cleaned_data)
            data = {}
        if "co_units" in data:
            data["co_units"] = tuple(data["co_units"])
        followed = data.get("unit") == self.around.proposed and self.around.rule
        return Given(**data, call=call, routed_by=self.around.rule if followed else "")


def _initial(key: str, around: Around) -> dict[str, Any]:
    """What is known already."""
    known: dict[str, dict[str, Any]] = {
        "dispatch": {"unit": around.proposed, "co_units": list(around.co_units)},
        "name_handler": {"officer": around.officer},
        "shelve": {"review_again_on": around.again_on},
        "send_reply": {"way": "telephone"},
        "answer_directly": {"way": "telephone"},
        CALL: {"way": "telephone", "reached": "yes"},
    }
    return known.get(key, {})
