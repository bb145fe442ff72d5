"""What a move asks for: exactly the fields of its deed, filled with what is known already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines
from gongkai.core.lawwords import label_in
from gongkai.core.text import render
from gongkai.domain import letters
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.requests.receipt import channel
from gongkai.domain.text import Text
from gongkai.requests import words
from gongkai.requests.actions import Given

#: Names under which an action refuses a value → the field of the form that holds it.
ELSEWHERE = {"served_on": "day", "tracking_number": "tracking"}


@dataclass(frozen=True, slots=True)
class Around:
    """What the forms of one record must know of it."""

    channel: str = ""
    arrived_on: date | None = None
    agency_confirmed_on: date | None = None
    applicant_confirmed_on: date | None = None
    evidence: str = ""
    today: date | None = None
    #: The day proposed to the applicant for a correction, for reasons.
    correction_by: date | None = None
    reasons_by: date | None = None
    #: At most so many working days may be asked for.
    extension_limit: int = 0
    unit: int | None = None
    officer: int | None = None
    way_wanted: str = ""
    units: Sequence[Any] = field(default=())
    #: Pairs of person and unit.
    officers: Sequence[Any] = field(default=())


def _reason() -> forms.Field:
    return lines(
        _("Reason"),
        2000,
        _("It stands in the ledger and is told to whoever is concerned."),
        required=True,
    )


def _by_day(hint: Any) -> forms.Field:
    return day_field(_("By when"), hint, required=True)


def _unit() -> forms.Field:
    return forms.TypedChoiceField(label=_("Unit"), coerce=int)


def _officer() -> forms.Field:
    return forms.TypedChoiceField(
        label=_("Officer"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Left open, every officer of the unit finds it among the work to do."),
    )


#: Move → name of a field → how it is made. What is not named here asks for nothing, or for a reason alone.
_FIELDS: dict[str, dict[str, Callable[[], forms.Field]]] = {
    "accept": {"unit": _unit, "officer": _officer},
    "reassign": {"unit": _unit, "officer": _officer, "reason": _reason},
    "ask_correction": {
        "correction": lambda: lines(
            _("What is to be completed"),
            4000,
            _("Name everything at once: the law allows one notice (Article 30)."),
            required=True,
            rows=5,
        ),
        "by_day": lambda: _by_day(_("The law says “a reasonable time”.")),
    },
    "corrected": {
        "supplement": lambda: lines(_("What the applicant added"), 4000, required=True, rows=5),
        "day": lambda: day_field(
            _("Day it arrived"), _("The time to answer begins on this day."), required=True
        ),
    },
    "allow_longer": {"by_day": lambda: _by_day(""), "reason": _reason},
    "hear_third_party": {
        "party": lambda: line(_("The third party"), 120, required=True),
        "contact": lambda: line(_("How it is reached"), 200),
        "reason": lambda: lines(
            _("Which of its rights may be touched"), 2000, _("The letter says it."), required=True
        ),
    },
    "ask_agency": {
        "agency": lambda: line(_("The agency"), 120, required=True),
        "joint": lambda: forms.BooleanField(
            label=_("It made the information together with this agency"),
            required=False,
            help_text=_("Then silence counts as consent (Article 34)."),
        ),
        "reason": lambda: lines(_("What it is asked"), 2000, _("The letter says it."), required=True),
    },
    "ask_extension": {
        "days": lambda: forms.IntegerField(label=_("Working days"), min_value=1),
        "reason": _reason,
    },
    "ask_reasons": {
        "reason": lambda: lines(_("Why the requests are too many"), 2000, required=True),
        "by_day": lambda: _by_day(""),
    },
    "reasons_given": {"reasons": lambda: lines(_("The applicant's reasons"), 4000, required=True, rows=5)},
    "delay": {"by_day": lambda: _by_day(_("The applicant is told this day.")), "reason": _reason},
    "pay": {
        "receipt": lambda: line(_("Number of the receipt"), 60, required=True),
        "day": lambda: day_field(_("Day of payment"), required=True),
    },
    "serve": {
        "way": lambda: forms.ChoiceField(label=_("Way of service")),
        "day": lambda: day_field(_("Day of service"), required=True),
        "tracking": lambda: line(_("Number of the consignment"), 60, _("Needed where it was posted.")),
        "evidence": lambda: lines(_("What proves it"), 1000, required=True),
    },
    "withdraw": {
        "evidence": lambda: lines(
            _("How the applicant withdrew it"),
            300,
            _("By letter, by telephone or in person, and when. The data stay sealed."),
            required=True,
        ),
    },
}
_WITH_REASON = (
    "void",
    "refuse_extension",
    "cancel_fee",
    "legal_return",
    "approve_return",
    "desk_return",
    "redo",
)


class MoveForm(forms.Form):
    """The fields of one move of one request."""

    def __init__(self, *args: Any, move: Move, around: Around, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        kwargs["initial"] = {**_initial(move.key, around), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if move.key == "register":
            self._receipt(around)
        elif move.key in _WITH_REASON:
            self.fields["reason"] = _reason()
        for name, make in _FIELDS.get(move.key, {}).items():
            self.fields[name] = make()
        self._choices(around)

    def _receipt(self, around: Around) -> None:
        """What Article 31 asks for, by the way in."""
        way = channel(around.channel)
        if isinstance(way, Refused):
            return
        labels = {"signed_for": _("Day it was signed for"), "handed_in": _("Day it was handed in")}
        label = labels.get(way.rule, _("Day it arrived"))
        self.fields["arrived_on"] = day_field(label, required=True)
        if way.rule in ("confirmed", "both_confirmed"):
            self.fields["agency_confirmed_on"] = day_field(
                _("Day this agency confirmed it with the applicant"), required=True
            )
        if way.rule == "both_confirmed":
            self.fields["applicant_confirmed_on"] = day_field(
                _("Day the applicant confirmed it"),
                _("It counts as received on the later of the two days (Article 31)."),
                required=True,
            )
        if around.channel != "online":
            hint = render(Text(way.evidence))
            self.fields["evidence"] = line(_("Evidence of the day"), 300, hint, required=True)

    def _choices(self, around: Around) -> None:
        pick = ("", gettext("Choose"))
        if "unit" in self.fields:
            choose(self, "unit", [pick, *((each.pk, each.name) for each in around.units)])
        if "officer" in self.fields:
            named = [(person.pk, f"{unit.name} · {person.name}") for person, unit in around.officers]
            choose(self, "officer", [("", gettext("Nobody named")), *named])
        if "way" in self.fields:
            choose(self, "way", [pick, *((each.key, label_in(each)) for each in letters.service_ways())])
        if "days" in self.fields:
            hint = gettext("At most {limit}, once (Article 33).").format(limit=around.extension_limit)
            self.fields["days"].help_text = hint

    def given(self) -> Given:
        """What ``actions.move`` is given."""
        return Given(**{name: value for name, value in self.cleaned_data.items() if value})


def _initial(key: str, around: Around) -> dict[str, Any]:
    """What is known already."""
    known: dict[str, dict[str, Any]] = {
        "register": {
            "arrived_on": around.arrived_on,
            "agency_confirmed_on": around.agency_confirmed_on or around.today,
            "applicant_confirmed_on": around.applicant_confirmed_on,
            "evidence": around.evidence,
        },
        "accept": {"unit": around.unit, "officer": around.officer},
        "ask_correction": {"by_day": around.correction_by},
        "allow_longer": {"by_day": around.correction_by},
        "ask_reasons": {"by_day": around.reasons_by},
        "corrected": {"day": around.today},
        "pay": {"day": around.today},
        "serve": {"day": around.today, "way": _WAYS.get(around.way_wanted, "")},
    }
    return known.get(key, {})


#: The way the applicant wanted → the way of service that answers it.
_WAYS = {"online": "electronic", "email": "electronic", "post": "post", "fax": "fax", "collect": "collected"}


class OpinionForm(forms.Form):
    """What a third party or an agency said, or that it kept silent."""

    result = forms.ChoiceField(label=_("What it says"), widget=forms.RadioSelect)
    opinion = lines(_("In its words"), 4000, _("Needed unless it kept silent. It is kept sealed."))
    day = day_field(_("Day it answered"), required=True)

    def __init__(self, *args: Any, number: int, today: date, **kwargs: Any) -> None:
        kwargs |= {"prefix": f"opinion-{number}", "initial": {"day": today}}
        super().__init__(*args, **kwargs)
        self.number = number
        results = ("agrees", "objects", "silent")
        choose(self, "result", [(key, words.consultation_result(key)) for key in results])

    def clean(self) -> dict[str, Any]:
        """Whoever spoke said something."""
        data = super().clean() or self.cleaned_data
        if data.get("result") in ("agrees", "objects") and not data.get("opinion"):
            self.add_error("opinion", gettext("Enter the opinion in its words."))
        return data

    def given(self) -> Given:
        """What ``actions.move`` is given."""
        data = self.cleaned_data
        # The table wants an opinion; that somebody kept silent is one.
        opinion = data["opinion"] or "—"
        return Given(consultation=self.number, result=data["result"], opinion=opinion, day=data["day"])


class ReceivedForm(forms.Form):
    """The day on which the letter of a hearing was received."""

    on = day_field(
        _("Day the letter was received"),
        _("The period for the opinion is counted from this day."),
        required=True,
    )

    def __init__(self, *args: Any, number: int, today: date, **kwargs: Any) -> None:
        kwargs |= {"prefix": f"received-{number}", "initial": {"on": today}}
        super().__init__(*args, **kwargs)
