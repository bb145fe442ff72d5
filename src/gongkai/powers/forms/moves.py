"""Exactly the fields a move needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import lines
from gongkai.domain.process import Move


class MoveForm(forms.Form):
    """The reason, where the move needs one."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if "reason" in move.needs:
            hint = _("It stands in the ledger and beside the version.")
            self.fields["reason"] = lines(_("Reason"), 2000, hint, required=True)

    def reason(self) -> str:
        """The reason given, or nothing."""
        return str(self.cleaned_data.get("reason", ""))
