"""The form that brings a text in: a Word file, or lines that are pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations.forms.clauses import LONGEST_LINES
from gongkai.core.formfields import lines


class BringForm(forms.Form):
    """A file, or the text itself. Where both are given, the file is read."""

    file = forms.FileField(label=_("Word file"), required=False)
    text = lines(
        _("Or paste the text"),
        LONGEST_LINES,
        _("A line for each provision, with or without its number: numbers are counted."),
        rows=12,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("file") and not str(said.get("text", "")).strip():
            self.add_error("file", gettext("Choose a Word file, or paste the text."))
        return said
