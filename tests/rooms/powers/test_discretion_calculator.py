"""Does the calculator show the lawful range with its reasons, without a script, and tell nothing of few decisions?"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
import table_stage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import words_of
from gongkai.core import clock
from gongkai.powers.models import Entry, StripFigure
from gongkai.powers.queries import strips

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def pages(cast: Cast) -> dict[str, str]:
    return table_stage.furnished(cast)


def asked(page: str, language: str = "/en", **facts: object) -> str:
    """The answer's page to the facts, whose names begin with ``f-``."""
    given = {name.replace("f_", "f-"): value for name, value in facts.items()}
    return words_of(
        Client().get(f"{language}{page}calculator/?{urlencode({'ask': '1', **given}, doseq=True)}")
    )


def result(html: str) -> str:
    return html.partition('class="discretion-result')[2].partition("</section>")[0]


def test_every_kind_of_factor_is_a_question(pages: dict[str, str]) -> None:
    for language in ("", "/en"):
        html = words_of(Client().get(f"{language}{pages['T-3']}calculator/"))
        assert 'name="f-area"' in html
        assert 'inputmode="decimal"' in html
        assert 'inputmode="numeric"' in html
        assert html.count('name="f-party"') == 2
        assert html.count('name="f-corrected"') == 2
        assert 'value="个人"' in html
        assert 'name="c"' in html
        assert "discretion-result" not in html


def test_the_range_its_row_article_and_reasons(pages: dict[str, str]) -> None:
    html = asked(pages["T-3"], f_area="12", f_party="单位", f_offences="2", f_corrected="no")
    said = result(html)
    assert "a fine of 1000 to 3000 yuan" in said
    assert "Row 4" in said
    assert "示例条例第九条" in said
    assert "area is 12; asked for: at least 10" in html
    assert "行政处罚法》第四十五条" in html
    assert "第三十三条" in html
    # A milder row within reach: one fact otherwise.
    lighter = html.partition('id="lighter"')[2].partition("</section>")[0]
    assert "area: less than 10" in lighter
    assert "corrected: Yes" in lighter
    assert "noindex" in html


@pytest.mark.parametrize(
    ("area", "row"), [("4.99", "1"), ("5", "2"), ("9.99", "2"), ("10", "3"), ("１２平方米", "3")]
)
def test_at_every_border_the_row_is_the_right_one(pages: dict[str, str], area: str, row: str) -> None:
    assert f"Row {row} " in result(asked(pages["T-1"], f_area=area)).replace(" ·", " ")


def test_an_older_conduct_and_a_milder_newer_rule(pages: dict[str, str]) -> None:
    html = asked(pages["T-1"], f_area="7", on="2024-06-01")
    assert "a fine of 500 to 1000 yuan" in result(html)
    assert "The newer rule holds" in html
    milder = html.partition('id="milder"')[2].partition("</section>")[0]
    assert "500 to 2000" in milder
    assert "第三十七条" in milder
    same = asked(pages["T-1"], f_area="12", on="2024-06-01")
    assert "The rule of the day of the conduct holds" in same
    assert 'id="milder"' not in asked(pages["T-1"], f_area="7", on="2025-06-01")


def test_a_day_before_any_version_and_a_day_that_is_none(pages: dict[str, str]) -> None:
    html = words_of(Client().get(f"/en{pages['T-1']}calculator/?on=2001-01-01&ask=1&f-area=7"))
    assert "not yet in force" in html
    assert 'name="on"' in html
    odd = words_of(Client().get(f"/en{pages['T-1']}calculator/?on=2026-13-40&ask=1&f-area=7"))
    assert "This is no date" in odd
    assert "discretion-result" not in odd


def test_a_fault_of_the_table_is_shown_loudly(pages: dict[str, str]) -> None:
    before = words_of(Client().get(f"/en{pages['T-2']}calculator/"))
    assert "the rows 1 and 2 both fit area = 5" in before
    html = asked(pages["T-2"], f_area="5")
    assert "discretion-result--fault" in html
    assert "The rows together say: a fine of 0 to 1000 yuan" in html
    assert "A person must decide" in html
    assert "discretion-result--fault" not in asked(pages["T-2"], f_area="6")


