"""Are licences, penalties and measures counted from the decisions kept here, unless somebody declared them?"""

from __future__ import annotations

from datetime import date

import pytest

from cast import Cast, make_cast
from gongkai.annual_reports.models import DeclaredFigure
from gongkai.annual_reports.queries import counting
from gongkai.core import clock
from gongkai.domain import annual_report
from gongkai.powers import case_files
from gongkai.powers.actions.decisions.bringing import take_decisions
from gongkai.powers.queries import yearly

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    decided = [
        ("penalty", "warning", "2026-01-01"),
        ("penalty", "order", "2026-12-31"),
        ("penalty", "spared", "2026-05-06"),
        ("penalty", "warning", "2025-12-31"),
        ("licence", "granted", "2026-03-02"),
        ("licence", "refused", "2026-03-02"),
    ]
    alike = {"unit": "waste", "party_kind": "organisation", "party_name": "示例公司", "conduct": "示例"}
    rows = [
        {**alike, "number": f"{kind}{n}", "kind": kind, "decided_on": day, "outcome": outcome}
        for n, (kind, outcome, day) in enumerate(decided)
    ]
    with clock.travel_to(date(2027, 1, 5)):
        taken = take_decisions(agency=made.agency, cases=case_files.read_values(rows).cases)
    assert taken.new == 6, taken.faults
    return made


def test_what_nobody_declared_is_counted(cast: Cast) -> None:
    form = annual_report.form("2021")
    figures = counting.figures(cast.agency.pk, 2026, form)
    by_name = {annual_report.field_name(cell): figures[cell] for cell in form.cells()}
    assert (
        by_name["penalty_decisions"],
        by_name["licensing_decisions"],
        by_name["compulsion_decisions"],
    ) == (2, 2, 0)
    for field in ("penalty_decisions", "licensing_decisions"):
        assert yearly.behind(cast.agency.pk, 2026, field).count() == by_name[field], (
            "the figure opens what it counts"
        )


def test_what_was_declared_goes_before_the_records(cast: Cast) -> None:
    DeclaredFigure.objects.create(
        agency=cast.agency,
        year=2026,
        key="penalty_decisions",
        value=7,
        evidence="案件系统",
        declared_by=cast.person("office"),
        declared_at=clock.now(),
    )
    form = annual_report.form("2021")
    figures = counting.figures(cast.agency.pk, 2026, form)
    by_name = {annual_report.field_name(cell): figures[cell] for cell in form.cells()}
    assert (by_name["penalty_decisions"], by_name["licensing_decisions"]) == (7, 2)
