"""A request as pure values: the table asked with flags, people and a clock kept the way the room keeps them.

The clock is counted twice. ``due`` asks ``domain.clocks`` with the holds written down move by move; ``counted`` is
counted by nobody's rule but this: a working day counts unless the request stood still at its beginning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongkai.core.workdays import build
from gongkai.domain import clocks
from gongkai.domain.process import AUTHOR, Facts, Move, Moved, step
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import APPLICANT, PROCESS, REPLY

CALENDAR = build((), announced_years=())
STAFF = frozenset(role for move in PROCESS.moves for role in move.roles) - {APPLICANT}
PEOPLE = ("wei", "lin", "zhao", "qian", "sun")
EVERYBODY = (*PEOPLE, "applicant", None)
"""Everybody holds every post; ``None`` is the system's own clock."""

RUNS = frozenset({"registered", "handling", "excessive", "legal_check", "approval", "approved", "issued"})
HELD = frozenset({"correction", "consulting", "fee"})
LIMIT = 20
"""Working days that may be added (Article 33), and how many the answer has."""


@dataclass
class Matter:
    """One request, its day and what has happened to it in this round."""

    day: date
    state: str = "received"
    doers: dict[str, set[str]] = field(default_factory=dict)
    rounds: int = 1
    #: The answer's clock: none, or its beginning, what holds it since when, holds that are over, and what was added.
    begun: date | None = None
    held: dict[str, date] = field(default_factory=dict)
    past: list[tuple[date, date]] = field(default_factory=list)
    extension: int = 0
    counted: int = 0
    #: What the flags look at.
    notice_until: date | None = None
    asked: set[str] = field(default_factory=set)
    until: date | None = None
    hearings: list[str] = field(default_factory=list)
    hearings_ever: int = 0
    wish: int = 0
    fees: int = 0
    charged: bool = False
    #: Moves since the answer could last be changed, each with who made it.
    way: list[tuple[str, str | None]] = field(default_factory=list)

    def pass_days(self, days: int) -> None:
        """Lets days go by; each counts or not by how it finds the request."""
        for _ in range(days):
            self.day = CALENDAR.next_day(self.day)
            if self.begun and self.day > self.begun and self.state in RUNS and CALENDAR.day(self.day).working:
                self.counted += 1

    def write(self, who: str) -> None:
        """Somebody writes in the answer."""
        if self.state == "handling":
            self.doers.setdefault(AUTHOR, set()).add(who)

    def due(self) -> clocks.Due | None:
        """The answer's clock by the house's own arithmetic."""
        if self.begun is None:
            return None
        pauses = [clocks.Pause(first, None) for first in self.held.values()]
        pauses += [clocks.Pause(first, last) for first, last in self.past]
        due = clocks.compute(REPLY, self.begun, CALENDAR, pauses, self.extension)
        assert isinstance(due, clocks.Due), due
        return due

    def flags(self) -> frozenset[str]:
        due = self.due()
        true = {
            "correction_asked": "correction" in self.asked,
            "in_correction_time": self.notice_until is not None and self.day <= self.notice_until,
            "correction_overdue": self._over("correction"),
            "several_open": len(self.hearings) > 1,
            "in_time": due is not None and (due.due is None or self.day <= due.due),
            "extension_pending": self.wish > 0 and self.extension == 0 and "extended" not in self.asked,
            "extended": "extended" in self.asked,
            "reasons_asked": "reasons" in self.asked,
            "reasons_overdue": self._over("excessive"),
            "fee_worked_out": self.fees > 0,
            "fee_charged": self.charged,
            "fee_overdue": self._over("fee"),
            "answer_ready": bool(self.doers.get(AUTHOR)),
        }
        return frozenset(name for name, holds in true.items() if holds)

    def _over(self, state: str) -> bool:
        return self.state == state and self.until is not None and self.until < self.day

    def facts(self, who: str | None) -> Facts:
        roles = frozenset({APPLICANT}) if who == "applicant" else STAFF
        return Facts(
            who,
            roles if who else frozenset(),
            {key: frozenset(people) for key, people in self.doers.items()},
            frozenset(PROCESS.needs),
            self.flags(),
            system=who is None,
        )

    def legal(self) -> list[tuple[str, str | None]]:
        """Every move with everybody who may make it now."""
        return [
            (move.key, who)
            for move in PROCESS.moves_from(self.state)
            for who in EVERYBODY
            if isinstance(step(PROCESS, self.state, move.key, self.facts(who)), Moved)
        ]

    def move(self, key: str, who: str | None) -> Refused | None:
        """Makes the move, or gives the refusal."""
        answer = step(PROCESS, self.state, key, self.facts(who))
        if isinstance(answer, Refused):
            return answer
        self._effects(answer.move)
        self._happen(key)
        if who is not None:
            self.doers.setdefault(key, set()).add(who)
        self.state = answer.state.key
        self.way = [] if self.state == "handling" else [*self.way, (key, who)]
        return None

    def _effects(self, move: Move) -> None:
        for effect in move.effects:
            if effect.rule not in (REPLY, "request.*"):
                continue
            if effect.action in ("start", "restart"):
                self.begun, self.held, self.past = self.day, {}, []
                self.extension, self.counted = 0, 0
            elif effect.action == "stop":
                self.begun, self.held, self.past, self.hearings = None, {}, [], []
            elif effect.action == "pause":
                self._hold(move.target)
            else:
                self._let_go("fee" if move.key == "cancel_fee" else self.hearings[-1])

    def _hold(self, state: str) -> None:
        if state == "consulting":
            self.hearings_ever += 1
            self.hearings.append(f"hearing {self.hearings_ever}")
        name = self.hearings[-1] if state == "consulting" else state
        self.held[name] = CALENDAR.next_day(self.day)

    def _let_go(self, name: str) -> None:
        first = self.held.pop(name)
        if first <= self.day:
            self.past.append((first, self.day))

    def _happen(self, key: str) -> None:
        """What the room keeps of the move besides the state."""
        if key == "register":
            self.notice_until = CALENDAR.after(self.day, 7)
        elif key in ("ask_correction", "allow_longer", "ask_reasons", "charge_fee"):
            self.until = CALENDAR.after(self.day, 10)
            self.asked |= {"ask_correction": {"correction"}, "ask_reasons": {"reasons"}}.get(key, set())
            self.charged = self.charged or key == "charge_fee"
        elif key in ("opinion", "last_opinion"):
            if key == "opinion":
                self._let_go(self.hearings[0])
                del self.hearings[0]
            else:
                self.hearings = []
        elif key == "cancel_fee":
            self.charged, self.fees = False, 0
        elif key in ("ask_extension", "refuse_extension"):
            self.wish = LIMIT if key == "ask_extension" else 0
        elif key == "grant_extension":
            self.extension, self.wish = self.wish, 0
            self.asked.add("extended")
        elif key == "redo":
            self.rounds += 1
            self.doers, self.wish = {}, 0
            self.asked.discard("extended")
