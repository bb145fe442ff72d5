"""A month, chosen or typed as 2026-11; kept as its first day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MonthField(forms.DateField):
    """The first day of the month that was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
            input_formats=["%Y-%m", "%Y/%m", "%Y.%m", "%Y年%m月", "%Y-%m-%d"],
            error_messages={"invalid": _("This is no month. Write it as 2026-11.")},
            **kwargs,
        )
