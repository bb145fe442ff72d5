"""The demonstration's work reports: the one about 2012, published on 15 January 2013, and one that is being written."""

from __future__ import annotations

from datetime import date

from gongkai.annual_reports.actions import work
from gongkai.core import clock
from gongkai.demo.bureau import actor
from gongkai.demo.stage import at

YEAR, PUBLISHED = 2012, date(2013, 1, 15)


def play() -> None:
    """Begun and checked by the openness office, signed and published by the leader."""
    with clock.travel_to(at(date(2013, 1, 8), 60)):
        office = actor("office")
        report = work.begin_work_report(actor=office, agency_id=office.agency_id, year=YEAR)
    for key, who, minutes in (("check", "office", 30), ("sign", "leader", 90), ("publish", "leader", 95)):
        with clock.travel_to(at(PUBLISHED, minutes)):
            report = work.move_work_report(
                report_id=report.pk, key=key, actor=actor(who), expected_revision=None
            )


def begin(day: date) -> None:
    """The report of the year before ``day``, begun and not finished."""
    with clock.travel_to(at(day, 120)):
        office = actor("office")
        work.begin_work_report(actor=office, agency_id=office.agency_id, year=day.year - 1)
