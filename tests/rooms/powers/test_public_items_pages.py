"""Does the public read what is in force and nothing else: lists, pages, versions, files, search?"""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
import registering
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import words_of
from gongkai.core import clock, search
from gongkai.powers import actions, indexing
from gongkai.powers.actions import by_itself
from gongkai.powers.models import Version

pytestmark = pytest.mark.django_db
LANGUAGES = ("", "/en")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def two_versions(cast: Cast) -> str:
    """A power with two versions in force one after the other; its public address."""
    registering.in_force(cast, on=date(2025, 1, 1))
    entry = Version.objects.latest("pk").entry
    draft = actions.draft_new_version(actor=cast.power_editor, entry_id=entry.pk)
    changed = {**registering.ITEM, "duty": "依法查处，告知陈述、申辩权利。", "limit": "九十日内"}
    actions.save(
        version_id=draft.pk,
        actor=cast.power_editor,
        expected_revision=None,
        title="擅自倾倒、抛撒建筑垃圾的处罚",
        content=changed,
        note="条例修订",
        in_force_from=date(2026, 2, 1),
    )
    registering.published(cast, draft)
    return f"/powers/{cast.agency.code}/item/P-1/"


def test_drafts_are_nowhere_public(cast: Cast) -> None:
    registering.drafted(cast)
    page = f"/powers/{cast.agency.code}/item/P-1/"
    client = Client()
    for beside in ("", "compare/", "sheet.pdf", "qr.svg"):
        assert client.get(f"{page}{beside}").status_code == 404
    for address in (
        "/powers/",
        "/powers/items/",
        "/powers/items.csv",
        "/powers/items.json",
        "/sitemap-0.xml",
    ):
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        assert "擅自倾倒" not in content.decode(), address
        assert page not in content.decode()
    assert search.search(search.Query(text="建筑垃圾", kinds=(indexing.KIND,))).hits == ()


def test_a_page_says_what_was_in_force_on_a_day(cast: Cast) -> None:
    page = two_versions(cast)
    client = Client()
    for language in LANGUAGES:
        today = words_of(client.get(f"{language}{page}"))
        assert "陈述、申辩" in today
        assert "九十日内" in today
        before = words_of(client.get(f"{language}{page}?on=2025-06-01"))
        assert "陈述、申辩" not in before
        assert "擅自倾倒建筑垃圾的处罚" in before
        none = words_of(client.get(f"{language}{page}?on=2020-01-01"))
        assert "示例条例" not in none
        assert f"{page}?on=2026-02-01" in none
    for odd in ("x", "2026-02-30", "%00", "9" * 300, "2026-2-1"):
        answer = words_of(client.get(f"{page}?on={odd}"))
        assert "notice--warning" in answer
        assert "陈述、申辩" in answer


def test_two_versions_are_compared_word_by_word(cast: Cast) -> None:
    page = two_versions(cast)
    client = Client()
    for language in LANGUAGES:
        compared = words_of(client.get(f"{language}{page}compare/"))
        assert "条例修订" in compared
        for word in ("、抛撒", "九十日内", "陈述、申辩"):
            assert word in compared
        assert "示例条例" not in compared
    for query, status in (("?old=1&new=2", 200), ("?old=1&new=1", 200), ("?old=7", 200), ("?old=%00", 200)):
        assert client.get(f"{page}compare/{query}").status_code == status


def test_a_withdrawn_version_is_named_and_no_longer_shown(cast: Cast) -> None:
    page = two_versions(cast)
    newest = Version.objects.latest("pk")
    registering.moved(newest, "withdraw", cast.power_publisher, "公布有误")
    answer = words_of(Client().get(page))
    assert "陈述、申辩" not in answer
    assert "依法查处，告知权利" in answer
    assert "badge--danger" in answer
    assert "陈述、申辩" not in words_of(Client().get(f"{page}?on=2026-03-01"))
    assert "陈述、申辩" not in words_of(Client().get(f"{page}compare/?old=1&new=2"))
    assert search.search(search.Query(text="抛撒", kinds=(indexing.KIND,))).hits == ()


def test_an_entry_withdrawn_altogether_is_gone_and_says_so(cast: Cast) -> None:
    registering.in_force(cast, on=date(2026, 1, 1))
    page = f"/powers/{cast.agency.code}/item/P-1/"
    registering.moved(Version.objects.get(), "withdraw", cast.power_publisher, "公布有误")
    for language in LANGUAGES:
        gone = Client().get(f"{language}{page}")
        assert gone.status_code == 410
        assert "擅自倾倒" not in words_of(gone)
    for beside in ("compare/", "sheet.pdf", "qr.svg"):
        assert Client().get(f"{page}{beside}").status_code == 404
    assert page not in Client().get("/sitemap-0.xml").content.decode()
    assert "擅自倾倒" not in words_of(Client().get("/powers/items/"))


