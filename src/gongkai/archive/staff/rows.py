"""Packages, and what waits to be archived, as rows of lists."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.archive import words
from gongkai.archive.queries import waiting
from gongkai.archive.queries.records import Package
from gongkai.core import clock
from gongkai.core.archiving import Ended
from gongkai.core.staffpages import address


def package_row(found: Package) -> dict[str, Any]:
    """One package: title, numbers, unit, when it ended, how long it is kept."""
    return {
        "title": found.title,
        "url": address("archive_package", found.pk),
        "number": found.number,
        "record_number": found.record_number,
        "unit": words.unit_name(found.unit),
        "closed_on": found.closed_on,
        "keep_until": found.keep_until,
        "counted": words.counted(found.papers, found.pages),
        "badges": words.badges(found),
    }


def waiting_row(ended: Ended, trouble: str, unit: str) -> dict[str, Any]:
    """One record that has ended and is not archived, and why not. It is no link: not every keeper sees the record."""
    return {
        "title": ended.title,
        "number": ended.number,
        "unit": unit,
        "closed_on": ended.closed_on,
        "reason": reason(ended, trouble),
        "failed": bool(trouble),
        "kind": ended.kind,
        "key": ended.key,
    }


def reason(ended: Ended, trouble: str) -> str:
    """Why it is not archived yet."""
    if trouble:
        return _("It could not be archived: {error}").format(error=trouble)
    day = waiting.by_itself_on(ended)
    if day > clock.today():
        return _("The clock archives it on {day}.").format(day=date_format(day, "DATE_FORMAT"))
    return _("The clock archives it in its next round.")
