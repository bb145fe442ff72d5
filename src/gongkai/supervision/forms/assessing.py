"""Forms of assessments: preparing one, who is assessed, a move, what was counted rule by rule, an appeal, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, largest, line, lines, needed
from gongkai.domain.process import Move
from gongkai.domain.supervision.scoring import Count, Indicator, Rule
from gongkai.supervision import assessment_words as words
from gongkai.supervision.actions.assessment_base import LONGEST
from gongkai.supervision.actions.entries import MOST_CASES
from gongkai.supervision.queries.scoring import Subject

#: Signs of a note, and of the words of a piece of evidence.
LONGEST_NOTE, LONGEST_SHOWN = 300, 500
FIRST_YEAR = 2000


class WhoForm(forms.Form):
    """Who is assessed: one tick each."""

    who = forms.TypedMultipleChoiceField(
        label=_("Who is assessed"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, subjects: Sequence[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "who", [(each.key, words.who(each)) for each in subjects])


class NewForm(WhoForm):
    """A new assessment by a sheet."""

    year = forms.IntegerField(
        label=_("Year that is assessed"),
        error_messages={
            "required": _("Write a year, such as 2025."),
            "invalid": _("Write a year, such as 2025."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    title = line(_("Name of the assessment"), 120, _("Empty: the name of the sheet with the year."))
    field_order = ("year", "title", "who")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed(self.fields["who"], _("Choose at least one."))

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if not FIRST_YEAR <= year <= date.max.year:
            raise forms.ValidationError(gettext("Choose a year of which there are records."))
        return year


class MoveForm(forms.Form):
    """What a move of an assessment asks for: the reason, the last day of the self-assessment."""

    def __init__(self, *args: Any, move: Move, last_day: date | None = None, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if move.key == "open":
            self.fields["until"] = needed(
                day_field(_("Self-assessments until"), _("From then on supervision can begin the review.")),
                _("Write until when self-assessments are taken."),
            )
            self.fields["until"].initial = last_day
        if "reason" in move.needs:
            self.fields["reason"] = needed(
                lines(_("Reason"), LONGEST, _("It stands in the ledger; those assessed read it.")),
                _("Write the reason."),
            )

    def given(self) -> dict[str, Any]:
        """What was typed, in the words of the action, after ``is_valid()``."""
        return dict(self.cleaned_data)


def _cases(rule: Rule, label: str) -> forms.IntegerField:
    lacks = rule.way == "share" and not rule.measure
    most = 100 if lacks else MOST_CASES
    wrong = gettext("Write a number between 0 and {most}.").format(most=most)
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class JudgedForm(forms.Form):
    """Cases and a note for each rule: as those assessed see themselves, as reviewed, as an appeal is decided.

    ``known``: rules that records count already, by their key. Those assessed are not asked about them; a reviewer may
    correct them. Of every other rule a reviewer must say a number.
    """

    def __init__(
        self,
        *args: Any,
        key: str,
        indicators: Sequence[Indicator],
        known: frozenset[str],
        before: Mapping[str, Count] | None = None,
        said: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.key, self.known = key, known
        self.rules = [rule for each in indicators for rule in each.rules if self._asks(rule)]
        for rule in self.rules:
            count = (before or {}).get(rule.key)
            self._put(rule, count)
        if key == "hand_in":
            self.fields["words"] = lines(_("In your own words"), LONGEST, _("What is to be known besides."))
            self.fields["words"].initial = said
        if key == "decide":
            self.fields["reason"] = needed(
                lines(
                    _("Why the appeal is decided so"),
                    LONGEST,
                    _("Those assessed read it; it stands in the ledger."),
                ),
                _("Write the reason."),
            )

    def _asks(self, rule: Rule) -> bool:
        return self.key != "hand_in" or rule.key not in self.known

    def _put(self, rule: Rule, count: Count | None) -> None:
        named = {"key": rule.key, "text": rule.text[:40]}
        lacks = rule.way == "share" and not rule.measure
        label = (
            gettext("{key} {text}: how much lacks, in percent") if lacks else gettext("{key} {text}: cases")
        )
        cases = _cases(rule, label.format(**named))
        note = line(gettext("{key} {text}: note").format(**named), LONGEST_NOTE)
        if count is not None:
            cases.initial, note.initial = count.cases, count.note
        self.fields[f"cases-{rule.key}"] = cases
        self.fields[f"note-{rule.key}"] = note

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for rule in self.rules:
            cases, note = f"cases-{rule.key}", f"note-{rule.key}"
            if self.errors.get(cases) or self.errors.get(note):
                continue
            empty = given.get(cases) is None
            if empty and self.key != "hand_in" and rule.key not in self.known:
                self.add_error(cases, gettext("Write a number; 0 means that there is no case."))
            elif empty and given.get(note):
                self.add_error(cases, gettext("There is a note, but no number. Write one."))
            elif not empty and self.key != "hand_in" and rule.measure and not given.get(note):
                self.add_error(note, gettext("Write why it is counted differently from the records."))
        return given

    def counts(self) -> dict[str, dict[str, Any]]:
        """Rule → cases and note, of those that were filled; after ``is_valid()``."""
        return {
            rule.key: {
                "cases": self.cleaned_data[f"cases-{rule.key}"],
                "note": self.cleaned_data[f"note-{rule.key}"],
            }
            for rule in self.rules
            if self.cleaned_data[f"cases-{rule.key}"] is not None
        }

    def asked(self, rule: str) -> dict[str, Any] | None:
        """The two fields of a rule as the sheet shows them; ``None`` where it is not asked about."""
        if f"cases-{rule}" not in self.fields:
            return None
        cases, note = self[f"cases-{rule}"], self[f"note-{rule}"]
        filled = bool(cases.errors or note.errors or cases.value() not in (None, ""))
        lacks = any(each.key == rule and each.way == "share" and not each.measure for each in self.rules)
        return {
            "cases": cases,
            "note": note,
            "label": gettext("How much lacks, in percent") if lacks else gettext("Number of cases"),
            "corrects": rule in self.known,
            "open": filled,
        }


class AppealForm(forms.Form):
    """What is appealed against."""

    prefix = "appeal"
    words = needed(
        lines(
            _("What is wrong with the result"),
            LONGEST,
            _("Name the line and the records that show it."),
            rows=5,
        ),
        _("Write what is wrong with the result."),
    )


class EvidenceForm(forms.Form):
    """Evidence for a line of the sheet: words, a file, or both."""

    prefix = "evidence"
    indicator = forms.ChoiceField(
        label=_("Line of the sheet"), error_messages={"invalid_choice": _("Choose a line of the sheet.")}
    )
    evidence = line(_("What the evidence shows"), LONGEST_SHOWN)
    file = forms.FileField(
        label=_("File"),
        required=False,
        error_messages={
            "empty": _("This file is empty. Choose the file again; perhaps it was still being saved.")
        },
    )

    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "indicator", [(each.key, f"{each.key} {each.title}"[:80]) for each in indicators])
        self.fields["file"].help_text = gettext("At most {size}.").format(size=largest())
