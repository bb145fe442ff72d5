"""Forms for agencies and bodies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.people import words
from gongkai.people.forms.base import Form, day_field, in_words, long_field, number_field


class AgencyForm(Form):
    """What the footer, the guide and index numbers say of an agency; ``code`` and ``superior`` for a new one."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Short, of letters, digits and hyphens. It cannot be changed later."),
    )
    superior = number_field(_("Agency above"), required=False)
    name = forms.CharField(label=_("Full name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    organisation_code = forms.CharField(
        label=_("Organisation code"),
        max_length=11,
        required=False,
        help_text=_("9 digits or capital letters."),
    )
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        help_text=_("18 digits or capital letters."),
    )
    index_pattern = forms.CharField(
        label=_("Form of index numbers"),
        max_length=80,
        required=False,
        help_text=_(
            "Made of {organisation} or {credit_code}, {year} and {serial}; numbers given before stay."
        ),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    fax = forms.CharField(label=_("Fax"), max_length=60, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    office_hours = forms.CharField(label=_("Office hours"), max_length=200, required=False)
    head_name = forms.CharField(label=_("Head of the agency"), max_length=60, required=False)
    working_body = forms.CharField(
        label=_("Working body for openness"),
        max_length=120,
        required=False,
        help_text=_("It stands in the disclosure guide (Article 12 of the Regulations)."),
    )
    functions = long_field(_("Functions"), rows=6)
    site_code = forms.CharField(label=_("Government site code"), max_length=20, required=False)
    icp_number = forms.CharField(label=_("ICP number"), max_length=60, required=False)
    police_number = forms.CharField(label=_("Public security record number"), max_length=60, required=False)

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"], self.fields["superior"]


class BodyForm(Form):
    """A new body."""

    name = forms.CharField(label=_("Name of the body"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"))
    begins_on = day_field(_("Set up on"))
    basis = forms.CharField(
        label=_("Basis"),
        max_length=160,
        required=False,
        help_text=_("The document that set it up, with its number."),
    )
    duties = long_field(_("Duties"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", in_words(words.BODY_KINDS))


class SeatForm(Form):
    """A seat in a body, for a post or for a person."""

    seat = forms.ChoiceField(label=_("Seat"))
    post = number_field(
        _("Post"),
        required=False,
        hint=_("Whoever holds the post has the seat. Usual, because people change."),
    )
    person = number_field(
        _("Member of staff"), required=False, hint=_("Only where the seat is given by name.")
    )
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), required=False, hint=_("Leave it empty if no end is set."))
    basis = forms.CharField(label=_("Basis"), max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("seat", in_words(words.SEATS))
