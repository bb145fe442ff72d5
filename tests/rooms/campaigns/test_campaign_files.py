"""Do the files of a campaign hold every published record, item by item, and nothing a spreadsheet would carry out?"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import campaigning as stage
import pytest
from django.test import Client

from cast import Cast
from gongkai.campaigns.public.files import COLUMNS

pytestmark = pytest.mark.django_db


def body(answer: Any) -> str:
    return str(b"".join(answer.streaming_content).decode())


def lines(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_and_json_say_the_same_of_every_item(cast: Cast) -> None:
    running = stage.running(cast)
    made = stage.published(cast, running, "washing", remark="已告知")
    here = f"/campaigns/{running.agency.code}/{running.number}/records"
    answer = Client().get(f"{here}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f"{running.number}-records.csv" in answer["Content-Disposition"]
    rows = lines(body(answer))
    (record,) = json.loads(body(Client().get(f"{here}.json")))["records"]
    assert len(rows) == len(record["items"]) == len(stage.ITEMS)
    for row, item in zip(rows, record["items"], strict=True):
        assert set(row) == set(COLUMNS)
        assert (row["item"], row["verdict"], row["note"]) == (item["key"], item["verdict"], item["note"])
        for name in ("record", "site", "made_on", "result", "correct_by", "remark", "url"):
            assert row[name] == record[name]
    assert record["record"] == made.number
    assert record["photos"] == [f"http://testserver/campaigns/photos/{made.photos.get().pk}.jpg"]
    assert {row["verdict"] for row in rows} == {"met", "unmet"}


def test_what_is_not_published_is_in_no_file(cast: Cast) -> None:
    running = stage.running(cast)
    stage.recorded(cast, running, "washing")
    gone = stage.published(cast, running, "fence", cause="follow_up")
    stage.record_moved(gone, "withdraw", cast.campaign_publisher, "录入有误")
    here = f"/campaigns/{running.agency.code}/{running.number}/records"
    assert lines(body(Client().get(f"{here}.csv"))) == []
    assert json.loads(body(Client().get(f"{here}.json"))) == {"records": []}


@pytest.mark.parametrize("word", ["=1+1", "+86", "-2", "@SUM(A1)"])
def test_no_word_becomes_a_formula(cast: Cast, word: str) -> None:
    running = stage.running(cast)
    stage.published(cast, running, remark=f"{word}备注")
    text = body(Client().get(f"/campaigns/{running.agency.code}/{running.number}/records.csv"))
    for row in lines(text):
        assert not row["remark"].startswith(("=", "+", "-", "@"))
        assert row["remark"].endswith(f"{word}备注")


def test_the_words_of_the_items_follow_the_language(cast: Cast) -> None:
    running = stage.running(cast)
    stage.published(cast, running)
    for language, label in (("", "手续到位"), ("/en", "Papers in place")):
        rows = lines(
            body(Client().get(f"{language}/campaigns/{running.agency.code}/{running.number}/records.csv"))
        )
        assert rows[0]["item_label"] == label
