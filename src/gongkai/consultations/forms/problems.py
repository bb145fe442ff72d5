"""Forms of problems (问题) for staff: the list's filters, naming one, how it is put right, what was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.queries.collection_lists import ON_ITS_WAY
from gongkai.consultations.queries.records import Problem, Unit
from gongkai.core.formfields import choose, day_field, line, lines, needed
from gongkai.core.listpages import Filter


class ProblemFilter(Filter):
    """Which problems the list shows."""

    text = line(_("Number or words of the title"), 80)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.TypedChoiceField(
        label=_("Unit that puts it right"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [(ON_ITS_WAY, gettext("On its way")), *words.problem_options()])
        self.offer("unit", document_words.unit_options(units))


class FindForm(forms.Form):
    """The problem that remarks or figures show: one found before, or a new one."""

    problem = forms.TypedChoiceField(
        label=_("A problem found before"), required=False, coerce=int, empty_value=None
    )
    title = line(
        _("Or a new problem"),
        200,
        _("In one sentence: what is wrong. The public reads it once it is assigned."),
    )

    def __init__(self, *args: Any, problems: Iterable[Problem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(each.pk, f"{each.number} {each.title}") for each in problems]
        choose(self, "problem", [("", gettext("None")), *rows])
        if not rows:
            del self.fields["problem"]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        if not self.errors and not data.get("problem") and not data.get("title"):
            self.add_error("title", gettext("Choose a problem found before, or write the new one."))
        return data


class PlanForm(forms.Form):
    """The measure, the unit that carries it out, and the last day."""

    unit = forms.TypedChoiceField(
        label=_("Unit that puts it right"),
        coerce=int,
        error_messages={"required": _("Choose the unit that puts it right.")},
    )
    measure = needed(
        lines(_("Measure"), 2000, _("What is done, in plain words. The public reads it."), rows=4),
        _("Write what is done about it."),
    )
    due_on = needed(
        day_field(_("Last day for putting it right")), _("Choose the last day for putting it right.")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", [("", gettext("Choose")), *document_words.unit_options(units)])


class ReportForm(forms.Form):
    """What was done, and what proves it."""

    outcome = needed(
        lines(
            _("What was done about it"),
            4000,
            _("The public reads it once somebody else has checked it."),
            rows=5,
        ),
        _("Write what was done about it."),
    )
    evidence = needed(
        lines(
            _("Proof that it was put right"), 1000,
            _("Records, photos, figures, and where they are kept. Public too."), rows=2,
        ),
        _("Say what proves it."),
    )  # fmt: skip
