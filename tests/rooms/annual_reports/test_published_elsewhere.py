"""Can a report published elsewhere be brought in, and is it then last year's report and part of a city's sum?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import reporting
from cast import Cast
from desk import client_of, words_of
from gongkai.annual_reports import actions, queries
from gongkai.annual_reports.models import Edition, Report
from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.people.models import Agency
from report_samples import sample, suqian, with_cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return reporting.make_reporting_cast()


@pytest.fixture(autouse=True)
def january() -> Any:
    with reporting.in_january():
        yield


def bring_in(cast: Cast, document: dict[str, Any], who: str = "preparer", source: str = "门户网站") -> Report:
    return actions.bring_in_report(
        actor=getattr(cast, who), agency_id=cast.agency.pk, document=document, source=source
    )


def of_a_department() -> dict[str, Any]:
    return {**reporting.small(suqian()), "agency_level": "city department"}


def test_it_is_the_report_the_next_year_is_compared_with(cast: Cast) -> None:
    bring_in(cast, of_a_department())
    with clock.travel_to(date(2025, 1, 10)):
        report = reporting.begun(cast, 2024)
        found = [each for each in queries.findings(report) if each.number == 5]
    assert {each.cells[0].row for each in found} == {"carried_over_in", "normative_documents"}
    assert ledger.verify()[1] is None


def test_it_is_shown_to_the_public_with_where_it_came_from(cast: Cast) -> None:
    bring_in(cast, of_a_department(), source="门户网站，2024年1月12日")
    page = words_of(client_of(cast, "drafter").get(f"/reports/{cast.agency.code}/2023/"))
    assert "门户网站，2024年1月12日" in page
    assert "2822652" in page


def test_it_counts_in_the_sum_of_the_agency_above(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.outside_agency.pk).update(superior=cast.agency)
    outside = Agency.objects.get(pk=cast.outside_agency.pk)
    actions.bring_in_report(
        actor=cast.preparer, agency_id=outside.pk, document=of_a_department(), source="来文报送"
    )
    assert [each.name for each in queries.missing(cast.agency.pk, 2023)] == [cast.agency.name]
    added = queries.summed(cast.agency.pk, 2023, queries.form_of(Report.objects.get()))
    assert added.find("penalty_decisions") == 2822652


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (sample("shanghai_stc_2024"), "blank"),
        (with_cell(of_a_department(), "table3_requests.granted.total", 0), "fails 2 checks"),
        (suqian() | {"agency_level": "department"}, "makes no government rules"),
    ],
)
def test_one_that_fails_a_check_is_refused(cast: Cast, document: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        bring_in(cast, document)
    assert not Edition.objects.exists()


def test_there_is_one_report_a_year(cast: Cast) -> None:
    bring_in(cast, of_a_department())
    with pytest.raises(Refusal, match="already"):
        bring_in(cast, of_a_department())


def test_only_the_preparer_brings_it_in_and_says_from_where(cast: Cast) -> None:
    for who in ("signer", "drafter", "outsider"):
        with pytest.raises(NotAllowed):
            bring_in(cast, of_a_department(), who)
    with pytest.raises(Invalid):
        bring_in(cast, of_a_department(), source=" ")
