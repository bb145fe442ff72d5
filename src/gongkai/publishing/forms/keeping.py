"""Catalogue, topics, channels and wordings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.domain import clocks
from gongkai.publishing import words
from gongkai.publishing.forms.base import day_field, line, lines


class DutyForm(forms.Form):
    """Who answers for a catalogue row."""

    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: Iterable[Any], people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", gettext("Not settled"))
        self.fields["unit"].choices = [nobody, *((each.pk, each.name) for each in units)]  # type: ignore[attr-defined]
        self.fields["person"].choices = [nobody, *((each.pk, each.name) for each in people)]  # type: ignore[attr-defined]


class LocalRowForm(forms.Form):
    """A row of the agency's own below a row of the law."""

    label = line(_("Name in Chinese"), 200, required=True)
    label_en = line(_("Name in English"), 240)
    rule = forms.ChoiceField(label=_("Period"))
    basis = line(_("Basis"), 120, _("The rule of your agency or city that asks for it."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [
            (rule.key, rule.label if words.in_chinese() else rule.label_en)
            for rule in clocks.rules()
            if rule.key.startswith("publication.")
            and rule.in_force_from <= today
            and (rule.in_force_until is None or today <= rule.in_force_until)
        ]
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]


class EndRowForm(forms.Form):
    """The last day of a row of the agency's own."""

    last_day = day_field(_("Last day"), required=True)


class TopicForm(forms.Form):
    """A topic page."""

    title = line(_("Title"), 120, required=True)
    slug = line(
        _("Address"),
        60,
        _("Small letters, digits and hyphens, as in waste-transport."),
        required=True,
        pattern="[a-z0-9-]+",
    )
    description = lines(_("What it gathers"), 1000)


class ChannelForm(forms.Form):
    """A channel for releases."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = line(_("Name"), 120, required=True)
    url = forms.URLField(label=_("Address"), required=False, max_length=200, assume_scheme="https")
    is_here = forms.BooleanField(
        label=_("This installation itself: publishing records the release"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = words.options("channels", "channel")  # type: ignore[attr-defined]


class WordingForm(forms.Form):
    """A wording the checks look for."""

    pattern = line(_("Wording"), 120, required=True)
    advice = line(_("What to write instead"), 200)
    severity = forms.ChoiceField(
        label=_("When it is found"),
        choices=[
            ("refuse", _("Refuse submission")),
            ("reason", _("Ask for a reason")),
            ("note", _("Only say so")),
        ],
        initial="reason",
    )
    is_regex = forms.BooleanField(label=_("It is a pattern (regular expression)"), required=False)