def test_circumstances_are_said_with_their_articles(pages: dict[str, str]) -> None:
    html = asked(pages["T-1"], f_area="7", c=["minor_and_corrected", "repeated"])
    assert "No penalty is given (《行政处罚法》第三十三条第一款)." in result(html)
    assert html.count("You ticked this") == 2
    assert "configuration of the agency" in html
    assert "Choose" in asked(pages["T-1"], f_area="7", c="nothing") or "valid" in asked(
        pages["T-1"], f_area="7", c="nothing"
    )


@pytest.mark.parametrize("area", ["", "x", "-1", "1" * 60, "7 8", "NaN", "1e5", "<b>", "7公斤", "%00"])
def test_a_wrong_answer_gets_a_sentence_and_stays(pages: dict[str, str], area: str) -> None:
    html = words_of(Client().get(f"/en{pages['T-1']}calculator/?ask=1&f-area={area}"))
    assert "discretion-result" not in html
    assert "field--error" in html
    for more in ("f-area=7&f-area=8", "f-nothing=1", "after=%00", "c=%00"):
        assert Client().get(f"{pages['T-1']}calculator/?ask=1&{more}").status_code == 200


def test_there_is_no_calculator_of_what_is_not_public(cast: Cast, pages: dict[str, str]) -> None:
    for address in (
        "none/discretion/T-1",
        f"{cast.agency.code}/discretion/T-9",
        f"{cast.agency.code}/item/P-1",
    ):
        assert Client().get(f"/powers/{address}/calculator/").status_code == 404


def test_the_strip_tells_many_and_never_few(pages: dict[str, str]) -> None:
    table_stage.figures("T-1", {-1: 4, 0: 12, 10: 2, 20: 3})
    table_stage.figures("T-1", {0: 5}, outcome="warning")
    table_stage.figures("T-1", {0: 400}, month=date(2019, 1, 1))
    table_stage.figures("T-1", {3: 77}, row="1")
    html = asked(pages["T-1"], f_area="7")
    strip = html.partition('<figure class="strip">')[2].partition("</figure>")[0]
    assert "24 published decisions are told here." in strip
    assert "In 1 place there are fewer than 3" in strip
    assert strip.count("<rect") == 5  # the range, three bars, one mark for the few
    assert strip.count('class="strip__few"') == 1
    assert strip.count('class="strip__outside"') == 1
    assert "about 750 yuan" in strip
    assert "fewer than 3" in strip
    assert "400" not in strip
    assert "77" not in strip


def test_without_decisions_it_says_so(pages: dict[str, str]) -> None:
    html = asked(pages["T-1"], f_area="7")
    assert "No decision on this row was published in these years." in html
    assert "strip__picture" not in html


def queries(address: str) -> int:
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert not [each for each in captured if "powers_decision" in each["sql"]]
    return len(captured)


def test_prepared_figures_answer_whatever_their_number(pages: dict[str, str]) -> None:
    address = f"{pages['T-1']}calculator/?ask=1&f-area=7"
    before = queries(address)
    for at in range(30):
        month = date(2023 + (at + 4) // 12, (at + 4) % 12 + 1, 1)
        table_stage.figures("T-1", {place: at + place + 2 for place in range(-1, 22)}, month=month)
        table_stage.figures("T-1", dict.fromkeys(range(44), 9), row="1", month=month)
    assert StripFigure.objects.count() >= 2_000
    assert queries(address) == before
    entry = Entry.objects.get(code="T-1")
    found = strips.strips(entry, ["2"], clock.today())
    since = strips.since(clock.today())
    counted = StripFigure.objects.filter(table=entry, row="2", month__gte=since)
    assert found["2"].told == sum(counted.values_list("count", flat=True))
