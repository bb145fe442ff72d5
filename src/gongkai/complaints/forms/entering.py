"""Taking a matter in at the telephone seat, and by every other way the desk enters: one page, telephone first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import house, secret, words
from gongkai.complaints.actions import Report, Upload
from gongkai.complaints.actions.files import MOST_FILES
from gongkai.complaints.forms.asking import QUESTION, answer_of, field_of, heading
from gongkai.complaints.forms.reporting import LEAST_FIGURES, TOKEN
from gongkai.complaints.identity import Contact
from gongkai.complaints.queries.entering import Asset, asset_of
from gongkai.core import clock, places
from gongkai.core.formfields import FilesField, HalfWidthField, MailField, choose, line, lines, needed
from gongkai.core.placefields import PlaceFields
from gongkai.domain.complaints import categories
from gongkai.domain.complaints.categories import Category
from gongkai.domain.refusal import Refused

CALLER = ("name", "anonymous")
REACHED = ("email", "by_email", "home")
AGAINST = ("against_person", "against_unit")
CAME = ("channel", "session", "received_at", "scans")
ANSWER = ("answer", "result", "evidence")
#: Ways in that programs use and nobody types.
BY_PROGRAM = ("hotline_12345", "open311")
MOMENT = "%Y-%m-%dT%H:%M"
#: Field → its access key; shown beside the form.
ACCESS_KEYS = {"telephone": "t", "text": "w", "category": "c", "address": "p"}


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form offers for choosing: rows of the agency with number and name."""

    agencies: Sequence[Any]
    sessions: Sequence[Any]
    units: Sequence[Any]
    staff: Sequence[Any]
    #: The units that can sign for a matter.
    handling: Sequence[Any]


