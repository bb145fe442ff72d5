"""Deeds beside the process: a look on the spot, questions, words added, help, instructions, urging, clues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import words
from gongkai.complaints.actions import Correction, Upload
from gongkai.complaints.forms.photos import PhotosField
from gongkai.core.formfields import FilesField, choose, day_field, line, lines
from gongkai.core.lawwords import options
from gongkai.core.placefields import PlaceFields

#: Most files of one deed.
MOST = 9


def _photos(label: Any) -> PhotosField:
    made = PhotosField()
    made.label = label
    return made


class DeedForm(forms.Form):
    """A deed on one matter; ``choices`` of what it may concern are given by the record."""

    def __init__(self, *args: Any, concerns: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concerns = concerns

    @property
    def files_again(self) -> bool:
        """Whether files came along with an answer that has to be mended: browsers do not keep them."""
        return self.is_bound and any(self.files.values())


class CheckForm(DeedForm):
    """What was found on the spot (现场核查)."""

    before = _photos(_("Photos before"))
    after = _photos(_("Photos after"))
    text = lines(
        _("What was found"),
        4000,
        _("What is there, what was done, what is left to do."),
        required=True,
        rows=4,
    )


class AskForm(DeedForm):
    """A question the reporter answers under number and code."""

    question = lines(_("Question to the reporter"), 1000, _("The clock goes on counting."), required=True)


class WordsForm(DeedForm):
    """What the reporter said besides, as it was heard."""

    exchange = forms.TypedChoiceField(
        label=_("What it answers"), coerce=int, required=False, empty_value=None
    )
    text = lines(_("What the reporter added"), 4000, required=True, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.concerns:
            choose(self, "exchange", [("", gettext("No question: said unasked")), *self.concerns])
        else:
            del self.fields["exchange"]


class HelpForm(DeedForm):
    """A co-unit's part (协办意见)."""

    text = lines(_("What your unit did or says"), 4000, required=True, rows=4)


class InstructForm(DeedForm):
    """A leader's instruction (批示)."""

    text = lines(_("Instruction"), 1000, required=True)
    due_on = day_field(_("To be reported on by"), required=True)


class ReportForm(DeedForm):
    """What became of an instruction."""

    instruction = forms.TypedChoiceField(label=_("Which instruction"), coerce=int)
    text = lines(_("What was done on it"), 4000, required=True, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "instruction", list(self.concerns))


class UrgeForm(DeedForm):
    """Urged by hand (督办)."""

    text = lines(_("What is asked of the unit"), 500, required=True)


class ClueForm(DeedForm):
    """What the matter shows goes on elsewhere; it stays open itself."""

    kind = forms.ChoiceField(label=_("Where it goes on"))
    number = line(_("Number it has there"), 80, required=True)
    system = line(_("Whose number that is"), 80)
    note = lines(_("What it shows"), 2000, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", [("", gettext("Choose")), *options("complaints", "clue")])


class FilesForm(DeedForm):
    """Photos and papers that belong to the matter."""

    kind = forms.ChoiceField(label=_("What they are"))
    files = FilesField(label=_("Files of the matter"), most=MOST)  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", file_kinds())

    def uploads(self) -> list[Upload]:
        """The files as the action takes them."""
        kind = self.cleaned_data["kind"]
        return [Upload(each, each.name or "file", kind) for each in self.cleaned_data["files"]]


class RemoveForm(forms.Form):
    """Why a file is taken out."""

    reason = line(_("Why the file is taken out"), 300, required=True)


class PurposeForm(forms.Form):
    """For what somebody needs data of the reporter."""

    purpose = line(_("For what are they needed?"), 200, _("It stands in the ledger."), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "reveal")
        super().__init__(*args, **kwargs)


class CorrectForm(PlaceFields):
    """Kind, class, title and place, put right."""

    kind = forms.ChoiceField(label=_("Kind of matter"))
    category = forms.ChoiceField(label=_("Class"), required=False)
    title = line(_("Title, in a line without names"), 200, required=True)
    urgent = forms.BooleanField(label=_("Urgent: to be done the same day"), required=False)
    reason = line(_("Why it is corrected"), 300)

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", words.kind_options())
        choose(self, "category", [("", gettext("Not classed yet")), *words.category_tree(today)])

    def correction(self) -> Correction:
        """What ``actions.correct`` is given."""
        data = self.cleaned_data
        return Correction(
            kind=data["kind"],
            category=data["category"] or None,
            title=data["title"],
            urgent=data["urgent"],
            lat=data["lat"],
            lon=data["lon"],
            district=data["district"],
            grid=data["grid"],
            address=data["address"],
        )


#: Deed beside the process → its form.
DEEDS: dict[str, type[DeedForm]] = {
    "check": CheckForm,
    "contribute": HelpForm,
    "report": ReportForm,
    "ask": AskForm,
    "words": WordsForm,
    "instruct": InstructForm,
    "urge": UrgeForm,
    "clue": ClueForm,
    "files": FilesForm,
}


def file_kinds() -> list[tuple[str, str]]:
    """What a file of the staff may be."""
    return [
        ("evidence", gettext("Evidence")),
        ("reply", gettext("Goes with the reply")),
        ("before", gettext("Photo before")),
        ("after", gettext("Photo after")),
    ]