def test_the_list_is_narrowed_by_category_unit_words_and_day(cast: Cast) -> None:
    registering.in_force(cast, code="A-1", on=date(2026, 1, 1))
    licence = {**registering.ITEM, "category": "licence"}
    registering.in_force(cast, code="B-1", on=date(2025, 1, 1), title="处置核准", content=licence)
    client = Client()

    def shown(query: str) -> tuple[bool, bool]:
        page = words_of(client.get(f"/powers/items/{query}"))
        return "擅自倾倒" in page, "处置核准" in page

    unit = cast.units["waste"].pk
    assert shown("") == (True, True)
    assert shown("?category=licence") == (False, True)
    assert shown("?text=a-1") == (True, False)
    assert shown("?on=2025-06-01") == (False, True)
    assert shown(f"?unit={unit}") == (True, True)
    assert shown(f"?unit={cast.units['other'].pk}") == (True, True)  # no such choice: left out
    assert shown("?text=没有这个词") == (False, False)
    for odd in ("?on=x", "?category=%00", "?after=%00~1", "?unit=x", "?text=" + "x" * 400):
        assert client.get(f"/powers/items/{odd}").status_code == 200
    front = words_of(client.get("/en/powers/"))
    assert "/en/powers/items/?category=licence" in front
    assert f"/en/powers/items/?unit={unit}" in front


def test_the_files_hold_what_is_in_force_and_no_formula(cast: Cast) -> None:
    content = {**registering.ITEM, "decides": "=HYPERLINK(1)", "limit": "-1+2"}
    registering.in_force(cast, on=date(2026, 1, 1), content=content)
    client = Client()
    answer = client.get("/powers/items.csv")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["code"], row["decides"], row["limit"]) for row in rows] == [
        ("P-1", "'=HYPERLINK(1)", "'-1+2")
    ]
    assert rows[0]["basis"] == "示例条例|第十条"
    listed = json.loads(b"".join(client.get("/powers/items.json")))
    assert [each["content"]["decides"] for each in listed["entries"]] == ["=HYPERLINK(1)"]
    assert b"P-1" not in b"".join(client.get("/powers/items.csv?on=2020-01-01"))
    assert b"P-1" not in b"".join(client.get("/powers/items.csv?agency=other"))
    for bad in ("/powers/items.xlsx", "/powers/items.csv?on=x"):
        assert client.get(bad).status_code == 404


def test_a_power_is_found_while_it_is_in_force(cast: Cast) -> None:
    page = two_versions(cast)
    client = Client()
    for language in LANGUAGES:
        found = client.get(f"{language}/search/?q=抛撒").content.decode()
        assert f'href="{language}{page}"' in found
    assert page in client.get("/sitemap-0.xml").content.decode()
    assert indexing.rebuild() == 1


def test_at_midnight_the_search_follows_what_comes_into_force(cast: Cast) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    registering.in_force(cast, on=tomorrow)
    asked = search.Query(text="擅自倾倒", kinds=(indexing.KIND,))
    assert search.search(asked).hits == ()
    with clock.travel_to(clock.now() + timedelta(days=1)):
        by_itself._day = None
        assert by_itself.turn_the_day() == 1
        assert len(search.search(asked).hits) == 1
        assert by_itself.turn_the_day() == 0
    by_itself._day = None


def test_what_belongs_to_a_power_stands_on_its_page(cast: Cast) -> None:
    registering.in_force(cast, on=date(2026, 1, 1))
    parent = Version.objects.latest("pk").entry
    service = dict.fromkeys(
        ("basis", "duty", "promise", "fee", "norm", "discipline", "result", "supervision"), "示例"
    )
    registering.in_force(cast, "service", "S-1", title="咨询", content=service, parent_id=parent.pk)
    page = words_of(Client().get(f"/powers/{cast.agency.code}/item/P-1/"))
    assert f'href="/powers/{cast.agency.code}/service/S-1/"' in page


def queries(address: str) -> int:
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer: Any = client.get(address)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer)
    return len(captured)


def test_no_page_asks_more_the_more_there_is(cast: Cast) -> None:
    unit = cast.units["waste"]
    day = date(2026, 1, 1)
    said = [actions.BroughtIn("item", f"E-{at:02}", f"事项{at}", registering.ITEM, day) for at in range(28)]
    actions.bring_in(unit=unit, entries=said[:2])
    page = f"/powers/{cast.agency.code}/item/E-00/"
    addresses = ("/powers/", "/powers/items/", "/powers/items.json", page, "/sitemap-0.xml")
    before = [queries(address) for address in addresses]
    actions.bring_in(unit=unit, entries=said)
    assert [queries(address) for address in addresses] == before
    assert words_of(Client().get("/powers/items/")).count("entry__title") == 28
