"""Does the annual report count the normative documents kept here, and open what it counts?"""

from __future__ import annotations

from datetime import date

import consulting as stage
import pytest

from cast import Cast
from gongkai.annual_reports.models import DeclaredFigure
from gongkai.annual_reports.queries import counting
from gongkai.consultations.models import Document
from gongkai.consultations.queries import yearly
from gongkai.core import clock
from gongkai.domain import annual_report

pytestmark = pytest.mark.django_db


def kept(
    cast: Cast,
    published: date,
    *,
    kind: str = "normative",
    state: str = "in_force",
    ended: date | None = None,
) -> None:
    made = stage.project(cast, kind=kind)
    Document.objects.filter(pk=made.pk).update(published_on=published, state=state, ended_on=ended)


def figures(cast: Cast, year: int) -> dict[str, object]:
    form = annual_report.form("2021")
    found = counting.figures(cast.agency.pk, year, form)
    return {annual_report.field_name(cell): found[cell] for cell in form.cells()}


@pytest.fixture
def rules(cast: Cast) -> Cast:
    kept(cast, date(2024, 5, 6))
    kept(cast, date(2025, 1, 1))
    kept(cast, date(2025, 12, 31), kind="normative_business")
    kept(cast, date(2022, 3, 1), state="repealed", ended=date(2025, 7, 1))
    kept(cast, date(2021, 3, 1), state="lapsed", ended=date(2026, 2, 1))
    kept(cast, date(2025, 6, 1), kind="decision")
    return cast


def test_made_ended_and_in_force_are_counted_as_they_stood_at_the_end_of_the_year(rules: Cast) -> None:
    found = figures(rules, 2025)
    assert [found[name] for name in (yearly.ISSUED, yearly.REPEALED, yearly.IN_FORCE)] == [2, 1, 4]
    for name in (yearly.ISSUED, yearly.REPEALED, yearly.IN_FORCE):
        assert yearly.behind(rules.agency.pk, 2025, name).count() == found[name], (
            "the figure opens what it counts"
        )
    found = figures(rules, 2026)
    assert [found[name] for name in (yearly.ISSUED, yearly.REPEALED, yearly.IN_FORCE)] == [0, 1, 3]


def test_before_anything_was_kept_nothing_is_counted(rules: Cast) -> None:
    assert yearly.counted(rules.agency.pk, 2020) == {}


def test_what_was_declared_of_rules_goes_before_them(rules: Cast) -> None:
    DeclaredFigure.objects.create(
        agency=rules.agency,
        year=2025,
        key=yearly.IN_FORCE,
        value=9,
        evidence="文件目录",
        declared_by=rules.person("office"),
        declared_at=clock.now(),
    )
    assert figures(rules, 2025)[yearly.IN_FORCE] == 9
