"""Forms of score sheets: beginning one, its head, one line of it with its rules, a simulation, a move."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line, lines, needed
from gongkai.core.lawwords import label_in
from gongkai.domain.process import Move
from gongkai.domain.supervision import scoring, sheets
from gongkai.domain.supervision.scoring import Indicator, Rule
from gongkai.supervision import assessment_words as words

#: Empty rules a line offers besides those it has.
SPARE = 2
_POINTS: dict[str, Any] = {
    "max_digits": 6,
    "decimal_places": 2,
    "min_value": Decimal("0.01"),
    "error_messages": {"invalid": _("This is no number. Write points such as 5 or 0.5.")},
}


class BeginForm(forms.Form):
    """A new sheet: from a template, from a table, or empty."""

    template = forms.ChoiceField(label=_("Begin from"), required=False)
    file = forms.FileField(
        label=_("Or from a table"),
        required=False,
        help_text=_(
            "CSV (UTF-8 or GB18030) or XLSX with the columns of a published sheet: category, points, rules."
        ),
    )
    title = line(_("Name of the sheet"), 120, _("Empty: the name of the template."))
    kind = forms.ChoiceField(label=_("Who is assessed"), required=False)
    source = line(_("Where it stands written"), 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        templates = [(key, label_in(each)) for key, each in sheets.templates().items()]
        choose(self, "template", [("", _("an empty sheet")), *templates])
        choose(self, "kind", [(key, words.kind_name(key)) for key in scoring.KINDS])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("template") and not given.get("title"):
            self.add_error("title", _("Write what the sheet is called."))
        return given


class HeadForm(forms.Form):
    """Name, source and days in force."""

    title = needed(line(_("Name of the sheet"), 120), _("Write what the sheet is called."))
    source = line(_("Where it stands written"), 300)
    in_force_from = day_field(_("In force from"))
    in_force_until = day_field(_("In force until"))


class LineForm(forms.Form):
    """One indicator."""

    group = line(_("Group of indicators"), 120)
    title = needed(line(_("Indicator"), sheets.LONGEST), _("Write what the indicator is called."))
    points = forms.DecimalField(label=_("Points of the indicator"), **(_POINTS | {"min_value": Decimal(0)}))
    evidence = line(_("Evidence asked for"), 300)


class RuleForm(forms.Form):
    """One rule of an indicator; without words and points it is left out."""

    text = lines(_("Rule in words"), sheets.LONGEST, rows=2)
    points = forms.DecimalField(label=_("Points of the rule"), required=False, **_POINTS)
    way = forms.ChoiceField(label=_("How they are taken"), required=False)
    measure = forms.ChoiceField(label=_("What counts the cases"), required=False)
    most = forms.DecimalField(label=_("At most"), required=False, **_POINTS)
    wanted = forms.IntegerField(label=_("How many are wanted"), required=False, min_value=0, max_value=9999)
    adds = forms.BooleanField(label=_("Adds the points instead of taking them"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "way", words.way_options())
        choose(self, "measure", words.measure_options())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("text") and given.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("Write how many points the rule takes."))
        if given.get("points") is not None and not given.get("text"):
            self.add_error("text", _("Write the rule in words."))
        if given.get("way") == "lack" and not given.get("wanted"):
            self.add_error("wanted", _("Write how many are wanted."))
        return given

    def rule(self) -> Rule | None:
        """The rule; ``None``: the form is empty."""
        given = self.cleaned_data
        if not given.get("text"):
            return None
        return Rule(
            "",
            given["text"],
            given["points"],
            given["way"] or "case",
            given["measure"],
            given["most"],
            given["wanted"] or 0,
            given["adds"],
        )


class LineForms:
    """An indicator and its rules as one form; ``indicator`` ``None``: a new line."""

    def __init__(self, indicator: Indicator | None, data: Any = None) -> None:
        known = indicator.rules if indicator else ()
        self.head = LineForm(data, initial=_head(indicator), prefix="line")
        self.rules = [
            RuleForm(data, initial=_rule(known[at]) if at < len(known) else None, prefix=f"rule{at}")
            for at in range(len(known) + SPARE)
        ]
        self.old = len(known)

    def is_valid(self) -> bool:
        """Whether all of it can be taken; every part is asked, so that every fault is told."""
        return all([self.head.is_valid(), *(each.is_valid() for each in self.rules)])

    def indicator(self, key: str) -> Indicator:
        """The indicator as it was typed."""
        given = self.head.cleaned_data
        rules = tuple(rule for each in self.rules if (rule := each.rule()) is not None)
        return Indicator(key, given["title"], given["points"], rules, given["group"], given["evidence"])

    @property
    def forms(self) -> list[forms.Form]:
        """All of them, the head first."""
        return [self.head, *self.rules]


def _head(indicator: Indicator | None) -> dict[str, Any] | None:
    if indicator is None:
        return None
    return {
        "group": indicator.group,
        "title": indicator.title,
        "points": scoring.written(indicator.points),
        "evidence": indicator.evidence,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "text": rule.text,
        "points": scoring.written(rule.points),
        "way": rule.way,
        "measure": rule.measure,
        "most": None if rule.most is None else scoring.written(rule.most),
        "wanted": rule.wanted or None,
        "adds": rule.adds,
    }


class YearForm(forms.Form):
    """Which year's records a sheet is simulated on."""

    year = forms.IntegerField(
        label=_("Year of the records"), error_messages={"invalid": _("Write a year such as 2025.")}
    )


class ReasonForm(forms.Form):
    """The reason of a move that wants one."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if "reason" in move.needs:
            self.fields["reason"] = needed(
                lines(_("Reason"), 2000, _("It stands in the ledger.")), _("Write the reason.")
            )
