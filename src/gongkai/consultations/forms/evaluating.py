"""Forms of post-evaluations (后评估) and clean-up lists (清理目录) for staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import document_words
from gongkai.consultations import evaluating_words as words
from gongkai.consultations.actions.cleaning import LONGEST as LONGEST_OF_LIST
from gongkai.consultations.actions.evaluating import LONGEST, EvaluationInput
from gongkai.consultations.actions.moving import LONGEST_REASON
from gongkai.consultations.forms.documents import MoveForm
from gongkai.consultations.queries.evaluation_work import ON_ITS_WAY
from gongkai.consultations.queries.records import CleanUpEntry, Unit
from gongkai.core.formfields import choose, day_field, line, lines, needed
from gongkai.core.lawwords import options
from gongkai.core.listpages import Filter
from gongkai.domain.consultations.cleaning import LONGEST_REASON as LONGEST_ENTRY
from gongkai.domain.process import Move


class EvaluationFilter(Filter):
    """Which evaluations the list shows."""

    text = line(_("Number or words of the title"), 80)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [(ON_ITS_WAY, gettext("On its way")), *words.state_options("evaluation")])
        self.offer("unit", document_words.unit_options(units))


class CleanUpFilter(Filter):
    """Which lists the list of lists shows."""

    text = line(_("Number or words of the title"), 80)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [(ON_ITS_WAY, gettext("On its way")), *words.state_options("clean_up")])


class EvaluationForm(forms.Form):
    """What was done and found. Nothing has to be there before the evaluation is submitted."""

    evaluated_on = day_field(_("Day of the evaluation"))
    evaluators = line(
        _("Who evaluated"), LONGEST["evaluators"], _("Units and organisations, no persons: it is public.")
    )
    methods = forms.MultipleChoiceField(
        label=_("How it was evaluated"), required=False, widget=forms.CheckboxSelectMultiple
    )
    approach = lines(
        _("How it was done"),
        LONGEST["approach"],
        _("Whom you asked, how many, which figures and files. Public."),
        rows=3,
    )
    findings = lines(
        _("What the evaluation found"),
        LONGEST["findings"],
        _("What the rule brought about, what it costs, what does not fit any more. For the staff alone."),
        rows=8,
    )
    conclusion = forms.ChoiceField(label=_("Conclusion"), required=False)
    summary = lines(
        _("Summary for the public"),
        LONGEST["summary"],
        _("In plain words, without anything personal. It is read once the evaluation is published."),
        rows=6,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "methods", options("consultations", "evaluation_method"))
        choose(self, "conclusion", [("", gettext("Choose")), *options("consultations", "conclusion")])

    def given(self) -> EvaluationInput:
        """The evaluation as it was typed."""
        return EvaluationInput(**self.cleaned_data)


class EvaluationMoveForm(MoveForm):
    """What a move of an evaluation or a list needs."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, move=move, **kwargs)
        if "opinion" in move.needs:
            hint = _("What was reviewed and what came of it. It is kept in the ledger.")
            self.fields["opinion"] = lines(
                _("Opinion of the review"), LONGEST_REASON, hint, required=True, rows=4
            )

    def said(self) -> dict[str, str]:
        """What the move is given."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class NewCleanUpForm(forms.Form):
    """A list to be begun."""

    unit = forms.TypedChoiceField(label=_("Unit that draws it up"), coerce=int)
    title = needed(line(_("Title"), LONGEST_OF_LIST["title"]), _("Give it a title."))
    as_of = needed(
        day_field(
            _("As of"),
            _("Every normative document of the agency in force at the end of this day is put on it."),
        ),
        _("Choose the day."),
    )
    introduction = lines(
        _("Words before the list"),
        LONGEST_OF_LIST["introduction"],
        _("Basis, scope, and who was asked. The public reads it."),
        rows=4,
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", document_words.unit_options(units))


class CleanUpForm(forms.Form):
    """The list's title and words, and what happens to the entries nobody proposed anything for."""

    title = needed(line(_("Title"), LONGEST_OF_LIST["title"]), _("Give it a title."))
    introduction = lines(
        _("Words before the list"),
        LONGEST_OF_LIST["introduction"],
        _("Basis, scope, and who was asked. The public reads it."),
        rows=4,
    )


class EntryForm(forms.Form):
    """What is to become of one document."""

    result = forms.ChoiceField(label=_("What is to become of it"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_ENTRY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, entry: CleanUpEntry) -> None:
        first = {"result": entry.result, "reason": entry.reason}
        super().__init__(data, prefix=f"entry-{entry.pk}", initial=first)
        self.entry = entry
        choose(
            self, "result", [("", gettext("Not proposed yet")), *options("consultations", "clean_up_result")]
        )


def entry_forms(entries: Sequence[CleanUpEntry], data: Any = None) -> list[EntryForm]:
    """The forms of the entries of a page."""
    return [EntryForm(data, entry=each) for each in entries]


class RepealForm(forms.Form):
    """Why a document is repealed: as its entry says, unless it is said otherwise."""

    reason = needed(
        lines(
            _("Reason"),
            LONGEST_REASON,
            _("The reason is kept in the ledger and shown on the public page: name nobody."),
        ),
        _("Write the reason."),
    )
