"""Forms of campaigns: filters of their lists, the draft, its moves, its results, and choosing sites."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.actions.moving import LONGEST_REASON
from gongkai.campaigns.actions.writing import LONGEST, CampaignInput
from gongkai.core.formfields import choose, day_field, line, lines, needed
from gongkai.core.listpages import Filter
from gongkai.domain.process import Move
from gongkai.people.models import Unit


class CampaignFilter(Filter):
    """Which campaigns the list shows."""

    text = line(_("Number, or words of the name"), 80)
    #: Chosen by the tabs above the list, and kept when the other filters change.
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words.state_options())
        self.offer("unit", words.unit_options(units))


class CampaignForm(forms.Form):
    """What a campaign says. A draft may have gaps: what must be there before it is announced is listed beside it."""

    title = needed(line(_("Name of the campaign"), LONGEST["title"]), _("Give it a name."))
    unit = forms.TypedChoiceField(
        label=_("Unit that organises it"), coerce=int, error_messages={"required": _("Choose the unit.")}
    )
    checklist = forms.ChoiceField(
        label=_("Check-list"),
        help_text=_("What the inspectors look for at each site; the parties read it in their letter."),
        error_messages={"required": _("Choose the check-list.")},
    )
    begins_on = needed(day_field(_("First day")), _("Choose the first day."))
    ends_on = needed(day_field(_("Last day")), _("Choose the last day."))
    aim = lines(_("Aim"), LONGEST["aim"], _("What is to be better afterwards. The public reads it."), rows=4)
    basis = lines(
        _("Basis"),
        LONGEST["basis"],
        _("Laws, plans or orders with their articles. The public reads it."),
        rows=4,
    )
    letter_words = lines(
        _("What the letter to the parties says beside this"),
        LONGEST["letter_words"],
        _("Days, check-list, basis and the way to acknowledge it stand in every letter."),
        rows=5,
    )

    def __init__(self, *args: Any, units: Iterable[Unit], checklist: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", [("", gettext("Choose")), *words.unit_options(units)])
        choose(self, "checklist", [("", gettext("Choose")), *words.checklist_options(checklist)])

    def given(self) -> CampaignInput:
        """The campaign as it was typed, after ``is_valid()``."""
        said = dict(self.cleaned_data)
        return CampaignInput(unit_id=said.pop("unit"), **said)


class ResultsForm(forms.Form):
    """What came of a campaign."""

    results = needed(
        lines(
            _("What came of it"),
            LONGEST["results"],
            _(
                "How many sites were seen, what was wrong, what was put right. The public reads it: name nobody."
            ),
            rows=10,
        ),
        _("Write what came of it."),
    )


class MoveForm(forms.Form):
    """The reason, where the move needs one."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if "reason" in move.needs:
            hint = _("It stands in the ledger; whoever writes the campaign reads it.")
            self.fields["reason"] = lines(_("Reason"), LONGEST_REASON, hint, required=True)

    def reason(self) -> str:
        """The reason given, or nothing."""
        return str(self.cleaned_data.get("reason", ""))


class ChooseFilter(Filter):
    """Which sites are offered for a campaign."""

    text = line(_("Code, name, address or party"), 80)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", words.unit_options(units))


class TakeOutForm(forms.Form):
    """Why a site is taken out of a campaign."""

    reason = needed(line(_("Why it is taken out"), 500), _("Say why it is taken out."))
