"""Bringing in a report published elsewhere: of a year before this system, or of an agency that does not use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gongkai.annual_reports import access, indexing, words
from gongkai.annual_reports.actions.base import note_step, tell_ledger
from gongkai.annual_reports.models import Edition, Report
from gongkai.annual_reports.queries import counting, reports
from gongkai.core import clock, ledger, public_version
from gongkai.core.lawwords import in_chinese
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Figures
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

BROUGHT_IN = ledger.verb(
    "annual_reports.report.brought_in",
    N_("{actor} brought in the annual report for {year} published elsewhere"),
)


def bring_in_report(*, actor: StaffActor, agency_id: int, document: Mapping[str, Any], source: str) -> Report:
    """Keeps a report published elsewhere as this agency's edition of its year. It must pass every check.

    ``source``: where it was published; it stands as the reason in the ledger.
    """
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise Invalid(say("There is no such agency."))
    access.may_bring_in(actor, agency).require()
    if not source.strip():
        raise Invalid(say("Say where the report was published."), field="source")
    figures = _figures(document)
    with transaction.atomic():
        ledger.take_turn()
        if reports.report_of(agency_id, figures.year) is not None:
            raise Refusal(say("There is a report of this agency for {year} already.", year=figures.year))
        now = clock.now()
        report = Report.objects.create(
            agency=agency,
            year=figures.year,
            form=figures.form_key,
            dispute_rule=counting.default_dispute_rule(),
            state="published",
            figures=annual_report.dump(figures),
            digest=annual_report.digest(figures),
            frozen_at=now,
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
        )
        doing = actor.acting_as(access.holding_to_bring_in(actor, agency))
        note_step(report, "brought_in", doing, reason=source.strip())
        made = Edition.objects.create(
            report=report,
            number=1,
            document=_document(report, figures, document, source.strip()),
            digest=report.digest,
            signed_by_id=actor.person_id,
            signed_at=now,
            published_by_id=actor.person_id,
            published_at=now,
            reason="",
        )
        data = {"digest": report.digest}
        tell_ledger(BROUGHT_IN, report, doing, data=data, reason=source.strip())
        indexing.put(made)
        public_version.public_changed()
    return report


def _figures(document: Mapping[str, Any]) -> Figures:
    reading = annual_report.read(document)
    if isinstance(reading, Refused):
        raise Invalid(reading.reason)
    faults = annual_report.blocking(annual_report.check(reading))
    figures = reading.figures()
    if faults or figures is None:
        first = faults[0].text(chinese=in_chinese()) if faults else say("It is not whole.")
        raise Refusal(say("The report fails {count} checks. The first: {why}", count=len(faults), why=first))
    return figures


def _document(report: Report, figures: Figures, given: Mapping[str, Any], source: str) -> dict[str, Any]:
    """What is published of it: the figures, and its prose where the file has it."""
    sections = given.get("sections")
    records = given.get("records")
    return {
        **annual_report.dump(figures),
        "schema": annual_report.SCHEMA,
        "title": words.title(report),
        "agency": report.agency.name,
        "agency_code": report.agency.code,
        "agency_level": str(given.get("agency_level", "department")),
        "scope": report.scope,
        "as_of": f"{report.year}-12-31",
        "report_format": figures.form.citation.instrument,
        "sections": dict(sections) if isinstance(sections, Mapping) else {},
        "records": dict(records) if isinstance(records, Mapping) else {},
        "counted": {},
        "declared": [],
        "explanations": [],
        "source": source,
        "state": "published",
        "edition": 1,
        "signed": None,
        "digest": report.digest,
    }
