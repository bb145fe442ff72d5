"""Forms of records: the list's filters, and exactly the fields a move needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.campaigns import inspection_words as words
from gongkai.campaigns.queries.records import Campaign
from gongkai.core.formfields import line, lines
from gongkai.core.listpages import Filter
from gongkai.domain.campaigns.inspection_course import PROCESS
from gongkai.domain.process import Move
from gongkai.people.models import Unit

LONGEST_REASON = 1000
#: What the words of a move are, where they are no plain reason.
_ASKED = {
    "amend": (
        _("What you add"),
        _("It is added to the record, and the public reads it. No names of persons."),
    ),
    "withdraw": (_("Reason"), _("The public reads it: leave out names and numbers of persons.")),
}


class InspectionFilter(Filter):
    """Which records the list shows."""

    text = line(_("Number, or words of the site's name"), 80)
    state = forms.ChoiceField(label=_("State"), required=False)
    result = forms.ChoiceField(label=_("Result"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    campaign = forms.TypedChoiceField(label=_("Campaign"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, units: Iterable[Unit], campaigns: Iterable[Campaign], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [(state.key, gettext(state.label)) for state in PROCESS.states])
        self.offer("result", [(key, gettext(word)) for key, word in words.RESULT_WORDS.items()])
        self.offer("unit", [(each.pk, words.unit_name(each)) for each in units])
        self.offer("campaign", [(each.pk, f"{each.number} {each.title}") for each in campaigns])


class InspectionMoveForm(forms.Form):
    """The words a move of a record needs, where it needs some."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if "reason" in move.needs:
            name, hint = _ASKED.get(move.key, (_("Reason"), _("It stands in the ledger.")))
            self.fields["reason"] = lines(name, LONGEST_REASON, hint, required=True)

    def reason(self) -> str:
        """The words given, or nothing."""
        return str(self.cleaned_data.get("reason", ""))
