"""Periodic work: each job is claimed by compare-and-set, so any number of workers run it once."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import close_old_connections

from gongkai.core import clock
from gongkai.core.models import JobRun

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of periodic work: its name, how often it runs, what it does (and says)."""

    name: str
    every: timedelta
    work: Callable[[], object]


_jobs: dict[str, Job] = {}


def periodic(name: str, every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Declares the decorated function as a job. It must be safe to run twice."""

    def declare(work: Callable[[], object]) -> Callable[[], object]:
        _jobs[name] = Job(name, every, work)
        return work

    return declare


def declared() -> list[Job]:
    """All jobs, by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def run_due() -> list[str]:
    """Runs every job that is due now. Gives the names of those this worker ran."""
    return [job.name for job in declared() if _claim(job) and _run(job)]


def _claim(job: Job) -> bool:
    now = clock.now()
    if JobRun.objects.filter(name=job.name, due_at__gt=now).exists():
        return False  # asked by reading: every look would otherwise lock the database for a moment
    JobRun.objects.bulk_create([JobRun(name=job.name, due_at=now)], ignore_conflicts=True)
    claimed = JobRun.objects.filter(name=job.name, due_at__lte=now).update(
        due_at=now + job.every, last_started_at=now
    )
    return bool(claimed)


def _run(job: Job) -> bool:
    error = ""
    try:
        job.work()
    except Exception:
        error = traceback.format_exc(limit=5)
        log.exception("The job %s failed; it runs again in %s.", job.name, job.every)
    row = JobRun.objects.get(name=job.name)
    row.last_finished_at, row.last_error, row.runs = clock.now(), error, row.runs + 1
    row.save(update_fields=["last_finished_at", "last_error", "runs"])
    return not error


def run_forever(stop: threading.Event, *, pause: float = 2.0) -> None:
    """Runs due jobs until ``stop`` is set, looking every ``pause`` seconds."""
    while not stop.is_set():
        close_old_connections()
        try:
            run_due()
        except Exception:
            log.exception("The jobs could not be looked up; trying again.")
        stop.wait(pause)
