"""Whatever people do, in whatever order, does everything stay in step? Walks by lot through the real deeds.

The clock of every answer is counted a second time, day by day: a working day counts unless the request stood still at
its beginning. That is all this count knows of holds, hearings, fees and corrections.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

import requesting
from cast import Cast, make_cast
from gongkai.core import clock, deadlines, ledger, letters
from gongkai.core import models as core
from gongkai.core.models import Deadline, Event, Letter
from gongkai.core.refusals import Refusal
from gongkai.domain.process import AUTHOR
from gongkai.domain.requests import CLOSED, OPEN, PROCESS, REPLY
from gongkai.people import sentences
from gongkai.requests import actions
from gongkai.requests.actions import AnswerInput, Given, by_itself
from gongkai.requests.models import Request, Step
from gongkai.requests.people import Acting, ApplicantActor
from gongkai.requests.queries.moves import offers
from gongkai.requests.queries.subjects import CONSULTATION, SUBJECT, subject_of
from request_stage import ANSWERS, STANDS, TODAY, filled, stand

pytestmark = pytest.mark.django_db

#: Walks at least, and at most until everything was met; deeds of each.
WALKS, MOST_WALKS, DEEDS = 6, 16, 40
DOERS = ("desk", "officer", "second_officer", "legal", "head", "approver")
HELD = {"correction", "consulting", "fee"}
OWED = set(OPEN) - {"received"}
BEGINNINGS = random.Random(1).sample(STANDS, len(STANDS))
SELDOM = {
    "withdraw", "void", "legal_return", "approve_return", "desk_return", "reassign", "redo", "cancel_fee",
}  # fmt: skip


@dataclass
class Count:
    """The clock of one answer, counted here."""

    begun: date
    counted: int = 0
    added: int = 0


class Walk:
    """One bureau, a few requests, and dice."""

    def __init__(self, cast: Cast, seed: int, made: Counter[str] | None = None) -> None:
        self.cast, self.dice, self.seed = cast, random.Random(seed), seed
        #: How often each move was made, by lot, in all walks that share this.
        self.made: Counter[str] = Counter() if made is None else made
        self.actors = {name: getattr(cast, name) for name in DOERS}
        self.told: list[str] = []
        self.versions: dict[int, int] = {}
        self.counts: dict[int, Count] = {}

    def requests(self) -> list[Request]:
        return list(Request.objects.select_related("agency", "unit").order_by("pk"))

    def states(self) -> dict[int, str]:
        return dict(Request.objects.order_by("pk").values_list("pk", "state"))

    def one(self) -> Request:
        """One of them, of those that are still on their way if by any means possible."""
        known = self.requests()
        return self.dice.choice([each for each in known if each.state in OPEN] or known)

    def go(self) -> None:
        self.ask()
        # One walk after the other begins where those before it did not.
        for name in (BEGINNINGS * 2)[self.seed * 3 % len(STANDS) :][:3]:
            request = stand(self.cast, name)
            if request.state in OWED:
                self.counts[request.pk] = Count(TODAY, added=request.extension_days)
        for _ in range(DEEDS):
            for _ in range(self.dice.choice((0, 0, 0, 0, 1, 1, 1, 2, 5, 5, 30))):
                self.morning()
            deed: Callable[[], str] = self.dice.choices(
                (self.move, self.write, self.fee, self.split, self.received, self.ask, self.nonsense),
                (16, 2, 1.5, 0.3, 0.7, 0.3, 0.7),
            )[0]
            before = Event.objects.count()
            try:
                self.told.append(f"{clock.today()} {deed()}")
            except Refusal as refusal:
                self.told.append(f"{clock.today()} refused: {refusal}")
                assert Event.objects.count() == before, self.told
            self.look()
        self.look_closely()

    def morning(self) -> None:
        """The next day: first the system's own clock, then the day counts for whoever it finds owing."""
        clock.step(timedelta(days=1))
        before = self.states()
        by_itself.run()
        working = clock.calendar().day(clock.today()).working
        for pk, state in self.states().items():
            if before[pk] != state:
                self.told.append(f"{clock.today()} the clock: {pk} is {state}")
            if state in CLOSED:
                self.counts.pop(pk, None)
            count = self.counts.get(pk)
            if count and working and state not in HELD and clock.today() > count.begun:
                count.counted += 1

    def ask(self) -> str:
        if Request.objects.count() >= 6:
            return "enough"
        matter = self.dice.choice(("information", "information", "own_record"))
        made = requesting.submitted(self.cast, matter=matter)
        return f"asked {made.pk} ({matter})"

    def given(self, request: Request) -> Given:
        waiting = list(request.consultations.filter(answered_on__isnull=True))
        values: dict[str, Any] = filled(self.cast, request)
        values["by_day"] = clock.today() + timedelta(days=self.dice.choice((3, 12, 40)))
        values["consultation"] = self.dice.choice(waiting).pk if waiting else None
        values["result"] = self.dice.choice(("agrees", "objects", "silent"))
        values["days"] = self.dice.choice((1, 7, 20))
        values["joint"] = self.dice.random() < 0.5
        return Given(**values)

    def move(self) -> str:
        request = self.dice.choice(self.requests())
        own = ApplicantActor(request.pk, request.agency.code)
        legal = [
            (name, actor, offered.move.key)
            for name, actor in (*self.actors.items(), ("applicant", own))
            for offered in offers(request, actor)
            if offered.refused is None
        ]
        if request.state == "consulting":
            legal += [("officer", self.actors["officer"], key) for key in ("opinion", "last_opinion")] * 2
        if not legal:
            return "nothing is possible"
        # What leads back or ends everything is possible at every turn, and what was done often is less of interest.
        often = [0.3 if key in SELDOM else 1 for _, _, key in legal]
        weights = [much / (1 + self.made[key]) for much, (_, _, key) in zip(often, legal, strict=True)]
        ((name, actor, key),) = self.dice.choices(legal, weights)
        self.act(request, key, actor)
        self.made[key] += 1
        return f"{request.pk}: {name} {key}"

    def act(self, request: Request, key: str, actor: Acting) -> None:
        before = request.version
        after = actions.move(
            request_id=request.pk, key=key, actor=actor, expected_version=before, given=self.given(request)
        )
        assert after.version == before + 1
        assert after.state == PROCESS.move(key).target
        if key in ("register", "redo", "corrected", "pay"):
            self.counts[request.pk] = Count(clock.today())
        if key == "grant_extension":
            self.counts[request.pk].added = after.extension_days
        if after.state in CLOSED:
            self.counts.pop(request.pk, None)

    def write(self) -> str:
        handled = [request for request in self.requests() if request.state == "handling"]
        request = self.dice.choice(handled) if handled else self.one()
        who = self.dice.choice(("officer", "second_officer", "desk"))
        kind = self.dice.choice(sorted(ANSWERS))
        content = AnswerInput(kind=kind, **ANSWERS[kind])
        if request.matter == "own_record":
            content = AnswerInput(own_record_result="corrected", text="已更正。")
        if self.dice.random() < 0.5:
            content = replace(content, override_reason="公共安全")
        actions.save_answer(
            request_id=request.pk,
            actor=self.actors[who],
            expected_version=request.version,
            content=content,
        )
        if self.dice.random() < 0.2:
            actions.add_file(
                request_id=request.pk,
                actor=self.actors[who],
                expected_version=None,
                source=io.BytesIO(f"名单{self.dice.random()}".encode()),
                name="名单.txt",
            )
        return f"{request.pk}: {who} wrote {kind}"

    def fee(self) -> str:
        request = self.one()
        fee = actions.work_out_fee(
            request_id=request.pk,
            actor=self.actors["officer"],
            expected_version=request.version,
            method=self.dice.choice(("by_page", "by_item")),
            count=self.dice.choice((5, 68, 109)),
        )
        return f"{request.pk}: a fee of {fee.amount}"

    def split(self) -> str:
        request = self.one()
        parts = actions.split(
            request_id=request.pk,
            actor=self.actors["desk"],
            expected_version=request.version,
            subjects=["甲", "乙"],
        )
        for part in parts:
            self.counts[part.pk] = replace(self.counts[request.pk])
        return f"{request.pk}: split off {[part.pk for part in parts]}"

    def received(self) -> str:
        request = self.one()
        waiting = request.consultations.filter(answered_on__isnull=True).first()
        actions.note_letter_received(
            request_id=request.pk,
            actor=self.actors["desk"],
            expected_version=request.version,
            consultation_id=waiting.pk if waiting else 0,
            on=clock.today(),
        )
        return f"{request.pk}: the letter was received"

    def nonsense(self) -> str:
        """Any move by anybody, on an old version or the present one."""
        request, name = self.one(), self.dice.choice(DOERS)
        key = self.dice.choice(PROCESS.moves).key
        seen = request.version - 1
        actions.move(
            request_id=request.pk,
            key=key,
            actor=self.actors[name],
            expected_version=seen,
            given=self.given(request),
        )
        return f"{request.pk}: {name} {key} on {seen}: a double click"

    def look(self) -> None:
        for request in self.requests():
            self.look_at(request)
            self.look_at_clock(request)

    def look_at(self, request: Request) -> None:
        pk, state = request.pk, request.state
        assert request.version >= self.versions.get(pk, 1), self.told
        self.versions[pk] = request.version
        ended = request.closed_on is not None
        assert ended == (state in CLOSED or request.round > 1), (state, self.told)
        assert bool(request.outcome) == (ended and request.matter == "information"), (state, self.told)
        assert (request.received_on is None) == (state in ("received", "void")), (state, self.told)
        open_hearings = request.consultations.filter(answered_on__isnull=True).count()
        assert bool(open_hearings) == (state == "consulting"), (state, open_hearings, self.told)
        if state in ("approved", "issued"):
            self.look_at_eyes(request)

    def look_at_eyes(self, request: Request) -> None:
        """The answer that is going out was checked and approved by two others since it was last written in."""
        steps = list(Step.objects.filter(request=request, round=request.round))
        wrote = {step.person_id for step in steps if step.move == AUTHOR}
        last = max(at for at, step in enumerate(steps) if step.to_state == "handling" or step.move == AUTHOR)
        since = {step.move: step.person_id for step in steps[last:]}
        assert {"submit_answer", "legal_agree", "approve"} <= since.keys(), self.told
        assert not {since["legal_agree"], since["approve"]} & wrote, self.told
        assert since["legal_agree"] != since["approve"], self.told

    def look_at_clock(self, request: Request) -> None:
        clocks = list(deadlines.running(subject_of(request)))
        replies = [each for each in clocks if each.rule == REPLY]
        assert len(replies) == (request.state in OWED), (request.state, self.told)
        if request.state in (*CLOSED, "void"):
            assert clocks == [], (request.state, self.told)
            heard = request.consultations.values_list("pk", flat=True)
            still = Deadline.objects.filter(
                subject_type=CONSULTATION, subject__in=[str(pk) for pk in heard], stopped_on__isnull=True
            )
            assert not still, self.told
        if not replies:
            return
        (reply,), count, today = replies, self.counts[request.pk], clock.today()
        for first, last, _why in reply.pauses:
            assert reply.started_on.isoformat() < first, self.told
            assert last is None or first <= last, self.told
        if reply.fixed_on is not None:
            assert reply.due_on == reply.fixed_on, self.told
            return
        whole = 20 + count.added
        where = (request.pk, request.state, reply.started_on, reply.pauses, count, self.told)
        assert reply.started_on == count.begun, where
        if count.counted >= whole:
            assert reply.due_on is not None, where
            assert reply.due_on <= today, where
        elif request.state in HELD:
            assert reply.due_on is None, where
        else:
            assert reply.due_on == clock.calendar().after(today, whole - count.counted), where

    def look_closely(self) -> None:
        assert ledger.verify() == (Event.objects.count(), None), self.told
        events = list(Event.objects.order_by("seq"))
        for event, said in zip(events, sentences.tell(events), strict=True):
            assert event.verb in ledger.verbs()
            assert "…" not in str(said.sentence), (event.verb, event.data)
            assert "{" not in str(said.sentence)
            told = f"{event.data} {event.reason}"
            assert not [marker for marker in requesting.MARKERS.values() if marker in told], event.verb
        for begun in (2026, 2027):
            numbers = [each.number for each in self.requests() if f"-{begun}-" in each.number]
            assert numbers == [f"341600CG-{begun}-{serial:05d}" for serial in range(1, len(numbers) + 1)]
        for counter in core.Counter.objects.filter(series__startswith="letters."):
            *_, year, series = counter.series.split(".")
            given = Letter.objects.filter(series=series, year=int(year)).order_by("serial")
            assert list(given.values_list("serial", flat=True)) == list(range(1, counter.last + 1)), self.told
        assert all(letters.is_whole(letter) for letter in Letter.objects.all()), self.told
        moved = Event.objects.filter(subject_type=SUBJECT).values_list("verb", flat=True)
        steps = Step.objects.exclude(to_state="").exclude(move__in=("submitted", "split", "split_off"))
        known = {f"requests.request.{move.key}" for move in PROCESS.moves}
        assert sum(verb in known for verb in moved) == steps.count(), "a move has one step and one event"


def test_every_walk_is_in_step_and_together_they_get_everywhere() -> None:
    """By lot, and still: a few of them reach every state and make every move, the clock's own among them."""
    states, moves = {state.key for state in PROCESS.states}, {move.key for move in PROCESS.moves}
    made = Counter[str]()
    for seed in range(MOST_WALKS):
        with clock.travel_to(TODAY), transaction.atomic():
            Walk(make_cast(), seed, made).go()
            made.update(Step.objects.filter(person__isnull=True).values_list("move", flat=True))
            states -= set(Step.objects.values_list("to_state", flat=True))
            transaction.set_rollback(True)
        moves -= made.keys()
        if seed + 1 >= WALKS and not states | moves:
            break
    assert (states, moves) == (set(), set())
