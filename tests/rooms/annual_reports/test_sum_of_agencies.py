"""Does a city add its agencies' reports up, and say who has not filed?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import registers
import reporting
from cast import BEGIN, Cast, agency, person
from desk import client_of, words_of
from gongkai.annual_reports import actions, queries, rendering
from gongkai.annual_reports.actions import Declaration
from gongkai.annual_reports.models import Report
from gongkai.annual_reports.verifying import verify
from gongkai.core import deadlines
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import annual_report as ar
from gongkai.people.actor import actor_of
from gongkai.people.models import Agency, Unit
from report_samples import suqian
from reporting import go

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The bureau and a second agency below the government office, each with its preparer and signer."""
    cast = reporting.make_reporting_cast()
    office = agency("341600", "测试市人民政府办公室", "000000001")
    Agency.objects.filter(pk__in=[cast.agency.pk, cast.outside_agency.pk]).update(superior=office)
    for code, of in (("city", office), ("outside", cast.outside_agency)):
        unit = Unit.objects.create(agency=of, code=f"{code}-office", name="公开办", opened_on=BEGIN)
        for part in ("preparer", "signer"):
            name = f"{code}_{part}"
            cast.people[name] = person(name.replace("_", "-"), of, unit, [f"annual_reports.{part}"])
    cast.agency.refresh_from_db()
    return cast


@pytest.fixture(autouse=True)
def january() -> Any:
    with reporting.in_january():
        yield


def file_own(cast: Cast, of: Agency, who: str, document: dict[str, Any], seed: int) -> None:
    """An agency's own report, from its registers to its publication."""
    registers.store_requests(of, registers.requests_of(document, seed))
    registers.store_disputes(of, registers.disputes_of(document, seed))
    preparer, signer = (actor_of(cast.people[f"{who}_{part}"]) for part in ("preparer", "signer"))
    figures = [
        Declaration(key, Decimal(str(value)), "系统")
        for key, value in registers.declared_of(document).items()
    ]
    actions.declare_figures(actor=preparer, agency_id=of.pk, year=2023, figures=figures)
    report = actions.begin_report(actor=preparer, agency_id=of.pk, year=2023)
    actions.write_sections(
        report_id=report.pk, actor=preparer, expected_version=None, sections=reporting.TEXTS
    )
    for key, by in (("check", preparer), ("sign", signer), ("publish", signer)):
        actions.move(report_id=report.pk, key=key, actor=by, expected_version=None)


def test_the_sum_is_the_sum_and_says_who_is_missing(cast: Cast) -> None:
    office = Agency.objects.get(code="341600")
    total = actions.begin_report(
        actor=actor_of(cast.people["city_preparer"]), agency_id=office.pk, year=2023, scope="sum"
    )
    assert {each.name for each in queries.missing(office.pk, 2023)} == {
        office.name, cast.agency.name, cast.outside_agency.name,
    }  # fmt: skip
    assert set(queries.current(total).values.values()) == {0}
    one, other = reporting.small(suqian()), reporting.small(suqian())
    other["table2_active_disclosure"]["administrative_fee_10k_yuan"] = 0.7551
    reporting.published(cast, one)
    assert {each.name for each in queries.missing(office.pk, 2023)} == {office.name, cast.outside_agency.name}
    file_own(cast, cast.outside_agency, "outside", other, seed=2)
    empty = {
        key: {
            row: dict.fromkeys(value, 0) if isinstance(value, dict) else 0 for row, value in one[key].items()
        }
        for key in ("table2_active_disclosure", "table3_requests", "table4_review_litigation")
    }
    file_own(
        cast,
        office,
        "city",
        {"year": 2023, **empty, "information_processing_fee": {"cases": 0, "amount_yuan": 0}},
        seed=3,
    )
    assert queries.missing(office.pk, 2023) == []
    added = queries.current(total)
    assert added.find("new_received") == 2 * one["table3_requests"]["new_received"]["total"]
    assert added.find("administrative_fee_10k_yuan") == Decimal("59238")
    assert ar.identities(added, agency_level="government") == ()


def test_a_sum_is_not_checked_before_everybody_has_filed(cast: Cast) -> None:
    office = Agency.objects.get(code="341600")
    preparer = actor_of(cast.people["city_preparer"])
    report = actions.begin_report(actor=preparer, agency_id=office.pk, year=2023, scope="sum")
    actions.write_sections(
        report_id=report.pk, actor=preparer, expected_version=None, sections=reporting.TEXTS
    )
    with pytest.raises(Refusal, match="Not every agency has filed"):
        actions.move(report_id=report.pk, key="check", actor=preparer, expected_version=None)


def test_a_governments_report_is_due_on_31_march_and_counts_as_a_governments(cast: Cast) -> None:
    office = Agency.objects.get(code="341600")
    report = actions.begin_report(
        actor=actor_of(cast.people["city_preparer"]), agency_id=office.pk, year=2023, scope="sum"
    )
    (running,) = deadlines.running(queries.subject_of(report))
    assert running.due_on == date(2024, 3, 31)
    document = rendering.document(report)
    assert (document["agency_level"], document["scope"]) == ("government", "sum")
    assert verify(document).differences == ()


def test_an_agency_with_nobody_below_it_has_no_sum(cast: Cast) -> None:
    with pytest.raises(Invalid, match="nothing to add up"):
        reporting.begun(cast, 2023, "sum")


def test_the_office_sees_published_reports_of_its_agencies_and_no_drafts(cast: Cast) -> None:
    from gongkai.annual_reports import access

    report = reporting.published(cast)
    reporting.begun(cast, 2022)
    seen = Report.objects.filter(access.visible_to(actor_of(cast.people["city_preparer"])))
    assert list(seen) == [report]
    assert not Report.objects.filter(access.visible_to(actor_of(cast.people["outside_preparer"]))).exists()


def test_the_preparer_of_one_agency_does_not_touch_anothers(cast: Cast) -> None:
    report = reporting.ready(cast)
    for who in ("city_preparer", "outside_preparer"):
        with pytest.raises(Refusal, match="no such report"):
            go(cast, report, "check", who)


def test_the_sum_is_published_beside_the_agencys_own() -> None:
    cast = reporting.make_reporting_cast()
    own = reporting.published_as_agency_and_government(cast, 2023)
    total = queries.latest_edition(cast.agency.pk, 2023, "sum")
    edition = queries.latest_edition(cast.agency.pk, 2023)
    assert total is not None
    assert edition is not None
    assert edition.report == own
    assert (
        total.document["table3_requests"]["new_received"]["total"]
        == 2 * edition.document["table3_requests"]["new_received"]["total"]
    )
    client = client_of(cast, "drafter")
    assert client.get(f"/reports/{cast.agency.code}/2023/sum/").status_code == 200
    assert client.get(f"/reports/{cast.agency.code}/2023/sum/report.json").json()["scope"] == "sum"
    page = words_of(client_of(cast, "preparer").get("/workspace/reports/2023/?scope=sum&part=filed"))
    assert cast.outside_agency.name in page
    shown = client_of(cast, "preparer").get(
        "/workspace/reports/2023/figure/table2_active_disclosure/penalty_decisions/-/?scope=sum"
    )
    assert words_of(shown).count("2822652") == 2
