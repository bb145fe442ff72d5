"""Bringing a register in from a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
REGISTERS = {"requests": _("Requests for information"), "disputes": _("Reviews and suits")}


class RegisterForm(forms.Form):
    """Which register, and the file to look at."""

    register = forms.ChoiceField(label=_("Register"), widget=forms.RadioSelect)
    agency = forms.TypedChoiceField(label=_("Agency"), coerce=int)
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose the file again; perhaps it was still being saved."),
        },
    )

    def __init__(self, *args: Any, registers: Iterable[str], agencies: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(key, REGISTERS[key]) for key in registers]
        choose(self, "register", kept)
        self.initial.setdefault("register", kept[0][0] if kept else "")
        listed = list(agencies)
        choose(self, "agency", [(each.pk, each.name) for each in listed])
        self.only_agency = listed[0].pk if len(listed) == 1 else None
        if self.only_agency is not None:
            del self.fields["agency"]

    def agency_id(self) -> int:
        """The agency whose register it is."""
        return int(self.only_agency or self.cleaned_data["agency"])
