"""The days of a document: what each rule asks for, where it stands written, and what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import document_words as words
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.records import Document
from gongkai.core import clock, letters
from gongkai.core.lawwords import label_in
from gongkai.domain.calendar import OutsideCalendarError
from gongkai.domain.consultations import rules
from gongkai.domain.law import citation_of


def of(found: Document) -> list[dict[str, Any]]:
    """The consultation's days first, then the house's numbers that come later on the way."""
    rows = [_consultation(found)]
    rows += [_house("legality_review", _days), _house("filing", _days), _house("validity", _years)]
    rows += [_house("lapse_warning", _months), _house("numbering", lambda table: _number(found, table))]
    return [each for each in rows if each]


def rule_of(kind: str) -> dict[str, Any]:
    """The rule for a consultation on such a document, and the last day by it if it began today."""
    rule = rules.period(kind, clock.today())
    if rule is None:
        return {}
    return {
        "label": label_in(rule),
        "value": words.days_and_unit(rule.days, rule.unit),
        "shorter": rule.shorter,
        "last_day": _last_day(rule),
        **words.source(rule.citation),
    }


def by_the_rule(told: dict[str, Any]) -> str:
    """The last day by the rule, as a sentence."""
    return _("Put out today, the rule's last day is {day}.").format(day=date_format(told["last_day"]))


def is_short(found: Document) -> bool:
    """Whether the day chosen comes before that of the rule, if it were put out today."""
    last = rule_of(found.kind).get("last_day")
    return bool(last and found.closes_on and found.closes_on < last)


def _last_day(rule: rules.Period) -> Any:
    try:
        return rule.last_day(clock.today(), clock.calendar())
    except OutsideCalendarError:
        return None


def _consultation(found: Document) -> dict[str, Any]:
    version = texts.newest_public(found)
    told = rule_of(found.kind)
    if not told:
        return {}
    notes = []
    if found.state in ("project", "drafting", "to_consult"):
        if told["last_day"]:
            notes.append(by_the_rule(told))
        chosen = date_format(found.closes_on) if found.closes_on else _("none yet")
        notes.append(_("Chosen: {day}.").format(day=chosen))
        if is_short(found):
            notes.append(_("That is shorter than the rule: the reason is needed."))
    elif version is not None and version.opens_on and version.closes_on:
        first, last = date_format(version.opens_on), date_format(version.closes_on)
        notes.append(_("Held from {first} to {last}.").format(first=first, last=last))
    if found.shorter_reason:
        notes.append(_("Reason for the shorter time: {reason}").format(reason=found.shorter_reason))
    return {**told, "notes": notes}


def _house(name: str, value: Callable[[dict[str, Any]], str]) -> dict[str, Any]:
    table = rules.house(name)
    return {"label": words.named(table), "value": value(table), **words.source(citation_of(table))}


def _number(found: Document, table: dict[str, Any]) -> str:
    """The first number of the year, as an example of the pattern."""
    mark = letters.head(found.agency).mark
    return str(table["pattern"].format(mark=mark, year=clock.today().year, serial=1))


def _days(table: dict[str, Any]) -> str:
    return words.days_and_unit(table["days"], table["unit"])


def _years(table: dict[str, Any]) -> str:
    years = table["years"]
    return ngettext("{count} year", "{count} years", years).format(count=years)


def _months(table: dict[str, Any]) -> str:
    months = table["months"]
    return ngettext("{count} month", "{count} months", months).format(count=months)
