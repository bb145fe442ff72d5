"""The way of a task (任务): given to a unit, signed for, reported with evidence, found done by other eyes.

Whoever reported it does not find it done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.domain.duties.plans import DOER, LEADER, PLANNER
from gongkai.domain.law import load
from gongkai.domain.process import ClockEffect, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_, Text, say

#: The clock of a task: its last day is set by the plan, nothing is counted.
CLOCK = "duties.task"

FLAGS = {
    "in_force": "its plan is adopted, or the minutes it comes from are signed",
    "in_draft": "its plan is being drafted",
    "evidence": "a file, or the number of a record or publication, shows what was done",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("unit", N_("Unit that carries it out")),
    Lane("leader", N_("Planner or leader of duties")),
)

STATES = (
    State("planned", N_("To be signed for"), N_("This task has not begun yet."), "unit"),
    State("doing", N_("Being carried out"), N_("This task is being carried out."), "unit"),
    State("reported", N_("Reported, to be checked"), N_("What was done is being checked."), "leader"),
    State("done", N_("Done"), N_("This task is done."), "leader", Kind.REST),
    State("dropped", N_("Dropped"), N_("This task was dropped."), "leader", Kind.FINAL),
)

_IN_FORCE = Guard("in_force", N_("The plan is not adopted yet: the task begins when it is."))
_STOPS = (ClockEffect("stop", CLOCK),)

MOVES = (
    Move(
        "take", N_("Sign for the task"), N_("{actor} signed for task {number}"),
        ("planned",), "doing", (DOER,), guards=(_IN_FORCE,),
    ),
    Move(
        "report", N_("Report the task done"), N_("{actor} reported task {number} done"),
        ("doing",), "reported", (DOER,),
        guards=(Guard("evidence", N_("Show first what was done: add a file or the number of a record.")),),
    ),
    Move(
        "find_done", N_("Find it done"), N_("{actor} found task {number} done"),
        ("reported",), "done", (LEADER, PLANNER), distinct_from=("report",), effects=_STOPS,
    ),
    Move(
        "not_enough", N_("Return the task"), N_("{actor} returned task {number}"),
        ("reported",), "doing", (LEADER, PLANNER), needs=("reason",), distinct_from=("report",),
    ),
    Move(
        "reopen", N_("Take up again"), N_("{actor} took task {number} up again"),
        ("done",), "doing", (LEADER, PLANNER), needs=("reason",), guards=(_IN_FORCE,),
        effects=(ClockEffect("start", CLOCK),),
    ),
    Move(
        "drop", N_("Drop the task"), N_("{actor} dropped task {number}"),
        ("planned", "doing", "reported"), "dropped", (LEADER,), needs=("reason",), guards=(_IN_FORCE,), effects=_STOPS,
    ),
    Move(
        "strike", N_("Take it out of the draft"), N_("{actor} took task {number} out of the draft"),
        ("planned",), "dropped", (PLANNER,),
        guards=(Guard("in_draft", N_("What was adopted is dropped by the leader, with a reason.")),),
    ),
)  # fmt: skip

PROCESS = Process(
    key="work_task",
    title=N_("How a task is carried out and found done"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("planned",),
)

#: States in which somebody still owes something.
OPEN = ("planned", "doing", "reported")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a task as it is written, and at which field."""

    field: str
    text: Text


def fault_of(begins_on: date, due_on: date, year: int | None) -> Fault | None:
    """What is wrong with a task's days; ``year`` that of its plan: a task begins and ends near it."""
    if due_on < begins_on:
        return Fault("due_on", say("The last day comes before the first."))
    if year is not None and not (year - 1 <= begins_on.year and due_on.year <= year + 1):
        return Fault("due_on", say("The days lie far from the year of the plan, {year}.", year=str(year)))
    return None


def is_overdue(state: str, due_on: date, today: date) -> bool:
    """Whether the limit is over and the task is neither done nor dropped."""
    return state in OPEN and today > due_on


def reminders() -> tuple[int, ...]:
    """Days before the limit on which the unit is reminded, the earliest first; 0 is the limit itself."""
    return tuple(sorted(load("duties_plans")["reminders"]["days_before"], reverse=True))


def reminder_due(due_on: date, today: date) -> int | None:
    """Which reminder is due today: the days before the limit of the latest that was reached; ``None``: none yet.

    After the limit it is ``-1``: the task is overdue. A day on which nobody looked is made up for, once.
    """
    if today > due_on:
        return -1
    reached = [days for days in reminders() if due_on - timedelta(days=days) <= today]
    return min(reached, default=None)


def stood_done(steps: list[tuple[str, date]], on: date) -> bool:
    """Whether a task stood as done at the end of the day ``on``, by its moves in their order and their days."""
    last = next((move for move, day in reversed(steps) if day <= on and move in ("find_done", "reopen")), "")
    return last == "find_done"
