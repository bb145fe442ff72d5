"""Forms of examinations: filters, the draft, sittings, candidates, marks and certificates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, line, lines, needed
from gongkai.core.listpages import Filter
from gongkai.domain.duties import examining
from gongkai.duties import learning_words as words
from gongkai.duties.actions.learning.examinations import (
    LONGEST,
    MOST_MINUTES,
    MOST_QUESTIONS,
    ExaminationInput,
)
from gongkai.duties.actions.learning.results import LONGEST_REASON
from gongkai.duties.actions.learning.sittings import LONGEST_PLACE, SittingInput
from gongkai.duties.forms.learning import unit_choice
from gongkai.duties.queries.learning.examinations import ABSENT
from gongkai.duties.queries.learning.records import Candidate
from gongkai.people.models import Unit


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={
            "required": _("Choose day and time."),
            "invalid": _("This is no day with a time. Write it as 2026-11-23 09:00."),
        },
    )


class ExaminationFilter(Filter):
    """Which examinations the list shows."""

    text = line(_("Number, or words of the title"), 80)
    #: Chosen by the tabs above the list, and kept when the other filters change.
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)
    subject = forms.ChoiceField(label=_("Exam subject"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words.state_options(examining.PROCESS))
        self.offer("subject", words.law_options("subject"))


class ExaminationForm(forms.Form):
    """What an examination says."""

    title = needed(line(_("Title"), LONGEST["title"]), _("Give it a title."))
    subject = forms.ChoiceField(
        label=_("Exam subject"),
        help_text=_("Full mark, pass line and how long a certificate holds come with it."),
        error_messages={"required": _("Choose the subject.")},
    )
    way = forms.ChoiceField(
        label=_("How it is held"), error_messages={"required": _("Choose how it is held.")}
    )
    minutes = forms.IntegerField(
        label=_("Time allowed, in minutes"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("Left empty: as the subject has it."),
    )
    about = lines(_("What candidates are told"), LONGEST["about"], rows=4)

    def __init__(self, *args: Any, wanted: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "subject", [("", gettext("Choose")), *words.law_options("subject")])
        choose(self, "way", [("", gettext("Choose")), *words.law_options("way")])
        for kind in examining.KINDS:
            self.fields[f"wanted_{kind}"] = forms.IntegerField(
                label=words.of_law("question_kind", kind),
                required=False,
                min_value=0,
                max_value=MOST_QUESTIONS,
                initial=(wanted or {}).get(kind, 0),
            )

    def wanted(self) -> list[forms.BoundField]:
        """The fields of how many questions of each kind an online paper has."""
        return [self[f"wanted_{kind}"] for kind in examining.KINDS]

    def given(self) -> ExaminationInput:
        """The examination as it was typed, after ``is_valid()``."""
        said = self.cleaned_data
        return ExaminationInput(
            title=said["title"],
            subject=said["subject"],
            way=said["way"],
            minutes=said["minutes"] or 0,
            about=said["about"],
            wanted={kind: said[f"wanted_{kind}"] or 0 for kind in examining.KINDS},
        )


class SittingForm(forms.Form):
    """A sitting."""

    begins_at = _moment(_("Beginning"))
    ends_at = _moment(_("End"))
    place = line(_("Place"), LONGEST_PLACE, _("Online none is needed."))
    resit = forms.BooleanField(label=_("Resit"), required=False)

    def given(self) -> SittingInput:
        """The sitting as it was typed, after ``is_valid()``."""
        return SittingInput(**self.cleaned_data)


class CandidateFilter(Filter):
    """Which candidates of a sitting are shown."""

    text = line(_("Staff number or name"), 80)
    unit = unit_choice(_("Unit"))
    result = forms.ChoiceField(label=_("Result"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", words.unit_options(units))
        self.offer("result", words.result_options())


class EnrolForm(forms.Form):
    """Whom to enrol: whole units, people by their staff numbers, or all who are short of a pass."""

    units = forms.TypedMultipleChoiceField(
        label=_("Whole units"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    numbers = lines(_("Single people"), 4000, _("Staff numbers, parted by blanks or lines."), rows=2)
    short = forms.BooleanField(
        label=_("Everybody who failed or was absent and has not passed since"), required=False
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "units", words.unit_options(units))

    def staff_numbers(self) -> list[str]:
        """The single people."""
        return str(self.cleaned_data["numbers"]).replace("，", " ").replace(",", " ").split()


class ReasonForm(forms.Form):
    """Why something is called off or somebody struck off."""

    reason = needed(line(_("Reason"), 500), _("Say why."))


class MarksForm(forms.Form):
    """The marks of the candidates on a page; empty: nothing is said, 缺考: absent."""

    def __init__(
        self, *args: Any, candidates: Sequence[Candidate], full: int, correcting: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates, self.full = candidates, full
        for each in candidates:
            before = "" if each.present is None else words.marks_of(each.marks) if each.present else ABSENT[0]
            self.fields[f"marks_{each.pk}"] = forms.CharField(
                label=gettext("Marks of {name}").format(
                    name=f"{each.learner.staff_number} {each.learner.name}"
                ),
                required=False,
                max_length=10,
                initial=before,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
        if correcting:
            self.fields["reason"] = lines(
                _("Reason"), LONGEST_REASON, _("Why these results are corrected."), required=True
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for each in self.candidates:
            name = f"marks_{each.pk}"
            try:
                said[name] = self._marks(str(said.get(name, "")))
            except ArithmeticError:
                sentence = gettext("Write marks from 0 to {full}, or 缺考.").format(full=self.full)
                self.add_error(name, sentence)
        return said

    def _marks(self, typed: str) -> Decimal | str | None:
        """Marks, ``None`` for absent, or nothing said."""
        plain = typed.strip()
        if plain in ABSENT:
            return None
        if not plain:
            return ""
        marks = Decimal(plain)
        if not marks.is_finite() or not 0 <= marks <= self.full or marks != round(marks, 1):
            raise ArithmeticError
        return round(marks, 1)

    def given(self) -> dict[int, Decimal | None]:
        """Candidate → marks or absent, of those about whom something is said."""
        said = {each.pk: self.cleaned_data[f"marks_{each.pk}"] for each in self.candidates}
        return {pk: marks for pk, marks in said.items() if marks != ""}


class CertificateFilter(Filter):
    """Which certificates the list shows."""

    text = line(_("Number, staff number or name"), 80)
    subject = forms.ChoiceField(label=_("Exam subject"), required=False)
    stand = forms.ChoiceField(label=_("Does it hold?"), required=False)
    unit = unit_choice(_("Unit"))

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("subject", words.law_options("subject"))
        self.offer("stand", [(key, gettext(label)) for key, (label, _kind) in words.CERTIFICATES.items()])
        self.offer("unit", words.unit_options(units))
