"""What a move asks for, and where a document was put out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.domain.process import Move
from gongkai.publishing import words
from gongkai.publishing.actions import Given
from gongkai.publishing.forms.base import day_field, line, lines

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


def _field(need: str) -> forms.Field:
    if need == "reason":
        return lines(
            _("Reason"),
            2000,
            _("It stands in the ledger and is told to whoever is concerned."),
            required=True,
        )
    if need == "opinion":
        return lines(_("Opinion received"), 4000, _("With the number and date of the letter."), required=True)
    if need == "agency":
        return line(_("Agency asked"), 200, required=True)
    if need == "link":
        return line(_("Index number of the newer document"), 60, required=True)
    if need == "ground":
        choices = [
            ("", gettext("Choose")),
            *words.ground_options(),
            ("on_request", words.ground("on_request")),
        ]
        return forms.ChoiceField(label=_("Legal ground"), choices=choices)
    if need == "review_again_on":
        return day_field(
            _("To be looked at again on"), _("What is closed is looked at again (Article 18)."), required=True
        )
    if need == "moment":
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        invalid = {"invalid": _("This is no day and time. Write it as 2026-11-23 09:00.")}
        return forms.DateTimeField(
            label=_("Day and time"), input_formats=MOMENTS, widget=widget, error_messages=invalid
        )
    raise ValueError(need)


class MoveForm(forms.Form):
    """Exactly the fields a move needs."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        for need in move.needs:
            self.fields[need] = _field(need)
        if "ground" in self.fields and not {"reason", "opinion"} & set(self.fields):
            self.fields["reason"] = lines(_("Reason"), 2000, _("Needed where it stays open on request."))

    def clean(self) -> dict[str, Any]:
        """Being open on request is no ground in itself: it needs its reason."""
        data = super().clean() or self.cleaned_data
        if data.get("ground") == "on_request" and not (data.get("reason") or data.get("opinion")):
            self.add_error("reason", gettext("Say why it is not published by itself."))
        return data

    def given(self) -> Given:
        """What ``actions.move`` is given."""
        return Given(**{name: value for name, value in self.cleaned_data.items() if value})


class ReleaseForm(forms.Form):
    """Where the published document was put out, with a link or evidence."""

    channel = forms.TypedChoiceField(label=_("Channel"), coerce=int)
    released_on = day_field(_("Day of release"), required=True)
    url = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("The address where it can be read."),
    )
    note = line(_("Note"), 300, _("Page of the newspaper, place of the notice board, hour of the broadcast."))
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A photograph, a scan or a receipt: PDF, PNG or JPEG."),
    )

    def __init__(self, *args: Any, channels: list[Any], today: date, **kwargs: Any) -> None:
        kwargs |= {"initial": {"released_on": today}, "prefix": "release"}
        super().__init__(*args, **kwargs)
        choices = [("", gettext("Choose")), *((channel.pk, channel.name) for channel in channels)]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]


class StrikeForm(forms.Form):
    """Why a recorded release is taken back."""

    reason = line(_("Reason"), 200, required=True)
