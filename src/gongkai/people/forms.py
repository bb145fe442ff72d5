"""The shape of input. What is right and wrong about it the actions say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.people import words
from gongkai.people.roles import ROLES

Choices = list[tuple[str, str]]


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[_in_use],
    )


def _in_use(day: date) -> None:
    """A day no computer can count on from is a slip of the finger."""
    if not 1900 <= day.year <= 2999:
        raise forms.ValidationError(gettext("Check the year: it lies between 1900 and 2999."))


def _long(
    label: Any, *, required: bool = False, rows: int = 4, hint: Any = "", most: int = 4000
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=area, help_text=hint, max_length=most)


def _words(mapping: Mapping[str, str]) -> Choices:
    return [(key, gettext(word)) for key, word in mapping.items()]


def _please_choose(rows: Iterable[tuple[object, str]]) -> Choices:
    return [("", gettext("Please choose")), *((str(key), word) for key, word in rows)]


class Form(forms.Form):
    """Choices come with the request: they depend on who asks and in which language."""

    def offer(self, name: str, rows: Iterable[tuple[object, str]], *, blank: bool = True) -> None:
        """Fills the field ``name`` with choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _please_choose(rows) if blank else [(str(key), word) for key, word in rows]


def _number(label: Any, *, required: bool = True, hint: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=required, coerce=int, empty_value=None, help_text=hint
    )


# --- Signing in ------------------------------------------------------------------------------------------


class SignInForm(Form):
    """Name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        """One spelling, so that failures of one account are counted together."""
        return str(self.cleaned_data["username"]).strip().lower()


def _code_field(label: Any, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=12,
        help_text=_("Six digits, new every 30 seconds."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", **attrs}),
    )


class CodeForm(Form):
    """The one-time password."""

    code = _code_field(_("Code of the authenticator app"))


class PasswordForm(Form):
    """A new password of one's own."""

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        values = super().clean() or self.cleaned_data
        if values.get("new") and values.get("again") and values["new"] != values["again"]:
            self.add_error(
                "again", gettext("The two new passwords are not the same. Type the new one again.")
            )
        return values


class TotpOffForm(Form):
    """Switching the second step off."""

    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = _code_field(_("Code of the authenticator app"))


# --- Accounts and posts ----------------------------------------------------------------------------------


class AccountFilter(Form):
    """The state of the list of accounts, in its address."""

    q = forms.CharField(label=_("Name or user name"), required=False, max_length=60)
    unit = _number(_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)


class AccountForm(Form):
    """A new account."""

    name = forms.CharField(label=_("Name of the person"), max_length=60)
    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        help_text=_("For signing in: small letters, digits, “-” and “_”. It cannot be changed later."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    email = forms.EmailField(label=_("Mail address"), required=False)


class ReasonForm(Form):
    """A deed that only needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It is written into the ledger."))


class AppointForm(Form):
    """Who gets which post."""

    person = _number(_("Member of staff"))
    post = _number(_("Post"))
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), required=False, hint=_("Leave it empty if no end is set."))
    basis = forms.CharField(
        label=_("Basis"),
        required=False,
        max_length=120,
        help_text=_("For example the number of the appointment."),
    )


class EndForm(Form):
    """The end of a post or a seat."""

    last_day = day_field(_("Last day"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class DelegateForm(Form):
    """Who stands in for whom."""

    appointment = _number(_("Post of the absent person"))
    deputy = _number(_("Who stands in"), hint=_("A colleague of the same agency."))
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For example annual leave."))


class UnitForm(Form):
    """What is written of a unit."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Short, of letters, digits and hyphens, such as waste. It cannot be changed later."),
    )
    name = forms.CharField(label=_("Name of the unit"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    duties = _long(_("Duties"), hint=_("They stand in the disclosure guide."))
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    position = forms.IntegerField(
        label=_("Place in the list"),
        min_value=0,
        max_value=999,
        initial=0,
        help_text=_("Small numbers come first."),
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", _words(words.UNIT_KINDS), blank=False)
        if not new:
            del self.fields["code"]


def _role_label(label: str, note: str) -> SafeString:
    return format_html('<span><strong>{}</strong> <span class="small soft">{}</span></span>', label, note)


class RolesForm(Form):
    """What a post may do."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        help_text=_("What a person may do follows from the roles of the posts they hold."),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It is written into the ledger."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [
            (role.key, _role_label(gettext(role.label), gettext(role.note) if role.note else ""))
            for role in ROLES
        ]
        self.offer("roles", rows, blank=False)


class PostForm(RolesForm):
    """A new post."""

    title = forms.CharField(
        label=_("Title of the post"), max_length=80, help_text=_("For example: section head.")
    )
    field_order = ("title", "roles")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


# --- Agencies and bodies ---------------------------------------------------------------------------------


class AgencyForm(Form):
    """What the footer, the guide and index numbers say of an agency; ``code`` and ``superior`` for a new one."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Short, of letters, digits and hyphens. It cannot be changed later."),
    )
    superior = _number(_("Agency above"), required=False)
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
    functions = _long(_("Functions"), rows=6)
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
    duties = _long(_("Duties"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", _words(words.BODY_KINDS))


class SeatForm(Form):
    """A seat in a body, for a post or for a person."""

    seat = forms.ChoiceField(label=_("Seat"))
    post = _number(
        _("Post"),
        required=False,
        hint=_("Whoever holds the post has the seat. Usual, because people change."),
    )
    person = _number(_("Member of staff"), required=False, hint=_("Only where the seat is given by name."))
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), required=False, hint=_("Leave it empty if no end is set."))
    basis = forms.CharField(label=_("Basis"), max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("seat", _words(words.SEATS))


class LedgerFilterForm(Form):
    """What to look for in the ledger; the state is the address."""

    verb = forms.ChoiceField(label=_("Deed"), required=False)
    person = forms.CharField(label=_("Member of staff"), required=False, max_length=60)
    subject = forms.CharField(label=_("Record number"), required=False, max_length=110)
    since = day_field(_("From this day"), required=False)
    until = day_field(_("Until this day"), required=False)
    before = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("until", gettext("The last day lies before the first. Check both."))
        return values
