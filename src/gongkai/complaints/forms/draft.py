"""The three pages of a matter together, as they come from the browser with each step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext

from gongkai.complaints import secret, words
from gongkai.complaints.actions import Report
from gongkai.complaints.forms.asking import QUESTION, heading
from gongkai.complaints.forms.reporting import BY_CLASS, OTHER, PAGES, TOKEN, LastForm, WhatForm, WhereForm
from gongkai.complaints.identity import Contact
from gongkai.core import places
from gongkai.domain.complaints import categories
from gongkai.domain.complaints.categories import Category, Danger
from gongkai.domain.coordinates import Point


class Draft:
    """The three pages together, as they come from the browser."""

    def __init__(
        self, data: QueryDict, files: MultiValueDict[str, Any], *, today: date, agencies: Sequence[Any]
    ) -> None:
        self.data, self.files, self.today, self.agencies = data, files, today, agencies
        self.fresh_token = secret.new_token()

    @cached_property
    def what(self) -> WhatForm:
        """The first page as it was sent."""
        return WhatForm(self.data)

    @cached_property
    def where(self) -> WhereForm:
        """The second page as it was sent."""
        return WhereForm(self.data, text=self.text, today=self.today, agencies=self.agencies)

    def last(self, units: Sequence[Any], offered: Sequence[str]) -> LastForm:
        """The third page as it was sent."""
        return LastForm(self.data, self.files, category=self.where.chosen, units=units, offered=offered)

    @property
    def text(self) -> str:
        """What happened, and the few words for it."""
        return f"{self.data.get('text', '')}\n{self.data.get('title', '')}"

    @property
    def at(self) -> str:
        """The page that was sent."""
        page = str(self.data.get("at", "what"))
        return page if page in PAGES else "what"

    @property
    def back(self) -> str:
        """The page that is wanted again, if one is."""
        page = str(self.data.get("back", ""))
        return page if page in PAGES else ""

    @property
    def token(self) -> str:
        """The token this form is sent under: the one it came with, or a fresh one where somebody meddled with it."""
        given = str(self.data.get("token", ""))
        return given if TOKEN.fullmatch(given) else self.fresh_token

    @property
    def confirmed(self) -> set[str]:
        """The keys of the warnings that were confirmed."""
        return {part for value in self.data.getlist("safe") for part in value[:200].split()}

    def dangers(self, category: Category | None = None) -> tuple[list[Danger], set[str]]:
        """The warnings that were not confirmed yet, and the keys of all there are."""
        found = categories.dangers(self.text)
        keys = {each.key for each in found}
        if category is not None and category.danger:
            keys.add(BY_CLASS)
        return [each for each in found if each.key not in self.confirmed], keys

    def known(self) -> set[str]:
        """The names of all fields that may travel along."""
        names = {*WhatForm.base_fields, *WhereForm.base_fields, *LastForm.base_fields}
        names |= {name for name in self.data if re.fullmatch(rf"{QUESTION}[a-z_]{{1,40}}", name)}
        return names - {"photos", "token", "safe"}

    def carried(self, *shown: forms.Form) -> list[tuple[str, str]]:
        """What was typed on the pages that are not shown now: name and value of each hidden field."""
        here = {name for form in shown for name in form.fields}
        names = sorted(self.known() - here)
        return [(name, value) for name in names for value in self.data.getlist(name)]

    def unjudged(self, form: forms.Form) -> None:
        """Puts what was typed before into a form that is shown without being judged."""
        for name, field in form.fields.items():
            if name in self.data:
                several = isinstance(field, forms.MultipleChoiceField)
                form.initial[name] = self.data.getlist(name) if several else self.data.get(name, "")

    def again_what(self) -> WhatForm:
        """The first page once more."""
        form = WhatForm()
        self.unjudged(form)
        return form

    def again_where(self) -> WhereForm:
        """The second page, new or once more; a class that is suggested no longer is still chosen in the list."""
        form = WhereForm(text=self.text, today=self.today, agencies=self.agencies)
        self.unjudged(form)
        chosen = form.initial.get("category")
        if chosen not in {OTHER, *(row.code for row in form.suggested)}:
            form.initial.update(category=OTHER, another=chosen)
        return form

    def again_last(self, units: Sequence[Any], offered: Sequence[str]) -> LastForm:
        """The third page, new or once more."""
        form = LastForm(category=self.where.chosen, units=units, offered=offered)
        self.unjudged(form)
        return form

    def report(self, last: LastForm, *, people: Sequence[tuple[int, str]] = ()) -> Report:
        """The input of ``actions.submit``. ``people``: number and name of whom a report may be against."""
        what, where, data = self.what.cleaned_data, self.where, last.cleaned_data
        place = where.place
        point = place.point or self._photo_place(last, place.district)
        against = data["against_words"].strip()
        named = [number for number, name in people if against and name == against]
        text = what["text"].strip()
        if against:
            text += "\n\n" + gettext("Whom it is against: {words}").format(words=against)
        return Report(
            title=what["title"].strip() or self._title(),
            text=text,
            contact=Contact(name=data["name"].strip(), telephone=data["telephone"], email=data["email"]),
            kind=where.cleaned_data["kind"],
            category=where.cleaned_data["code"],
            answers=last.answers(),
            lat=point.lat if point else None,
            lon=point.lon if point else None,
            district=place.district,
            grid=place.grid,
            address=place.address,
            may_publish=data["may_publish"],
            by_email=data["by_email"],
            language=get_language() or "zh-hans",
            against_unit_id=data["against_unit"],
            against_person_id=named[0] if len(named) == 1 else None,
            perhaps_same=data["same"],
            warned=tuple(sorted(self.dangers(where.chosen)[1])),
        )

    @staticmethod
    def _photo_place(last: LastForm, district: str) -> Point | None:
        """Where a photo says it was taken; not where the reporter chose another district: they know better."""
        point = last.photo_place()
        return point if point and (not district or places.belongs(point, district)) else None

    def _title(self) -> str:
        """A line without names where the reporter gave none: the class and the district, or the kind."""
        where = self.where
        class_ = where.chosen
        label = class_.label if class_ else heading(where.cleaned_data["kind"])
        district = where.place.district
        return f"{label}（{words.district(district)}）" if district else label
