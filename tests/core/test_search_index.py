"""Does the index keep step with what is put in and taken out, and with the transaction around it?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.core.search_corpus import entries, entry, keys

from gongkai.core import search
from gongkai.core.search import tokens
from gongkai.core.search.engine import engine
from gongkai.core.search.values import Need

pytestmark = pytest.mark.django_db


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is rolled back in the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    search.empty()
    for one in entries():
        search.put(one)


def counted() -> dict[str, int]:
    """How many rows the index holds: all, those of a kind, those with a word, those with a letter."""
    needs = {
        "all": Need(),
        "documents": Need(flags=((tokens.flag("kind", "document"),),)),
        "渣土": Need(words=("渣土",)),
        "渣": Need(chars=("渣",)),
    }
    return {name: engine().count(need, 100) for name, need in needs.items()}


def intact() -> None:
    """FTS5 checks its own structure."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("core_search_words", "core_search_chars"):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


def test_putting_again_replaces() -> None:
    search.put(entry(1, "2024-03-01", "停车场管理办法", "停车泊位收费标准。", {"validity:repealed"}))
    assert keys("渣土") == [4]
    assert keys("泊位") == [1]
    assert keys("运输") == []
    assert keys(terms=("article20.1",)) == [3]
    assert keys("土") == [4]
    assert len(keys()) == 6
    intact()


def test_putting_again_on_another_day_moves() -> None:
    search.put(entry(5, "2026-02-02", "共享单车停放秩序整治方案", "划定停放区域。"))
    assert keys()[0] == 5
    assert len(keys()) == 6


def test_removing_leaves_nothing_behind() -> None:
    search.remove("document", 1)
    search.remove("document", 4)
    search.remove("document", 4)
    assert keys("渣土") == []
    assert counted() == {"all": 4, "documents": 4, "渣土": 0, "渣": 0}
    intact()


def test_a_rollback_leaves_the_index_as_it_was() -> None:
    before = counted()
    with undone():
        search.put(entry(9, "2026-01-01", "渣土新规", "渣土。"))
        search.put(entry(1, "2026-01-01", "改了", "改了。"))
        search.remove("document", 4)
        assert keys("渣土") == [9]
    assert keys("渣土") == [1, 4]
    assert counted() == before
    intact()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_of_a_whole_transaction_leaves_the_index_as_it_was() -> None:
    before = counted()
    with undone():
        search.put(entry(9, "2026-01-01", "渣土新规", "渣土。"))
        with undone():
            search.rebuild("document", [])
        assert keys("渣土", order="newest") == [9, 4, 1]
    assert counted() == before
    intact()
    search.empty()


def test_rebuilding_gives_the_same_index() -> None:
    assert search.rebuild("document", reversed(entries())) == 6
    assert keys("渣土") == [1, 4]
    assert keys() == [4, 6, 2, 1, 3, 5]
    assert search.search(search.Query("zhatu")).suggestion == "渣土"
    intact()


def test_rebuilding_one_kind_leaves_the_others() -> None:
    search.put(search.Entry("notice", 1, "cg", date(2024, 1, 1), "渣土通告", "夜间禁行。"))
    assert search.rebuild("document", entries()[1:]) == 5
    assert [(hit.kind, hit.key) for hit in search.search(search.Query("渣土")).hits] == [
        ("notice", 1),
        ("document", 4),
    ]
    assert keys("渣土", kinds=("notice",)) == [1]
    intact()


def test_rebuilding_from_two_entries_of_one_key_changes_nothing() -> None:
    before = counted()
    with pytest.raises(IntegrityError):
        search.rebuild("document", [*entries(), entries()[0]])
    assert counted() == before


def test_putting_many_replaces_their_own_and_touches_no_other() -> None:
    before = counted()
    some = [entry(1, "2026-03-01", "改了的办法", "泊位。"), entry(90, "2026-03-02", "新增的办法", "渣土。")]
    assert search.put_all("document", some) == 2
    assert counted()["all"] == before["all"] + 1
    assert keys("改了") == [1]
    assert 90 in keys("渣土")
    assert search.put_all("document", some) == 2
    assert counted()["all"] == before["all"] + 1
    assert search.put_all("document", []) == 0
    intact()


def test_many_come_in_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.core.search.index._BATCH", 2)
    search.empty()
    assert search.put_all("document", entries()) == len(entries())
    assert counted()["all"] == len(entries())
    intact()


def test_too_many_kinds_are_refused() -> None:
    for number in range(15):
        search.put(search.Entry(f"kind{number}", 1, "cg", date(2024, 1, 1), "题", "文"))
    with pytest.raises(ValueError, match="16 kinds"):
        search.put(search.Entry("one more", 1, "cg", date(2024, 1, 1), "题", "文"))


def test_a_body_longer_than_the_index_holds_is_cut() -> None:
    search.put(entry(7, "2024-01-01", "长文", "台账" * 90_000 + "尾声独有"))
    assert keys("台账") == [7]
    assert keys("尾声独有") == []


def test_a_body_of_ever_new_words_fits() -> None:
    search.put(entry(7, "2024-01-01", "长文", " ".join(f"w{number:07d}" for number in range(40_000))))
    assert keys("w0000007") == [7]
