"""A table of fixed assets to look at, and the search for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, line


class AssetFilter(forms.Form):
    """Which assets the list shows."""

    text = line(_("Code or name of the asset"), 60)
    category = forms.ChoiceField(label=_("Class"), required=False)

    def __init__(self, *args: Any, classes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "category", [("", gettext("All classes")), *classes])


class WholeForm(forms.Form):
    """Whether the table is the whole register."""

    whole = forms.BooleanField(
        label=_("The table is the whole register: close what is not in it"),
        required=False,
        help_text=_("Nothing is deleted; a closed asset is not offered any more."),
    )
