"""Why this date? The calculator of legal periods, open to anyone; the same computation as ``gongkai clock``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.core import clock as core_clock
from gongkai.core.access import public_page
from gongkai.domain import clocks
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say
from gongkai.portal.blocks import rule_row
from gongkai.publishing.public.present import absolute, crumbs, either

#: The longest pause shown, in days: every day is a line of the page.
LONGEST_PAUSE = 1_000
MOST_PAUSES = 12


@dataclass(slots=True)
class Question:
    """What was asked, as typed and as understood; ``errors`` holds a sentence for each field that is wrong."""

    rule: str = ""
    start: str = ""
    extension: str = ""
    pauses: list[tuple[str, str]] = field(default_factory=list)
    started_on: date | None = None
    understood: list[clocks.Pause] = field(default_factory=list)
    days: int = 0
    errors: dict[str, Text] = field(default_factory=dict)

    @property
    def asked(self) -> bool:
        """Whether enough was given to answer."""
        return bool(self.rule and self.start)


@public_page
def clock(request: HttpRequest) -> HttpResponse:
    """The form, the answer with its trail, and the table of the rules."""
    question = read(request.GET)
    due: clocks.Due | None = None
    refused: Refused | None = None
    if question.asked and not question.errors and question.started_on is not None:
        answer = clocks.compute(
            question.rule,
            question.started_on,
            core_clock.calendar(),
            question.understood,
            question.days,
        )
        due, refused = (None, answer) if isinstance(answer, Refused) else (answer, None)
    context: dict[str, Any] = {
        "question": question,
        "errors": [{"field": name, "text": text} for name, text in question.errors.items()],
        "rules": [row for key in clocks.rule_keys() if (row := rule_row(key))],
        "pauses": _pause_rows(question),
        "refused": refused,
        "share_url": absolute(request, _address(question)),
        "crumbs": crumbs((gettext("Deadlines"), "")),
    }
    if due is not None:
        context |= answer_of(due)
    return render(request, "portal/clock.html", context)


def answer_of(due: clocks.Due) -> dict[str, Any]:
    """The answer for the page: due date, trail with running count, citation, provisional mark."""
    counted = 0
    trail = []
    for day in due.trail:
        counted += day.counted
        trail.append({"day": day, "count": counted if day.counted else None, "last": day.date == due.due})
    return {
        "due": due,
        "rule_label": either(due.rule.label, due.rule.label_en),
        "trail": trail,
        "length": _length(due),
    }


def _length(due: clocks.Due) -> Text:
    days = due.rule.length + due.extension
    if due.rule.unit == "working_day":
        return say("{days} working days", days=days)
    return say("{days} calendar days", days=days)


def read(given: QueryDict) -> Question:
    """The question in an address. ``pause=A:B`` as on the command line is understood as well."""
    question = Question(
        rule=given.get("rule", "").strip()[:60],
        start=given.get("start", "").strip()[:40],
        extension=given.get("extend", "").strip()[:10],
    )
    pairs = list(zip(given.getlist("pause_first"), given.getlist("pause_last"), strict=False))
    pairs += [(first, last) for first, _, last in (each.partition(":") for each in given.getlist("pause"))]
    question.pauses = [
        (first.strip()[:40], last.strip()[:40]) for first, last in pairs[:MOST_PAUSES] if first or last
    ]
    if question.rule and question.rule not in clocks.rule_keys():
        question.errors["rule"] = say("There is no such period. Choose one of the list.")
    if question.start:
        question.started_on = _day(question, "start", question.start)
    elif question.rule and "start" in given:
        question.errors["start"] = say("Give the day of the event.")
    _read_pauses(question)
    _read_extension(question)
    return question


def _read_pauses(question: Question) -> None:
    for at, (first, last) in enumerate(question.pauses, 1):
        name = f"pause_first_{at}"
        if not first:
            question.errors[name] = say("Give the first day of the pause.")
            continue
        begins = _day(question, name, first)
        ends = _day(question, f"pause_last_{at}", last) if last else None
        if begins and ends and (ends - begins).days > LONGEST_PAUSE:
            question.errors[name] = say(
                "A pause of more than {days} days is not shown here: every day would be a line.",
                days=LONGEST_PAUSE,
            )
        elif begins:
            question.understood.append(clocks.Pause(begins, ends))


def _read_extension(question: Question) -> None:
    written = question.extension
    if not written:
        return
    if written.isascii() and written.isdigit() and len(written) < 5:
        question.days = int(written)
    else:
        question.errors["extend"] = say(
            "“{value}” is not a number of days: write a whole number, 0 or more.", value=written
        )


def _day(question: Question, name: str, written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        question.errors[name] = say(
            "“{value}” is not a date: write it as YYYY-MM-DD, for example 2026-03-02.", value=written
        )
        return None
    return day


def _pause_rows(question: Question) -> list[dict[str, Any]]:
    """The pauses given and at least one empty row for another."""
    rows = [*question.pauses, *[("", "")] * max(1, 2 - len(question.pauses))][:MOST_PAUSES]
    return [
        {
            "number": at,
            "first": first,
            "last": last,
            "first_error": question.errors.get(f"pause_first_{at}"),
            "last_error": question.errors.get(f"pause_last_{at}"),
        }
        for at, (first, last) in enumerate(rows, 1)
    ]


def _address(question: Question) -> str:
    parts = [("rule", question.rule), ("start", question.start)]
    parts += [("pause", f"{first}:{last}") for first, last in question.pauses]
    parts += [("extend", question.extension)] if question.extension else []
    return f"{reverse('portal:clock')}?{urlencode(parts)}"
