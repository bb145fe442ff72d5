"""Is what somebody got a number for really there, however many come at once and whatever dies the moment after?"""

from __future__ import annotations

import io
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import mattering
from cast import Cast, make_cast
from gongkai.complaints import actions
from gongkai.complaints.actions import Upload, gathering, taking
from gongkai.complaints.actions.reports import Asked
from gongkai.complaints.models import Matter, PublicMatter, Reporter, Step
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, Refusal
from gongkai.people.models import Agency
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 8


@pytest.fixture
def together(tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        found.alone(make_cast)
        yield found


def hand_in(number: int, **more: Any) -> Any:
    agency = Agency.objects.get(is_host=True)
    return actions.submit(
        agency_id=agency.pk, actor=None, report=mattering.report(title=f"第{number}件"), **more
    )


def test_many_at_once_each_get_their_own_number_and_the_ledger_stays_whole(
    together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    take = taking.take

    def counted(batch: list[Asked]) -> Any:
        sizes.append(len(batch))
        return take(batch)

    monkeypatch.setattr(taking, "take", counted)
    found = together.at_once(*(lambda number=number: hand_in(number) for number in range(SENDERS)))
    assert not [each for each in found if isinstance(each, BaseException)]
    numbers = sorted(each.matter.number for each in found)
    assert [int(number[-5:]) for number in numbers] == list(range(1, SENDERS + 1))
    assert sum(sizes) == SENDERS
    assert len({each.seq for each in found}) == SENDERS
    assert together.alone(lambda: ledger.verify()[1]) is None
    for table in (Reporter, Step):
        assert together.alone(lambda table=table: table.objects.count()) == SENDERS
    for each in found:
        assert together.alone(lambda each=each: ledger.holds(each.seq, each.digest))


def test_one_bad_report_spoils_no_other(together: Together, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one in the middle brings a file that is none; they are all taken in as one batch first."""

    def all_at_once() -> list[Any]:
        agency = Agency.objects.get(is_host=True)
        turns = []
        for number in range(3):
            bad = (Upload(io.BytesIO(b"MZ\x90\x00"), "run.exe"),) if number == 1 else ()
            asked = Asked(
                agency.pk, None, mattering.report(title=f"第{number}件"), f"token-{number}", "CODE", bad
            )
            turns.append(gathering._Turn(asked))
        gathering._serve(turns)
        return turns

    turns = together.alone(all_at_once)
    assert [turn.given is not None for turn in turns] == [True, False, True]
    assert isinstance(turns[1].error, Invalid)
    numbers = together.alone(lambda: sorted(Matter.objects.values_list("number", flat=True)))
    assert [int(number[-5:]) for number in numbers] == [1, 2], "no number is lost to the bad one"
    assert together.alone(lambda: ledger.verify()[1]) is None


def test_who_comes_while_one_is_served_is_taken_in_together(
    together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    take, everybody = taking.take, threading.Event()

    def slow(batch: list[Asked]) -> Any:
        batches.append(len(batch))
        if len(batches) == 1:
            assert everybody.wait(30)
        return take(batch)

    def come(number: int) -> Any:
        found = hand_in(number)
        return found.matter.number, found.code

    def look() -> None:
        """Lets the first go on once all others stand in line."""
        for _ in range(3000):
            if batches and len(gathering._line._waiting) + sum(batches) == SENDERS:
                break
            time.sleep(0.01)
        everybody.set()

    monkeypatch.setattr(gathering, "_line", gathering._Line())
    monkeypatch.setattr(taking, "take", slow)
    *found, _ = together.at_once(*(lambda number=number: come(number) for number in range(SENDERS)), look)
    assert len(set(found)) == SENDERS
    assert len(batches) == 2
    assert sum(batches) == SENDERS


def test_alone_nobody_waits_and_the_many_are_forgotten_soon() -> None:
    line = gathering._Line()

    def served(count: int) -> int:
        turns = [gathering._Turn(None) for _ in range(count)]  # type: ignore[arg-type]
        line._waiting.extend(turns)
        return len(line.batch())

    assert line._expected == 1
    assert [served(5), served(5)] == [5, 5]
    assert [line._expected, *(served(1) and line._expected for _ in range(5))] == [5, 4, 3, 2, 1, 1]
    assert served(gathering.MOST + 3) == gathering.MOST
    assert served(0) == 3


def test_the_line_goes_on_when_whoever_serves_is_stopped(
    together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, calls = taking.take, []

    def stopped(batch: list[Asked]) -> Any:
        calls.append(len(batch))
        if len(batch) > 1 and sum(size > 1 for size in calls) == 1:
            raise KeyboardInterrupt
        if len(calls) == 1:
            time.sleep(0.5)  # the others gather meanwhile
        return take(batch)

    def come(number: int) -> Any:
        try:
            return hand_in(number)
        except KeyboardInterrupt:
            return "stopped"

    monkeypatch.setattr(gathering, "_line", gathering._Line())
    monkeypatch.setattr(taking, "take", stopped)
    found = together.at_once(*(lambda number=number: come(number) for number in range(SENDERS)))
    assert found.count("stopped") == 1
    told = [each for each in found if isinstance(each, RuntimeError)]
    taken = [each for each in found if not isinstance(each, str | BaseException)]
    assert len(told) + len(taken) == SENDERS - 1
    assert told
    assert taken
    assert together.alone(Matter.objects.count) == len(taken)
    assert int(together.alone(lambda: hand_in(99)).matter.number[-5:]) == len(taken) + 1


def test_an_agency_that_closed_takes_nothing_and_holds_up_nobody(together: Together) -> None:
    def batch() -> list[Any]:
        open_one = Agency.objects.get(is_host=True).pk
        closed = Agency.objects.exclude(pk=open_one).first()
        assert closed is not None
        Agency.objects.filter(pk=closed.pk).update(closed_on=clock.today())
        turns = [
            gathering._Turn(Asked(agency, None, mattering.report(), f"t{number}", "CODE"))
            for number, agency in enumerate((open_one, closed.pk, 987654, open_one))
        ]
        gathering._serve(turns)
        return turns

    turns = together.alone(batch)
    assert [turn.given is not None for turn in turns] == [True, False, False, True]
    assert all(isinstance(turn.error, Refusal) for turn in turns[1:3])


def test_the_same_form_sent_many_times_at_once_makes_one_matter(together: Together) -> None:
    found = together.at_once(*(lambda: hand_in(1, token="one-and-the-same") for _ in range(SENDERS)))
    assert len({each.matter.pk for each in found}) == 1
    assert len({each.code for each in found}) == 1
    assert sum(not each.again for each in found) == 1
    assert together.alone(Matter.objects.count) == 1


def test_who_waited_for_the_turn_sees_what_was_written_meanwhile(together: Together) -> None:
    """As when two processes get the same form at the same moment: neither sees the other's line."""
    written = threading.Event()

    def asked() -> list[Asked]:
        return [Asked(Agency.objects.get(is_host=True).pk, None, mattering.report(), "one-token", "CODE")]

    def first() -> Any:
        with transaction.atomic():
            (given,) = taking.take(asked())
            written.set()
            time.sleep(0.5)  # the other one stands at the database's door meanwhile
            return given

    def second() -> Any:
        assert written.wait(30)
        return taking.take(asked())[0]

    given, again = together.at_once(first, second)
    assert (given.again, again.again) == (False, True)
    assert (given.matter.pk, given.seq) == (again.matter.pk, again.seq)


def test_two_of_one_batch_that_are_the_same_make_one(together: Together) -> None:
    def batch() -> list[Any]:
        agency = Agency.objects.get(is_host=True)
        report = mattering.report(channel="hotline_12345", outside_system="12345", outside_number="SL1")
        return taking.take([Asked(agency.pk, None, report, token, "CODE") for token in ("a", "b")])

    first, second = together.alone(batch)
    assert (first.again, second.again) == (False, True)
    assert first.matter.pk == second.matter.pk
    for each in together.alone(batch):
        assert each.again
        assert (each.matter.pk, each.seq, each.digest) == (first.matter.pk, first.seq, first.digest)


def test_what_is_written_for_many_is_what_is_written_for_one(cast: Cast) -> None:
    """Every table, column for column, but for keys, numbers, sealed values and the moment."""

    def rows(matters: list[Matter]) -> list[list[tuple[str, Any]]]:
        own = re.compile(r"(^|_)(id|number|token|digest|at|sealed|seq|previous|subject|title)$|^code_digest$")
        found = []
        for matter in matters:
            event = Event.objects.get(subject=str(matter.pk), subject_type="complaints.matter")
            public = PublicMatter.objects.get(matter=matter)
            tables = (matter, matter.reporter, public, *public.updates.all(), *matter.steps.all(), event)
            found.append(
                [
                    (f"{type(row).__name__}.{field.attname}", getattr(row, field.attname))
                    for row in tables
                    for field in row._meta.concrete_fields
                    if not own.search(field.attname) and field.attname != "data"
                ]
            )
        return found

    def asked(number: int) -> Asked:
        report = mattering.report(lat=31.23, lon=121.47, urgent=True, answers={"a": ["b", 1]}, by_email=True)
        return Asked(cast.agency.pk, None, report, f"t{number}", "CODE")

    many = taking.take([asked(number) for number in range(3)])
    one = taking.take([asked(9)])
    kept = list(Matter.objects.filter(pk__in=[each.matter.pk for each in (*many, *one)]).order_by("pk"))
    first, *others = rows(kept)
    assert others == [first] * 3
    for given, matter in zip((*many, *one), kept, strict=True):
        for field in Matter._meta.concrete_fields:
            assert getattr(given.matter, field.attname) == getattr(matter, field.attname), field.attname


def test_what_was_given_a_number_survives_the_process(together: Together) -> None:
    """Killed the moment after the answer: the number, the reporter and the event are there, and nothing half."""

    def given_then_killed() -> tuple[int, list[str]]:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                for number in range(5):
                    given = hand_in(number)
                    os.write(writing, f"{given.matter.number} {given.seq} {given.digest}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)
            finally:
                os._exit(1)
        os.close(writing)
        status = os.waitpid(child, 0)[1]
        with os.fdopen(reading) as told:
            return status, told.read().splitlines()

    status, told = together.alone(given_then_killed)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert len(told) == 5
    for line in told:
        number, seq, digest = line.split()
        assert together.alone(lambda number=number: Reporter.objects.filter(matter__number=number).exists())
        assert together.alone(lambda seq=seq, digest=digest: ledger.holds(int(seq), digest))
    assert together.alone(lambda: ledger.verify()[1]) is None
    assert together.alone(Matter.objects.count) == 5


def test_the_statements_do_not_grow_with_the_batch(cast: Cast) -> None:
    def statements(first: int, count: int) -> int:
        batch = [
            Asked(cast.agency.pk, None, mattering.report(title=f"第{number}件"), f"t{number}", "CODE")
            for number in range(first, first + count)
        ]
        with CaptureQueriesContext(connection) as asked:
            taking.take(batch)
        return len(asked)

    statements(0, 1)  # begins the year's numbers
    assert statements(2, 10) == statements(1, 1)
