"""Forms of documents (文件): the list's filters, the project, what a move needs, what is published with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import document_words as words
from gongkai.consultations.actions.moving import LONGEST_REASON, Given
from gongkai.consultations.actions.writing import LONGEST_OF, LONGEST_WITH, DocumentInput
from gongkai.consultations.queries.document_lists import ON_ITS_WAY
from gongkai.core.formfields import choose, day_field, line, lines
from gongkai.core.listpages import Filter
from gongkai.domain.process import Move
from gongkai.people.models import Unit


class DocumentFilter(Filter):
    """Which documents the staff's list shows."""

    text = line(_("Number or words of the title"), 80)
    kind = forms.ChoiceField(label=_("Kind of document"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words.kind_options())
        self.offer("state", [(ON_ITS_WAY, gettext("On its way")), *words.state_options()])
        self.offer("unit", words.unit_options(units))


class ProjectForm(forms.Form):
    """The project, and how its consultation is to be held."""

    unit = forms.TypedChoiceField(label=_("Unit that drafts it"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Kind of document"), help_text=_("It says how long it is consulted on and what it owes.")
    )
    title = line(_("Title"), LONGEST_OF["title"], required=True)
    need = lines(
        _("Why it is needed, and on which basis"),
        LONGEST_OF["need"],
        _("Asked for before it is put out for opinions."),
        rows=5,
    )
    closes_on = day_field(
        _("Last day of the consultation"), _("May be left open until the draft is submitted.")
    )
    shorter_reason = lines(
        _("Why it is shorter than the rule"),
        LONGEST_OF["shorter_reason"],
        _("Only where the last day comes before that of the rule. The public reads it."),
    )
    identity = forms.ChoiceField(label=_("Who may give an opinion"))

    def __init__(self, *args: Any, units: Iterable[Unit] | None, **kwargs: Any) -> None:
        """``units``: for which a project may be begun; ``None``: it belongs to its unit already."""
        super().__init__(*args, **kwargs)
        choose(self, "kind", words.kind_options())
        choose(self, "identity", words.identity_options())
        if units is None:
            del self.fields["unit"]
        else:
            choose(self, "unit", words.unit_options(units))

    def given(self) -> DocumentInput:
        """The project as it was typed."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return DocumentInput(**said)


class MoveForm(forms.Form):
    """Exactly what a move needs."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        self.move = move
        if "moment" in move.needs:
            self.fields["on"] = day_field(_("Day it was filed"), required=True)
        if "opinion" in move.needs:
            hint = _("What was reviewed and what came of it. It becomes a record beside the text.")
            self.fields["opinion"] = lines(
                _("Opinion of the review"), LONGEST_REASON, hint, required=True, rows=5
            )
        if "reason" in move.needs:
            hint = _("The reason is kept in the ledger.")
            if move.key in ("repeal", "declare_lapsed", "give_up"):
                hint = _("The reason is kept in the ledger and shown on the public page: name nobody.")
            self.fields["reason"] = lines(_("Reason"), LONGEST_REASON, hint, required=True)

    def given(self) -> Given:
        """What the move is given."""
        said = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return Given(**said)


class WithItForm(forms.Form):
    """What is published with the document, its first day and its validity."""

    interpretation = lines(
        _("Interpretation for the public"),
        LONGEST_WITH["interpretation"],
        _("Why it was made, what it says, how it is carried out; in plain words."),
        rows=10,
    )
    channels = lines(
        _("Channels it is published through"),
        LONGEST_WITH["channels"],
        _("The site, notice boards, the press: a line each."),
        rows=4,
    )
    in_force_from = day_field(
        _("First day in force"), _("Left empty: the day of the publication."), required=False
    )
    validity_years = forms.IntegerField(
        label=_("Years of validity"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
