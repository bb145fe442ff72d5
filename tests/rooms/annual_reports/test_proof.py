"""Does counting again prove a published report, and say which cell no longer holds?"""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

import registers
import reporting
from cast import Cast
from gongkai.annual_reports import queries
from gongkai.annual_reports.verifying import verify
from gongkai.core import clock
from gongkai.core.refusals import Invalid
from gongkai.requests.models import Dispute, Request
from registers import Asked
from report_samples import suqian, with_cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return reporting.make_reporting_cast()


@pytest.fixture
def document(cast: Cast) -> dict[str, Any]:
    with reporting.in_january():
        reporting.published(cast)
    edition = queries.latest_edition(cast.agency.pk, 2023)
    assert edition is not None
    return copy.deepcopy(edition.document)


def told(document: dict[str, Any], **more: Any) -> list[str]:
    return [str(each) for each in verify(document, **more).differences]


def test_a_published_report_is_proved_and_stays_so_when_the_next_year_goes_on(
    cast: Cast, document: dict[str, Any]
) -> None:
    assert verify(document).checked == 202
    assert told(document) == []
    still_open = Request.objects.filter(closed_on__isnull=True)
    still_open.update(outcome="granted", closed_on=date(2024, 3, 1), state="closed")
    Dispute.objects.filter(closed_on__isnull=True).update(result="upheld", closed_on=date(2024, 5, 1))
    registers.store_requests(
        cast.agency, iter([Asked("new", date(2024, 2, 1), "natural_person", "online", "", None)])
    )
    assert told(document) == []


def test_a_record_changed_afterwards_is_told_by_its_cells(cast: Cast, document: dict[str, Any]) -> None:
    changed = Request.objects.filter(outcome="granted", closed_on__year=2023).first()
    assert changed is not None
    Request.objects.filter(pk=changed.pk).update(outcome="not_processed_repeat")
    found = told(document)
    assert len(found) == 4
    assert any("（一）予以公开／总计: the file says" in each for each in found)
    assert any("2.重复申请／总计: the file says 0, the records give 1." in each for each in found)


def test_a_figure_changed_in_the_file_is_told(document: dict[str, Any]) -> None:
    forged = with_cell(document, "table2_active_disclosure.penalty_decisions", 7)
    found = told(forged)
    assert found[0] == "The figures in the file are not those its digest was made of."
    assert "not those of the edition 1" in found[1]
    assert "行政处罚／本年处理决定数量: the file says 7, the records give 2822652." in found[2]


def test_a_file_that_says_it_is_an_edition_there_never_was_is_told(document: dict[str, Any]) -> None:
    assert told({**document, "edition": 3}) == ["There is no published edition 3 of this report here."]


def test_a_report_from_elsewhere_is_compared_with_the_host_agencys_records(cast: Cast) -> None:
    reporting.fill_registers(cast, suqian())
    found = told(suqian())
    assert len(found) == 11, "only what nobody declared, and is not nought, differs"
    assert all("the records give 0" in each for each in found)
    with clock.travel_to(date(2024, 1, 5)):
        reporting.declare(cast, suqian())
    assert told(suqian()) == []


def test_a_faulty_file_and_an_unknown_agency_are_named(document: dict[str, Any]) -> None:
    blank = with_cell(document, "table3_requests.granted.total", None)
    assert [each for each in told(blank) if "blank" in each]
    with pytest.raises(Invalid, match="no agency “nowhere”"):
        verify({**document, "agency_code": "nowhere"})
    with pytest.raises(Invalid, match="which year"):
        verify({})
