"""What an applicant types to follow a request, to complete it, and to give reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.requests.actions import Upload
from gongkai.requests.actions.sealing import MOST_FILES
from gongkai.requests.forms.base import FilesField, HalfWidthField, lines, needed

#: What an applicant may write at most, in characters.
LONGEST = 4000


class FollowForm(forms.Form):
    """Number and secret code, however they are typed."""

    number = HalfWidthField(
        label=_("Number of the request"),
        max_length=60,
        help_text=_("It stands on the confirmation and on every letter, such as CGJ-2026-00012."),
        error_messages={"required": _("Give the number of the request.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    code = HalfWidthField(
        label=_("Secret code"),
        max_length=40,
        help_text=_("Ten letters and figures, such as K7MP3-XQRTH. Blanks and small letters do no harm."),
        error_messages={"required": _("Give the secret code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    #: What was typed on a page whose hour was over, and on which one: it is given back behind the code.
    kept = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    onward = forms.ChoiceField(
        required=False, choices=[("", ""), ("complete", ""), ("reasons", "")], widget=forms.HiddenInput
    )


class CompleteForm(forms.Form):
    """The correction: words, and files where they help."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = needed(
        lines(
            _("What you complete or correct"),
            LONGEST,
            _("Answer what the notice asks, point by point. If you only add files, say so in a sentence."),
            rows=8,
        ),
        _("Write what you complete or correct."),
    )
    papers = FilesField(label=_("Files"), most=MOST_FILES)

    @property
    def files_again(self) -> bool:
        """Whether files came along with an answer that has to be mended."""
        return self.is_bound and bool(self.files.getlist("papers"))

    def uploads(self) -> list[Upload]:
        """The files as they go to ``actions.complete``."""
        return [Upload(each, each.name or "file", "supplement") for each in self.cleaned_data["papers"]]


class ReasonsForm(forms.Form):
    """The reasons of many requests (Article 35)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = needed(
        lines(
            _("Your reasons"),
            LONGEST,
            _("Why you need the information of so many requests, and whether some of them could be joined."),
            rows=8,
        ),
        _("Write your reasons."),
    )


class SeenForm(forms.Form):
    """A button that only needs to know which version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def version_of(data: Any) -> int | None:
    """The version the person saw, where the form still says it."""
    form = SeenForm(data)
    return int(form.cleaned_data["version"]) if form.is_valid() else None
