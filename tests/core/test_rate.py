"""May everybody ask as often as allowed, nobody more often, and do all processes count together?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gongkai.core import clock, rate

NOON = timezone.make_aware(datetime(2026, 3, 2, 12))


@pytest.fixture(autouse=True)
def at_noon(tmp_path: Path, settings: object) -> Iterator[None]:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    with clock.travel_to(NOON):
        yield


def asked(times: int, who: str = "198.51.100.7", per_minute: int = 10) -> list[int]:
    return [rate.wait("reads", who, per_minute) for _ in range(times)]


def test_a_minutes_worth_may_be_used_at_once_and_not_more() -> None:
    assert asked(12) == [0] * 10 + [6, 6]


def test_after_waiting_as_long_as_told_the_next_is_answered() -> None:
    asked(10)
    wait = asked(1)[0]
    clock.step(timedelta(seconds=wait))
    assert asked(2) == [0, wait]


def test_a_refused_question_does_not_count() -> None:
    asked(100)
    clock.step(timedelta(seconds=6))
    assert asked(1) == [0]


def test_a_minute_later_all_is_forgotten() -> None:
    asked(10)
    clock.step(timedelta(seconds=60))
    assert asked(11) == [0] * 10 + [6]


def test_callers_and_doors_are_counted_apart() -> None:
    asked(10)
    assert asked(1, "198.51.100.8") == [0]
    assert rate.wait("writes", "198.51.100.7", 10) == 0


def test_a_clock_set_back_shuts_nobody_out() -> None:
    asked(10)
    clock.step(timedelta(days=-400))
    assert asked(11) == [0] * 10 + [6]


def test_no_limit_counts_nothing(tmp_path: Path) -> None:
    assert asked(50, per_minute=0) == [0] * 50
    assert not (tmp_path / "rates").exists()


def test_a_full_table_goes_on_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "SLOTS", 16)
    assert {asked(1, f"198.51.100.{number}")[0] for number in range(200)} == {0}
    assert asked(11, "the last") == [0] * 10 + [6]


SCRIPT = """
import sys
from pathlib import Path
from gongkai.core.rate import Table
table = Table(Path(sys.argv[1]))
print(sum(table.ask("one", 500, 1000.0) == 0 for _ in range(200)))
"""


def test_processes_count_together(tmp_path: Path) -> None:
    """Four at the same time, 200 questions each, 500 allowed at that moment."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "rates")], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    assert sum(int(each.communicate(timeout=60)[0]) for each in running) == 500
