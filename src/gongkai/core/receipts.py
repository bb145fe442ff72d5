"""The form for the receipt of a letter (送达回证) handed over or sent on paper: how, when, by whom, by what proof."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, needed
from gongkai.core.lawwords import label_in
from gongkai.domain import letters

#: Signs of the name of who took it, and of what proves it.
LONGEST_NAME, LONGEST_EVIDENCE = 40, 200


class ReceiptForm(forms.Form):
    """How a letter was served, and who took it."""

    way = forms.ChoiceField(
        label=_("Way of service"), error_messages={"required": _("Choose how it was served.")}
    )
    served_on = needed(day_field(_("Day of service")), _("Choose the day of service."))
    recipient = needed(
        line(
            _("Who took it"), LONGEST_NAME, _("Kept sealed; the public does not see it."), autocomplete="off"
        ),
        _("Write who took it."),
    )
    evidence = needed(
        line(
            _("Evidence"),
            LONGEST_EVIDENCE,
            _("What shows that it arrived, such as the signed receipt and where it is kept."),
        ),
        _("Say what shows that it arrived."),
    )
    tracking_number = line(_("Number of the consignment"), 60, _("For post."), autocomplete="off")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(each.key, label_in(each)) for each in letters.service_ways()]
        choose(self, "way", [("", gettext("Choose")), *ways])
