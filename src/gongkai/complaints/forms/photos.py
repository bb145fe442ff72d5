"""Photos on a form: each is opened here and now, so that one that cannot be kept is told at its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints.actions import Upload
from gongkai.complaints.actions.files import MOST_FILES
from gongkai.core import photos, places
from gongkai.core.formfields import FilesField
from gongkai.core.refusals import Invalid
from gongkai.core.text import render
from gongkai.domain.coordinates import Point

#: Telephones that keep photos in another form give one of these when they are asked for.
PHOTO_FORMS = "image/jpeg,image/png,image/webp"


class PhotosField(FilesField):
    """Up to nine photos."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Photos"), most=MOST_FILES, **kwargs)
        self.widget.attrs["accept"] = PHOTO_FORMS

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


def sent_again(form: forms.Form) -> bool:
    """Whether photos came along with an answer that has to be mended: browsers do not keep them."""
    return form.is_bound and bool(form.files and form.files.getlist("photos"))


def place_of(uploads: list[UploadedFile[bytes]]) -> Point | None:
    """Where the first photo that knows it was taken, within the city; nothing otherwise."""
    for each in uploads:
        found = photos.location_of(each.read())
        each.seek(0)
        inside = places.checked_point(found.lat, found.lon) if found else None
        if isinstance(inside, Point):
            return inside
    return None


def uploads_of(uploads: list[UploadedFile[bytes]]) -> list[Upload]:
    """The photos as they go to ``actions.submit``."""
    return [Upload(each, each.name or "photo") for each in uploads]  # type: ignore[arg-type]
