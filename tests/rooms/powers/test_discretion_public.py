"""Does the public find a conduct, read its table on a day, compare versions row by row, and take the files away?"""

from __future__ import annotations

import json
from datetime import date

import pytest
import table_stage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import words_of
from gongkai.domain import discretion
from gongkai.powers import actions
from gongkai.powers.models import Entry, Version
from gongkai.powers.paper import sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def pages(cast: Cast) -> dict[str, str]:
    return table_stage.furnished(cast)


def test_a_conduct_is_found_by_words_power_and_code(cast: Cast, pages: dict[str, str]) -> None:
    client = Client()

    def listed(query: str) -> set[str]:
        html = words_of(client.get(f"/powers/discretion/{query}"))
        return {code for code, page in pages.items() if f'href="{page}calculator/"' in html}

    power = Entry.objects.get(kind="item").pk
    assert listed("") == set(pages)
    assert listed("?text=堆放") == {"T-1"}
    assert listed("?text=建筑垃圾") == {"T-1"}  # the power's name
    assert listed("?text=堆放+广告") == set()
    assert listed("?text=t-2") == {"T-2"}
    assert listed(f"?power={power}") == {"T-1"}
    assert listed(f"?unit={cast.units['other'].pk}") == set(pages)  # no such choice: left out
    for odd in ("?text=%00", "?power=x", "?after=%00~1", "?text=" + "x" * 300, "?power=99999999999999999999"):
        assert client.get(f"/powers/discretion/{odd}").status_code == 200
    english = words_of(client.get("/en/powers/discretion/"))
    assert english.count("Published with faults") == 1


def test_the_page_shows_the_rows_in_words_and_faults_loudly(pages: dict[str, str]) -> None:
    client = Client()
    html = words_of(client.get(f"/en{pages['T-1']}"))
    assert "at least 5 平方米, and less than 10 平方米" in html
    assert "a fine of 500 to 1000 yuan" in html
    assert "示例条例第十条" in html
    assert f'href="/en{pages["T-1"]}calculator/"' in html
    assert "discretion-faults" not in html
    assert "500 to 2000" in words_of(client.get(f"/en{pages['T-1']}?on=2024-01-01"))
    faulty = words_of(client.get(f"/en{pages['T-2']}"))
    assert "This table was taken over as it was published, and it has faults" in faulty
    assert "the rows 2 and 3 both fit area = 10" in faulty
    assert faulty.count('class="is-faulty"') == 3
    assert words_of(client.get(pages["T-3"])).count("<tr") >= 8


def test_versions_are_compared_row_by_row(pages: dict[str, str]) -> None:
    html = words_of(Client().get(f"/en{pages['T-1']}compare/?old=1&new=2"))
    assert html.count('<tr class="change"') == 2
    assert html.count('<tr class="same"') == 4  # conduct, basis, factor, row 3
    assert "factor,operator" not in html


def test_on_paper_the_rows_stand_in_words(pages: dict[str, str]) -> None:
    version = Version.objects.get(entry__code="T-1", number=2)
    said = repr(sheet_of(version, "").blocks)
    assert "500" in said
    assert "factor,operator" not in said
    assert "示例条例第十条" in said
    answer = Client().get(f"{pages['T-1']}sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"


def test_the_files_read_back(pages: dict[str, str]) -> None:
    client = Client()
    answer = client.get(f"{pages['T-1']}table.csv?on=2024-01-01")
    table = discretion.read(_body(answer), in_force_from=date(2020, 1, 1)).tables[0]
    assert [str(row.maximum) for row in table.rows] == ["500", "2000", "5000"]
    said = json.loads(_body(client.get(f"{pages['T-2']}table.json")))["tables"][0]
    assert said["as_published"] is True
    assert [each["cases"] for each in said["faults"]] == [["area = 5"], ["area = 10"]]
    every = discretion.read(_body(client.get("/powers/discretion.csv")), in_force_from=date(2020, 1, 1))
    assert [each.code for each in every.tables] == ["T-1", "T-2", "T-3"]
    assert len(json.loads(_body(client.get("/powers/discretion.json")))["tables"]) == 3
    bad = ("/powers/discretion.xlsx", "/powers/discretion.csv?on=x", f"{pages['T-1']}table.pdf")
    for address in (
        *bad,
        f"{pages['T-1']}table.csv?on=2001-01-01",
        f"{pages['T-1'].replace('T-1', 'T-9')}table.csv",
    ):
        assert client.get(address).status_code == 404


def _body(answer: object) -> bytes:
    streamed = getattr(answer, "streaming_content", None)
    return b"".join(streamed) if streamed is not None else bytes(getattr(answer, "content", b""))


def queries(address: str) -> int:
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_lists_ask_no_more_the_more_there_is(cast: Cast, pages: dict[str, str]) -> None:
    addresses = ("/powers/discretion/", "/powers/discretion.json", pages["T-1"])
    before = [queries(address) for address in addresses]
    said = [
        actions.BroughtIn(
            "discretion",
            f"X-{at:02}",
            f"行为{at}",
            {"table": table_stage.OLD.replace("T-1", f"X-{at:02}")},
            table_stage.BEGINS,
            "P-1",
        )
        for at in range(20)
    ]
    actions.bring_in(unit=cast.units["waste"], entries=said)
    assert [queries(address) for address in addresses] == before
