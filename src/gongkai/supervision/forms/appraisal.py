"""Forms of the appraisal: a round's days, its moves, the sheet in public and by telephone, the words of people."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.core import clock, secret_codes
from gongkai.core.challengefields import ChallengeForm
from gongkai.core.formfields import HalfWidthField, day_field, line, lines, needed
from gongkai.domain.process import Move
from gongkai.domain.supervision.appraisal_sheet import LONGEST, WORDS, Question, Sheet, numbers
from gongkai.supervision import appraisal_words as words
from gongkai.supervision.actions.appraisal_base import LONGEST as LONGEST_REASON
from gongkai.supervision.actions.appraisal_drawing import LONGEST_NOTE, LONGEST_SEED, SeedInput
from gongkai.supervision.actions.appraisal_rounds import RoundInput
from gongkai.supervision.queries.appraisal_records import Round

#: The form's own token, as ``secret_codes.new_token`` makes it.
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
#: Before the key of a question in the name of its field, as the action's refusals name it.
MARK = "q:"


class RoundForm(forms.Form):
    """The year, the time, the last day; offered is last year, as it is appraised in the first months of this one."""

    year = forms.IntegerField(
        label=_("Year appraised"),
        min_value=2008,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Write the year."),
            "invalid": _("Write the year as a number, such as 2025."),
        },
    )
    period_from = needed(
        day_field(_("Who dealt with the agency from")), _("Write the first day of the time.")
    )
    period_to = needed(
        day_field(_("Until"), _("Applicants, reporters and givers of opinions of this time may be drawn.")),
        _("Write the last day of the time."),
    )
    closes_on = needed(day_field(_("Answers are taken until")), _("Write the last day for answers."))

    def __init__(self, *args: Any, found: Round | None = None, **kwargs: Any) -> None:
        today = clock.today()
        last = today.year - 1
        kwargs["initial"] = {
            "year": found.year if found else last,
            "period_from": found.period_from if found else date(last, 1, 1),
            "period_to": found.period_to if found else date(last, 12, 31),
            "closes_on": found.closes_on if found else today + timedelta(days=int(numbers("days")["open"])),
        }
        super().__init__(*args, **kwargs)

    def given(self) -> RoundInput:
        """The input of the action."""
        return RoundInput(**self.cleaned_data)


class MoveForm(forms.Form):
    """What a move asks for: the seed of a draw, the reason of a calling off."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if move.key == "draw":
            self.fields["seed"] = line(
                _("Seed of the draw"),
                LONGEST_SEED,
                _(
                    "Left empty, it is the digest of the ledger's last event before today, which everybody can check."
                ),
                autocomplete="off",
            )
            self.fields["note"] = line(
                _("Where the seed comes from"), LONGEST_NOTE, _("Such as: the public lottery of which day.")
            )
        if "reason" in move.needs:
            self.fields["reason"] = needed(
                lines(
                    _("Reason"), LONGEST_REASON, _("Everybody reads it if the appraisal was open already.")
                ),
                _("Write the reason."),
            )

    def given(self) -> dict[str, Any]:
        """What was typed, in the words of the action."""
        data = self.cleaned_data
        given: dict[str, Any] = {}
        if "seed" in self.fields:
            given["seed"] = SeedInput(data["seed"], data["note"])
        if "reason" in self.fields:
            given["reason"] = data["reason"]
        return given


class SheetForm(forms.Form):
    """The questions of a sheet, each with a field named as the action's refusals name it."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for each in sheet.questions:
            self.fields[f"{MARK}{each.key}"] = _field(each)

    def rows(self) -> list[forms.BoundField]:
        """The questions' fields in their order."""
        return [self[f"{MARK}{each.key}"] for each in self.sheet.questions]

    def answers(self) -> dict[str, Any]:
        """Question → answer, as the action takes it; what was left out is left out."""
        given = {each.key: self.cleaned_data.get(f"{MARK}{each.key}") for each in self.sheet.questions}
        return {key: value for key, value in given.items() if value not in (None, "")}


class OpenSheetForm(SheetForm, ChallengeForm):
    """The sheet for everybody: a token, so that a second click is the same sheet, and a small task."""

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


class CallForm(SheetForm):
    """A call: what came of it, and the sheet where it was answered."""

    field_order = ("result",)
    result = forms.ChoiceField(
        label=_("What came of the call"),
        widget=forms.RadioSelect,
        choices=[
            ("answered", _("They answered the questions below")),
            ("no_answer", _("Nobody took it up, or it was not a good time")),
            ("refused", _("They do not want to take part")),
            ("wrong_number", _("The number is wrong")),
        ],
        error_messages={
            "required": _("Choose what came of the call."),
            "invalid_choice": _("Choose what came of the call."),
        },
    )
    tries = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=99, required=False)

    def clean(self) -> dict[str, Any]:
        """Answers belong to a call that was answered."""
        if self.cleaned_data.get("result") in ("refused", "wrong_number", "no_answer") and self.answers():
            self.add_error(
                "result", _("Answers are filled in below, so choose that they answered; or empty them.")
            )
        return self.cleaned_data


class CodeForm(forms.Form):
    """The code of an invitation, however it is typed."""

    code = needed(
        HalfWidthField(
            label=_("Code of your invitation"),
            max_length=40,
            help_text=_("Ten letters and figures, such as K7MP3-XQRTH."),
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        ),
        _("Write the code that stands in the message."),
    )


class WordsForm(forms.Form):
    """What the public reads of somebody's words."""

    shown = lines(
        _("What the public reads"),
        LONGEST,
        _("Leave out what is personal. Left empty, nothing of it is shown."),
        rows=3,
    )

    def __init__(self, *args: Any, row: str, **kwargs: Any) -> None:
        kwargs["prefix"] = row
        super().__init__(*args, **kwargs)


def _field(question: Question) -> forms.Field:
    text = words.question_text(question)
    if question.kind == WORDS:
        return lines(
            text, LONGEST, _("Do not name anybody; nothing of it is shown before somebody looked at it.")
        )
    return forms.TypedChoiceField(
        label=text,
        choices=words.grade_options(),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers offered.")},
    )
