"""A request that came in on paper, by fax or e-mail, or was spoken: entered by the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines
from gongkai.core.text import render
from gongkai.domain.requests import channels
from gongkai.domain.requests.receipt import Channel
from gongkai.domain.text import N_, Text
from gongkai.requests import secret, words
from gongkai.requests.actions import Application, Upload
from gongkai.requests.actions.sealing import MOST_FILES
from gongkai.requests.forms.applying import TOKEN
from gongkai.requests.forms.base import FilesField, HalfWidthField, MailField
from gongkai.requests.identity import Identity

#: The fields of each part of the page.
RECEIPT = ("channel", "arrived_on", "agency_confirmed_on", "applicant_confirmed_on", "evidence")
COMPLAINT = ("from_complaint", "from_system")
WHO = (
    "applicant_kind", "name", "organisation", "representative", "agent", "identity", "identity_number", "telephone",
    "email", "address", "postcode", "fax",
)  # fmt: skip
WHAT = ("agency", "matter", "subject", "description", "form_wanted", "way_wanted", "help_needed", "by_email")
FILES = ("proof", "attachments")
_AS_THEY_ARE = (
    "applicant_kind", "matter", "subject", "description", "form_wanted", "way_wanted", "by_email",
)  # fmt: skip

#: Which day counts, by the rule of Article 31.
_RULES = {
    "handed_in": N_("the day it is handed in counts"),
    "signed_for": N_("the day it is signed for counts"),
    "confirmed": N_("the day the agency confirms it with the applicant counts"),
    "both_confirmed": N_("the day on which both sides have confirmed it counts"),
}


class EnterForm(forms.Form):
    """What the paper says, and how and when it came. What is missing on it may be asked for later (Article 30)."""

    channel = forms.ChoiceField(label=_("How it came in"), widget=forms.RadioSelect)
    arrived_on = day_field(
        _("Day it arrived"), _("Handed in, signed for, or found in the fax or the mailbox."), required=True
    )
    agency_confirmed_on = day_field(
        _("Day this agency confirmed it with the applicant"),
        _("For ordinary letters, fax and e-mail: the call to the applicant. It may follow later."),
    )
    applicant_confirmed_on = day_field(
        _("Day the applicant confirmed it"), _("For fax and e-mail. It may follow later.")
    )
    evidence = line(_("Evidence of the day"), 300, _("What it is stands beside each way in."))
    from_complaint = line(
        _("Number of the complaint it comes from"),
        80,
        _("Where the hotline or the complaints' office passed it on (Article 39); both numbers are kept."),
    )
    from_system = line(_("Whose number it is"), 80, _("For example 12345, or the bureau's own register."))
    applicant_kind = forms.ChoiceField(label=_("Who asks"), widget=forms.RadioSelect)
    name = line(_("Name of the applicant"), 60, _("For an organisation: the name of the person to contact."))
    organisation = line(_("Name of the organisation"), 120)
    representative = line(_("Legal representative or person in charge"), 60)
    agent = line(
        _("Acts for the applicant"), 120, _("Name and telephone; the letter of authority is a scan.")
    )
    identity = forms.ChoiceField(label=_("Proof of identity"), required=False)
    identity_number = HalfWidthField(label=_("Number of the document"), max_length=40, required=False)
    telephone = HalfWidthField(label=_("Telephone"), max_length=40, required=False)
    email = MailField(
        label=_("E-mail"),
        max_length=120,
        required=False,
        error_messages={"invalid": _("This is no e-mail address. Write it as name@example.com.")},
    )
    address = line(_("Postal address"), 200)
    postcode = HalfWidthField(label=_("Postcode"), max_length=12, required=False)
    fax = HalfWidthField(label=_("Fax"), max_length=40, required=False)
    agency = forms.TypedChoiceField(label=_("Agency"), coerce=int)
    matter = forms.ChoiceField(label=_("What it is about"), widget=forms.RadioSelect)
    subject = line(
        _("Subject of the request"),
        200,
        _("What is asked, in one line and without names of persons."),
        required=True,
    )
    description = lines(
        _("Description of the information"), 4000, _("As on the paper, word for word."), rows=6
    )
    form_wanted = forms.ChoiceField(label=_("In which form"), widget=forms.RadioSelect)
    way_wanted = forms.ChoiceField(label=_("How it should reach the applicant"), widget=forms.RadioSelect)
    help_needed = forms.MultipleChoiceField(
        label=_("Help needed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    by_email = forms.BooleanField(label=_("Wants to be told of news by e-mail"), required=False)
    proof = FilesField(label=_("Scans of the proof of identity"), most=MOST_FILES)
    attachments = FilesField(label=_("Scans of the request and its attachments"), most=MOST_FILES)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: Iterable[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = list(agencies)
        self.only_agency = listed[0].pk if len(listed) == 1 else None
        ways = [(way.key, _told(way)) for way in channels() if way.by_staff and way.rule != "register"]
        choose(self, "channel", ways)
        for name, table in (("identity", "identity"), ("matter", "matter"), ("form_wanted", "form")):
            choose(self, name, words.options("requests", table))
        choose(self, "way_wanted", words.options("requests", "way"))
        choose(self, "help_needed", words.options("requests", "help"))
        choose(self, "applicant_kind", words.options("outcomes", "applicant_kind"))
        choose(self, "agency", [(each.pk, each.name) for each in listed])
        if self.only_agency is not None:
            del self.fields["agency"]
        first = {
            "token": secret.new_token(),
            "arrived_on": today,
            "channel": "in_person",
            "applicant_kind": "natural_person",
            "identity": "id_card",
            "matter": "information",
            "form_wanted": "paper",
            "way_wanted": "post",
        }
        for name, value in first.items():
            self.initial.setdefault(name, value)

    def part(self, names: Iterable[str]) -> list[forms.BoundField]:
        """The fields of one part of the page, as far as this installation has them."""
        return [self[name] for name in names if name in self.fields]

    @property
    def sending(self) -> str:
        """The token this form is sent under: twice the same makes one request."""
        given = str(self["token"].value() or "")
        return given if TOKEN.fullmatch(given) else str(self.initial["token"])

    @property
    def files_again(self) -> bool:
        """Whether scans came along with something that has to be mended: browsers do not keep them."""
        return self.is_bound and any(self.files.getlist(name) for name in FILES)

    def agency_id(self) -> int:
        """The agency for which it is entered."""
        return int(self.only_agency or self.cleaned_data["agency"])

    def application(self) -> Application:
        """The input of ``actions.submit``."""
        data = self.cleaned_data
        return Application(
            **{name: data[name] for name in (*RECEIPT, *COMPLAINT, *_AS_THEY_ARE)},
            identity=Identity(**{name: data[name] for name in Identity.__dataclass_fields__}),
            help_needed=tuple(data["help_needed"]),
        )

    def uploads(self) -> list[Upload]:
        """The scans, those of the proof of identity first."""
        sent: list[tuple[UploadedFile[Any], str]] = [
            (each, "identity") for each in self.cleaned_data["proof"]
        ]
        sent += [(each, "attachment") for each in self.cleaned_data["attachments"]]
        return [Upload(each, each.name or "file", kind) for each, kind in sent]  # type: ignore[arg-type]


def _told(way: Channel) -> str:
    """A way in with the day that counts and the evidence for it."""
    return render(
        Text(
            N_("{way}: {rule}. Evidence: {evidence}."),
            {"way": words.label_in(way), "rule": Text(_RULES[way.rule]), "evidence": Text(way.evidence)},
        )
    )
