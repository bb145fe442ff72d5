"""Does everybody read which risks there are, with the numbers of the register and no names of persons?"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import registering
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from domain.powers.risk_points import risk
from gongkai.core import clock
from gongkai.powers.actions import searches as deeds
from gongkai.powers.queries import risks
from gongkai.powers.queries.risks import Asked
from rooms.powers.risk_stage import bring, furnished, said
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
REGISTER = "/powers/risks/"
built = once_a_file(furnished)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def page(url: str, status: int = 200) -> str:
    response = Client().get(url)
    assert response.status_code == status, (url, response.status_code)
    return response.content.decode()


def cells(text: str) -> list[int]:
    table = text[text.index('<table class="risk-heat"') : text.index("</table>")]
    return [int(each) for each in re.findall(r"<td[^>]*><(?:a|span)[^>]*>(\d+)", table)]


@pytest.mark.parametrize("lead", ["", "/en"])
def test_the_heat_map_shows_the_numbers_of_the_records(cast: Cast, lead: str) -> None:
    found = risks.heat_map(Asked())
    expected = [number for row in found.rows for number in (*row.cells, row.total)]
    assert cells(page(f"{lead}{REGISTER}")) == [*expected, *found.totals, found.total]


def test_each_cell_opens_its_list(cast: Cast) -> None:
    text = page(REGISTER)
    table = text[text.index('<table class="risk-heat"') : text.index("</table>")]
    opened = re.findall(r'<td[^>]*><a href="([^"#]+)#points">(\d+)', table)
    assert len(opened) == 8, "5 cells with a number, 3 sums"
    for url, number in opened:
        rows = page(url.replace("&amp;", "&"))
        assert rows.count('class="entry"') == int(number), url


def test_filters_narrow_the_list_and_wrong_ones_are_left_out(cast: Cast) -> None:
    unit = cast.units["waste"].pk
    assert page(f"{REGISTER}?unit={unit}&grade=high").count('class="entry"') == 2
    assert page(f"{REGISTER}?text=风险点6").count('class="entry"') == 1
    assert "没有符合条件的风险点" in page(f"{REGISTER}?text=没有") or "fits" in page(
        f"/en{REGISTER}?text=没有"
    )
    for wrong in (
        "unit=x",
        "unit=99999999999999999999",
        "grade=x",
        "after=%00",
        "after=R-1~x",
        "text=%00",
        "category=1",
    ):
        assert page(f"{REGISTER}?{wrong}").count('class="entry"') == 6, wrong


@pytest.mark.parametrize("lead", ["", "/en"])
def test_a_point_tells_measure_and_grade_and_no_name(cast: Cast, lead: str) -> None:
    text = page(f"{lead}/powers/{cast.agency.code}/risk/R-6/")
    assert "按裁量基准处罚" in text
    assert "3 × " in text
    assert "小明" not in text
    assert "张**" in text
    for missing in ("R-99", "x" * 61):
        page(f"{lead}/powers/{cast.agency.code}/risk/{missing}/", 404)
    page(f"{lead}/powers/none/risk/R-6/", 404)


def test_what_is_not_in_force_is_not_counted(cast: Cast) -> None:
    bring(cast, "waste", said(70, begins=clock.today() + timedelta(days=10)))
    assert "风险点70" in page(f"/powers/{cast.agency.code}/risk/R-70/"), "its page says from when on"
    version = registering.in_force(cast, "risk", "R-71", title="曾经的风险点", content=risk())
    registering.moved(version, "withdraw", cast.power_publisher, "职责调整")
    assert Client().get(f"/powers/{cast.agency.code}/risk/R-71/").status_code in (404, 410)
    listed = page(REGISTER)
    assert "风险点70" not in listed
    assert "曾经的风险点" not in listed


def test_a_draft_is_not_public(cast: Cast) -> None:
    registering.drafted(cast, "risk", "R-77", title="秘不可示", content=risk())
    page(f"/powers/{cast.agency.code}/risk/R-77/", 404)
    assert "秘不可示" not in page(REGISTER)


def test_a_draft_of_a_new_version_does_not_change_what_is_public(cast: Cast) -> None:
    from gongkai.powers import actions
    from gongkai.powers.models import Entry

    entry = Entry.objects.get(kind="risk", code="R-1")
    version = actions.draft_new_version(actor=cast.power_editor, entry_id=entry.pk)
    actions.save(
        version_id=version.pk,
        actor=cast.power_editor,
        expected_revision=version.revision,
        title="秘不可示",
        content=risk(),
    )
    assert "秘不可示" not in page(REGISTER)
    assert "秘不可示" not in page(f"/powers/{cast.agency.code}/risk/R-1/")


def test_a_pinned_point_leads_to_its_chart(cast: Cast) -> None:
    from gongkai.powers import actions

    chart = {"steps": [{"key": "1", "name": "受理", "actor": "窗口"}]}
    said_chart = actions.BroughtIn("chart", "C-1", "处罚流程", chart, date(2026, 3, 2))
    actions.bring_in(unit=cast.units["waste"], entries=[said_chart], as_published=True)
    bring(cast, "waste", said(9, chart="C-1", step="1"))
    text = page(f"/powers/{cast.agency.code}/risk/R-9/")
    assert f"/powers/{cast.agency.code}/chart/C-1/" in text


def test_the_pages_ask_the_same_however_many_points_there_are(cast: Cast) -> None:
    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(url)
        return len(queries)

    one = f"/powers/{cast.agency.code}/risk/R-1/"
    before = asked(REGISTER), asked(one)
    bring(cast, "waste", *(said(number) for number in range(100, 140)))
    assert (asked(REGISTER), asked(one)) == before


def test_progress_of_the_search_is_public_in_numbers_only(cast: Cast) -> None:
    today = clock.today()
    search = deeds.open_search(
        actor=cast.power_publisher,
        agency_id=cast.agency.pk,
        year=today.year,
        title="年度廉政风险排查",
        opens_on=today,
        closes_on=today + timedelta(days=20),
    )
    url = f"{REGISTER}searches/{cast.agency.code}/{today.year}/"
    part = search.parts.get(unit=cast.units["waste"])
    deeds.sign_off(actor=cast.second_editor, part_id=part.pk, reason="秘不可示的理由")
    for lead in ("", "/en"):
        text = page(lead + url)
        assert "渣土管理科" in text
        assert "秘不可示" not in text
        assert "second-editor" not in text
        assert "年度廉政风险排查" in page(lead + REGISTER)
    page(f"{REGISTER}searches/{cast.agency.code}/1999/", 404)
