"""Expanded into registers and counted, does a real report come back cell by cell?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import registers
import reporting
from cast import Cast
from gongkai.annual_reports import queries, rendering
from gongkai.core import clock
from gongkai.domain import annual_report as ar
from gongkai.domain.annual_report import Figures
from gongkai.people.models import Agency
from gongkai.requests.models import Dispute, Request
from registers import Asked, Disputed
from report_samples import suqian

pytestmark = pytest.mark.django_db
TABLES = (
    "table2_active_disclosure",
    "table3_requests",
    "table4_review_litigation",
    "information_processing_fee",
)


@pytest.fixture
def cast() -> Cast:
    return reporting.make_reporting_cast()


def whole(document: dict[str, Any]) -> Figures:
    figures = ar.parse(document)
    assert isinstance(figures, Figures)
    return figures


def test_suqian_2023_comes_back_in_all_its_200_figures(cast: Cast) -> None:
    document = suqian()
    reporting.fill_registers(cast, document)
    assert Request.objects.count() == 3511 + 96
    assert Dispute.objects.count() == 440 + 24 + 89
    reporting.declare(cast, document)
    with reporting.in_january():
        report = reporting.begun(cast)
        counted = queries.current(report)
        assert ar.differences(whole(document), counted) == ()
        given = rendering.document(report)
    assert {key: given[key] for key in TABLES} == {key: document[key] for key in TABLES}
    assert [list(given[key]) for key in TABLES] == [list(document[key]) for key in TABLES]
    said = {key: value for key, value in document["narrative_request_flow"].items() if value is not None}
    assert {key: given["narrative_request_flow"][key] for key in said} == said


def test_counting_asks_as_often_for_many_requests_as_for_none(cast: Cast) -> None:
    form = ar.form("2021")
    with CaptureQueriesContext(
        connection,
    ) as none:
        queries.figures(cast.agency.pk, 2023, form)
    reporting.fill_registers(cast, suqian())
    with CaptureQueriesContext(connection) as many:
        queries.figures(cast.agency.pk, 2023, form)
    assert len(many) == len(none) == 6


def test_what_does_not_belong_to_the_year_is_not_counted(cast: Cast) -> None:
    document = reporting.small(suqian())
    reporting.fill_registers(cast, document)
    before = queries.figures(cast.agency.pk, 2023, ar.form("2021"))
    kind, channel = "natural_person", "online"
    strangers = [
        Asked("A", date(2022, 3, 1), kind, channel, "granted", date(2022, 3, 20)),
        Asked("B", date(2022, 12, 1), kind, channel, "granted", date(2022, 12, 31)),
        Asked("C", date(2024, 1, 1), kind, channel, "", None),
        Asked("D", date(2024, 1, 1), kind, channel, "granted", date(2024, 1, 5)),
    ]
    registers.store_requests(cast.agency, iter(strangers))
    outside = Asked("E", date(2023, 5, 1), kind, channel, "granted", date(2023, 5, 5))
    registers.store_requests(cast.outside_agency, iter([outside]))
    own_record = Asked("F", date(2023, 5, 1), kind, channel, "", None)
    registers.store_requests(cast.agency, iter([own_record]), matter="own_record")
    Request.objects.create(
        agency=cast.agency, number="G", channel=channel, applicant_kind=kind, subject="尚未确认",
        arrived_on=date(2023, 5, 1), created_at=clock.now(), updated_at=clock.now(),
    )  # fmt: skip
    registers.store_disputes(
        cast.agency,
        iter(
            [
                Disputed("administrative_review", date(2022, 3, 1), "upheld", date(2022, 6, 1)),
                Disputed("litigation_direct", date(2024, 1, 1), "pending", None),
            ]
        ),
    )
    assert queries.figures(cast.agency.pk, 2023, ar.form("2021")) == before


@pytest.mark.parametrize(
    ("received", "closed", "rows"),
    [
        (date(2023, 1, 1), date(2023, 1, 1), {"new_received", "granted", "total_processed"}),
        (date(2023, 12, 31), date(2023, 12, 31), {"new_received", "granted", "total_processed"}),
        (date(2023, 12, 31), date(2024, 1, 1), {"new_received", "carried_forward"}),
        (date(2023, 7, 1), None, {"new_received", "carried_forward"}),
        (date(2022, 12, 31), date(2023, 1, 1), {"carried_over_in", "granted", "total_processed"}),
        (date(2022, 12, 31), date(2023, 12, 31), {"carried_over_in", "granted", "total_processed"}),
        (date(2022, 12, 31), None, {"carried_over_in", "carried_forward"}),
        (date(2021, 2, 1), date(2024, 3, 1), {"carried_over_in", "carried_forward"}),
    ],
)
def test_the_first_and_the_last_day_belong_to_the_year(
    cast: Cast, received: date, closed: date | None, rows: set[str]
) -> None:
    outcome = "granted" if closed else ""
    registers.store_requests(
        cast.agency, iter([Asked("1", received, "legal_service_organisation", "fax", outcome, closed)])
    )
    found = queries.figures(cast.agency.pk, 2023, ar.form("2021"))
    assert {
        cell.row for cell in found.form.cells() if found[cell] and cell.column == "legal_service_organisation"
    } == rows
    assert ar.identities(found) == ()


def test_a_dispute_is_counted_by_its_result_on_31_december(cast: Cast) -> None:
    rows = [
        Disputed("administrative_review", date(2023, 2, 1), "corrected", date(2024, 1, 3)),
        Disputed("administrative_review", date(2022, 2, 1), "upheld", date(2023, 1, 3)),
        Disputed("litigation_after_review", date(2022, 2, 1), "pending", None),
    ]
    registers.store_disputes(cast.agency, iter(rows))
    Dispute.objects.create(
        agency=cast.agency, kind="authority_complaint", filed_on=date(2023, 2, 1), created_at=clock.now()
    )
    counted = queries.count_disputes(cast.agency.pk, 2023, "filed_or_carried_in")
    assert +counted == {
        ("administrative_review", "pending"): 1,
        ("administrative_review", "upheld"): 1,
        ("litigation_after_review", "pending"): 1,
    }
    assert +queries.count_disputes(cast.agency.pk, 2023, "filed_this_year") == {
        ("administrative_review", "pending"): 1
    }


def test_what_one_year_carries_forward_the_next_carries_in(cast: Cast) -> None:
    reporting.fill_registers(cast, reporting.small(suqian()))
    one = queries.figures(cast.agency.pk, 2023, ar.form("2021"))
    other = queries.figures(cast.agency.pk, 2024, ar.form("2021"))
    for column in ("natural_person", "commercial_enterprise", "total"):
        assert one.find("carried_forward", column) == other.find("carried_over_in", column)
    assert [each for each in ar.identities(other, one) if each.number <= 4] == []


def test_the_format_of_2019_counts_three_outcomes_in_one_row(cast: Cast) -> None:
    rows = [
        Asked(str(place), date(2020, 3, 1), "natural_person", "online", outcome, date(2020, 3, 9))
        for place, outcome in enumerate(["other_overdue_correction", "other_overdue_fee", "other_other"])
    ]
    registers.store_requests(cast.agency, iter(rows))
    found = queries.figures(cast.agency.pk, 2020, ar.form("2019"))
    assert found.find("other_processed") == found.find("total_processed") == 3


def test_figures_of_several_units_are_added_up(cast: Cast) -> None:
    from decimal import Decimal

    from gongkai.annual_reports import actions
    from gongkai.annual_reports.actions import Declaration

    for unit, value in (("waste", "1200.5"), ("other", "0.2449"), ("", "3")):
        actions.declare_figure(
            actor=cast.preparer,
            agency_id=cast.agency.pk,
            year=2023,
            figure=Declaration("administrative_fee_10k_yuan", Decimal(value), "财政票据系统", unit),
        )
    found = queries.figures(cast.agency.pk, 2023, ar.form("2021"))
    assert found.find("administrative_fee_10k_yuan") == Decimal("1203.7449")


def test_the_figures_of_another_agency_stay_apart(cast: Cast) -> None:
    reporting.fill_registers(cast, reporting.small(suqian()))
    found = queries.figures(Agency.objects.get(pk=cast.outside_agency.pk).pk, 2023, ar.form("2021"))
    assert set(found.values.values()) == {0}
