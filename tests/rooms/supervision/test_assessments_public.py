"""Are published results open to everybody, line by line and as data, and nothing before?"""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import words_of
from gongkai.supervision.models import Assessment
from gongkai.supervision.queries.scoring import digest
from rooms.supervision import assessment_stage as stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/assessments/"


def _built() -> Any:
    cast = make_cast()
    cast.assessment = stage.published(cast)
    return cast


built = once_a_file(_built)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def one(cast: Cast, row: Assessment, rest: str = "") -> str:
    return f"{LIST}{cast.agency.code}/{row.pk}/{rest}"


def test_the_ranking_and_each_line_explained(cast: Cast, client: Client) -> None:
    row = Assessment.objects.get()
    assert row.title in words_of(client.get(LIST))
    page = client.get(one(cast, row))
    ranked = [(each["rank"], each["name"], each["points"]) for each in page.context["rows"]]
    assert ranked == [(1, cast.units["other"].name, "20"), (2, cast.units["waste"].name, "13")]
    lines = page.context["rows"][1]["lines"]
    assert [line["points"] for line in lines] == ["10", "3"]
    taken = [rule["points"] for line in lines for rule in line["rules"] if rule["changes"]]
    assert taken == ["-4", "-3"]
    assert "没有记录" not in words_of(page), "what reviewers noted is not published"


def test_the_lines_add_up_to_the_published_points(cast: Cast, client: Client) -> None:
    page = client.get(one(cast, Assessment.objects.get()))
    for each in page.context["rows"]:
        assert sum(float(line["points"]) for line in each["lines"]) == float(each["points"])


def test_the_data_are_what_was_published(cast: Cast, client: Client) -> None:
    row = Assessment.objects.get()
    whole = client.get(one(cast, row, "results.json")).json()
    assert whole.pop("digest") == row.digest == digest(whole)
    text = client.get(one(cast, row, "results.csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + 2 * 4
    assert rows[1][:2] == ["1", cast.units["other"].name]


def test_in_english_too(cast: Cast, client: Client) -> None:
    page = client.get(f"/en{one(cast, Assessment.objects.get())}")
    assert "Ranking" in page.content.decode()
    assert "4 cases" not in page.content.decode()


def test_before_it_is_published_nobody_reads_it(cast: Cast, client: Client) -> None:
    row = stage.told(cast, title="没有公布的")
    assert "没有公布的" not in words_of(client.get(LIST))
    for rest in ("", "results.csv", "results.json"):
        assert client.get(one(cast, row, rest)).status_code == 404
    assert client.get(f"{LIST}no-such/{row.pk}/").status_code == 404
    assert client.get(f"{LIST}{cast.agency.code}/99999999999999999999/").status_code == 404


def test_the_list_asks_as_often_however_many_there_are(cast: Cast, client: Client) -> None:
    def asked() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    before = asked()
    row = Assessment.objects.get()
    for year in (2001, 2002, 2003):
        row.pk, row.year = None, year
        row._state.adding = True
        row.save()
    assert asked() == before
