"""Handing a matter in (提交诉求), one subject a page: what happened, what and where it is, photos and who reports.

What was typed on the other pages travels along in the form itself: nothing is kept on the server before it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import words
from gongkai.complaints.forms.asking import QUESTION, answer_of, field_of
from gongkai.complaints.forms.photos import PhotosField, place_of, sent_again
from gongkai.core.formfields import HalfWidthField, MailField, choose, line, lines, needed
from gongkai.core.placefields import PlaceFields
from gongkai.domain.complaints import categories
from gongkai.domain.complaints.categories import Category
from gongkai.domain.coordinates import Point
from gongkai.domain.refusal import Refused

#: The form's own token, as ``secret.new_token`` makes it.
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
#: Characters of what happened; the room keeps 4,000 and takes whom it is against along.
LONGEST = 3800
LEAST_FIGURES = 5
PAGES = ("what", "where", "last")
#: Value of the choice that leads to the whole list of classes.
OTHER = "other"
#: Suggested classes, and the score below which a class is no suggestion.
MOST_SUGGESTED, LEAST_SCORE = 4, 20
#: The key of the warning a class calls for by itself.
BY_CLASS = "class"


class WhatForm(forms.Form):
    """What happened, in the reporter's own words."""

    text = needed(
        lines(
            _("What happened?"),
            LONGEST,
            _("What is it, since when, what have you seen? Write as you would say it."),
            rows=6,
        ),
        _("Write what happened: one sentence is enough to begin with."),
    )
    title = line(
        _("In a few words"),
        60,
        _("Such as “street lamp out”. Please write no names of persons here."),
        autocomplete="off",
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    #: The warnings that were confirmed, by their keys.
    safe = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    #: People do not see this field; programs that fill in everything do.
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_homepage(self) -> str:
        """Whoever fills this in is most likely a program; a person is told how to go on."""
        if self.cleaned_data.get("homepage"):
            raise forms.ValidationError(
                gettext(
                    "This field must stay empty: it tells people from programs. Clear it and send once more."
                )
            )
        return ""


class WhereForm(PlaceFields):
    """What kind of matter it is, its class, and where."""

    kind = forms.ChoiceField(
        label=_("What do you want?"),
        widget=forms.RadioSelect,
        initial="complaint",
        error_messages={"required": _("Choose what you want.")},
    )
    category = forms.ChoiceField(
        label=_("What is the matter about?"), required=False, widget=forms.RadioSelect
    )
    another = forms.ChoiceField(
        label=_("From the whole list"),
        required=False,
        help_text=_("If nothing fits, leave it open: the complaints desk finds the right class."),
    )

    agency = forms.TypedChoiceField(
        label=_("Agency"), coerce=int, help_text=_("The agency whose business it is, as far as you know.")
    )

    def __init__(self, *args: Any, text: str, today: date, agencies: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.agencies = today, agencies
        if len(agencies) > 1:
            choose(self, "agency", [(each.pk, words.either(each.name, each.name_en)) for each in agencies])
            self.initial.setdefault("agency", agencies[0].pk)
        else:
            del self.fields["agency"]
        choose(self, "kind", words.kind_options(explained=True))
        self.suggested = suggestions(text, today)
        offered = [(row.code, words.label_in(row)) for row in self.suggested]
        rest = (OTHER, gettext("Something else, or I do not know"))
        choose(self, "category", [*offered, rest])
        self.initial.setdefault("category", offered[0][0] if offered else OTHER)
        choose(self, "another", [("", gettext("Not chosen")), *words.category_tree(today)])

    def clean(self) -> dict[str, Any]:
        """A class is something that happens somewhere: its place is asked for."""
        cleaned = super().clean()
        chosen = cleaned.get("category") or OTHER
        cleaned["code"] = cleaned.get("another", "") if chosen == OTHER else chosen
        if cleaned["code"] and not self.errors and not cleaned["place"]:
            self.add_error(
                "address",
                _("Please say where it is: set the pin, choose the district, or write the address."),
            )
        return cleaned

    def agency_of(self) -> Any:
        """The agency it goes to: the one chosen, or the only one there is; after ``is_valid()``."""
        number = self.cleaned_data.get("agency")
        return next((each for each in self.agencies if each.pk == number), self.agencies[0])

    @property
    def chosen(self) -> Category | None:
        """The class that was chosen, if any; after ``is_valid()``."""
        found = (
            categories.category(self.cleaned_data["code"], self.today) if self.cleaned_data["code"] else None
        )
        return None if found is None or isinstance(found, Refused) else found


class LastForm(forms.Form):
    """The class's own questions, photos, who reports, and whom it is against. All of it may be left out."""

    same = forms.CharField(required=False, max_length=40)
    photos = PhotosField()
    use_photo_place = forms.BooleanField(
        label=_("If a photo knows where it was taken, take that as the place"),
        required=False,
    )
    name = line(_("How may we address you?"), 60, autocomplete="name")
    telephone = HalfWidthField(
        label=_("Telephone for the call-back"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = MailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={"invalid": _("This is no e-mail address. Write it as name@example.com.")},
    )
    by_email = forms.BooleanField(
        label=_("Tell me by e-mail when something new happens"),
        required=False,
        help_text=_("The message only says that there is news; what it is you read here."),
    )
    may_publish = forms.BooleanField(
        label=_("The matter and its answer may be published without anything that tells who I am"),
        required=False,
        help_text=_("Two people read it first and take out names, numbers, addresses and faces."),
    )
    against_unit = forms.TypedChoiceField(
        label=_("Unit it is against"), required=False, coerce=int, empty_value=None
    )
    against_words = line(_("Person or post it is against"), 120, autocomplete="off")

    def __init__(
        self,
        *args: Any,
        category: Category | None,
        units: Sequence[Any] = (),
        offered: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.category, self.offered = category, offered
        for question in category.questions if category else ():
            self.fields[f"{QUESTION}{question.code}"] = field_of(question)
        names = [(each.pk, words.either(each.name, each.name_en)) for each in units]
        choose(self, "against_unit", [("", gettext("None in particular")), *names])

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields of the class's own questions."""
        return [self[name] for name in self.fields if name.startswith(QUESTION)]

    @property
    def files_again(self) -> bool:
        """Whether photos came along with an answer that has to be mended: browsers do not keep them."""
        return sent_again(self)

    def clean_same(self) -> str:
        """One of the matters that were offered; anything else is none."""
        chosen = str(self.cleaned_data.get("same") or "")
        return chosen if chosen in self.offered else ""

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
        data = self.cleaned_data
        if data.get("by_email") and not data.get("email") and "email" not in self.errors:
            self.add_error(
                "email", _("You want to be told by e-mail: give the address, or take the tick away.")
            )
        return data

    def answers(self) -> dict[str, Any]:
        """What was answered to the class's questions: code → value."""
        found = {
            question.code: answer_of(self.cleaned_data.get(f"{QUESTION}{question.code}"))
            for question in (self.category.questions if self.category else ())
        }
        return {code: value for code, value in found.items() if value not in ("", [])}

    def photo_place(self) -> Point | None:
        """Where the first photo that knows it was taken, where the reporter wants that; never outside the city."""
        return place_of(self.cleaned_data["photos"]) if self.cleaned_data["use_photo_place"] else None


def suggestions(text: str, today: date) -> list[Category]:
    """The classes that fit what was written, the best first; those that hardly fit are left out."""
    found = categories.find(text, today, limit=MOST_SUGGESTED) if text.strip() else ()
    return [each.category for each in found if each.score >= LEAST_SCORE]
