"""Several requests that came in on paper, entered on one page (成批登记)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines, refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.requests import secret, words
from gongkai.requests.actions import Application
from gongkai.requests.forms.applying import TOKEN
from gongkai.requests.forms.base import HalfWidthField
from gongkai.requests.identity import Identity

#: Rows at first, rows added at a time, and the most on a page.
FIRST, MORE, MOST = 3, 3, 30
#: A row in which none of these is filled in is passed over.
_TYPED = ("subject", "description", "name", "organisation", "telephone", "evidence")
_NEEDED = ("channel", "arrived_on", "applicant_kind", "subject")


class _Row(forms.Form):
    """One paper."""

    channel = forms.ChoiceField(label=_("How it came in"), required=False)
    arrived_on = day_field(_("Day it arrived"))
    evidence = line(_("Evidence of the day"), 300)
    applicant_kind = forms.ChoiceField(label=_("Who asks"), required=False)
    name = line(_("Name"), 60)
    organisation = line(_("Name of the organisation"), 120)
    telephone = HalfWidthField(label=_("Telephone"), max_length=40, required=False)
    subject = line(_("Subject"), 200)
    description = lines(_("Description of the information"), 4000, rows=2)


class BatchForm(forms.Form):
    """So many rows; all are entered, or none."""

    agency = forms.TypedChoiceField(label=gettext_lazy("Agency"), coerce=int)

    def __init__(
        self, *args: Any, agencies: Iterable[Any], today: date, rows: int = FIRST, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = list(agencies)
        self.count = max(1, min(rows, MOST))
        self.only_agency = listed[0].pk if len(listed) == 1 else None
        choose(self, "agency", [(each.pk, each.name) for each in listed])
        if self.only_agency is not None:
            del self.fields["agency"]
        ways = words.channel_options(by_staff=True)
        for number in range(self.count):
            self._add_row(number, ways, today)

    def _add_row(self, number: int, ways: list[tuple[str, str]], today: date) -> None:
        for name, field in _Row().fields.items():
            field.label = f"{number + 1}. {field.label}"
            self.fields[f"{number}-{name}"] = field
        choose(self, f"{number}-channel", ways)
        choose(self, f"{number}-applicant_kind", words.options("outcomes", "applicant_kind"))
        self.fields[f"{number}-token"] = forms.CharField(required=False, widget=forms.HiddenInput)
        first = {"channel": "letter_registered", "arrived_on": today, "token": secret.new_token()}
        for name, value in first.items():
            self.initial.setdefault(f"{number}-{name}", value)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows for the page: their number, their fields with plain labels, their token."""
        for number in range(self.count):
            yield {
                "number": number + 1,
                "fields": [
                    {
                        "bound": self[f"{number}-{name}"],
                        "label": field.label,
                        "optional": name not in _NEEDED,
                        "wide": name in ("subject", "description"),
                    }
                    for name, field in _Row.base_fields.items()
                ],
                "token": {"name": self[f"{number}-token"].html_name, "value": self.token(number)},
            }

    def token(self, number: int) -> str:
        """The token a row is sent under: twice the same makes one request."""
        bound = self[f"{number}-token"]
        given = str(bound.value() or "")
        return given if TOKEN.fullmatch(given) else str(self.initial[f"{number}-token"])

    def clean(self) -> dict[str, Any]:
        """A row that is begun has its subject and its day; at least one is."""
        data: dict[str, Any] = self.cleaned_data
        for number in self.filled():
            for name in ("subject", "arrived_on"):
                key = f"{number}-{name}"
                if not data.get(key) and key not in self.errors:
                    self.add_error(key, gettext("Fill this in, or empty the whole row."))
        if not self.filled() and not self.errors:
            self.add_error(None, gettext("Nothing is filled in. Enter at least one request."))
        return data

    def filled(self) -> list[int]:
        """The rows in which something is typed, also what cannot be taken."""
        return [
            number
            for number in range(self.count)
            if any(str(self[f"{number}-{name}"].value() or "").strip() for name in _TYPED)
        ]

    def agency_id(self) -> int:
        """The agency for which they are entered."""
        return int(self.only_agency or self.cleaned_data["agency"])

    def applications(self) -> list[tuple[Application, str]]:
        """What ``actions.submit_all`` takes: each application with its token."""
        return [(self._application(number), self.token(number)) for number in self.filled()]

    def _application(self, number: int) -> Application:
        data = {name: self.cleaned_data[f"{number}-{name}"] for name in _Row.base_fields}
        return Application(
            subject=data["subject"],
            description=data["description"],
            identity=Identity(
                name=data["name"], organisation=data["organisation"], telephone=data["telephone"]
            ),
            applicant_kind=data["applicant_kind"],
            channel=data["channel"],
            form_wanted="paper",
            way_wanted="post",
            arrived_on=data["arrived_on"],
            evidence=data["evidence"],
        )

    def refuse(self, at: int, refusal: Refusal) -> None:
        """Puts what was refused of the ``at``-th filled row beside its field."""
        number = self.filled()[at]
        field = getattr(refusal, "field", "")
        name = f"{number}-{field}"
        if name not in self.fields:
            name = f"{number}-subject"
        refuse(self, Invalid(refusal.reason, field=name, citation=refusal.citation))
