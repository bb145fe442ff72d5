"""The answer: how the request is answered, the row it counts in, and what each kind of answer needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines
from gongkai.domain import outcomes
from gongkai.requests import words
from gongkai.requests.actions import AnswerInput

#: A part of the page → its fields.
PARTS: Mapping[str, tuple[str, ...]] = {
    "ground": ("ground",),
    "reason": ("reason",),
    "search": ("search_record",),
    "way": ("pointer",),
    "agency": ("right_agency", "right_agency_contact"),
    "regime": ("regime",),
    "earlier": ("earlier_number", "earlier_on"),
    "text": ("text",),
    "override": ("override_reason",),
    "files": (),
}
#: Need (``law/outcomes.toml``) → the part of the page that holds it.
_PART_OF = {
    "ground": "ground",
    "reason": "reason",
    "search_record": "search",
    "way": "way",
    "channel": "way",
    "information": "way",
    "right_agency": "agency",
    "earlier_answer": "earlier",
}
_OPENING = ("granted", "partial")
#: Fields of ``AnswerInput``.
WRITTEN = tuple(each.name for each in fields(AnswerInput))


@cache
def parts_of(kind: str) -> frozenset[str]:
    """The parts of the page an answer of this kind uses."""
    known = {each.key: each for each in outcomes.answers()}
    if kind not in known:
        return frozenset()
    needs = set(known[kind].needs)
    for row in outcomes.allowed(kind):
        needs |= row.needs
    found = {_PART_OF[need] for need in needs if need in _PART_OF}
    if any(row.group in _OPENING for row in outcomes.allowed(kind)):
        found |= {"files", "override"}
    extra = {"special_query": {"regime"}, "other": {"text"}}
    return frozenset(found | extra.get(kind, set()))


def kinds_with(part: str) -> list[str]:
    """The kinds of answer that use a part."""
    return [key for key, _label in words.answer_options() if part in parts_of(key)]


class AnswerForm(forms.Form):
    """An answer as far as it is written. It may lack what it needs until it is submitted."""

    kind = forms.ChoiceField(label=_("How the request is answered"), required=False, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label=_("Row of the annual report"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Confirm the row in which the answer is counted."),
    )
    ground = forms.ChoiceField(label=_("Legal ground"), required=False)
    reason = lines(_("Reason"), 20_000, _("The applicant is told it, so write it to the applicant."), rows=5)
    search_record = lines(
        _("Search record"), 20_000, _("Where, with which words, when and by whom was searched."), rows=4
    )
    pointer = lines(
        _("Where and how it is to be had"), 20_000, _("Address of the page, place and time, or the way to take."),
        rows=3,
    )  # fmt: skip
    right_agency = line(_("The agency in charge"), 160, _("Where it is known."))
    right_agency_contact = line(_("How to reach it"), 200)
    regime = line(_("The law with rules of its own"), 160)
    earlier_number = line(_("Number of the earlier answer"), 80)
    earlier_on = day_field(_("Day of the earlier answer"))
    text = lines(_("Text of the answer"), 20_000, rows=8)
    override_reason = lines(
        _("Public interest against a third party's objection"),
        20_000,
        _(
            "Only where a third party objects and it is opened all the same (Article 32). The third party is told."
        ),
    )

    def __init__(self, *args: Any, objections: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objections = objections
        choose(self, "kind", words.answer_options())
        choose(self, "ground", [("", gettext("Choose")), *words.ground_options()])
        choose(self, "outcome", self._rows())

    def _rows(self) -> list[tuple[str, str]]:
        """The rows this kind of answer may be counted in, the suggested one first; all of them while none is chosen."""
        kind = self.kind_chosen
        if not kind:
            return words.outcome_options()
        labels = dict(words.outcome_options())
        offered = [row.key for row in outcomes.allowed(kind)]
        suggested = self.suggested
        if suggested is not None:
            offered.sort(key=lambda key: key != suggested.key)
        present = self._value("outcome")
        # What was posted for another kind of answer is no mistake of whoever changed the kind.
        extra = [present] if present in labels and present not in offered and self.is_bound else []
        return [(key, labels[key]) for key in [*offered, *extra]]

    def _value(self, name: str) -> str:
        source = self.data if self.is_bound else self.initial
        return str(source.get(name) or "")

    @property
    def kind_chosen(self) -> str:
        """The kind of answer chosen, if the law knows it."""
        kind = self._value("kind")
        return kind if kind in {each.key for each in outcomes.answers()} else ""

    @property
    def suggested(self) -> outcomes.Outcome | None:
        """The row to suggest."""
        return outcomes.suggested(self.kind_chosen, self._value("ground")) if self.kind_chosen else None

    def parts(self) -> list[dict[str, Any]]:
        """The parts of the page: fields, which kinds of answer need them, whether this one does."""
        used = parts_of(self.kind_chosen)
        listed = []
        for name, names in PARTS.items():
            if not names:
                continue
            bound = [self[each] for each in names]
            if name == "override" and not self.objections and not bound[0].value():
                continue  # nobody objects
            listed.append(
                {
                    "name": name,
                    "fields": bound,
                    "kinds": " ".join(kinds_with(name)),
                    "hint": _listed(kinds_with(name)),
                    "used": name in used,
                    "filled": any(str(each.value() or "") for each in bound),
                }
            )
        return listed

    def content(self) -> AnswerInput:
        """The input of ``actions.save_answer``; a row that does not belong to the kind of answer is left out."""
        data = {name: self.cleaned_data[name] for name in WRITTEN if name in self.cleaned_data}
        rows = {row.key for row in outcomes.allowed(data["kind"])} if data["kind"] else set()
        if data["outcome"] not in rows:
            data["outcome"] = ""
        return AnswerInput(**data)


def _listed(kinds: Iterable[str]) -> str:
    return gettext(", ").join(words.answer(key) for key in kinds)


class OwnRecordForm(forms.Form):
    """How a request to correct a record about oneself ends (Article 41)."""

    own_record_result = forms.ChoiceField(label=_("How it ends"), required=False, widget=forms.RadioSelect)
    text = lines(_("Text of the answer"), 20_000, rows=8)

    def __init__(self, *args: Any, objections: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "own_record_result", words.options("requests", "own_record_result"))

    def content(self) -> AnswerInput:
        """The input of ``actions.save_answer``."""
        return AnswerInput(**self.cleaned_data)


class AnswerFileForm(forms.Form):
    """A file for the answer."""

    file = forms.FileField(label=_("File"), required=False)
    title = line(_("What it is called in the letter"), 200)
    original = forms.BooleanField(
        label=_("It is an original that stays with the staff: passages will be blacked out in it"),
        required=False,
    )
