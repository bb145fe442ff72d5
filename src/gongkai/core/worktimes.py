"""The office hours of the installation, and whether people are at their desks."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from gongkai.core import clock
from gongkai.domain import worktime


def current() -> worktime.OfficeHours:
    """The office hours (工作时间) as configured in ``law/worktime.toml``."""
    return worktime.office_hours()


def is_open(moment: datetime | None = None) -> bool:
    """Whether ``moment`` (left out: now) is office time: reminders go out then and at no other time."""
    moment = timezone.localtime(moment or clock.now())
    return worktime.is_office_moment(moment, clock.calendar(), current())


def next_open(moment: datetime | None = None) -> datetime:
    """``moment`` (left out: now) itself if it is office time, else when the office opens next."""
    moment = timezone.localtime(moment or clock.now())
    return worktime.next_office_moment(moment, clock.calendar(), current())
