"""What the public types in a collection: a remark, a questionnaire's answers, a sign-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import collecting_words as words
from gongkai.consultations.actions.taking_part import LONGEST, LONGEST_AUTHOR, RemarkInput
from gongkai.consultations.authors import Author
from gongkai.consultations.forms.public import AnswerForm
from gongkai.core import secret_codes
from gongkai.core.challengefields import ChallengeForm
from gongkai.core.formfields import MailField, line, lines, needed
from gongkai.domain.consultations.questionnaires import HIGHEST, LONGEST_ANSWER, Question
from gongkai.domain.text import N_

#: The form's own token, as ``secret_codes.new_token`` makes it.
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
#: Before the key of a question in the name of its field, as the action's refusals name it.
MARK = "q:"
_CHOOSE = N_("Answer this question.")


class _VoiceForm(ChallengeForm):
    """A form that is sent under a token of its own: a second click is the same sending."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._fresh = secret_codes.new_token()
        super().__init__(*args, **kwargs)

    @property
    def sending(self) -> str:
        """The token it is sent under: the one it came with, or a fresh one where somebody meddled with it."""
        given = str(self.data.get("token") or "")
        return given if TOKEN.fullmatch(given) else self._fresh

    def clean(self) -> dict[str, Any]:
        """The small task before sending."""
        self.judge_task()
        return self.cleaned_data


class RemarkForm(_VoiceForm):
    """What somebody says; who they are only if they want to be told."""

    words = needed(
        lines(_("What do you want to say?"), LONGEST, _("What is good, what should be better, and how?"), rows=7),
        _("Write what you want to say."),
    )  # fmt: skip
    name = line(_("Your name"), LONGEST_AUTHOR["name"], autocomplete="name")
    contact = line(_("How to reach you"), LONGEST_AUTHOR["contact"], _("A telephone number or an address."))
    email = MailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=LONGEST_AUTHOR["email"],
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={"invalid": _("This is no e-mail address. Write it as name@example.com.")},
    )
    by_email = forms.BooleanField(
        label=_("Tell me by e-mail when a problem I raised is put right"), required=False
    )
    consent = forms.BooleanField(
        label=_("I agree that what I wrote is kept for this, and may be published without my name"),
        help_text=_("Somebody looks at it first and leaves out what is personal."),
        error_messages={"required": _("Please agree: what may not be kept cannot be looked at.")},
    )

    def __init__(self, *args: Any, takes_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_mail:
            del self.fields["email"], self.fields["by_email"]

    def clean(self) -> dict[str, Any]:
        """News need an address."""
        data = super().clean()
        if data.get("by_email") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the address the e-mail is to go to."))
        return data

    def given(self) -> RemarkInput:
        """The input of ``say_something``."""
        data = self.cleaned_data
        said = {name: str(data.get(name) or "") for name in LONGEST_AUTHOR}
        author = Author(**said, language=get_language() or "")
        return RemarkInput(words=data["words"], author=author, by_email=bool(data.get("by_email")))


class SignUpForm(_VoiceForm):
    """Who wants to come to a meeting or hearing."""

    name = needed(
        line(_("Your name"), LONGEST_AUTHOR["name"], _("It is kept sealed and never published."), autocomplete="name"),
        _("Write your name. It is not published."),
    )  # fmt: skip
    contact = needed(
        line(
            _("How to reach you"), LONGEST_AUTHOR["contact"],
            _("A telephone number. Kept sealed and never published."),
        ),
        _("Say how to reach you. It is not published."),
    )  # fmt: skip
    stands_for = line(
        _("For whom do you speak?"), 100, _("For yourself, a shop, a company, a community. No names of persons.")
    )  # fmt: skip
    words = lines(_("What do you want to speak about?"), LONGEST, rows=4)
    email = MailField(
        label=_("Your e-mail address, to be told whether you can come"),
        required=False,
        max_length=LONGEST_AUTHOR["email"],
        help_text=_(
            "It is kept sealed and never published. Without it you read the answer with reference and code."
        ),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={"invalid": _("This is no e-mail address. Write it as name@example.com.")},
    )
    consent = forms.BooleanField(
        label=_("I agree that my name and number are kept to prepare this meeting"),
        error_messages={"required": _("Please agree: nobody can be invited otherwise.")},
    )

    def __init__(self, *args: Any, takes_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_mail:
            del self.fields["email"]

    def author(self) -> Author:
        """Who it is."""
        data = self.cleaned_data
        return Author(data["name"], data["contact"], str(data.get("email") or ""), get_language() or "")


class AnswersForm(forms.Form):
    """A field for each question, named as the action's refusals name it."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for each in questions:
            self.fields[f"{MARK}{each.key}"] = _field(each)

    def rows(self) -> list[forms.BoundField]:
        """The questions' fields in their order."""
        return [self[f"{MARK}{each.key}"] for each in self.questions]

    def answers(self) -> dict[str, Any]:
        """Question → answer, as the action takes it; what was left out is left out."""
        given = {each.key: self.cleaned_data.get(f"{MARK}{each.key}") for each in self.questions}
        return {key: value for key, value in given.items() if value not in (None, "", [])}


class SheetForm(AnswersForm, _VoiceForm):
    """A questionnaire on this site."""


def _field(question: Question) -> forms.Field:
    wrong = {"required": _(_CHOOSE), "invalid_choice": _("Choose one of the answers offered.")}
    if question.kind == "free":
        field: forms.Field = lines(question.text, LONGEST_ANSWER, rows=4)
        field.required = question.needed
        field.error_messages |= {"required": _(_CHOOSE)}
        return field
    if question.kind == "scale":
        choices = [(place, words.scale_name(place)) for place in range(1, HIGHEST + 1)]
    else:
        choices = list(enumerate(question.options, start=1))
    common: dict[str, Any] = {
        "label": question.text,
        "choices": choices,
        "coerce": int,
        "required": question.needed,
        "error_messages": wrong,
    }
    if question.kind == "multiple":
        return forms.TypedMultipleChoiceField(
            **common,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Several may be chosen."),
        )
    return forms.TypedChoiceField(**common, empty_value=None, widget=forms.RadioSelect)


class VoiceAnswerForm(AnswerForm):
    """Reference and code of a remark or sign-up, however they are typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].label = _("Reference")
