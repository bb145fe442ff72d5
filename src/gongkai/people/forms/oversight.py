"""The filter of the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.people.forms.base import Form, day_field


class LedgerFilterForm(Form):
    """What to look for in the ledger; the state is the address."""

    verb = forms.ChoiceField(label=_("Deed"), required=False)
    person = forms.CharField(label=_("Member of staff"), required=False, max_length=60)
    subject = forms.CharField(label=_("Record number"), required=False, max_length=110)
    since = day_field(_("From this day"), required=False)
    until = day_field(_("Until this day"), required=False)
    before = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("until", gettext("The last day lies before the first. Check both."))
        return values
