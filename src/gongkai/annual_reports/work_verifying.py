"""Proving a work report: its file against its own digest, its edition, and the records counted again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.verifying import Verified, agency_named
from gongkai.core.refusals import Invalid
from gongkai.domain.annual_report import work
from gongkai.domain.annual_report.work import Counted, Figure
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency


def is_work_report(document: Mapping[str, Any]) -> bool:
    """Whether the file is a work report."""
    return document.get("schema") == work.SCHEMA


def verify(document: Mapping[str, Any], *, agency_code: str = "", chinese: bool = True) -> Verified:
    """Counts a work report's file again from the records. ``agency_code`` where the file names none."""
    kept, year = document.get("counts"), document.get("year")
    if not isinstance(kept, dict) or not isinstance(year, int):
        raise Invalid(
            say(
                "This is no whole work report: its year or its counts are missing. Write it again with gongkai report."
            )
        )
    counts = work.parse(kept)
    agency = agency_named(agency_code or str(document.get("agency_code", "")))
    found: list[Text] = []
    own = work.digest(counts)
    if document.get("digest", own) != own:
        found.append(say("The figures in the file are not those its digest was made of."))
    found += _stated(document, counts, chinese=chinese)
    found += _edition_fault(document, agency, year, own)
    now = work_reports.count(agency.pk, year)
    found += [_differs(each, counts, now, chinese=chinese) for each in work.differences(counts, now)]
    return Verified(len(counts), tuple(found))


def _stated(document: Mapping[str, Any], counts: Mapping[str, Counted], *, chinese: bool) -> list[Text]:
    """What the file states of a figure must be what its own count gives."""
    figures = document.get("figures")
    if not isinstance(figures, dict):
        return []
    return [
        say(
            "{figure}: the file states {stated}, its own count gives {counted}.",
            figure=_name(each, chinese=chinese),
            stated=str(figures[each.key].get("value")),
            counted=str(work.value(each, counts[each.key])),
        )
        for each in work.figures()
        if each.key in counts
        and isinstance(figures.get(each.key), dict)
        and not _alike(figures[each.key].get("value"), work.value(each, counts[each.key]))
    ]


def _alike(stated: object, counted: float | str | None) -> bool:
    """Whether both are the same number. A file's 90.17 is read as a decimal, which never equals the float 90.17."""
    if isinstance(counted, float) and isinstance(stated, Decimal | float):
        return Decimal(str(stated)) == Decimal(str(counted))
    return stated == counted


def _differs(
    one: Figure, before: Mapping[str, Counted], now: Mapping[str, Counted], *, chinese: bool
) -> Text:
    return say(
        "{cell}: the file says {left}, the records give {right}.",
        cell=_name(one, chinese=chinese),
        left=_written(before.get(one.key)),
        right=_written(now.get(one.key)),
    )


def _written(counted: Counted | None) -> str:
    if counted is None:
        return "—"
    return str(counted.number) if counted.of is None else f"{counted.number}/{counted.of}"


def _name(one: Figure, *, chinese: bool) -> str:
    return one.label if chinese else one.label_en


def _edition_fault(document: Mapping[str, Any], agency: Agency, year: int, digest: str) -> list[Text]:
    """A file that says it is a published edition must be that edition."""
    number = document.get("edition", 0)
    if not number:
        return []
    report = work_reports.report_of(agency.pk, year)
    edition = report.editions.filter(number=number).first() if report else None
    if edition is None:
        return [say("There is no published edition {number} of this report here.", number=int(number))]
    if edition.digest != digest:
        return [
            say("The figures are not those of the edition {number} that was published.", number=int(number))
        ]
    return []
