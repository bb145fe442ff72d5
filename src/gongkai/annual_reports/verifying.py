"""Proving a published report: its file against its own digest, its edition, and the records counted again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.annual_reports.models import Report
from gongkai.annual_reports.queries import counting, filing, reports
from gongkai.core.refusals import Invalid
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Figures
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: ``differences`` in sentences (none: it is proved), ``checked`` how many figures."""

    checked: int
    differences: tuple[Text, ...]


def verify(document: Mapping[str, Any], *, agency_code: str = "", chinese: bool = True) -> Verified:
    """Counts a report file again from the records. ``agency_code`` where the file names none."""
    figures = annual_report.parse(document)
    if isinstance(figures, Refused):
        raise Invalid(figures.reason)
    if not isinstance(figures, Figures):
        return Verified(0, tuple(each.text(chinese=chinese) for each in figures))
    agency = agency_named(agency_code or str(document.get("agency_code", "")))
    scope = str(document.get("scope", Report.Scope.OWN))
    found: list[Text] = []
    own = annual_report.digest(figures)
    if document.get("digest", own) != own:
        found.append(say("The figures in the file are not those its digest was made of."))
    found += _edition_fault(document, agency, figures.year, scope, own)
    now = _again(document, agency, scope, figures)
    for cell in annual_report.differences(figures, now):
        found.append(
            say(
                "{cell}: the file says {left}, the records give {right}.",
                cell=figures.form.words(cell, chinese=chinese),
                left=str(figures[cell]),
                right=str(now[cell]),
            )
        )
    return Verified(len(figures.values), tuple(found))


def _again(document: Mapping[str, Any], agency: Agency, scope: str, figures: Figures) -> Figures:
    if scope == Report.Scope.SUM:
        return filing.summed(agency.pk, figures.year, figures.form)
    report = reports.report_of(agency.pk, figures.year)
    rule = str(document.get("dispute_rule", "")) or (report.dispute_rule if report else "")
    return counting.figures(agency.pk, figures.year, figures.form, rule)


def _edition_fault(
    document: Mapping[str, Any], agency: Agency, year: int, scope: str, digest: str
) -> list[Text]:
    """A file that says it is a published edition must be that edition."""
    number = document.get("edition", 0)
    if not number:
        return []
    report = reports.report_of(agency.pk, year, scope)
    edition = report.editions.filter(number=number).first() if report else None
    if edition is None:
        return [say("There is no published edition {number} of this report here.", number=int(number))]
    if edition.digest != digest:
        return [
            say("The figures are not those of the edition {number} that was published.", number=int(number))
        ]
    return []


def agency_named(code: str) -> Agency:
    """The agency of this code; without one, the agency the site is of. Raises ``Invalid``."""
    if not code:
        host = Agency.objects.filter(is_host=True).first()
        if host is None:
            raise Invalid(say("The file does not say whose report it is. Name the agency with --agency."))
        return host
    found = Agency.objects.filter(code=code).first()
    if found is None:
        raise Invalid(say("There is no agency “{code}” in this installation.", code=code))
    return found
