"""Forms for accounts, units, posts and standing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.people import words
from gongkai.people.forms.base import Form, day_field, in_words, long_field, number_field
from gongkai.people.roles import ROLES


class AccountFilter(Form):
    """The state of the list of accounts, in its address."""

    q = forms.CharField(label=_("Name or user name"), required=False, max_length=60)
    unit = number_field(_("Unit"), required=False)
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

    person = number_field(_("Member of staff"))
    post = number_field(_("Post"))
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

    appointment = number_field(_("Post of the absent person"))
    deputy = number_field(_("Who stands in"), hint=_("A colleague of the same agency."))
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
    duties = long_field(_("Duties"), hint=_("They stand in the disclosure guide."))
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
        self.offer("kind", in_words(words.UNIT_KINDS), blank=False)
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
