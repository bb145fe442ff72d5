"""The application (政府信息公开申请表): the three groups of Article 29 on one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gongkai.requests import secret, words
from gongkai.requests.actions import Application, Upload
from gongkai.requests.actions.sealing import MOST_FILES
from gongkai.requests.forms.base import FilesField, HalfWidthField, MailField, choose, line, lines, needed
from gongkai.requests.identity import Identity

#: The form's own token, as ``secret.new_token`` makes it.
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
#: An identity card of the second or first generation.
ID_CARD = re.compile(r"\d{17}[\dX]|\d{15}")
LEAST_FIGURES = 5
PERSON = "natural_person"
#: Way of delivery → the field it needs.
NEEDED = {"post": "address", "email": "email", "fax": "fax"}


class ApplyForm(forms.Form):
    """What an application says. Nothing that was typed is lost on an error; files must be chosen again."""

    applicant_kind = forms.ChoiceField(
        label=_("You ask as"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is asking.")},
    )
    name = needed(
        line(
            _("Your name"),
            60,
            _("For an organisation: the name of the person to contact."),
            autocomplete="name",
        ),
        _("Give your name; for an organisation its representative's or contact's."),
    )
    organisation = line(_("Name of the organisation"), 120, autocomplete="organization")
    representative = line(_("Legal representative or person in charge"), 60)
    identity = forms.ChoiceField(label=_("Proof of identity"))
    identity_number = HalfWidthField(
        label=_("Number of the document"),
        max_length=40,
        help_text=_("It is kept sealed; the staff see it only for a purpose that is written down."),
        error_messages={
            "required": _(
                "Give the number of your identity document (Article 29 asks for proof of identity)."
            )
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    proof = FilesField(label=_("Copy of the document"), most=MOST_FILES)
    telephone = HalfWidthField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = MailField(
        label=_("E-mail"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={"invalid": _("This is no e-mail address. Write it as name@example.com.")},
    )
    address = line(_("Postal address"), 200, autocomplete="address-line1")
    postcode = HalfWidthField(
        label=_("Postcode"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    fax = HalfWidthField(label=_("Fax"), max_length=40, required=False)
    agent = line(
        _("You act for somebody else?"),
        120,
        _("Then give your own name and telephone here, and add the letter of authority to the attachments."),
    )
    agency = forms.TypedChoiceField(
        label=_("Agency"), coerce=int, help_text=_("The agency that made the information, or keeps it.")
    )
    matter = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    subject = needed(
        line(
            _("In one line: what do you want to know?"),
            200,
            _(
                "For example: waste transport companies approved in 2025. Please write no names of persons here."
            ),
        ),
        _("Say in a line what you want to know."),
    )
    description = needed(
        lines(_("Description of the information"), 4000, rows=7),
        _(
            "Describe the information: its name, its number, or anything by which it can be found (Article 29)."
        ),
    )
    attachments = FilesField(label=_("Attachments"), most=MOST_FILES)
    form_wanted = forms.ChoiceField(label=_("In which form?"), widget=forms.RadioSelect)
    way_wanted = forms.ChoiceField(label=_("How should it reach you?"), widget=forms.RadioSelect)
    help_needed = forms.MultipleChoiceField(
        label=_("Do you need help?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The office then helps you in the way you need (Article 43)."),
    )
    by_email = forms.BooleanField(
        label=_("Tell me by e-mail when something new happens"),
        required=False,
        help_text=_("The message only says that there is news; what it is you read here."),
    )
    confirm = forms.BooleanField(
        label=_("I confirm that I send this request; please confirm its receipt"),
        error_messages={
            "required": _(
                "Please confirm that you send it: it counts as received when both sides have confirmed."
            )
        },
        help_text=_("It counts as received when both sides have confirmed it (Article 31)."),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self._offer("applicant_kind", words.options("outcomes", "applicant_kind"), PERSON)
        self._offer("identity", words.options("requests", "identity"), "id_card")
        self._offer("matter", words.options("requests", "matter"), "information")
        self._offer("form_wanted", words.options("requests", "form"), "electronic")
        self._offer("way_wanted", words.options("requests", "way"), "online")
        self._offer("help_needed", words.options("requests", "help"))
        if len(agencies) > 1:
            names = [
                (each.pk, each.name if words.in_chinese() else each.name_en or each.name) for each in agencies
            ]
            self._offer("agency", names, agencies[0].pk)
        else:
            del self.fields["agency"]
        self.initial.setdefault("token", secret.new_token())

    def _offer(self, name: str, offered: list[tuple[Any, str]], first: Any = None) -> None:
        choose(self, name, offered)
        if first is not None:
            self.initial.setdefault(name, first)

    @property
    def files_again(self) -> bool:
        """Whether files came along with an answer that has to be mended: browsers do not keep them."""
        return self.is_bound and any(self.files.getlist(name) for name in ("proof", "attachments"))

    @property
    def typed_subject(self) -> str:
        """The line that was typed, to look whether it is public already."""
        return str(self["subject"].value() or "").strip() if self.is_bound else ""

    @property
    def sending(self) -> str:
        """The token this form is sent under: the one it came with, or a fresh one where somebody meddled with it."""
        given = str(self["token"].value() or "")
        return given if TOKEN.fullmatch(given) else str(self.initial["token"])

    def clean_identity_number(self) -> str:
        """Blanks between the groups of figures are of no meaning."""
        return "".join(str(self.cleaned_data["identity_number"]).split()).upper()

    def clean_telephone(self) -> str:
        """Anything that can be dialled."""
        number = str(self.cleaned_data["telephone"])
        if number and sum(sign.isdigit() for sign in number) < LEAST_FIGURES:
            raise forms.ValidationError(
                gettext(
                    "“{value}” is no telephone number. Write it with its area code, such as 0558-5550000."
                ).format(value=number)
            )
        return number

    def clean(self) -> dict[str, Any]:
        """What one field needs because of another; each sentence stands at its field, all of them at once."""
        data = self.cleaned_data
        self._check_who(data)
        needed = NEEDED.get(data.get("way_wanted", ""))
        if needed and needed not in self.errors and not data.get(needed):
            self.add_error(needed, _NEEDED_WORDS[needed])
        sent = len(data.get("proof") or []) + len(data.get("attachments") or [])
        if sent > MOST_FILES:
            self.add_error(
                "attachments", gettext("At most {most} files can be sent along.").format(most=MOST_FILES)
            )
        if data.get("by_email") and not data.get("email") and "email" not in self.errors:
            self.add_error(
                "email", _("You want to be told by e-mail: give the address, or take the tick away.")
            )
        return data

    def _check_who(self, data: dict[str, Any]) -> None:
        if data.get("applicant_kind", PERSON) == PERSON:
            data["organisation"] = data["representative"] = ""
        elif not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Give the organisation's name."))
        number = data.get("identity_number", "")
        if number and data.get("identity") == "id_card" and not ID_CARD.fullmatch(number):
            self.add_error(
                "identity_number",
                _(
                    "The number of an identity card has 18 signs. Look at it again, or choose another document."
                ),
            )
        reached = ("telephone", "email", "address")
        if not any(data.get(name) for name in reached) and not set(reached) & set(self.errors):
            self.add_error(
                "telephone",
                _("Say how to reach you: a telephone number, an e-mail address or a postal address."),
            )

    def agency_id(self) -> int:
        """The agency that is asked: the one chosen, or the only one there is."""
        return int(self.cleaned_data.get("agency") or self.agencies[0].pk)

    def application(self) -> Application:
        """The input of ``actions.submit``."""
        data = self.cleaned_data
        kept = ("subject", "description", "applicant_kind", "matter", "form_wanted", "way_wanted")
        own = Identity(**{name: data[name] for name in Identity.__dataclass_fields__})
        return Application(
            **{name: data[name] for name in kept},
            identity=own,
            help_needed=tuple(data["help_needed"]),
            by_email=data["by_email"],
            language=get_language() or "zh-hans",
        )

    def uploads(self) -> list[Upload]:
        """The files: proofs of identity, and what came with them."""
        sent: list[tuple[UploadedFile[bytes], str]] = [
            (each, "identity") for each in self.cleaned_data["proof"]
        ]
        sent += [(each, "attachment") for each in self.cleaned_data["attachments"]]
        return [Upload(each, each.name or "file", kind) for each, kind in sent]  # type: ignore[arg-type]


_NEEDED_WORDS = {
    "address": _("Give the address the answer is to be posted to."),
    "email": _("Give the e-mail address the answer is to be sent to."),
    "fax": _("Give the fax number the answer is to be sent to."),
}
