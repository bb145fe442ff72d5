"""Bringing documents in from files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ENDINGS = (".txt", ".md", ".htm", ".html", ".docx", ".csv", ".tsv", ".xlsx", ".zip")


class ImportForm(forms.Form):
    """The file to look at."""

    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)})
    )


class BringInForm(forms.Form):
    """What becomes of the records that were looked at."""

    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, help_text=_("The unit the documents belong to.")
    )
    kind = forms.ChoiceField(
        label=_("They become"),
        widget=forms.RadioSelect,
        choices=[
            ("drafts", _("drafts, which go the usual way")),
            ("history", _("history already published, which the openness office confirms")),
        ],
        initial="drafts",
    )

    def __init__(self, *args: Any, units: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(each.pk, each.name) for each in units]  # type: ignore[attr-defined]
