"""Forms of decisions (执法决定): the list's filters, the case itself, and what its moves and other deeds need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import day_field, line, lines
from gongkai.core.lawwords import label_in, label_of
from gongkai.core.listpages import Filter
from gongkai.domain import letters
from gongkai.domain.powers import decisions as rules
from gongkai.domain.powers.decision_course import PROCESS
from gongkai.domain.process import Move
from gongkai.people.models import Unit
from gongkai.powers import decision_words as words
from gongkai.powers.actions.decisions import Case, Given
from gongkai.powers.forms.lists import unit_options
from gongkai.powers.identity import Party
from gongkai.powers.queries.decision_lists import ON_ITS_WAY

Choices = Sequence[tuple[str, str]]


class DecisionFilter(Filter):
    """Which decisions the staff's list shows."""

    text = line(_("Number, or words of the conduct"), 80)
    kind = forms.ChoiceField(label=_("Kind of decision"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False)
    mine = forms.BooleanField(label=_("Only what I handle"), required=False)
    outside = forms.BooleanField(label=_("Only outside the range"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words.kind_options())
        self.offer("unit", unit_options(units))
        states = [(state.key, gettext(state.label)) for state in PROCESS.states]
        self.offer("state", [(ON_ITS_WAY, gettext("On its way")), *states])


class CaseForm(forms.Form):
    """A case. ``kind``: whose outcomes are offered; ``kept``: the party as it is masked, which an empty name keeps."""

    kind = forms.ChoiceField(label=_("Kind of decision"))
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    number = line(_("Document number"), 80, _("As it stands on the decision."), required=True)
    party_kind = forms.ChoiceField(label=_("Kind of party"))
    party_name = line(_("Name of the party"), 200, autocomplete="off")
    party_number = line(_("Identity number, or unified social credit code"), 40, autocomplete="off")
    conduct = line(_("Conduct, or the licence applied for"), 300, required=True)
    conduct_on = day_field(_("Day of the conduct, or of the application"), required=True)
    filed_on = day_field(_("Filed on"), required=True)
    item = forms.ChoiceField(label=_("Power that is used"), required=False)
    table = forms.ChoiceField(
        label=_("Discretion table"),
        required=False,
        help_text=_("The questions on the facts come from it. Choose it, then press “Show the questions”."),
    )
    outcome = forms.ChoiceField(label=_("What is decided"), required=False)
    amount = forms.DecimalField(
        label=_("Fine in yuan"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    deviation = lines(
        _("Why outside the range"),
        4000,
        _("Needed where the amount or the outcome is not the table's. The leader decides on it."),
    )
    education = lines(
        _("Record of the education"),
        4000,
        _("Where somebody is spared (Article 33): who taught whom what, when and where."),
    )
    reasons = lines(
        _("Facts, evidence and reasons"), 20_000, _("As the notice and the decision give them."), rows=8
    )
    review_ground = forms.ChoiceField(
        label=_("Why a legal review is needed"),
        required=False,
        help_text=_("Article 58. Large fines need one by the house's rule, without a ground chosen here."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        items: Choices,
        tables: Choices,
        units: Choices | None = None,
        kept: Party | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        none = ("", gettext("None"))
        self._offer("kind", words.kind_options())
        self._offer("party_kind", [(each["key"], label_of(each)) for each in rules.rows("party_kind")])
        self._offer("item", [none, *items])
        self._offer("table", [none, *tables])
        offered = rules.outcomes(kind) if kind in rules.kinds() else rules.rows("outcome")
        open_yet = ("", gettext("Not decided on yet"))
        self._offer("outcome", [open_yet, *((each["key"], label_of(each)) for each in offered)])
        grounds = [(each["key"], label_of(each)) for each in rules.rows("review_ground")]
        self._offer("review_ground", [none, *grounds])
        if units is None:
            del self.fields["unit"]
        else:
            self._offer("unit", list(units))
        if kept is not None and kept.name:
            sentence = gettext("Kept: {name}. Left empty, it stays as it is.").format(name=kept.name)
            self.fields["party_name"].help_text = sentence
            if kept.number:
                sentence = gettext("Kept: {name}. Left empty, it stays as it is.").format(name=kept.number)
                self.fields["party_number"].help_text = sentence

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def case(self, party: Party, facts: Mapping[str, Any], circumstances: Sequence[str]) -> Case:
        """The case as it was typed. ``party``: the one kept so far."""
        said = dict(self.cleaned_data)
        said.pop("unit", None)
        name, number = said.pop("party_name"), said.pop("party_number")
        known = Party(name or party.name, number or ("" if name else party.number))
        return Case(**said, party=known, facts=facts, circumstances=tuple(circumstances))


class MoveForm(forms.Form):
    """Exactly what a move needs. ``notice``: whether the notice was issued here."""

    def __init__(self, *args: Any, move: Move, notice: bool = False, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        self.move = move
        if move.key in ("notify", "serve", "revoke"):
            days = {
                "notify": _("Told on"),
                "serve": _("Served on"),
                "revoke": _("Day of the act that changes or revokes it"),
            }
            self.fields["on"] = day_field(days[move.key], required=True)
        if move.key == "serve":
            ways = [(each.key, label_in(each)) for each in letters.service_ways()]
            self.fields["way"] = forms.ChoiceField(label=_("Way of service"), choices=ways)
        if move.key == "notify":
            hint = _("Where no notice was issued here: how facts, reasons, basis and rights were told.")
            self.fields["way"] = line(_("In which other way"), 200, hint, required=not notice)
        if "opinion" in move.needs:
            self.fields["opinion"] = lines(_("Opinion of the legal review"), 2000, required=True)
        if "reason" in move.needs:
            hint = _("It stands in the ledger.")
            if move.key in ("revoke", "withdraw"):
                hint = _("It stands in the ledger and on the public page: name nobody.")
            self.fields["reason"] = lines(_("Reason"), 2000, hint, required=True)

    def given(self) -> Given:
        """What the move is given."""
        said = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return Given(**said)


class ImpactForm(forms.Form):
    """The judgement of social impact, signed by whoever sends it."""

    impact = forms.ChoiceField(
        label=_("Is the decision of social impact?"),
        choices=[("yes", _("Yes: it is published")), ("no", _("No: it is not published"))],
        widget=forms.RadioSelect,
        help_text=_("Law on penalties, Article 48. What you choose is signed with your name."),
    )
    impact_reason = lines(_("Why"), 2000, required=True)


class PublicTextForm(forms.Form):
    """What the public reads."""

    public_text = lines(
        _("What the public reads"),
        20_000,
        _("Without names, addresses and numbers of persons; what looks like one is listed below."),
        required=True,
        rows=10,
    )


class PurposeForm(forms.Form):
    """For what somebody needs to know the party."""

    purpose = line(
        _("For what do you need to know the party?"), 200, _("It stands in the ledger."), required=True
    )


class DefenceForm(forms.Form):
    """What the party said to the notice."""

    words = lines(
        _("What the party stated in its defence"),
        20_000,
        _("It is kept sealed with the party."),
        required=True,
    )


class NoticeForm(forms.Form):
    """Of a licence: everything that has to be supplied, said once."""

    materials = lines(_("Everything that has to be supplied"), 4000, _("A line each."), required=True, rows=5)


class PeriodForm(forms.Form):
    """Of which days the file of double publicity is."""

    since = day_field(_("Published from"))
    until = day_field(_("Published until"))
    kind = forms.ChoiceField(label=_("Kind of decision"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", gettext("All")), *words.kind_options()]  # type: ignore[attr-defined]
