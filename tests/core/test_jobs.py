"""Periodic work runs when it is due, once, and a failing job stops no other."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from gongkai.config import periodic
from gongkai.core import clock, jobs, public_version
from gongkai.core.models import JobRun, Presence
from together import own_database

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_jobs", {})


def test_a_job_runs_when_it_is_due_and_not_before() -> None:
    ran: list[int] = []
    jobs.periodic("tests.tick", timedelta(minutes=10))(lambda: ran.append(1))
    with clock.travel_to(date(2026, 3, 2)):
        assert jobs.run_due() == ["tests.tick"]
        clock.step(timedelta(minutes=9))
        assert jobs.run_due() == []
        clock.step(timedelta(minutes=1))
        assert jobs.run_due() == ["tests.tick"]
    assert len(ran) == JobRun.objects.get().runs == 2


def test_looking_for_work_writes_nothing(django_assert_num_queries: object) -> None:
    jobs.periodic("tests.tick", timedelta(minutes=10))(lambda: None)
    jobs.run_due()
    with django_assert_num_queries(1) as captured:  # type: ignore[operator]
        jobs.run_due()
    assert captured[0]["sql"].startswith("SELECT")


def test_a_failing_job_is_noted_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ZeroDivisionError("nothing to divide by")

    ran: list[int] = []
    jobs.periodic("tests.a", timedelta(minutes=1))(fail)
    jobs.periodic("tests.b", timedelta(minutes=1))(lambda: ran.append(1))
    assert jobs.run_due() == ["tests.b"]
    assert ran == [1]
    assert "nothing to divide by" in JobRun.objects.get(name="tests.a").last_error
    assert "tests.a" in caplog.text
    jobs.periodic("tests.a", timedelta(minutes=1))(lambda: None)
    with clock.travel_to(clock.now() + timedelta(minutes=2)):
        jobs.run_due()
    assert JobRun.objects.get(name="tests.a").last_error == ""


def test_running_for_ever_ends_when_told(transactional_db: None, tmp_path: Path) -> None:
    stop = threading.Event()
    jobs.periodic("tests.last", timedelta(minutes=1))(stop.set)
    with own_database(tmp_path) as together:  # the jobs close connections that are not theirs alone
        together.alone(lambda: jobs.run_forever(stop, pause=0.01))
        assert together.alone(lambda: JobRun.objects.get().runs) == 1


def test_the_installations_jobs_all_run() -> None:
    periodic.declare()
    names = {job.name for job in jobs.declared()}
    assert {"publishing.publish_due", "publishing.lapse_due", "core.anchor_ledger"} <= names
    assert set(jobs.run_due()) == names


def test_at_midnight_every_page_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_day", None)
    with clock.travel_to(date(2026, 3, 2)):
        periodic._turn_the_day()
        before = public_version.current()
        clock.step(timedelta(hours=10))
        periodic._turn_the_day()
        assert public_version.current() == before
        clock.step(timedelta(hours=10))
        periodic._turn_the_day()
        assert public_version.current() > before


def test_who_looked_at_what_is_forgotten_after_an_hour() -> None:
    with clock.travel_to(date(2026, 3, 2)):
        for minutes in (0, 50):
            clock.step(timedelta(minutes=minutes))
            Presence.objects.create(
                subject_type="x", subject=str(minutes), person=1, name="某人", seen_at=clock.now()
            )
        clock.step(timedelta(minutes=20))
        periodic._forget_presence()
    assert [each.subject for each in Presence.objects.all()] == ["50"]
