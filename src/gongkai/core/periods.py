"""Clocks that run from moment to moment: what a period of a matter is, and the arithmetic of its row.

A legal clock of ``law/clocks.toml`` counts days. A period comes with the matter (its category, an instruction, a
promise) and may count working hours, hours, working days or calendar days (``domain.worktime``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from gongkai.core import worktimes
from gongkai.core.models import Deadline
from gongkai.core.refusals import Refusal
from gongkai.domain import clocks, worktime
from gongkai.domain.calendar import Calendar
from gongkai.domain.law import Citation
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, Text, say
from gongkai.domain.worktime import DueMoment, OfficeHours

#: Kinds of pause → the words of the trail, for clocks of both shapes.
PAUSE_WORDS = {
    "correction": N_("the applicant is to complete the request"),
    "third_party": N_("a third party is heard"),
    "agency": N_("another agency is asked"),
    "fee": N_("the fee is to be paid"),
    "shelved": N_("the matter is on the shelved list"),
}


def stored(period: Mapping[str, Any]) -> dict[str, Any]:
    """The period as it is kept with the row.

    ``length`` (0 or more) and ``unit`` (of ``worktime.UNITS``), ``label`` and ``source`` (the article or document it
    stands in; every period has one), ``verified`` (left out: false), ``label_en`` (left out: the label). Raises
    ``Refusal`` where something is wrong.
    """
    length, unit = period.get("length"), str(period.get("unit", ""))
    whole = isinstance(length, int) and not isinstance(length, bool)
    if not whole or unit not in worktime.UNITS:
        raise Refusal(
            say(
                "“{length} {unit}” is no period: give a whole number and one of the units {units}.",
                length=str(length),
                unit=unit,
                units=", ".join(worktime.UNITS),
            )
        )
    if not str(period.get("source", "")).strip() or not str(period.get("label", "")).strip():
        raise Refusal(
            say("A period needs its name and its source: the article or the document it stands in.")
        )
    kept = {"length": length, "unit": unit, "label": str(period["label"]), "source": str(period["source"])}
    if period.get("label_en"):
        kept["label_en"] = str(period["label_en"])
    return {**kept, "verified": bool(period.get("verified", False))}


def moments(pauses: list[list[Any]]) -> list[worktime.Pause]:
    """The pauses of a period's row."""
    return [
        (_moment(first), None if last is None else _moment(last), words(reason))
        for first, last, reason in pauses
    ]


def _moment(written: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(written))


def words(reason: str) -> Text | str:
    """Why a clock is held, for the trail: a known kind of pause is translated."""
    known = PAUSE_WORDS.get(reason.partition("#")[0])
    return Text(known) if known else reason


def midnight(on: date) -> datetime:
    """The first moment of a day where the office stands."""
    return timezone.make_aware(datetime.combine(on, time.min))


def explain(
    deadline: Deadline, calendar: Calendar, hours: OfficeHours | None = None, *, trail: bool = True
) -> DueMoment:
    """The moment the row's period ends, with the trail. Raises ``Refusal`` where none can be worked out."""
    assert deadline.period is not None
    assert deadline.started_at is not None
    due = worktime.due(
        worktime.Period(deadline.period["length"], deadline.period["unit"]),
        timezone.localtime(deadline.started_at),
        calendar,
        hours or worktimes.current(),
        moments(deadline.pauses) if deadline.pauses else (),
        deadline.extension,
        explain=trail,
    )
    if isinstance(due, Refused):
        raise Refusal(due.reason, citation=due.citation)
    return due


def compute(deadline: Deadline, calendar: Calendar, hours: OfficeHours | None = None) -> None:
    """Puts the due moment of a period's row into it; the row is not saved."""
    if deadline.fixed_on is not None:
        hours = hours or worktimes.current()
        working = calendar.is_working(deadline.fixed_on)
        deadline.due_at = timezone.make_aware(hours.closing(deadline.fixed_on, working))
        deadline.due_on, deadline.provisional = deadline.fixed_on, False
        return
    due = explain(deadline, calendar, hours, trail=False)
    deadline.due_at, deadline.provisional = due.due, due.provisional
    deadline.due_on = None if due.due is None else due.due.date()


def as_days(deadline: Deadline, due: DueMoment) -> clocks.Due:
    """The answer in the shape of a clock in days, so that a page of trails shows both alike."""
    kept = deadline.period or {}
    rule = clocks.Rule(
        key=deadline.rule,
        label=kept["label"],
        label_en=kept.get("label_en", kept["label"]),
        length=due.period.length,
        unit=due.period.unit,
        extension_limit=None,
        start_event="",
        citation=Citation(kept["source"], verified=kept["verified"]),
        in_force_from=deadline.started_on,
        in_force_until=None,
        verified=kept["verified"],
    )
    trail = tuple(clocks.TrailDay(day.date, day.counted, day.reason, day.provisional) for day in due.trail)
    end = None if due.due is None else due.due.date()
    return clocks.Due(
        rule, due.start.date(), end, due.provisional, trail, rule.citation, due.extension, due.paused
    )


def time_left(
    deadline: Deadline, now: datetime, calendar: Calendar, hours: OfficeHours | None = None
) -> timedelta:
    """Office time (of a period in hours of every day: time) from ``now`` to the due moment; negative when past."""
    assert deadline.due_at is not None
    assert deadline.period is not None
    if deadline.period["unit"] == "hour":
        return deadline.due_at - now
    now = timezone.localtime(now)
    return worktime.elapsed(now, timezone.localtime(deadline.due_at), calendar, hours or worktimes.current())
