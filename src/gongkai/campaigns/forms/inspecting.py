"""An inspection as it comes from a form: from the page with a net, or from a device that kept it.

Both use the same names of fields. The page judges everything at once and shows each fault at its item; what a device
sends is only read here, and judged by the deed, so that a record sent twice is found before anything is asked of it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.campaigns import inspection_words as words
from gongkai.campaigns.actions.inspecting import LONGEST, MOST_OF_ITEM, InspectionInput, Snap
from gongkai.core import clock, photos
from gongkai.core.formfields import FilesField, choose, line, lines, needed
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import Answer, Checklist, Item
from gongkai.people.models import Person

#: Cameras that keep photos in another form give one of these when they are asked for.
PHOTO_FORMS = "image/jpeg,image/png,image/webp"
VERDICT, NOTE, PHOTOS = "verdict_", "note_", "photos_"
_VERDICT = re.compile(rf"{VERDICT}([a-z0-9_]{{1,40}})")


class InspectionForm(forms.Form):
    """What is said of the inspection as a whole, as a device sends it."""

    device_key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("The key of this record cannot be read.")}
    )
    made_at = forms.DateTimeField(
        label=_("When you were there"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("This is no date with an hour. Write it as 2026-11-23 14:30.")},
    )
    cause: forms.Field = forms.CharField(label=_("Why the site is inspected"), required=False)
    cause_number = line(_("Number of the complaint or of the record before"), LONGEST["cause_number"])
    second: forms.Field = forms.IntegerField(
        label=_("Second officer"), error_messages={"required": _("Name the second officer.")}
    )
    days = forms.IntegerField(label=_("Days to put it right"), required=False)
    present = line(
        _("Who of the site was there and was told the result"),
        LONGEST["present"],
        _("Kept sealed; the public never sees it."),
        autocomplete="off",
    )
    remark = lines(
        _("Remark"),
        LONGEST["remark"],
        _("The public reads it: leave out names and numbers of persons."),
        rows=2,
    )
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    accuracy = forms.FloatField(
        label=_("Unsure by metres"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.HiddenInput,
    )

    def given(self, answers: Mapping[str, tuple[str, str]], snaps: Sequence[Snap]) -> InspectionInput:
        """The input of ``actions.inspecting.record_inspection``, after ``is_valid()``."""
        data = self.cleaned_data
        placed = data["lat"] is not None and data["lon"] is not None
        return InspectionInput(
            device_key=data["device_key"],
            second_id=data["second"],
            made_at=data["made_at"],
            answers=answers,
            photos=snaps,
            cause=data["cause"],
            cause_number=data["cause_number"],
            days=data["days"],
            remark=data["remark"],
            present=data["present"],
            lat=data["lat"] if placed else None,
            lon=data["lon"] if placed else None,
            accuracy=data["accuracy"] if placed else None,
        )


def sent_by_device(
    form: InspectionForm, data: QueryDict, files: MultiValueDict[str, UploadedFile[Any]]
) -> InspectionInput:
    """What a device sent, unjudged; raises ``Invalid`` with the first field that cannot be read."""
    for name, errors in form.errors.items():
        raise Invalid(str(errors[0]), field=name)
    found = {match[1]: name for name in data if (match := _VERDICT.fullmatch(name))}
    answers = {
        key: (str(data[name]), data.get(f"{NOTE}{key}", "").strip()) for key, name in sorted(found.items())
    }
    return form.given(
        answers, snaps_of({name.removeprefix(PHOTOS): files.getlist(name) for name in sorted(files)})
    )


def snaps_of(chosen: Mapping[str, Sequence[UploadedFile[Any]]]) -> list[Snap]:
    """Photos by item as the deed takes them."""
    return [Snap(item, each) for item, taken in chosen.items() for each in taken]  # type: ignore[arg-type]


class SnapsField(FilesField):
    """The photos of one item, from the camera or from the album; each is opened here and now."""

    def __init__(self) -> None:
        super().__init__(label=_("Photos"), most=MOST_OF_ITEM)
        self.widget.attrs |= {"accept": PHOTO_FORMS, "capture": "environment"}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        chosen = super().clean(data, initial)
        problems = [problem for each in chosen if (problem := _problem(each))]
        if problems:
            raise forms.ValidationError(problems)
        return chosen


def _problem(upload: UploadedFile[bytes]) -> str:
    """Why this photo cannot be taken; nothing where it can."""
    try:
        photos.location_of(upload.read())
    except Invalid as refusal:
        return gettext("{name}: {problem}").format(name=upload.name, problem=render(refusal.reason))
    finally:
        upload.seek(0)
    return ""


class InspectForm(InspectionForm):
    """The whole check-list on one page."""

    cause = forms.ChoiceField(label=_("Why the site is inspected"), widget=forms.RadioSelect)
    second = forms.TypedChoiceField(
        label=_("Second officer"), coerce=int, error_messages={"required": _("Name the second officer.")}
    )
    field_order = ("device_key", "cause", "cause_number", "second", "made_at", "days", "present", "remark")

    def __init__(
        self, *args: Any, checklist: Checklist, colleagues: Sequence[Person], stands: str, **kwargs: Any
    ) -> None:
        numbers = checklists.house("correction")
        kwargs["initial"] = {
            "device_key": uuid.uuid4(),
            "made_at": timezone.localtime(clock.now()),
            "cause": "follow_up" if stands in ("to_correct", "overdue") else "plan",
            "days": numbers["days"],
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        self.most_days = numbers["most"]
        self._with_a_key()
        choose(self, "cause", list(words.causes()))
        choose(self, "second", [("", "—"), *((each.pk, each.name) for each in colleagues)])
        for item in checklist.items:
            self.fields[f"{VERDICT}{item.key}"] = forms.ChoiceField(
                label=words.item_name(item),
                choices=words.verdicts(),
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{NOTE}{item.key}"] = lines(_("What you saw"), checklists.LONGEST_NOTE, rows=2)
            self.fields[f"{PHOTOS}{item.key}"] = SnapsField()
        needed(self.fields["made_at"], _("Say when you were there."))

    def _with_a_key(self) -> None:
        """A key that somebody meddled with is replaced: it is the form's, and nothing the person could mend."""
        if not self.is_bound:
            return
        try:
            uuid.UUID(str(self.data.get("device_key", "")))
        except ValueError:
            data: Any = self.data
            self.data = data = data.copy()
            data["device_key"] = str(uuid.uuid4())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answers = {item.key: self._answer(item) for item in self.checklist.items}
        for fault in checklists.faults(self.checklist, answers):
            self.add_error(f"{VERDICT}{fault.item}" if fault.item else None, render(fault.text))
        return cleaned

    def _answer(self, item: Item) -> Answer:
        get = self.cleaned_data.get
        taken = len(self.files.getlist(f"{PHOTOS}{item.key}")) if self.files else 0
        return Answer(get(f"{VERDICT}{item.key}", ""), get(f"{NOTE}{item.key}", ""), taken)

    def whole(self) -> InspectionInput:
        """The input of the deed, after ``is_valid()``."""
        data = self.cleaned_data
        keys = [item.key for item in self.checklist.items]
        answers = {key: (data[f"{VERDICT}{key}"], data[f"{NOTE}{key}"]) for key in keys}
        return self.given(answers, snaps_of({key: data[f"{PHOTOS}{key}"] for key in keys}))

    def refuse(self, refusal: Refusal) -> None:
        """Puts a refusal where the person looks: at its item, at its field, or on top."""
        name = getattr(refusal, "field", "")
        name = f"{VERDICT}{name.removeprefix('item:')}" if name.startswith("item:") else name
        self.add_error(name if name in self.fields else None, render(refusal.reason))

    def rows(self) -> list[dict[str, Any]]:
        """The items as the page draws them."""
        return [self._row(number, item) for number, item in enumerate(self.checklist.items, 1)]

    def _row(self, number: int, item: Item) -> dict[str, Any]:
        verdict, note = self[f"{VERDICT}{item.key}"], self[f"{NOTE}{item.key}"]
        taken = self[f"{PHOTOS}{item.key}"]
        return {
            "number": number,
            "key": item.key,
            "name": words.item_name(item),
            "looked_for": words.looked_for(item),
            "verdicts": [
                {
                    "key": key,
                    "label": label,
                    "id": f"{verdict.auto_id}_{at}",
                    "chosen": verdict.value() == key,
                }
                for at, (key, label) in enumerate(words.verdicts())
            ],
            "verdict": verdict,
            "note": note,
            "photos": taken,
            "errors": [*verdict.errors, *note.errors, *taken.errors],
            # Browsers keep no chosen files.
            "again": bool(self.is_bound and self.files and self.files.getlist(f"{PHOTOS}{item.key}")),
        }
