"""The filters of the dashboard. They show what holds; what an address says wrongly is told above the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field
from gongkai.supervision import dashboard_words as words


class DashboardFilter(forms.Form):
    """Agency and unit where there is a choice, the day, the span."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    day = day_field(_("Day"))
    span = forms.ChoiceField(label=_("Time span"), required=False)

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[tuple[Any, str]],
        units: Sequence[tuple[Any, str]],
        last: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(agencies) > 1:
            choose(self, "agency", list(agencies))
        else:
            del self.fields["agency"]
        if len(units) > 1:
            choose(self, "unit", [("", gettext("All units")), *units])
        else:
            del self.fields["unit"]
        choose(self, "span", words.span_options())
        self.fields["day"].widget.attrs["max"] = last