class EnterForm(PlaceFields):
    """Everything a call, a letter or a visit brings. Only what happened is needed."""

    telephone = HalfWidthField(
        label=_("Telephone of the caller"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "autofocus": True}),
    )
    name = line(_("Name of the caller"), 60, autocomplete="off")
    anonymous = forms.BooleanField(
        label=_("Wants to stay unnamed: keep neither number nor name"), required=False
    )
    email = MailField(
        label=_("E-mail of the caller"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("This is no e-mail address. Write it as name@example.com.")},
    )
    by_email = forms.BooleanField(label=_("Wants to be told of news by e-mail"), required=False)
    home = line(_("Postal address of the caller"), 200, autocomplete="off")
    text = needed(
        lines(_("What is reported"), 4000, _("In the caller's words: what, where, since when."), rows=5),
        _("Write what is reported: one sentence is enough to begin with."),
    )
    title = line(
        _("In a few words, without names"), 200, _("Left empty, class and district stand for it."),
        autocomplete="off",
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of matter"), widget=forms.RadioSelect, initial="complaint")
    category = forms.ChoiceField(label=_("Class"), required=False)
    urgent = forms.BooleanField(label=_("Urgent: to be settled the same day"), required=False)
    may_publish = forms.BooleanField(
        label=_("May be published without anything that tells who called"), required=False
    )
    asset = line(
        _("Fixed asset"), 40, _("Code of the lamp, cover or bin, or a part of its name."), autocomplete="off"
    )
    channel = forms.ChoiceField(label=_("Way in"), initial="telephone")
    session = forms.TypedChoiceField(label=_("Hotline session"), required=False, coerce=int, empty_value=None)
    received_at = forms.DateTimeField(
        label=_("Moment it arrived"),
        help_text=_("Change it for letters and for what is entered later."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y/%m/%d"],
        error_messages={
            "required": _("Say when it arrived."),
            "invalid": _("This is no moment. Write it as 2026-11-23 09:30."),
        },
    )
    scans = FilesField(label=_("Scans and photos"), most=MOST_FILES)
    against_person = forms.TypedChoiceField(
        label=_("Person the report is against"), required=False, coerce=int, empty_value=None
    )
    against_unit = forms.TypedChoiceField(
        label=_("Unit the report is against"), required=False, coerce=int, empty_value=None
    )
    unit = forms.TypedChoiceField(label=_("Unit it goes to"), required=False, coerce=int, empty_value=None)
    answer = lines(_("What was answered"), 8000, _("As it was said; it is kept as sent."), rows=3)
    result = forms.ChoiceField(label=_("How the answer ended it"), required=False)
    evidence = line(
        _("What the answer rests on"),
        300,
        _("For calls for help: what was done or seen."),
        autocomplete="off",
    )
    agency = forms.TypedChoiceField(label=_("Agency"), coerce=int)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Offered, today: date, category: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.only_agency = offered.agencies[0].pk if len(offered.agencies) == 1 else None
        self._offer(offered)
        for name, key in ACCESS_KEYS.items():
            self.fields[name].widget.attrs["accesskey"] = key
        found = categories.category(category, today) if category else None
        self.class_: Category | None = None if isinstance(found, Refused) else found
        for question in self.class_.questions if self.class_ else ():
            # On the telephone nothing is asked by force: what the caller does not know stays open.
            field = field_of(question)
            field.required = False
            self.fields[f"{QUESTION}{question.code}"] = field
        self.initial.setdefault("token", secret.new_token())
        self.initial.setdefault("received_at", clock.now())

    def _offer(self, offered: Offered) -> None:
        nobody = ("", gettext("Nobody in particular"))
        choose(self, "kind", words.kind_options())
        choose(
            self,
            "category",
            [("", gettext("Not yet: the matter waits to be registered")), *classes(self.today)],
        )
        choose(self, "channel", channels())
        told = [(each.pk, f"{each.on.isoformat()} {each.programme}") for each in offered.sessions]
        choose(self, "session", [("", gettext("None")), *told])
        choose(self, "against_person", [nobody, *((each.pk, each.name) for each in offered.staff)])
        choose(self, "against_unit", [nobody, *((each.pk, each.name) for each in offered.units)])
        by_rule = ("", gettext("The one the rules name"))
        choose(self, "unit", [by_rule, *((each.pk, each.name) for each in offered.handling)])
        results = [(key, words.result(key)) for key in house.keys("result")]
        choose(self, "result", [("", gettext("Explained, as a rule")), *results])
        choose(self, "agency", [(each.pk, each.name) for each in offered.agencies])
        if self.only_agency is not None:
            del self.fields["agency"]

    def part(self, names: Sequence[str]) -> list[forms.BoundField]:
        """The fields of one part of the page."""
        return [self[name] for name in names if name in self.fields]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The class's own questions."""
        return [self[name] for name in self.fields if name.startswith(QUESTION)]

    @property
    def sending(self) -> str:
        """The token this form is sent under: twice the same makes one matter."""
        given = str(self["token"].value() or "")
        return given if TOKEN.fullmatch(given) else str(self.initial["token"])

    @property
    def files_again(self) -> bool:
        """Whether files came along with something that has to be mended: browsers do not keep them."""
        return self.is_bound and bool(self.files.getlist("scans"))

    def agency_id(self) -> int:
        """The agency for which it is entered."""
        return int(self.only_agency or self.cleaned_data["agency"])

    def clean_telephone(self) -> str:
        """Anything that can be dialled."""
        number = str(self.cleaned_data["telephone"])
        if number and sum(sign.isdigit() for sign in number) < LEAST_FIGURES:
            sentence = gettext(
                "“{value}” is no telephone number. Write it with its area code, such as 0558-5550000."
            )
            raise forms.ValidationError(sentence.format(value=number))
        return number

    def clean_received_at(self) -> datetime:
        """Never ahead; the seconds that pass while somebody types are no reason to refuse."""
        moment: datetime = self.cleaned_data["received_at"]
        now = clock.now()
        if moment > now and (moment - now).total_seconds() > 60:
            raise forms.ValidationError(
                gettext("The moment of arrival lies ahead. Enter when it really arrived.")
            )
        return min(moment, now)

    def clean(self) -> dict[str, Any]:
        """The asset gives class and place where nothing else does; a session goes with the hotline."""
        data = super().clean()
        agency = self.only_agency or data.get("agency")
        self.thing: Asset | None = None
        if data.get("asset") and agency:
            self.thing = asset_of(int(agency), str(data["asset"]))
            if self.thing is None:
                self.add_error(
                    "asset", gettext("There is no fixed asset with this code. Choose one of the list.")
                )
        if data.get("channel") == "broadcast" and not data.get("session"):
            self.add_error("session", gettext("Choose the session; enter it first if it is not in the list."))
        if data.get("by_email") and not data.get("email") and "email" not in self.errors:
            sentence = gettext(
                "The caller wants to be told by e-mail: give the address, or take the tick away."
            )
            self.add_error("email", sentence)
        return data

    def report(self, warned: Sequence[str]) -> Report:
        """The input of ``actions.submit``."""
        data, place = self.cleaned_data, self.place
        point, asset = place.point, self.thing
        contact = Contact() if data["anonymous"] else Contact(
            name=data["name"].strip(), telephone=data["telephone"], email=data["email"], address=data["home"].strip()
        )  # fmt: skip
        district = place.district or (asset.district if asset else "")
        at_asset = asset if point is None else None
        return Report(
            title=data["title"].strip() or self._title(district),
            text=data["text"],
            contact=contact,
            kind=data["kind"],
            channel=data["channel"],
            category=data["category"],
            answers=self.answers(),
            lat=at_asset.lat if at_asset else point.lat if point else None,
            lon=at_asset.lon if at_asset else point.lon if point else None,
            district=district,
            grid=place.grid,
            address=place.address,
            asset_id=asset.pk if asset else None,
            urgent=data["urgent"],
            may_publish=data["may_publish"],
            by_email=data["by_email"] and not data["anonymous"],
            against_person_id=data["against_person"],
            against_unit_id=data["against_unit"],
            session_id=data["session"] if data["channel"] == "broadcast" else None,
            warned=tuple(warned),
            received_at=data["received_at"],
        )

    def _title(self, district: str) -> str:
        """A line without names: the class and the district, or the kind."""
        label = self.class_.label if self.class_ else heading(self.cleaned_data["kind"])
        found = places.area(district) if district else None
        return f"{label}（{found.name}）" if found else label

    def answers(self) -> dict[str, Any]:
        """What was answered to the class's questions: code → value."""
        found = {
            question.code: answer_of(self.cleaned_data.get(f"{QUESTION}{question.code}"))
            for question in (self.class_.questions if self.class_ else ())
        }
        return {code: value for code, value in found.items() if value not in ("", [])}

    def uploads(self) -> list[Upload]:
        """The scans and photos as they go to ``actions.submit``."""
        return [Upload(each, each.name or "file") for each in self.cleaned_data["scans"]]


def unjudged(data: QueryDict, **kwargs: Any) -> EnterForm:
    """The form with what was typed, without saying what is wrong with it."""
    form = EnterForm(**kwargs)
    for name, field in form.fields.items():
        if isinstance(field, FilesField):
            continue
        if isinstance(field, forms.BooleanField):
            form.initial[name] = name in data
        elif isinstance(field, forms.MultipleChoiceField):
            form.initial[name] = data.getlist(name)
        elif name in data:
            form.initial[name] = data.get(name, "")
    return form


def channels() -> list[tuple[str, str]]:
    """The ways in that the desk enters."""
    kept = [key for key in house.keys("channel") if key not in BY_PROGRAM]
    return [
        (key, words.channel(key)) for key in kept if (house.row("channel", key) or {})["entry"] != "online"
    ]


def classes(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every class in force with its code before it: typing the code finds it."""
    return [
        (label, [(code, f"{code} {word}") for code, word in rows])
        for label, rows in words.category_tree(today)
    ]


def moment_of(text: str) -> datetime | None:
    """A moment as it was typed; ``None`` for what is none."""
    for pattern in (MOMENT, "%Y-%m-%d %H:%M"):
        try:
            return timezone.make_aware(datetime.strptime(text.strip(), pattern))  # noqa: DTZ007 - made aware here
        except ValueError:
            continue
    return None
