"""Is what somebody got a number for really there, however many come at once and whatever dies the moment after?"""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import mattering
from cast import Cast, make_cast
from gongkai.complaints import actions
from gongkai.complaints.actions import Upload, gathering, taking
from gongkai.complaints.actions.reports import Asked
from gongkai.complaints.models import Matter, Reporter, Step
from gongkai.core import ledger
from gongkai.core.refusals import Invalid
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
                agency, None, mattering.report(title=f"第{number}件"), f"token-{number}", "CODE", bad
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


def test_the_same_form_sent_many_times_at_once_makes_one_matter(together: Together) -> None:
    found = together.at_once(*(lambda: hand_in(1, token="one-and-the-same") for _ in range(SENDERS)))
    assert len({each.matter.pk for each in found}) == 1
    assert len({each.code for each in found}) == 1
    assert sum(not each.again for each in found) == 1
    assert together.alone(Matter.objects.count) == 1


def test_two_of_one_batch_that_are_the_same_make_one(together: Together) -> None:
    def batch() -> list[Any]:
        agency = Agency.objects.get(is_host=True)
        report = mattering.report(channel="hotline_12345", outside_system="12345", outside_number="SL1")
        return taking.take([Asked(agency, None, report, token, "CODE") for token in ("a", "b")])

    first, second = together.alone(batch)
    assert (first.again, second.again) == (False, True)
    assert first.matter.pk == second.matter.pk


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
            Asked(cast.agency, None, mattering.report(title=f"第{number}件"), f"t{number}", "CODE")
            for number in range(first, first + count)
        ]
        with CaptureQueriesContext(connection) as asked:
            taking.take(batch)
        return len(asked)

    statements(0, 1)  # begins the year's numbers
    assert statements(2, 10) == statements(1, 1)
