"""Forms of the archive: the filters of the list, and what a copy is for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.archive import words
from gongkai.archive.actions.taking_out import LONGEST
from gongkai.archive.queries.packages import DUE, SUPERSEDED
from gongkai.core.formfields import line, lines, needed
from gongkai.core.listpages import NOBODY, Filter, whose
from gongkai.people.models import Unit


class PackageFilter(Filter):
    """Which packages the list shows."""

    #: Chosen by the tabs above the list, and kept when the other filters change.
    stand = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)
    text = line(_("Number or title"), 100)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    retention = forms.ChoiceField(label=_("Retention"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=whose, empty_value=None)

    def __init__(self, *args: Any, years: Iterable[int], units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("stand", [(DUE, gettext("Due for appraisal")), (SUPERSEDED, gettext("Superseded"))])
        self.offer("year", [(year, str(year)) for year in years])
        self.offer("kind", words.kind_options())
        self.offer("retention", words.retention_options())
        named = [(unit.pk, words.unit_name(unit)) for unit in units]
        self.offer("unit", [*named, (NOBODY, words.unit_name(None))])

    def narrowing(self) -> dict[str, Any]:
        """The filters that hold, in the words of ``queries.packages.listed``."""
        chosen = self.chosen()
        if chosen.get("unit") == NOBODY:
            chosen["unit"] = 0
        return chosen


class NumberForm(Filter):
    """The number of a package or record, for whoever does not see the whole archive."""

    text = line(_("Archive number or number of the record"), 100)


class ExportForm(forms.Form):
    """What a copy is for."""

    purpose = needed(
        lines(_("What the copy is for"), LONGEST, _("It stands in the ledger.")),
        _("Write what the copy is for. It stands in the ledger."),
    )
