"""The reply as it is written, and the anonymised version of matter and reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints.actions import ReplyInput
from gongkai.core.formfields import choose, line, lines
from gongkai.core.lawwords import options

LONGEST = 8000


class ReplyForm(forms.Form):
    """Nothing is asked for before it is submitted: what is missing is listed beside."""

    result = forms.ChoiceField(
        label=_("How it ended"),
        required=False,
        help_text=_("“Solved” only where it is: whether it is solved is asked again in the call-back."),
    )
    template = forms.TypedChoiceField(
        label=_("Wording to begin with"), required=False, coerce=int, empty_value=None
    )
    text = lines(
        _("Reply"),
        LONGEST,
        _("Say what was found, what was done and by when, and whom to ask. Write no names of others."),
        rows=12,
    )
    evidence = lines(
        _("Evidence in words"),
        4000,
        _("What shows that it is so: found on the spot, a document, who confirmed it."),
    )

    def __init__(self, *args: Any, wordings: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "result", [("", gettext("Not said yet")), *options("complaints", "result")])
        if wordings:
            choose(self, "template", [("", gettext("None")), *wordings])
        else:
            del self.fields["template"]

    def reply(self) -> ReplyInput:
        """What the action is given."""
        data = self.cleaned_data
        return ReplyInput(
            text=data["text"],
            result=data["result"],
            evidence=data["evidence"],
            template_id=data.get("template"),
        )


class PublicForm(forms.Form):
    """The anonymised wording; photos are veiled copies."""

    title = line(_("Title for the public"), 200, required=True)
    text = lines(
        _("What was reported, for the public"),
        4000,
        _("Nobody may be recognised: no names, numbers, house numbers or plates."),
        required=True,
        rows=6,
    )
    answer = lines(_("What was answered, for the public"), 4000, required=True, rows=6)
    photos = forms.TypedMultipleChoiceField(
        label=_("Photos that are shown"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only photos that were looked through can be chosen; the veiled copy is shown."),
    )

    def __init__(self, *args: Any, photos: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if photos:
            choose(self, "photos", list(photos))
        else:
            del self.fields["photos"]


class HideForm(forms.Form):
    """Why it is taken from the public lists again."""

    reason = lines(_("Why it is taken away again"), 300, required=True)
