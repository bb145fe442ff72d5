"""A review, a suit or a complaint to the competent authority: entered, replied to, concluded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines
from gongkai.requests import words
from gongkai.requests.actions import DisputeInput


class DisputeForm(forms.Form):
    """A dispute as it arrives."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    number = line(_("Number"), 80, _("The authority's or the court's own number."))
    authority = line(_("Review authority or court"), 120)
    filed_on = day_field(_("Day of filing"), required=True)
    copy_received_on = day_field(
        _("Day this agency received the copy"), _("The time to reply is counted from this day.")
    )
    simple = forms.BooleanField(
        label=_("The review takes the simple procedure"),
        required=False,
        initial=True,
        help_text=_("Reviews about openness usually do; the reply is due sooner."),
    )
    request_number = line(
        _("Number of the request"), 60, _("The request it is about, if it is in the register.")
    )
    after = forms.TypedChoiceField(
        label=_("The review it follows"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Only for a suit after a review."),
    )
    note = lines(_("Note"), 2000)

    def __init__(self, *args: Any, reviews: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", words.dispute_kind_options())
        named = [
            (each.pk, f"{each.number or each.filed_on.isoformat()} {each.authority}") for each in reviews
        ]
        choose(self, "after", [("", gettext("None")), *named])

    def content(self) -> DisputeInput:
        """The input of ``actions.file_dispute``."""
        return DisputeInput(**self.cleaned_data)


class ReplyForm(forms.Form):
    """The day the reply went out."""

    on = day_field(_("Day the reply was sent"), required=True)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs |= {"prefix": "reply", "initial": {"on": today}}
        super().__init__(*args, **kwargs)


class ConcludeForm(forms.Form):
    """How it ended."""

    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect)
    on = day_field(_("Day of the decision"), required=True)
    note = lines(_("Note"), 2000)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs |= {"prefix": "conclude", "initial": {"on": today}}
        super().__init__(*args, **kwargs)
        ended = [pair for pair in words.options("outcomes", "dispute_result") if pair[0] != "pending"]
        choose(self, "result", ended)
