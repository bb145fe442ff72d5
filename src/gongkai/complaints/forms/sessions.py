"""A hotline session, and the words of its progress report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints.actions import SessionInput
from gongkai.complaints.actions.sessions import MEDIA
from gongkai.core.formfields import choose, day_field, line, lines, needed
from gongkai.domain.text import N_

MEDIUM_LABELS = {"radio": N_("Radio"), "television": N_("Television"), "online": N_("Online programme")}


class SessionForm(forms.Form):
    """Date, programme, guests."""

    programme = needed(
        line(_("Programme"), 120, _("Such as 政风行风热线."), autocomplete="off"), _("Name the programme.")
    )
    station = line(_("Station"), 120, _("As it is addressed in the progress letter."))
    medium = forms.ChoiceField(label=_("Medium"), widget=forms.RadioSelect, initial="radio")
    on = day_field(_("Day of the session"), required=True)
    topic = line(_("Topic of the session"), 200)
    guests = line(_("Who was on air for the agency"), 300, _("As it is printed in the progress letter."))
    note = lines(_("Note on the session"), 4000)
    agency = forms.TypedChoiceField(label=_("Agency"), coerce=int)

    def __init__(self, *args: Any, agencies: Iterable[Any] = (), today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "medium", [(key, gettext(MEDIUM_LABELS[key])) for key in MEDIA])
        listed = list(agencies)
        self.only_agency = listed[0].pk if len(listed) == 1 else None
        choose(self, "agency", [(each.pk, each.name) for each in listed])
        if len(listed) < 2:
            del self.fields["agency"]
        self.initial.setdefault("on", today)

    def agency_id(self) -> int:
        """The agency whose session it is."""
        return int(self.only_agency or self.cleaned_data["agency"])

    def session(self) -> SessionInput:
        """The input of ``actions.hold_session`` and ``change_session``."""
        data = self.cleaned_data
        names = ("programme", "on", "station", "medium", "topic", "guests", "note")
        return SessionInput(**{name: data[name] for name in names})


class ProgressForm(forms.Form):
    """The words before the list of matters."""

    words = needed(
        lines(
            _("The progress in words"),
            4000,
            _("It stands before the list of the matters. Write no names or telephone numbers of callers."),
            rows=6,
        ),
        _("Say in words how far the matters are."),
    )
