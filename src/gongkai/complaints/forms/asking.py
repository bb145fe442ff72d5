"""The questions a class asks besides, as fields of a form, and their answers as they are kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import house, words
from gongkai.core.formfields import day_field
from gongkai.domain.complaints.categories import Question

#: What the name of a question's field begins with.
QUESTION = "q_"


def field_of(question: Question) -> forms.Field:
    """The field of a question; the datatypes are those of Open311."""
    label, needed = words.label_in(question), question.required
    choices = [(each.code, words.label_in(each)) for each in question.values]
    asked: dict[str, Any] = {"label": label, "required": needed}
    if needed:
        asked["error_messages"] = {"required": _("Please answer this; it decides who must come.")}
    if question.datatype == "singlevaluelist":
        offered = choices if needed else [("", gettext("Not said")), *choices]
        return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **asked)
    if question.datatype == "multivaluelist":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **asked)
    if question.datatype == "datetime":
        return day_field(label, required=needed)
    if question.datatype == "number":
        return forms.DecimalField(max_digits=12, decimal_places=3, **asked)
    if question.datatype == "text":
        return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **asked)
    return forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}), **asked)


def answer_of(value: Any) -> str | list[str]:
    """An answer as it is kept: words, or a list of keys."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value).strip()


def heading(kind: str) -> str:
    """What a matter of no class is called: its kind in Chinese, as the register is kept."""
    row = house.row("kind", kind)
    return str(row["label"]) if row else kind
