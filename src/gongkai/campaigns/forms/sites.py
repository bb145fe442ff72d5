"""Forms of sites: filters, the site itself with its place and its parties, and a file of sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.actions.sites import LONGEST, LONGEST_CONTACT, PartyInput, SiteInput
from gongkai.campaigns.contacts import Contact
from gongkai.core import places
from gongkai.core.formfields import HalfWidthField, MailField, choose, day_field, line, needed
from gongkai.core.listpages import Filter
from gongkai.core.placefields import PlaceFields
from gongkai.domain.campaigns import checklists
from gongkai.domain.coordinates import Point
from gongkai.people.models import Unit

#: Role at a site → organisation and contact.
Parties = Mapping[str, tuple[str, Contact]]


class SiteFilter(Filter):
    """Which sites the list shows."""

    text = line(_("Code, name, address or party"), 80)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    works = forms.ChoiceField(label=_("State of the works"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", words.unit_options(units))
        self.offer("works", [("on", gettext("Works go on")), ("over", gettext("Works are over"))])


class SiteForm(PlaceFields):
    """A site, where it lies, and who is written to there."""

    name = needed(
        line(_("Name of the site"), LONGEST["name"], _("The public reads it: no names of persons.")),
        _("Give it a name."),
    )
    unit = forms.TypedChoiceField(
        label=_("Unit that inspects it"), coerce=int, error_messages={"required": _("Choose the unit.")}
    )
    works = line(_("What is done there"), LONGEST["works"], _("Such as digging, or pulling down a building."))
    permit = line(_("Number of the permit"), LONGEST["permit"])
    ended_on = day_field(_("Works are over since"), _("An ended site is inspected no more."))
    code = line(
        _("Code of the site"),
        40,
        _("Left empty, the next one is given. It stays as it is from then on."),
        autocomplete="off",
    )

    def __init__(
        self, *args: Any, units: Iterable[Unit], known: Parties | None = None, new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        needed(self.fields["address"], _("Write the address."))
        self.fields["district"].help_text = _("Follows from the pin.")
        choose(self, "unit", [("", gettext("Choose")), *words.unit_options(units)])
        if not new:
            del self.fields["code"]
        for party in checklists.rows("party"):
            self._add_party(party["key"], (known or {}).get(party["key"], ("", Contact())))

    def _add_party(self, role: str, known: tuple[str, Contact]) -> None:
        name, contact = known
        own = {
            f"{role}_name": line(_("Organisation"), 120),
            f"{role}_person": line(_("Contact person"), LONGEST_CONTACT["person"], autocomplete="off"),
            f"{role}_telephone": HalfWidthField(
                label=_("Telephone"),
                required=False,
                max_length=LONGEST_CONTACT["telephone"],
                widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
            ),
            f"{role}_email": MailField(
                label=_("E-mail"),
                required=False,
                max_length=LONGEST_CONTACT["email"],
                help_text=_("The letter goes there as well."),
                widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
                error_messages={"invalid": _("This is no e-mail address. Write it as name@example.cn.")},
            ),
            f"{role}_address": line(_("Postal address"), LONGEST_CONTACT["address"], autocomplete="off"),
        }
        values = (name, contact.person, contact.telephone, contact.email, contact.address)
        for (key, field), value in zip(own.items(), values, strict=True):
            self.fields[key] = field
            self.initial.setdefault(key, value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("district") and not cleaned.get("lat") and "lat" not in self.errors:
            self.add_error(
                "lat", _("The district follows from the pin. Set the pin, or choose “I do not know”.")
            )
        for role in (party["key"] for party in checklists.rows("party")):
            parts = (f"{role}_{part}" for part in LONGEST_CONTACT)
            if not cleaned.get(f"{role}_name") and any(cleaned.get(part) for part in parts):
                sentence = _("Write whose contact person, telephone or e-mail this is.")
                self.add_error(f"{role}_name", sentence)
        return cleaned

    def parties(self) -> list[dict[str, Any]]:
        """The fields of each party for the page; ``open`` where something stands in them."""
        found = []
        for party in checklists.rows("party"):
            fields: list[BoundField] = [self[f"{party['key']}_{part}"] for part in ("name", *LONGEST_CONTACT)]
            found.append(
                {
                    "label": words.party_name(party["key"]),
                    "fields": fields,
                    "open": any(field.errors or field.value() for field in fields),
                }
            )
        return found

    def given(self) -> SiteInput:
        """The site as it was typed, after ``is_valid()``."""
        said = self.cleaned_data
        parties = {}
        for role in (party["key"] for party in checklists.rows("party")):
            contact = Contact(**{part: said[f"{role}_{part}"] for part in LONGEST_CONTACT})
            parties[role] = PartyInput(said[f"{role}_name"], contact)
        return SiteInput(
            name=said["name"],
            address=said["address"],
            unit_id=said["unit"],
            works=said["works"],
            permit=said["permit"],
            lat=said["lat"],
            lon=said["lon"],
            ended_on=said["ended_on"],
            parties=parties,
        )


def district_of(lat: float | None, lon: float | None) -> str:
    """The district a pin lies in, as the form shows it."""
    found = places.district_of(Point(lat, lon)) if lat is not None and lon is not None else None
    return found.code if found else ""


class SiteFileForm(forms.Form):
    """A file of sites."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose the file again; perhaps it was still being saved."),
        },
    )
