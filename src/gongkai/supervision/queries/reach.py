"""May the person open the page of the record that is wrong? Each room is asked with its own reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gongkai.annual_reports import queries as reports
from gongkai.annual_reports.queries import work_reports
from gongkai.campaigns.queries import inspections
from gongkai.complaints.queries import records as matters
from gongkai.consultations.queries import documents as rules
from gongkai.duties.queries import tasks
from gongkai.people import queries as people
from gongkai.people.actor import StaffActor
from gongkai.powers.queries import decisions, register
from gongkai.publishing import queries as publishing
from gongkai.requests.queries import disputes
from gongkai.requests.queries import records as requests
from gongkai.supervision.models import Finding

Reads = Callable[..., Any]


def _entry(actor: StaffActor, *args: str) -> object:
    """Addresses of the register that name no agency mean the own one."""
    agency, kind, code = args if len(args) == 3 else ("", *args)
    return register.entry(actor, kind, code, agency)


def _report(actor: StaffActor, pk: int) -> object:
    return reports.reports_for_staff(actor).filter(pk=pk).first()


def _agency(actor: StaffActor, pk: int) -> object:
    return people.agencies(actor).filter(pk=pk).first()


#: Name of an address → the read its page begins with; what is not named every colleague opens.
_READS: Mapping[str, Reads] = {
    "workspace:document": publishing.document_for_staff,
    "workspace:request": requests.request_for_staff,
    "workspace:dispute": disputes.dispute_for_staff,
    "workspace:complaint": matters.matter_for_staff,
    "workspace:inspection": inspections.inspection,
    "workspace:power": _entry,
    "workspace:power_decision": decisions.decision,
    "workspace:consultation": rules.document,
    "workspace:report": reports.report_for_staff,
    "workspace:report_by_number": _report,
    "workspace:work_report": work_reports.one_for_staff,
    "workspace:task": tasks.task,
    "workspace:people_agency": _agency,
}


def may_open(actor: StaffActor, finding: Finding) -> bool:
    """Whether the page of the record shows itself to the actor. A few queries, for one finding at a time."""
    read = _READS.get(finding.address)
    return bool(finding.address) and (read is None or read(actor, *finding.address_args) is not None)
