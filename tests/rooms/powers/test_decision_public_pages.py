"""Is a decision public with everything but the person, wherever the public meets it, in both languages?"""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import deciding
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.refusals import Invalid, Refusal
from gongkai.powers import case_files
from gongkai.powers.actions.decisions.bringing import take_decisions
from gongkai.powers.identity import Party
from gongkai.powers.models import Decision
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NAME, NUMBER = "示例人", "11010119900101123X"
LIST = "/powers/decisions/"


def _build() -> tuple[Cast, Decision, Decision, Decision]:
    cast = make_cast()
    deciding.table(cast)
    public = deciding.published(cast)
    hidden = deciding.decided(cast, number="未公开一号", conduct="占道经营未公开")
    gone = deciding.published(cast, number="撤销一号", conduct="撤销的行为")
    deciding.moved(gone, "revoke", cast.case_leader, reason="经行政复议撤销", on=clock.today())
    deciding.moved(gone, "withdraw", cast.power_publisher, reason="经行政复议撤销")
    return cast, public, hidden, gone


built = once_a_file(_build)


@pytest.fixture
def stage(built: Any) -> Any:
    return on_stage(built)


def page_of(cast: Cast, made: Decision) -> str:
    return f"/powers/{cast.agency.code}/decisions/{made.pk}/"


def everything(cast: Cast, made: Decision) -> list[str]:
    """Every address at which the public meets the decision."""
    plain = [LIST, page_of(cast, made), f"{LIST}feed.atom", "/powers/decisions.csv", "/powers/decisions.json"]
    found = [f"{language}{address}" for language in ("", "/en") for address in plain]
    found += ["/search/?q=倾倒", "/sitemap-0.xml", "/powers/"]
    return [*found, "/api/v1/decisions", f"/api/v1/decisions/{cast.agency.code}/{made.pk}"]


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def test_no_address_tells_the_party_or_what_is_not_public(stage: Any) -> None:
    cast, public, hidden, gone = stage
    for address in everything(cast, public):
        answer = Client().get(address)
        assert answer.status_code == 200, address
        said = body(answer)
        for never in (NAME, NUMBER, "群众关注", hidden.number, hidden.conduct, "case-handler-name"):
            assert never not in said, (address, never)
        if "sitemap" not in address and address != "/powers/":
            assert "建筑垃圾" in said, address
        assert gone.conduct not in said, address


def test_the_page_shows_row_range_and_place_and_is_sound_in_both_languages(stage: Any) -> None:
    cast, public, _hidden, _gone = stage
    for language in ("", "/en"):
        words_of(Client().get(f"{language}{LIST}"))
        page = words_of(Client().get(f"{language}{page_of(cast, public)}"))
        assert 'class="scale"' in page
        assert "示例条例第十条" in page
        assert "示某某" in page
        assert f"/powers/{cast.agency.code}/discretion/D-1/" in page


def test_what_is_not_public_is_not_there_and_what_was_withdrawn_says_why(stage: Any) -> None:
    cast, _public, hidden, gone = stage
    assert Client().get(page_of(cast, hidden)).status_code == 404
    for odd in ("0", "9" * 18, "9" * 30):
        assert Client().get(f"/powers/{cast.agency.code}/decisions/{odd}/").status_code == 404
    assert Client().get(f"/powers/nowhere/decisions/{gone.pk}/").status_code == 404
    answer = Client().get(page_of(cast, gone))
    assert answer.status_code == 410
    page = words_of(answer)
    assert "经行政复议撤销" in page
    assert gone.conduct not in page
    told = Client().get(f"/api/v1/decisions/{cast.agency.code}/{gone.pk}")
    assert (told.status_code, told.json()["reason"]) == (410, "经行政复议撤销")
    assert Client().get(f"/api/v1/decisions/{cast.agency.code}/{hidden.pk}").status_code == 404


@pytest.mark.usefixtures("stage")
def test_files_feed_and_api_say_the_same() -> None:

    (line,) = csv.DictReader(io.StringIO(body(Client().get("/powers/decisions.csv")).lstrip("\ufeff")))
    (said,) = json.loads(body(Client().get("/powers/decisions.json")))["decisions"]
    (item,) = Client().get("/api/v1/decisions").json()["items"]
    for name in ("number", "party", "conduct", "table", "public_text", "url"):
        assert line[name] == said[name] == item[name]
    assert (said["amount"], said["minimum"], said["maximum"], said["rows"]) == (1000, 500, 2000, ["2"])
    assert item["amount"] == 1000
    feed = ET.fromstring(body(Client().get(f"{LIST}feed.atom")))
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 1
    again = Client().get(f"{LIST}feed.atom")
    assert Client().get(f"{LIST}feed.atom", HTTP_IF_NONE_MATCH=again["ETag"]).status_code == 304


FILTERS = (
    ("text=倾倒", True),
    ("text=占道", False),
    ("kind=penalty", True),
    ("kind=licence", False),
    ("table=D-1", True),
    ("table=D-404", True),
    ("year=1999", True),
    ("after=nonsense", True),
    ("after=2026-01-01~" + "9" * 30, True),
    ("text=%00", True),
    ("text=" + "长" * 500, True),
)


