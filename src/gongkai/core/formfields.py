"""Fields that the forms of every room share, and where a refusal stands in a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.core.refusals import Refusal
from gongkai.core.text import render


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


def choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Gives a field of choices what it offers, known only when the form is made."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Puts a refusal where the person looks: at its field, or on top of the form."""
    name = getattr(refusal, "field", "")
    form.add_error(name if name in form.fields else None, render(refusal.reason))
