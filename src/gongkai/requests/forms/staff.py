"""Deeds beside the process: data shown for a purpose, splitting, the fee, complaints' numbers, help given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines
from gongkai.core.lawwords import label_in
from gongkai.domain import fees, letters

#: What a letter of the record is usually opened for.
LETTER_PURPOSES = (
    ("send", _("To send or serve it")),
    ("check", _("To check it")),
    ("file", _("For the file")),
    ("dispute", _("For a review or suit")),
)


class PurposeForm(forms.Form):
    """For what somebody needs data of the applicant."""

    purpose = line(_("For what do you need them?"), 200, _("It stands in the ledger."), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "reveal")
        super().__init__(*args, **kwargs)


class SplitForm(forms.Form):
    """The matters of a request, one a line."""

    subjects = lines(
        _("One matter a line"),
        2000,
        _("The first keeps the number; each other one gets its own. All were received on the same day."),
        required=True,
        rows=4,
    )


class FeeForm(forms.Form):
    """The method of a fee and what it counts."""

    method = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect)
    count = forms.IntegerField(
        label=_("How many"), min_value=0, help_text=_("Requests, or pages: one side of A4 or smaller.")
    )
    before = forms.IntegerField(
        label=_("Requests before this one in the same month"),
        min_value=0,
        required=False,
        help_text=_("Only by item."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = {each.key: label_in(each) for each in fees.tariffs()}
        choose(self, "method", list(methods.items()))


class TransferForm(forms.Form):
    """The number under which the complaint is kept."""

    number = line(_("Number of the complaint"), 80, required=True)
    system = line(_("Whose number it is"), 80, _("For example 12345, or the bureau's own register."))
    reason = line(_("Why it went there"), 300)


class HelpForm(forms.Form):
    """What help was given."""

    text = lines(
        _("Help given"),
        300,
        _("For example: read aloud at the counter, printed in large type."),
        required=True,
    )


class ServiceForm(forms.Form):
    """How a letter other than the answer was served."""

    letter = line(_("Number of the letter"), 120, _("As it stands in the list of letters."), required=True)
    way = forms.ChoiceField(label=_("Way of service"))
    day = day_field(_("Day of service"), required=True)
    tracking = line(_("Number of the consignment"), 60, _("For post."))
    evidence = line(_("Evidence"), 300, _("Who signed for it, or what shows that it arrived."), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(
            self,
            "way",
            [("", gettext("Choose")), *((each.key, label_in(each)) for each in letters.service_ways())],
        )


#: Deed beside the process → its form.
DEEDS: dict[str, type[forms.Form]] = {
    "split": SplitForm,
    "fee": FeeForm,
    "transfer": TransferForm,
    "help": HelpForm,
    "service": ServiceForm,
}


def letter_purpose(key: str) -> str:
    """The words of a purpose for which a letter is opened, or nothing."""
    return str(dict(LETTER_PURPOSES).get(key, ""))
