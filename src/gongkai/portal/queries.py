"""What the portal reads of the installation itself: agencies with their units and bodies, the health of the machine."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.models import Q
from django.utils import timezone

from gongkai.core import clock, jobs, ledger
from gongkai.core.models import Event, JobRun
from gongkai.people.actor import current_on
from gongkai.people.models import Agency, Body, Membership, Unit


@dataclass(frozen=True, slots=True)
class Group:
    """A standing group and its seats; the page shows posts, no names."""

    body: Body
    members: list[Membership]


def agency(code: str) -> Agency | None:
    """An agency that still exists, with the one above it."""
    return Agency.objects.select_related("superior").filter(code=code, closed_on__isnull=True).first()


def units(agency_id: int) -> list[Unit]:
    """The units of an agency as they stand today, in their order."""
    today = clock.today()
    return list(
        Unit.objects.filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=today), agency_id=agency_id, opened_on__lte=today
        ).order_by("position", "id")
    )


def bodies(agency_id: int) -> list[Group]:
    """The standing groups of an agency today, heads before members. Two queries."""
    today = clock.today()
    order = {seat: at for at, seat in enumerate(Membership.Seat.values)}
    found = {
        body.pk: Group(body, [])
        for body in Body.objects.filter(current_on(today), agency_id=agency_id).order_by("id")
    }
    sitting = Membership.objects.filter(current_on(today), body__in=list(found)).select_related("post__unit")
    for member in sorted(sitting.order_by("id"), key=lambda each: order[each.seat]):
        found[member.body_id].members.append(member)
    return list(found.values())


def updated_on(agency: Agency) -> date:
    """The last day on which what the guide says of the agency changed, as far as the ledger knows."""
    last = (
        Event.objects.filter(
            Q(subject_type="people.agency", subject__in=[str(agency.pk), agency.code])
            | Q(subject_type__in=["people.unit", "people.body", "publishing.catalogue"], agency=agency.code)
        )
        .order_by("-seq")
        .values_list("at", flat=True)
        .first()
    )
    return timezone.localtime(last).date() if last else agency.opened_on


@dataclass(frozen=True, slots=True)
class Health:
    """How the machine is: ``well`` is false when the database is away; ``report`` says what was looked at."""

    well: bool
    report: dict[str, Any]


def health() -> Health:
    """Looks at database, ledger, jobs and disk. Tells no secret: neither paths nor error texts."""
    disk = _disk()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        seq, digest, at = ledger.head()
        runs = _jobs()
    except (Error, OSError):
        return Health(False, {"status": "down", "database": "unreachable", "disk": disk})
    well = disk["writable"]
    report = {
        "status": "ok" if well else "degraded",
        "database": "ok",
        "ledger": {"events": seq, "digest": digest, "at": _iso(at)},
        "jobs": runs,
        "disk": disk,
    }
    return Health(True, report)


def _iso(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _jobs() -> list[dict[str, Any]]:
    runs = {run.name: run for run in JobRun.objects.all()}
    names = sorted({job.name for job in jobs.declared()} | set(runs))
    return [
        {
            "name": name,
            "last_finished": _iso(runs[name].last_finished_at) if name in runs else None,
            "last_succeeded": not runs[name].last_error if name in runs else None,
        }
        for name in names
    ]


def _disk() -> dict[str, Any]:
    """Whether the data folder can be written, and how much room is left (bytes)."""
    try:
        handle, name = tempfile.mkstemp(prefix=".health-", dir=settings.DATA_DIR)
        os.close(handle)
        os.unlink(name)  # noqa: PTH108 - the pair of mkstemp
        return {"writable": True, "free_bytes": shutil.disk_usage(settings.DATA_DIR).free}
    except OSError:
        return {"writable": False, "free_bytes": None}
