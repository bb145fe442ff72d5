"""Honest figures about complaints (办理情况统计): each with its definition, its denominator and the matters counted.

A rate over nothing is refused: "no matters" is neither 0 % nor 100 %. Matters joined with another, withdrawn, not
taken up or converted are in no rate of closure; matters open past their limit count against "in time".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from gongkai.domain.complaints.states import ASIDE, CLOSED
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say

Answer: TypeAlias = Literal["", "yes", "partly", "no"]


@dataclass(frozen=True, slots=True)
class Row:
    """What the figures and checks need of a matter. Persons and units are codes, "" where there is none.

    ``state`` is a key of the process; ``closed_at`` and ``due`` are moments with a zone. ``first_contact_at``: the
    first talk with the reporter or visit on site after the matter arrived (for a matter answered at once on the
    telephone, that call). ``call_seconds``: the length of the call-back. ``solved`` and ``satisfied`` are the
    reporter's answers, "" where not asked or not answered; ``rated_by`` is who entered them, "" for the reporter
    himself. ``returns``, ``reopened``: how often. ``in_time``: whether the first reply kept the limit, as it was
    recorded when it went out: what comes later changes it no more; ``None`` where none is recorded, and then the
    moment of closing decides.
    """

    number: str
    state: str
    unit: str = ""
    handler: str = ""
    dispatched: bool = False
    due: datetime | None = None
    first_contact_at: datetime | None = None
    closed_at: datetime | None = None
    called_at: datetime | None = None
    called_by: str = ""
    call_seconds: int | None = None
    rated_by: str = ""
    solved: Answer = ""
    satisfied: Answer = ""
    returns: int = 0
    reopened: int = 0
    reply: str = ""
    in_time: bool | None = None


Counts: TypeAlias = Callable[[Row, datetime], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what is counted, out of what, and the definition in a sentence. Labels are msgids.

    ``of`` is ``None`` for a plain count. Nothing is counted that is not also in the denominator.
    """

    key: str
    label: str
    definition: str
    counts: Counts
    of: Counts | None = None
    of_label: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """``numerator`` out of ``denominator``; ``percent`` rounded half up to one decimal.

    ``complete`` is true for all of them only: 2,999 of 3,000 rounds to 100.0 and is not complete.
    """

    numerator: int
    denominator: int
    percent: Decimal

    @property
    def complete(self) -> bool:
        """Whether it is truly all of them."""
        return self.numerator == self.denominator


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with the numbers of the matters counted (``numbers``) and of those it is out of (``of``)."""

    figure: Figure
    numbers: tuple[str, ...]
    of: tuple[str, ...]
    rate: Rate | Refused | None

    @property
    def count(self) -> int:
        """How many matters."""
        return len(self.numbers)


def rate(numerator: int, denominator: int) -> Rate | Refused:
    """The share in per cent, half up to one decimal; refused over nothing and where the part exceeds the whole."""
    if denominator == 0 and numerator == 0:
        return Refused(say("There were no matters to count, so there is no rate: neither 0 % nor 100 %."))
    if not 0 <= numerator <= denominator:
        return Refused(
            say(
                "{part} out of {whole} is no share. Count both again over the same matters.",
                part=numerator,
                whole=denominator,
            )
        )
    percent = (Decimal(100 * numerator) / Decimal(denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Rate(numerator, denominator, percent)


def measure(rows: Sequence[Row], now: datetime) -> tuple[Measured, ...]:
    """Every figure over ``rows`` as things stand at ``now``, in the order of the definitions."""
    return tuple(_measured(figure, rows, now) for figure in FIGURES)


def figure(key: str) -> Figure:
    """The figure with ``key``. Raises ``KeyError`` for any other word."""
    return {each.key: each for each in FIGURES}[key]


def _measured(wanted: Figure, rows: Sequence[Row], now: datetime) -> Measured:
    if wanted.of is None:
        return Measured(wanted, tuple(row.number for row in rows if wanted.counts(row, now)), (), None)
    whole = [row for row in rows if wanted.of(row, now)]
    part = [row for row in whole if wanted.counts(row, now)]
    return Measured(
        wanted,
        tuple(row.number for row in part),
        tuple(row.number for row in whole),
        rate(len(part), len(whole)),
    )


def _any(row: Row, now: datetime) -> bool:
    return True


def _accepted(row: Row, now: datetime) -> bool:
    return row.state not in ("declined", "converted")


def _to_handle(row: Row, now: datetime) -> bool:
    return row.state not in ASIDE


def _closed(row: Row, now: datetime) -> bool:
    return row.state in CLOSED


def _open(row: Row, now: datetime) -> bool:
    return row.state not in (*CLOSED, *ASIDE)


def _overdue(row: Row, now: datetime) -> bool:
    return _open(row, now) and row.due is not None and row.due < now


def _limit_decided(row: Row, now: datetime) -> bool:
    """Closed with a limit, or open past it: it is known whether it was in time."""
    known = row.in_time is not None or row.due is not None
    return (_closed(row, now) and known) or _overdue(row, now)


def _in_time(row: Row, now: datetime) -> bool:
    if not _closed(row, now):
        return False
    if row.in_time is not None:
        return row.in_time
    return row.due is not None and row.closed_at is not None and row.closed_at <= row.due


def _ever_closed(row: Row, now: datetime) -> bool:
    return _closed(row, now) or row.reopened > 0


FIGURES: tuple[Figure, ...] = (
    Figure(
        "received",
        N_("Matters received"),
        N_("All matters that arrived in the period, by any way in, each number once."),
        _any,
    ),
    Figure(
        "accepted",
        N_("Matters taken up"),
        N_("Received, and neither declined nor turned into a request for information."),
        _accepted,
        _any,
        N_("of the matters received"),
    ),
    Figure(
        "closed",
        N_("Matters closed with an answer"),
        N_(
            "Closed after the reply and the call-back. Joined, withdrawn, declined and converted matters are counted "
            "neither as closed nor as open."
        ),
        _closed,
        _to_handle,
        N_("of the matters to be handled"),
    ),
    Figure(
        "closed_on_time",
        N_("Closed within the limit"),
        N_(
            "Closed, and the first reply was sent not later than the limit. Matters still open past their limit count "
            "as not in time."
        ),
        _in_time,
        _limit_decided,
        N_("of the matters closed, and those open past their limit"),
    ),
    Figure(
        "called_back",
        N_("Reporters called back"),
        N_("Closed, and the reporter was reached by somebody other than the handler."),
        lambda row, now: row.called_at is not None and row.called_by != row.handler,
        _closed,
        N_("of the matters closed"),
    ),
    Figure(
        "solved",
        N_("Solved in the reporter's words"),
        N_("The reporter said that the matter is solved. “Partly” is not counted as solved."),
        lambda row, now: row.solved == "yes",
        lambda row, now: row.solved != "",
        N_("of the reporters who answered"),
    ),
    Figure(
        "satisfied",
        N_("Reporters who are satisfied"),
        N_("The reporter said that he is satisfied. Who did not answer is not counted as satisfied."),
        lambda row, now: row.satisfied == "yes",
        lambda row, now: row.satisfied != "",
        N_("of the reporters who rated"),
    ),
    Figure(
        "returned",
        N_("Returned by a unit"),
        N_("Sent back at least once by the unit it was dispatched to, with an article cited."),
        lambda row, now: row.returns > 0,
        lambda row, now: row.dispatched,
        N_("of the matters dispatched"),
    ),
    Figure(
        "reopened",
        N_("Taken up again"),
        N_("Reopened at least once after the reply, through a decision with reasons."),
        lambda row, now: row.reopened > 0,
        _ever_closed,
        N_("of the matters closed at least once"),
    ),
    Figure(
        "overdue",
        N_("Open past the limit"),
        N_("Not closed, and the limit has passed."),
        _overdue,
        _open,
        N_("of the matters open"),
    ),
    Figure(
        "shelved",
        N_("Matters on the shelved list"),
        N_(
            "Cannot be solved now; on the shelved list with a day to look again. They stay open and are not closed."
        ),
        lambda row, now: row.state == "shelved",
        _to_handle,
        N_("of the matters to be handled"),
    ),
    Figure(
        "merged",
        N_("Matters joined with another"),
        N_("Handled together with an earlier matter; every reporter keeps number, answer and rating."),
        lambda row, now: row.state == "merged",
        _accepted,
        N_("of the matters taken up"),
    ),
)
"""Every figure, in the order in which a bulletin gives them."""
