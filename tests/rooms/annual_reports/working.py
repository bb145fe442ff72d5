"""What the tests of work reports share: records of a year, and a report on its way."""

from __future__ import annotations

from datetime import date
from typing import Any

from cast import Cast
from gongkai.annual_reports.actions import work as actions
from gongkai.annual_reports.models import WorkReport
from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.duties.models import Activity
from gongkai.people.models import Unit

#: When the report of 2023 is prepared.
JANUARY = date(2024, 1, 15)
YEAR = 2023


def matter(cast: Cast, serial: int, **changes: Any) -> Matter:
    """A matter of the year, as the figures count it."""
    values: dict[str, Any] = {
        "number": f"CGJ-T-2023-{serial:05d}",
        "kind": "complaint",
        "channel": "telephone",
        "category": "E01-01",
        "title": "路面积水",
        "state": "closed",
        "received_on": date(2023, 5, 4),
        "received_at": clock.now(),
        "closed_at": clock.now(),
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return Matter.objects.create(agency=cast.agency, **{**values, **changes})


def activity(cast: Cast, serial: int, **changes: Any) -> Activity:
    """A public activity of the year."""
    values: dict[str, Any] = {
        "number": f"CGJ-XC-2023-{serial:03d}",
        "title": "普法宣传日",
        "kind": "law_day",
        "begins_on": date(2023, 12, 4),
        "ends_on": date(2023, 12, 4),
        "printed": 1500,
        "given_out": 1400,
        "consulted": 63,
        "state": "published",
        "published_on": date(2023, 12, 8),
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return Activity.objects.create(agency=cast.agency, unit=cast.units["waste"], **{**values, **changes})


def fill_year(cast: Cast) -> None:
    """Eight complaints of which seven are closed, two activities, two brigades."""
    for serial in range(1, 9):
        matter(cast, serial, **({} if serial < 8 else {"state": "dispatched", "closed_at": None}))
    matter(cast, 9, state="declined", closed_at=None)
    for serial in (1, 2):
        activity(cast, serial)
        Unit.objects.create(
            agency=cast.agency,
            code=f"b{serial}",
            name=f"执法{serial}大队",
            kind="brigade",
            opened_on=date(2012, 1, 1),
        )


def begun(cast: Cast) -> WorkReport:
    """The report of the year, as the template gives it."""
    return actions.begin_work_report(actor=cast.preparer, agency_id=cast.agency.pk, year=YEAR)


def go(cast: Cast, report: WorkReport, key: str, who: str, reason: str = "") -> WorkReport:
    """One move by one of the cast on the report as it stands."""
    fresh = WorkReport.objects.get(pk=report.pk)
    return actions.move_work_report(
        report_id=fresh.pk, key=key, actor=getattr(cast, who), expected_revision=fresh.revision, reason=reason
    )


def published(cast: Cast) -> WorkReport:
    """On its usual way to the public page."""
    report = begun(cast)
    for key, who in (("check", "preparer"), ("sign", "signer"), ("publish", "signer")):
        report = go(cast, report, key, who)
    return report
