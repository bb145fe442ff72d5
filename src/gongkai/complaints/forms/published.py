"""The filters of the list of public matters: their state is the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import figure_words, words
from gongkai.complaints.forms.lists import classes
from gongkai.complaints.queries import bulletins
from gongkai.complaints.queries.figures import Scope, agency_ids
from gongkai.complaints.queries.published import Asked
from gongkai.core import places
from gongkai.core.formfields import day_field, line
from gongkai.core.listpages import Filter
from gongkai.domain.complaints.figures import FIGURES
from gongkai.people import directory


class PublishedFilter(Filter):
    """Which public matters the list shows; without a word, those whose answer was published."""

    text = line(_("Words in published matters"), 60)
    show = forms.ChoiceField(label=_("Which"), required=False)
    kind = forms.ChoiceField(label=_("Kind of matter"), required=False)
    category = forms.ChoiceField(label=_("Class"), required=False)
    district = forms.ChoiceField(label=_("District of the city"), required=False)
    month = forms.ChoiceField(label=_("When it arrived"), required=False)
    figure = forms.ChoiceField(label=_("Counted in the figure"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    first = day_field(_("From"))
    last = day_field(_("Until"))

    def __init__(self, *args: Any, months: Sequence[date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show = self.fields["show"]
        assert isinstance(show, forms.ChoiceField)
        show.choices = [
            ("", gettext("With an answer")),
            ("all", gettext("All, also without words")),
        ]
        self.offer("kind", [each for each in words.kind_options() if each[0] != "report"])
        self.offer("category", classes(today))
        self.offer("district", [(each.code, places.area_name(each)) for each in places.areas("district")])
        self.offer("month", _months(months))
        self.offer("figure", _figures())
        agencies = directory.agencies()
        self.offer("agency", [(each.code, each.name) for each in agencies])
        if len(agencies) < 2:
            del self.fields["agency"]
        # They come with a link from the figures; as chips they are seen, and taken off.
        for name in ("figure", "first", "last"):
            self.fields[name].widget = forms.HiddenInput()

    def asked(self, today: date) -> Asked:
        """What the list is asked."""
        data = self.chosen()
        period = bulletins.parse(data.get("month", ""))
        first = data.get("first") or (period.first if period else None)
        last = data.get("last") or (period.last if period else None)
        figure = data.get("figure")
        scope = Scope(
            agency_ids(data.get("agency", "")),
            first or today - timedelta(days=365 * 200),
            last or today,
        )
        return Asked(
            text=data.get("text", ""),
            agency=data.get("agency", ""),
            kind=data.get("kind", ""),
            category=data.get("category", ""),
            district=data.get("district", ""),
            released=data.get("show") != "all",
            # A figure goes by the day of arrival as it is entered; that of the public version may be another.
            first=None if figure else first,
            last=None if figure else last,
            figure=(scope, figure) if figure else None,
        )


def _months(months: Sequence[date]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Years with their months, the newest first."""
    found: dict[int, list[tuple[str, str]]] = {}
    for each in months:
        whole = (f"{each.year}", gettext("The whole year {year}").format(year=each.year))
        found.setdefault(each.year, [whole]).append((f"{each:%Y-%m}", figure_words.month(each)))
    return [(str(year), choices) for year, choices in found.items()]


def _figures() -> list[tuple[str, str]]:
    found = []
    for each in FIGURES:
        found.append((each.key, gettext(each.label)))
        if each.of is not None:
            found.append(
                (
                    f"{each.key}.of",
                    gettext("{label} – out of these").format(label=gettext(each.label)),
                )
            )
    return found
