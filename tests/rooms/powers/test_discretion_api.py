"""Does the API list tables, give one whole, and answer a case as the command does?"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
import table_stage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from gongkai.powers import actions

pytestmark = pytest.mark.django_db
HERE = "/api/v1/discretion"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def pages(cast: Cast) -> dict[str, str]:
    return table_stage.furnished(cast)


def get(path: str = "", status: int = 200, **asked: object) -> Any:
    answer = Client().get(f"{HERE}{path}?{urlencode({'language': 'en', **asked})}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_list_with_its_pages(cast: Cast, pages: dict[str, str]) -> None:
    first = get(limit=2)
    assert [each["code"] for each in first["items"]] == ["T-1", "T-2"]
    assert [each["as_published"] for each in first["items"]] == [False, True]
    assert first["items"][0]["power"] == "P-1"
    assert first["items"][0]["url"].endswith(f"/en{pages['T-1']}")
    second = get(limit=2, cursor=first["cursor"])
    assert ([each["code"] for each in second["items"]], second["next"]) == (["T-3"], None)
    assert [each["code"] for each in get(q="堆放")["items"]] == ["T-1"]
    assert get(on="2019-01-01")["items"] == []
    assert "no cursor" in get(cursor="x", status=422)["message"]
    assert get(limit=0, status=422)
    assert get(colour=1, status=422)


def test_a_table_whole_on_a_day(pages: dict[str, str]) -> None:
    now = get("/T-1")
    assert [row["maximum"] for row in now["rows"]] == [300, 1000, 5000]
    assert [row["maximum"] for row in get("/T-1", on="2024-01-01")["rows"]] == [500, 2000, 5000]
    assert now["factors"] == [
        {"key": "area", "label": "area", "kind": "number", "unit": "平方米", "domain": "number [0..]"}
    ]
    assert [each["cases"] for each in get("/T-2")["faults"]] == [["area = 5"], ["area = 10"]]
    assert "was in force on" in get("/T-1", 404, on="2001-01-01")["message"]
    assert "/api/v1/discretion lists them" in get("/T-9", 404)["message"]
    assert get("/T-1", 422, on="2026-02-30")


def evaluated(code: str, facts: dict[str, Any], status: int = 200, **more: object) -> Any:
    return get(f"/{code}/evaluate", status, facts=json.dumps(facts), **more)


def test_a_case_as_the_command_answers_it(pages: dict[str, str]) -> None:
    found = evaluated("T-3", {"area": 12, "party": "单位", "offences": 2, "corrected": False})
    keys = {"rows", "minimum", "maximum", "unit", "trace", "citation", "fault"}
    assert keys <= set(found)
    assert (found["rows"], found["minimum"], found["maximum"], found["unit"]) == (["4"], 1000, 3000, "yuan")
    assert found["citation"] == "示例条例第九条"
    assert found["milder"] is None
    older = evaluated("T-1", {"area": 7}, on="2024-06-01")
    assert (older["maximum"], older["milder"]["chosen"], older["milder"]["other"]["maximum"]) == (
        1000,
        "new",
        2000,
    )
    both = evaluated("T-2", {"area": 5, "first_offence": True})
    assert (both["rows"], both["fault"]) == (["1", "2"], True)
    assert [each["key"] for each in both["circumstances"]] == ["first_offence"]
    for facts in ({}, {"area": "x"}, {"area": 7, "colour": 1}, {"area": -1}):
        assert evaluated("T-1", facts, 422)["message"]
    for text in ("{", "[]", "7", "[" * 3_000):
        assert "JSON object" in get("/T-1/evaluate", 422, facts=text)["message"]
    assert get("/T-1/evaluate", 422, facts="x" * 5_000)
    assert "not yet in force" in evaluated("T-1", {"area": 7}, 422, on="2001-01-01")["message"]


def test_it_is_described(pages: dict[str, str]) -> None:
    described = Client().get("/api/v1/openapi.json?language=en").json()
    for path in (HERE, f"{HERE}/{{code}}", f"{HERE}/{{code}}/evaluate"):
        operation = described["paths"][path]["get"]
        assert operation["tags"] == ["powers"]
        assert operation["responses"]["200"]["content"]["application/json"]["example"]


def test_the_list_asks_no_more_the_more_there_is(cast: Cast, pages: dict[str, str]) -> None:
    def queries() -> int:
        get()
        with CaptureQueriesContext(connection) as captured:
            get()
        return len(captured)

    before = queries()
    said = [
        actions.BroughtIn(
            "discretion",
            f"X-{at}",
            "行为",
            {"table": table_stage.OLD.replace("T-1", f"X-{at}")},
            table_stage.BEGINS,
            "P-1",
        )
        for at in range(20)
    ]
    actions.bring_in(unit=cast.units["waste"], entries=said)
    assert queries() == before
