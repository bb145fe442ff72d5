"""The filters of the published decisions: their state is the address, also of the files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import line
from gongkai.core.listpages import Filter
from gongkai.people.models import Agency
from gongkai.powers import decision_words as words
from gongkai.powers.forms.lists import agency_name
from gongkai.powers.models import Entry


class PublishedFilter(Filter):
    """Which published decisions are shown."""

    text = line(_("Words of the conduct"), 80)
    kind = forms.ChoiceField(label=_("Kind of decision"), required=False)
    table = forms.ChoiceField(label=_("Discretion table"), required=False)
    year = forms.TypedChoiceField(label=_("Decided in"), required=False, coerce=int, empty_value=None)
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(
        self,
        *args: Any,
        tables: Sequence[Entry],
        years: Sequence[int],
        agencies: Sequence[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words.kind_options())
        self.offer("table", [(each.code, f"{each.code} {each.title}") for each in tables])
        self.offer("year", [(each, str(each)) for each in years])
        if len(agencies) > 1:
            self.offer("agency", [(each.code, agency_name(each)) for each in agencies])
        else:
            del self.fields["agency"]

    def asked(self) -> dict[str, Any]:
        """What holds, in the words of ``queries.public_decisions.published``."""
        names = {"text": "words", "table": "code"}
        return {names.get(name, name): value for name, value in self.chosen().items()}
