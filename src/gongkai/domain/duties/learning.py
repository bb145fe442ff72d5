"""Courses (培训): drafted, announced, attendance closed; and the rows of ``law/duties_learning.toml``."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.domain.law import Citation, load
from gongkai.domain.process import Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

TRAINER = "duties.trainer"
LEADER = "duties.leader"

_TRAINING = Citation("政府信息公开条例", "第四十八条")

FLAGS = {
    "complete": "title, place or way, hours and the units invited are written",
    "begun": "its first day has come",
    "attended": "somebody is ticked as present",
}
"""What the room tells the table: flag → when it is true."""

LANES = (Lane("trainer", N_("Keeper of training and examinations")),)

STATES = (
    State("draft", N_("Being drafted"), "", "trainer"),
    State("announced", N_("Course announced"), "", "trainer"),
    State("held", N_("Course held"), "", "trainer", Kind.FINAL),
    State("cancelled", N_("Cancelled"), "", "trainer", Kind.FINAL),
)

MOVES = (
    Move(
        "announce", N_("Announce the course"), N_("{actor} announced course {number}"),
        ("draft",), "announced", (TRAINER,),
        guards=(Guard("complete", N_("Write the hours and choose the units invited first.")),),
        citation=_TRAINING,
    ),
    Move(
        "hold", N_("Close the attendance"), N_("{actor} closed the attendance of course {number}"),
        ("announced",), "held", (TRAINER,),
        guards=(
            Guard("begun", N_("The first day of the course has not come yet.")),
            Guard("attended", N_("Tick who was there first.")),
        ),
        citation=_TRAINING,
    ),
    Move(
        "cancel", N_("Cancel the course"), N_("{actor} cancelled course {number}"),
        ("draft", "announced"), "cancelled", (TRAINER,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="course",
    title=N_("How a course is announced and its attendance closed"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

#: States in which the trainer writes what the course is, and in which the attendance is ticked.
WRITABLE, TICKING = ("draft", "announced"), ("announced",)


def rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table of ``law/duties_learning.toml`` (topic, course_kind, subject, question_kind, way)."""
    return list(load("duties_learning")[table])


def row(table: str, key: str) -> dict[str, Any] | None:
    """A row of one of the tables, if there is one."""
    return next((each for each in rows(table) if each["key"] == key), None)


def number(table: str, name: str) -> int:
    """A number of the house: days (``expiring``), questions on a page (``page``)."""
    return int(load("duties_learning")[table][name])


def of_the_regulation() -> tuple[str, ...]:
    """The topics that count as study of the regulation."""
    return tuple(each["key"] for each in rows("topic") if each["regulation"])


def valid_until(issued_on: date, years: int) -> date:
    """The last day a certificate holds: the day before the same day so many ``years`` later."""
    try:
        again = issued_on.replace(year=issued_on.year + years)
    except ValueError:  # 29 February
        again = date(issued_on.year + years, 3, 1)
    return date.fromordinal(again.toordinal() - 1)
