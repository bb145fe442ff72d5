"""A routing rule on the screen: conditions as lists to tick, hours as spans, and a place to try the rules out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import house, words
from gongkai.complaints.forms.entering import MOMENT, classes
from gongkai.complaints.queries.rules import Conditions, Hours, RoutingFacts, Unit
from gongkai.core import clock, places
from gongkai.core.formfields import choose, day_field, line, needed
from gongkai.core.text import render
from gongkai.domain.calendar import WEEKDAYS
from gongkai.domain.complaints import categories, routing

#: More grids than this are typed as codes instead of being ticked.
MOST_TICKS = 60
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-－–—~～至到]\s*(\d{1,2})[:：](\d{2})")
_REASON = _("It is kept with the version and stands in the ledger.")


def _reason(label: Any) -> Any:
    return needed(line(label, 300, _REASON), _("Give the reason: it is kept with the version."))


class ReasonForm(forms.Form):
    """Why something is retired or brought in."""

    reason = _reason(_("Reason"))


class RuleForm(forms.Form):
    """A rule: what it is for, when, and to whom it sends."""

    key = needed(
        line(_("Key of the rule"), 40, _("A short word by which it is known, such as lamps.")),
        _("Give the rule a key: a short word by which it is known."),
    )
    position = forms.IntegerField(
        label=_("Place in the order"),
        help_text=_("Rules are tried from the smallest number up; the first that fits wins."),
        min_value=1,
        max_value=1_000_000,
        error_messages={"required": _("Say where in the order it stands.")},
    )
    lead = forms.ChoiceField(
        label=_("Unit in the lead"), error_messages={"required": _("Choose the unit in the lead.")}
    )
    co = forms.MultipleChoiceField(
        label=_("Units that help"), required=False, widget=forms.CheckboxSelectMultiple
    )
    categories = forms.MultipleChoiceField(
        label=_("Classes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of matter"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("Ways in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    districts = forms.MultipleChoiceField(
        label=_("Districts of the city"), required=False, widget=forms.CheckboxSelectMultiple
    )
    grids = line(_("Grids, by their codes"), 2000, _("Several codes with commas between them."))
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"), required=False, widget=forms.CheckboxSelectMultiple
    )
    days = forms.ChoiceField(
        label=_("Working days or days of rest"), required=False, widget=forms.RadioSelect
    )
    hours = line(
        _("Hours of the day"),
        200,
        _("Such as 18:00-08:00; several with commas. Spans may run past midnight."),
    )
    keep_area = forms.BooleanField(label=_("Keep the drawn area of the rule"), required=False, initial=True)
    in_force_from = day_field(_("Holds from"), required=True)
    in_force_until = day_field(_("Holds until"), _("Left empty: until it is changed."))
    note = line(_("Note shown with its answers"), 300)
    source = line(_("Where it stands written"), 200)
    reason = _reason(_("Why it is made or changed"))

    def __init__(
        self,
        *args: Any,
        leads: Sequence[Unit],
        units: Sequence[Unit],
        today: date,
        before: routing.RoutingRule | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.before, self.today = before, today
        offered = {each.code: each.name for each in leads}
        known = {each.code: each.name for each in units}
        if before is not None and before.lead not in offered:
            offered[before.lead] = gettext("{unit} (closed or without anybody to sign)").format(
                unit=known.get(before.lead, before.lead)
            )
        for code in before.co if before else ():
            known.setdefault(code, code)
        choose(self, "lead", [("", gettext("Choose")), *offered.items()])
        choose(self, "co", list(known.items()))
        choose(self, "kinds", words.kind_options())
        choose(self, "channels", [(key, words.channel(key)) for key in house.keys("channel")])
        choose(self, "districts", [(each.code, places.area_name(each)) for each in places.areas("district")])
        choose(self, "weekdays", [(str(day), render(WEEKDAYS[day - 1])) for day in range(1, 8)])
        choose(
            self,
            "days",
            [
                ("", gettext("All days")),
                ("working", gettext("Only working days")),
                ("rest", gettext("Only days of rest")),
            ],
        )
        choose(self, "categories", [pair for group in self.class_groups() for pair in group["choices"]])
        self._keep_unknown()
        if before is not None:
            del self.fields["key"]
        if before is None or not before.when.polygon:
            del self.fields["keep_area"]

    def _keep_unknown(self) -> None:
        """What the stored rule names and nobody knows any more stays to be seen, and to be taken away."""
        if self.before is None:
            return
        for name in ("categories", "kinds", "channels", "districts"):
            field: Any = self.fields[name]
            there = {str(key) for key, _label in field.choices}
            lost = [each for each in getattr(self.before.when, name) if each not in there]
            field.choices = [
                *field.choices,
                *((each, gettext("{code} (unknown)").format(code=each)) for each in lost),
            ]

    def class_groups(self) -> list[dict[str, Any]]:
        """The classes by large class: the whole of it first, then its small ones."""
        groups = []
        for tree in categories.tree(self.today):
            whole = (tree.name.code, gettext("{label}: all of it").format(label=words.label_in(tree.name)))
            for number, branch in enumerate(tree.branches):
                large = branch.large
                own = [(row.code, f"{row.code} {words.label_in(row)}") for row in branch.categories]
                all_of = (large.code, gettext("{code} {label}: all of them").format(
                    code=large.code, label=words.label_in(large)))  # fmt: skip
                first = [whole] if number == 0 else []
                groups.append(
                    {"label": f"{large.code} {words.label_in(large)}", "choices": [*first, all_of, *own]}
                )
        return groups

    def ticked_groups(self) -> list[dict[str, Any]]:
        """The same as the page draws it, with what is ticked; a group with a tick stands open."""
        value = self["categories"].value() or []
        chosen = {str(each) for each in value}
        groups = self.class_groups()
        listed = {code for group in groups for code, _label in group["choices"]}
        strange = [pair for pair in self.fields["categories"].choices if pair[0] not in listed]  # type: ignore[attr-defined]
        if strange:
            groups.append({"label": gettext("Unknown now"), "choices": strange})
        return [
            {
                "label": group["label"],
                "open": bool(chosen & {code for code, _label in group["choices"]}),
                "rows": [
                    {"id": f"id_class_{code}", "value": code, "label": label, "checked": code in chosen}
                    for code, label in group["choices"]
                ],
                "count": sum(code in chosen for code, _label in group["choices"]),
            }
            for group in groups
        ]

    def clean_hours(self) -> tuple[Hours, ...]:
        """Spans such as 18:00-08:00, with commas between them."""
        parts = re.split(r"[,，、;；\s]+(?=\d{1,2}[:：])", self.cleaned_data["hours"].strip())
        return tuple(_span(part.strip()) for part in parts if part)

    def clean_grids(self) -> tuple[str, ...]:
        """Codes with commas between them; each must be a grid."""
        codes = tuple(dict.fromkeys(re.split(r"[,，、;；\s]+", self.cleaned_data["grids"].strip())))
        codes = tuple(each for each in codes if each)
        known = {each.code for each in places.areas("grid")}
        kept = set(self.before.when.grids) if self.before else set()
        strange = [each for each in codes if each not in known | kept]
        if strange:
            sentence = gettext("There is no grid with the code {code}. Look at the spelling.")
            raise forms.ValidationError(sentence.format(code="、".join(strange[:5])))
        return codes

    def rule(self) -> routing.RoutingRule:
        """The input of ``actions.keep_rule``."""
        data = self.cleaned_data
        area = self.before.when.polygon if self.before and data.get("keep_area") else ()
        when = Conditions(
            categories=tuple(data["categories"]),
            kinds=tuple(data["kinds"]),
            channels=tuple(data["channels"]),
            districts=tuple(data["districts"]),
            grids=data["grids"],
            polygon=area,
            weekdays=tuple(int(each) for each in data["weekdays"]),
            hours=data["hours"],
            days=data["days"],
        )
        return routing.RoutingRule(
            key=self.before.key if self.before else data["key"].strip(),
            position=data["position"],
            in_force_from=data["in_force_from"],
            in_force_until=data["in_force_until"],
            when=when,
            lead=data["lead"],
            co=tuple(data["co"]),
            note=data["note"].strip(),
            source=data["source"].strip(),
        )


def initial_of(rule: routing.RoutingRule) -> dict[str, Any]:
    """What the form begins with when a rule is changed."""
    when = rule.when
    return {
        "position": rule.position,
        "lead": rule.lead,
        "co": list(rule.co),
        "categories": list(when.categories),
        "kinds": list(when.kinds),
        "channels": list(when.channels),
        "districts": list(when.districts),
        "grids": "、".join(when.grids),
        "weekdays": [str(each) for each in when.weekdays],
        "days": when.days,
        "hours": "、".join(str(each) for each in when.hours),
        "in_force_from": rule.in_force_from,
        "in_force_until": rule.in_force_until,
        "note": rule.note,
        "source": rule.source,
    }


def _span(part: str) -> Hours:
    """One span of hours; 24:00 is the end of the day."""
    match = _SPAN.fullmatch(part)
    hours = [int(each) for each in match.groups()] if match else [99, 0, 0, 0]
    if hours[2:] == [24, 0]:
        hours[2] = 0
    if hours[0] > 23 or hours[2] > 23 or max(hours[1], hours[3]) > 59:
        sentence = gettext("“{part}” is no span of hours. Write it as 18:00-08:00.")
        raise forms.ValidationError(sentence.format(part=part))
    return Hours(time(hours[0], hours[1]), time(hours[2], hours[3]))


class TryForm(forms.Form):
    """A matter that does not exist, to see where it would go."""

    category = forms.ChoiceField(label=_("Class"), error_messages={"required": _("Choose the class.")})
    kind = forms.ChoiceField(label=_("Kind of matter"), initial="complaint")
    channel = forms.ChoiceField(label=_("Way in"), initial="telephone")
    district = forms.ChoiceField(label=_("District of the city"), required=False)
    grid = line(_("Code of the grid"), 40)
    at = forms.DateTimeField(
        label=_("At which moment"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        error_messages={"invalid": _("This is no moment. Write it as 2026-11-23 09:30.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "category", [("", gettext("Choose")), *classes(today)])
        choose(self, "kind", words.kind_options())
        choose(self, "channel", [(key, words.channel(key)) for key in house.keys("channel")])
        named = [(each.code, places.area_name(each)) for each in places.areas("district")]
        choose(self, "district", [("", gettext("Not known")), *named])
        self.initial.setdefault("at", clock.now())

    def facts(self) -> RoutingFacts:
        """The input of ``queries.rules.try_out``."""
        data = self.cleaned_data
        return RoutingFacts(
            category=data["category"],
            kind=data["kind"],
            channel=data["channel"],
            district=data["district"],
            grid=data["grid"].strip(),
        )

    def moment(self) -> datetime:
        """The moment asked about."""
        moment: datetime = self.cleaned_data["at"]
        return moment


class FileForm(forms.Form):
    """A file to look at before anything of it is taken over."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose the file again; perhaps it was still being saved."),
        },
    )
