"""What the public types: which sites are shown, and the acknowledgement of a letter (回执)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import HalfWidthField, line, needed
from gongkai.core.listpages import Filter

#: As long as ``actions.letters`` takes them.
LONGEST_NAME, LONGEST_FUNCTION = 40, 60
_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class SitesFilter(Filter):
    """Which sites of a campaign are shown; the state is the address."""

    stand = forms.ChoiceField(label=_("Stand"), required=False)

    def __init__(self, *args: Any, stands: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("stand", stands)


class AcknowledgeForm(forms.Form):
    """Reference and code of the letter, however they are typed; who acknowledges it, in which function."""

    reference = HalfWidthField(
        label=_("Reference of the letter"),
        max_length=40,
        help_text=_("It stands in the letter, such as HZ-K7MP3XQR."),
        error_messages={"required": _("Give the reference that stands in the letter.")},
        widget=forms.TextInput(attrs=_CODE),
    )
    code = HalfWidthField(
        label=_("Code in the letter"),
        max_length=40,
        help_text=_("Ten letters and figures, such as K7MP3-XQRTH. Blanks and small letters do no harm."),
        error_messages={"required": _("Give the code that stands in the letter.")},
        widget=forms.TextInput(attrs=_CODE),
    )
    name = needed(
        line(
            _("Your name"),
            LONGEST_NAME,
            _("Who acknowledges the letter for the organisation. It is kept sealed and never published."),
            autocomplete="name",
        ),
        _("Give your name: the agency must know who has the letter."),
    )
    function = line(
        _("Your function"),
        LONGEST_FUNCTION,
        _("What you do there, such as site manager."),
        autocomplete="organization-title",
    )
