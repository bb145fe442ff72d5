"""Fields that the forms of every room share, and where a refusal stands in a form."""

from __future__ import annotations

import unicodedata
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core import intake
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render

MB = 1024 * 1024
Field = TypeVar("Field", bound=forms.Field)


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """A day, chosen or typed as 2026-11-23, 2026/11/23 or 2026年11月23日."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
        error_messages={"invalid": _("This is no date. Write it as 2026-11-23.")},
    )


def line(
    label: Any, longest: int, help_text: Any = "", *, required: bool = False, **attrs: Any
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        required=required,
        widget=forms.TextInput(attrs=attrs),
    )


def lines(
    label: Any, longest: int, help_text: Any = "", *, required: bool = False, rows: int = 3
) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def one_line(text: str, longest: int) -> str:
    """What an address says in words: one line of at most ``longest`` characters, blanks at its ends left out.

    For what is read without a form, whose fields refuse a NUL themselves: PostgreSQL cannot be asked for one.
    """
    return " ".join(text.replace("\x00", " ").split())[:longest]


def choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Gives a field of choices what it offers, known only when the form is made."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Puts a refusal where the person looks: at its field, or on top of the form."""
    name = getattr(refusal, "field", "")
    form.add_error(name if name in form.fields else None, render(refusal.reason))


def needed(field: Field, sentence: Any) -> Field:
    """The field as one that must be filled, with the sentence that says so when it is not."""
    field.required = True
    field.error_messages["required"] = sentence
    return field


class HalfWidthField(forms.CharField):
    """A line of figures and Latin letters; full-width ones, as Chinese keyboards give them, are understood."""

    def to_python(self, value: Any) -> str:
        return half_width(str(super().to_python(value) or ""))


class MailField(HalfWidthField):
    """An e-mail address, full-width signs understood."""

    default_validators = [validate_email]


def half_width(value: str) -> str:
    """Full-width letters, figures and dashes as the plain ones; outer blanks gone."""
    plain = unicodedata.normalize("NFKC", value)
    return "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in plain).strip()


class FilesInput(forms.FileInput):
    """The choice of several files at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, **(attrs or {})})


class FilesField(forms.FileField):
    """Several files, each looked into at once, so that whoever sends them is told here and now."""

    widget = FilesInput

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        chosen = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if len(chosen) > self.most:
            sentence = gettext("At most {most} files can be sent along.").format(most=self.most)
            raise forms.ValidationError(sentence)
        problems = [problem for each in chosen if (problem := _problem(each))]
        if problems:
            raise forms.ValidationError(problems)
        return chosen


def _problem(upload: UploadedFile[bytes]) -> str:
    """Why this file cannot be taken; nothing where it can."""
    try:
        intake.inspect(upload, upload.name or "", max_bytes=settings.GONGKAI_MAX_UPLOAD)
    except Invalid as refusal:
        return gettext("{name}: {problem}").format(name=upload.name, problem=render(refusal.reason))
    return ""


def largest() -> str:
    """The largest file that is taken, in words."""
    return f"{settings.GONGKAI_MAX_UPLOAD // MB} MB"


def kinds_of_files() -> str:
    """What kinds of files are taken, in words."""
    return gettext("PDF, Word, Excel, PowerPoint, OFD, ODF, pictures, text, ZIP, sound and video")
