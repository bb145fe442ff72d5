"""Declaring figures whose records live in other systems: licences, penalties, fees, documents in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from django.db import transaction

from gongkai.annual_reports import access
from gongkai.annual_reports.models import DeclaredFigure, Report
from gongkai.annual_reports.queries import reports
from gongkai.core import clock, files, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Cell, Form
from gongkai.domain.annual_report.course import PREPARER
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

DECLARED = ledger.verb(
    "annual_reports.figure.declared", N_("{actor} declared {value} for {cell} ({year}, {unit})")
)
DECLARED_MANY = ledger.verb(
    "annual_reports.figure.declared_many", N_("{actor} declared {count} figures for {year}")
)

#: Larger than any figure a report can hold.
LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Declaration:
    """One figure to declare. ``key`` is its name (``regulations.in_force``); ``unit`` a code, "" the whole agency."""

    key: str
    value: Decimal
    evidence: str
    unit: str = ""


def declare_figure(
    *,
    actor: StaffActor | None,
    agency_id: int,
    year: int,
    figure: Declaration,
    file: tuple[BinaryIO, str] | None = None,
) -> DeclaredFigure:
    """Declares one figure for a unit or the whole agency; it takes the place of what was declared before."""
    _may(actor, agency_id)
    stored = files.take(*file) if file is not None else None
    with transaction.atomic():
        ledger.take_turn()
        form, agency = _open_for(agency_id, year)
        row = _put(actor, agency, year, figure, form)
        if stored is not None:
            row.file, row.file_name = stored[0], stored[1][:160]
            row.save(update_fields=["file", "file_name"])
        cell = {annual_report.field_name(each): each for each in form.cells()}[figure.key]
        data = {
            "key": row.key,
            "value": format(row.value, "f"),
            "cell": form.words(cell),
            "unit": row.unit.name if row.unit else agency.name,
            "evidence": row.evidence,
            "year": year,
        }
        ledger.record(DECLARED, subject=_subject(agency, year), actor=_doing(actor, agency), data=data)
    return row


def declare_figures(
    *, actor: StaffActor | None, agency_id: int, year: int, figures: Sequence[Declaration]
) -> int:
    """Declares many figures at once, all or none. Gives how many."""
    _may(actor, agency_id)
    with transaction.atomic():
        ledger.take_turn()
        form, agency = _open_for(agency_id, year)
        rows = [_put(actor, agency, year, figure, form) for figure in figures]
        told = [
            {"key": row.key, "value": format(row.value, "f"), "unit": figure.unit, "evidence": row.evidence}
            for row, figure in zip(rows, figures, strict=True)
        ]
        ledger.record(
            DECLARED_MANY,
            subject=_subject(agency, year),
            actor=_doing(actor, agency),
            data={"count": len(rows), "year": year, "figures": told},
        )
    return len(rows)


def look_at_figures(
    *, actor: StaffActor | None, agency_id: int, year: int, figures: Sequence[Declaration]
) -> None:
    """Refuses what ``declare_figures`` would refuse, and changes nothing."""
    _may(actor, agency_id)
    form, agency = _open_for(agency_id, year)
    for figure in figures:
        _check(figure, agency, form)


def _check(figure: Declaration, agency: Agency, form: Form) -> Unit | None:
    """The unit the figure is for, once nothing is wrong with it."""
    cells = {annual_report.field_name(each): each for each in reports.declared_cells(form)}
    if figure.key not in cells:
        raise Invalid(
            say("“{key}” is no figure that is declared. Choose one of the list.", key=figure.key), field="key"
        )
    _look_at(figure, cells[figure.key], form)
    return _unit(agency, figure.unit)


def _subject(agency: Agency, year: int) -> tuple[str, object]:
    return "annual_reports.declared", f"{agency.code}-{year}"


def _may(actor: StaffActor | None, agency_id: int) -> None:
    """The preparer may; so may the operator of the installation (``None``), who brings registers in."""
    if actor is not None:
        access.may_prepare(actor, agency_id).require()


def _doing(actor: StaffActor | None, agency: Agency) -> StaffActor | ledger.System:
    if actor is None:
        return ledger.System(agency.code)
    return actor.acting_as(actor.holds(PREPARER, agency_id=agency.pk))


def _open_for(agency_id: int, year: int) -> tuple[Form, Agency]:
    """The form and the agency, where figures may still be declared for the year."""
    form = annual_report.form_of(year)
    if isinstance(form, Refused):
        raise Invalid(form.reason, field="year")
    if not form.tables:
        raise Invalid(say("Reports of {year} have no table of such figures.", year=year), field="year")
    report = reports.report_of(agency_id, year, Report.Scope.OWN)
    if report is not None and report.state != "draft":
        raise Refusal(
            say(
                "The figures of the report for {year} are frozen. Take it back to the draft, "
                "or begin a correction, before you declare others.",
                year=year,
            )
        )
    return form, Agency.objects.get(pk=agency_id)


def _put(
    actor: StaffActor | None, agency: Agency, year: int, figure: Declaration, form: Form
) -> DeclaredFigure:
    unit = _check(figure, agency, form)
    standing = DeclaredFigure.objects.filter(
        agency=agency, year=year, key=figure.key, unit=unit, replaced_at__isnull=True
    )
    standing.update(replaced_at=clock.now())
    doing = _doing(actor, agency)
    return DeclaredFigure.objects.create(
        agency=agency,
        year=year,
        unit=unit,
        key=figure.key,
        value=figure.value,
        evidence=figure.evidence.strip()[:500],
        declared_by_id=actor.person_id if actor else None,
        post=doing.post_title[:120],
        declared_at=clock.now(),
    )


def _look_at(figure: Declaration, cell: Cell, form: Form) -> None:
    decimals = form.decimals(cell)
    if not figure.value.is_finite() or abs(figure.value) >= LARGEST:
        raise Invalid(say("This is no figure a report can hold."), field="value")
    if figure.value < 0 and not form.signed(cell):
        raise Invalid(say("A count cannot be below zero."), field="value")
    if figure.value != round(figure.value, decimals):
        if decimals:
            raise Invalid(say("At most {decimals} decimals.", decimals=decimals), field="value")
        raise Invalid(say("This figure is a whole number."), field="value")
    if not figure.evidence.strip():
        raise Invalid(
            say("Say on what evidence: which system or register, as of which day."), field="evidence"
        )


def _unit(agency: Agency, code: str) -> Unit | None:
    if not code:
        return None
    found = Unit.objects.filter(agency=agency, code=code).first()
    if found is None:
        raise Invalid(say("There is no unit “{unit}” in this agency.", unit=code), field="unit")
    return found
