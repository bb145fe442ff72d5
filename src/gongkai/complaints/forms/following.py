"""What a reporter types to follow a matter, to add to it, to rate the reply, and to object."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import words
from gongkai.complaints.actions import CallGiven
from gongkai.complaints.forms.photos import PhotosField, sent_again
from gongkai.core.formfields import HalfWidthField, choose, lines, needed

#: What a reporter may write at most, in characters.
LONGEST = 4000
#: The pages something is written on, which is not lost when the hour is over.
WRITING = ("add", "rate", "object")
YES, NO = "yes", "no"


class FollowForm(forms.Form):
    """Number and secret code, however they are typed."""

    number = HalfWidthField(
        label=_("Number of the matter"),
        max_length=60,
        help_text=_("It stands on the receipt and in every notice, such as CGJ-T-2026-00012."),
        error_messages={"required": _("Give the number of the matter.")},
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
        required=False, choices=[("", ""), *((page, "") for page in WRITING)], widget=forms.HiddenInput
    )


class AddForm(forms.Form):
    """A supplement, or the answer to a question: words, and photos where they help."""

    text = needed(
        lines(
            _("What you want to add"),
            LONGEST,
            _("If you only send photos, say in a sentence what they show."),
            rows=6,
        ),
        _("Write what you want to add."),
    )
    photos = PhotosField()

    @property
    def files_again(self) -> bool:
        """Whether photos came along with an answer that has to be mended."""
        return sent_again(self)


class RateForm(forms.Form):
    """Answered, solved and content are three questions."""

    answered = forms.ChoiceField(
        label=_("Did the reply answer what you said?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": _("Say whether it was answered.")},
    )
    solved = forms.ChoiceField(
        label=_("Is it solved?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": _("Say whether it is solved.")},
    )
    rating = forms.ChoiceField(
        label=_("Are you content with how it was handled?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are content.")},
    )
    text = lines(
        _("A word about it"),
        2000,
        _("It is kept sealed and never published."),
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "answered", [(YES, gettext("Yes, it did")), (NO, gettext("No, it did not"))])
        choose(self, "solved", [(YES, gettext("Yes, it is solved")), (NO, gettext("No, not yet"))])
        choose(self, "rating", words.rating_options(by_reporter=True))

    def clean(self) -> dict[str, Any]:
        """Who does not want to say may leave the first two open; whoever says how content they are may not."""
        data = self.cleaned_data
        if data.get("rating") not in ("undecided", None):
            for name in ("answered", "solved"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return data

    def given(self) -> CallGiven:
        """The input of ``actions.rate``."""
        data = self.cleaned_data
        said = {name: data[name] == YES if data[name] else None for name in ("answered", "solved")}
        return CallGiven(
            answered=said["answered"],
            solved=said["solved"],
            rating=data["rating"],
            way="online",
            note=data["text"],
        )


class ObjectForm(forms.Form):
    """Why the reporter does not agree."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = needed(
        lines(
            _("Why you do not agree"),
            LONGEST,
            _("Say what is not solved or not true, and what you expect."),
            rows=6,
        ),
        _("Give your reasons: whoever decides must know them."),
    )


class SeenForm(forms.Form):
    """A button that only needs to know which version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def version_of(data: Any) -> int | None:
    """The version the person saw, where the form still says it."""
    form = SeenForm(data)
    return int(form.cleaned_data["version"]) if form.is_valid() else None