@pytest.mark.parametrize(("query", "there"), FILTERS)
def test_the_list_follows_its_address_and_leaves_out_what_makes_no_sense(
    stage: Any, query: str, there: bool
) -> None:
    assert ("测城管罚〔2026〕1号" in words_of(Client().get(f"{LIST}?{query}"))) is there


@pytest.mark.parametrize(
    "query",
    ["cursor=x", "kind=none", "limit=0", "limit=x", "year=abc", "year=99999", "agency=%00", "nothing=1"],
)
def test_the_api_refuses_with_a_sentence(stage: Any, query: str) -> None:
    answer = Client().get(f"/api/v1/decisions?{query}")
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_pages_follow_each_other_and_ask_as_often_for_many_as_for_few(stage: Any) -> None:
    cast = stage[0]
    rows = [
        {
            "number": f"罚〔2026〕{n}号",
            "kind": "penalty",
            "unit": "waste",
            "party_kind": "citizen",
            "party_name": "甲乙丙",
            "conduct": f"擅自倾倒建筑垃圾{n}",
            "decided_on": "2026-10-08",
            "published_on": "2026-10-12",
            "table": "D-1",
            "facts": {"area": 7},
            "outcome": "fine",
            "amount": 1000,
            "public_text": "擅自倾倒建筑垃圾，罚款。",
        }
        for n in range(1, 70)
    ]
    counts = []
    staff = client_of(cast, "supervisor")
    for batch in (rows[:4], rows[4:]):
        assert take_decisions(agency=cast.agency, cases=case_files.read_values(batch).cases).new == len(batch)
        asked = []
        for address in (LIST, "/powers/decisions.json", f"{LIST}feed.atom", "/api/v1/decisions?limit=60"):
            with CaptureQueriesContext(connection) as queries:
                body(Client().get(address))
            asked.append(len(queries))
        one = Decision.objects.get(number="罚〔2026〕1号").pk
        desk = "/workspace/powers"
        for address in (
            f"{desk}/decisions/{one}/",
            f"{desk}/oversight/?year=2026",
            f"{desk}/oversight/D-1/?year=2026",
        ):
            staff.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert "D-1" in words_of(staff.get(address))
            asked.append(len(queries))
        counts.append(asked)
    assert counts[0] == counts[1]
    seen, address = [], LIST
    for _ in range(4):
        answer = Client().get(address)
        seen += [row["number"] for row in answer.context["rows"]]
        address = answer.context["next_url"]
        if not address:
            break
    assert len(seen) == len(set(seen)) == 70


def test_a_party_named_in_conduct_text_or_reason_keeps_it_from_the_public(stage: Any) -> None:
    cast = stage[0]
    made = deciding.decided(cast, number="九号", conduct=f"{NAME}擅自倾倒建筑垃圾")
    deciding.moved(made, "serve", cast.case_handler, on=clock.today())
    Decision.objects.filter(pk=made.pk).update(impact="yes", public_text="擅自倾倒建筑垃圾，罚款。")
    with pytest.raises(Refusal, match="personal"):
        deciding.moved(made, "publish", cast.power_publisher)
    with pytest.raises(Invalid, match="leave out"):
        deciding.moved(stage[1], "revoke", cast.case_leader, reason=f"{NAME}申请复议")
    firm = deciding.published(
        cast, number="十号", party_kind="organisation", party=Party("示例环卫有限公司", "91110000MA00000001")
    )
    assert "示例环卫有限公司" in words_of(Client().get(page_of(cast, firm)))


def test_oversight_lists_outliers_and_cases_alike_with_names_for_staff_only(stage: Any) -> None:
    cast = stage[0]
    deciding.published(cast, number="十一号", amount=Decimal(2000))
    client = client_of(cast, "supervisor")
    year = clock.today().year
    assert "D-1" in words_of(client.get("/workspace/powers/oversight/"))
    page = client.get(f"/workspace/powers/oversight/D-1/?year={year}")
    assert "case-handler-name" in words_of(page)
    (alike,) = page.context["alike"]
    side = words_of(client.get(alike["url"]))
    assert "测城管罚〔2026〕1号" in side
    assert "十一号" in side
    file = client.get(f"/workspace/powers/oversight/D-1/spread.csv?year={year}").content.decode()
    assert file.startswith("\ufeffrow,unit,officer,count,outside,mean")
    for odd in ("D-404/", "D-1/same/nothing/"):
        assert client.get(f"/workspace/powers/oversight/{odd}").status_code == 404
    words_of(client.get("/workspace/powers/oversight/D-1/?year=1900"))


def test_double_publicity_is_downloaded_for_a_period(stage: Any) -> None:
    cast = stage[0]
    client = client_of(cast, "power_publisher")
    today = clock.today().isoformat()
    page = words_of(client.get(f"/workspace/powers/double-publicity/?since={today}&until={today}"))
    address = f"/workspace/powers/double-publicity.csv?since={today}&until={today}"
    assert address.replace("&", "&amp;") in page
    file = body(client.get(address))
    assert "测城管罚〔2026〕1号" in file
    assert NAME not in file
    assert len(body(client.get("/workspace/powers/double-publicity.csv?until=2020-01-01")).splitlines()) == 1
    assert client.get("/workspace/powers/double-publicity/?since=2026-13-01").status_code == 422
    assert client.get("/workspace/powers/double-publicity.csv?since=2026-13-01").status_code == 404
