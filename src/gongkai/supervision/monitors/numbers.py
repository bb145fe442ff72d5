"""Numbers that do not agree: published reports against the records, and their text against their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from gongkai.annual_reports import queries as reports
from gongkai.annual_reports import verifying, work_verifying
from gongkai.annual_reports.queries import work_reports
from gongkai.core.refusals import Refusal
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency


def disagreeing(agency: Agency, today: date) -> Iterator[Fault]:
    """Published reports of the agency whose figures the records no longer give."""
    for statutory in reports.published(agency):
        edition = reports.latest_edition(agency.pk, statutory.report.year, statutory.report.scope)
        # What was published elsewhere has no records here to be counted again.
        if edition is None or edition.document.get("source"):
            continue
        yield from _proof(
            f"report:{statutory.report.pk}",
            str(edition.document["title"]),
            partial(_proved, edition.document, agency.code),
            ("workspace:report", (statutory.report.year,)),
        )
    for each in work_reports.published(agency):
        document = each.edition.document
        yield from _proof(
            f"work_report:{each.report.pk}",
            str(document["title"]),
            partial(_work_proved, document, agency.code),
            ("workspace:work_report", (each.report.year,)),
        )


def _proved(document: dict[str, Any], code: str) -> tuple[Text, ...]:
    return verifying.verify(document, agency_code=code).differences


def _work_proved(document: dict[str, Any], code: str) -> tuple[Text, ...]:
    return work_verifying.verify(document, agency_code=code).differences


def _proof(
    key: str, title: str, prove: Callable[[], tuple[Text, ...]], address: tuple[str, tuple[str | int, ...]]
) -> Iterator[Fault]:
    try:
        found = prove()
    except Refusal as refusal:
        found = (refusal.reason,)
    if found:
        text = say("{number} differences; the first: {difference}", number=len(found), difference=found[0])
        yield Fault(key, title, text, None, address)
