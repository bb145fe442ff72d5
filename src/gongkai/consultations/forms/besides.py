"""Forms of what is on record beside a text: the record, the voices of a discussion as rows, and striking it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import document_words as words
from gongkai.consultations.actions.records import KINDS, LONGEST, LONGEST_VOICE, Voice
from gongkai.core.formfields import choose, day_field, line, lines

#: Rows a discussion begins with, and at most.
FEWEST_VOICES, MOST_VOICES = 3, 40


class BesideForm(forms.Form):
    """One record. ``kinds``: those that may be put on record now."""

    kind = forms.ChoiceField(label=_("What is put on record"))
    held_on = day_field(_("Held on"), required=True)
    outcome = lines(
        _("Outcome for the record"),
        LONGEST,
        _("The public may read it: leave out names of citizens."),
        rows=6,
    )

    def __init__(self, *args: Any, kinds: tuple[str, ...] = KINDS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = True
        choose(self, "kind", [(key, words.beside_name(key)) for key in kinds])


class VoiceForm(forms.Form):
    """One who spoke in the discussion, in the order in which they spoke."""

    who = line(_("Who spoke"), 60, autocomplete="off")
    says = lines(_("What they said"), LONGEST_VOICE, rows=2)
    dissent = forms.BooleanField(label=_("Dissents"), required=False)
    head = forms.BooleanField(label=_("Head of the agency"), required=False)

    def voice(self) -> Voice:
        """The voice as it was typed."""
        said = self.cleaned_data
        return Voice(said["who"], said["says"], said["dissent"], said["head"])


class StrikeForm(forms.Form):
    """Why a record is struck."""

    reason = lines(_("Why it is struck"), 500, _("The record stays readable with the reason."), required=True)

    def __init__(self, *args: Any, beside: int, **kwargs: Any) -> None:
        kwargs["prefix"] = f"strike-{beside}"
        super().__init__(*args, **kwargs)


def voice_forms(data: QueryDict | None) -> list[VoiceForm]:
    """The rows as they were sent; the rows a fresh form begins with."""
    if data is None:
        return [VoiceForm(prefix=f"voice-{at}") for at in range(FEWEST_VOICES)]
    typed = data.get("voices", "")
    known = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else FEWEST_VOICES
    return [VoiceForm(data, prefix=f"voice-{at}") for at in range(min(max(known, 2), MOST_VOICES))]
