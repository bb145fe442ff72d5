"""What somebody types who wants to be told of consultations by e-mail (邮件订阅)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import document_words as words
from gongkai.consultations.actions.following import LONGEST_EMAIL
from gongkai.consultations.followers import Wish
from gongkai.consultations.forms.public import TOKEN
from gongkai.core import secret_codes
from gongkai.core.challengefields import ChallengeForm
from gongkai.core.formfields import MailField, choose
from gongkai.people.models import Agency


class FollowForm(ChallengeForm):
    """An address, and whose drafts it is told of."""

    email = MailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_EMAIL,
        help_text=_("It is kept sealed, used for nothing else, and erased as soon as you leave."),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={
            "required": _("Write the address the e-mail is to go to."),
            "invalid": _("This is no e-mail address. Write it as name@example.com."),
        },
    )
    agency = forms.ChoiceField(
        label=_("Whose drafts?"),
        required=False,
        error_messages={"invalid_choice": _("Choose it from the list.")},
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        self._fresh = secret_codes.new_token()
        super().__init__(*args, **kwargs)
        named = [(each.code, words.agency_name(each)) for each in agencies]
        choose(self, "agency", [("", gettext("Those of every agency")), *named])

    @property
    def sending(self) -> str:
        """The token it is sent under: the one it came with, or a fresh one where somebody meddled with it."""
        given = str(self.data.get("token") or "")
        return given if TOKEN.fullmatch(given) else self._fresh

    def clean(self) -> dict[str, Any]:
        """The small task before sending."""
        self.judge_task()
        return self.cleaned_data

    def wish(self, language: str) -> Wish:
        """What is asked for."""
        return Wish(self.cleaned_data["email"], self.cleaned_data["agency"], language)
