"""Are the lists complete, in order, narrowed rightly, and counted as the queries count?"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import cast as people
from gongkai.core import clock
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Channel, Document
from rooms.api.conftest import Reader, hidden


def some(bureau: people.Cast, number: int, **changes: Any) -> list[Document]:
    """Published documents, two of them in the same second."""
    found = []
    for n in range(number):
        with clock.travel_to(people.moment(f"2026-04-{1 + n // 2:02d}T09:00:00")):
            found.append(people.published(bureau, title=f"第{n}号通知", **changes))
    return found


def all_pages(reader: Reader, **query: Any) -> list[dict[str, Any]]:
    """Every page, following ``next``."""
    items, page = [], reader.ask("documents", **query)
    while True:
        items += page["items"]
        if page["next"] is None:
            return items
        answer = reader.client.get(page["next"])
        assert answer.status_code == 200
        page = json.loads(answer.content)


def test_paging_visits_each_document_once(reader: Reader, bureau: people.Cast) -> None:
    documents = some(bureau, 7)
    hidden(bureau)
    expected = [document.index_number for document in queries.public_documents()]
    for limit in (1, 2, 3, 7, 100):
        assert [item["index_number"] for item in all_pages(reader, limit=limit)] == expected
    assert set(expected) == {document.index_number for document in documents}
    assert reader.ask("documents", limit=2)["count"] == 7


def test_what_is_published_meanwhile_moves_no_page(reader: Reader, bureau: people.Cast) -> None:
    some(bureau, 4)
    first = reader.ask("documents", limit=2)
    people.published(bureau, title="后来的")
    rest = json.loads(reader.client.get(first["next"]).content)
    seen = [item["title"] for item in first["items"] + rest["items"]]
    assert sorted(seen) == [f"第{n}号通知" for n in range(4)]


def test_a_search_can_be_paged_too(reader: Reader, bureau: people.Cast) -> None:
    some(bureau, 5)
    people.published(bureau, title="无关事项", body="<p>别的内容。</p>", keywords="", summary="别的")
    titles = [item["title"] for item in all_pages(reader, q="建筑垃圾", limit=2)]
    assert sorted(titles) == [f"第{n}号通知" for n in range(5)]
    assert reader.ask("documents", q="建筑垃圾")["count"] == 5


def test_each_filter_narrows(reader: Reader, bureau: people.Cast) -> None:
    actions.open_topic(actor=bureau.office, agency_id=bureau.agency.pk, slug="muck", title="渣土整治")
    early = people.published(bureau, title="早", date_made=date(2025, 1, 1))
    late = people.published(
        bureau, title="晚", date_made=date(2026, 1, 1), catalogue=["article20.6"], topics=["muck"]
    )
    people.go(bureau, early, "repeal", "office", reason="已有新规定")
    cases: list[tuple[dict[str, str], list[str]]] = [
        ({"made_from": "2025-06-01"}, ["晚"]),
        ({"made_until": "2025-06-01"}, ["早"]),
        ({"row": "article20.1"}, ["早"]),
        ({"row": "article20.6"}, ["晚"]),
        ({"topic": "muck"}, ["晚"]),
        ({"validity": "repealed"}, ["早"]),
        ({"agency": bureau.agency.code}, ["晚", "早"]),
        ({"agency": bureau.outside_agency.code}, []),
    ]
    for query, expected in cases:
        assert sorted(item["title"] for item in reader.ask("documents", **query)["items"]) == sorted(expected)
        found = reader.ask("documents", q="运输", **query)["items"]
        assert sorted(item["title"] for item in found) == sorted(expected)
    assert reader.ask("topics")["items"][0]["count"] == 1
    assert late.slug in json.dumps(reader.ask("documents", topic="muck"))


def test_counts_are_those_of_the_queries(reader: Reader, bureau: people.Cast) -> None:
    some(bureau, 3)
    hidden(bureau)

    def flat(rows: list[dict[str, Any]]) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in rows:
            found |= {row["key"]: row["count"], **flat(row["children"])}
        return found

    def nodes(tree: list[queries.Node]) -> dict[str, int]:
        found: dict[str, int] = {}
        for node in tree:
            found |= {node.entry.key: node.count, **nodes(node.children)}
        return found

    assert flat(reader.ask("catalogue")["items"]) == nodes(queries.catalogue_tree())
    by_code = {item["code"]: item["count"] for item in reader.ask("agencies")["items"]}
    assert by_code == {bureau.agency.code: 3, bureau.outside_agency.code: 0}
    counted = queries.channel_counts(bureau.agency.pk, 2026)
    shown = reader.ask(f"agencies/{bureau.agency.code}/releases/2026")
    assert [(item["name"], item["count"]) for item in shown["items"]] == [(c.name, n) for c, n in counted]
    assert shown["total"] == sum(number for _, number in counted)


def test_a_release_recorded_by_mistake_is_not_shown(reader: Reader, bureau: people.Cast) -> None:
    document = people.published(bureau)
    board = Channel.objects.create(
        agency=bureau.agency, kind="notice_board", name="公告栏", opened_on=people.BEGIN
    )
    release = actions.record_release(
        document_id=document.pk,
        actor=bureau.office,
        channel_id=board.pk,
        released_on=clock.today(),
        note="大厅一号栏",
    )
    names = [each["channel"] for each in reader.ask(f"documents/{document.slug}")["releases"]]
    assert names == ["政府信息公开网", "公告栏"]
    actions.strike_release(release_id=release.pk, actor=bureau.office, reason="误登记")
    names = [each["channel"] for each in reader.ask(f"documents/{document.slug}")["releases"]]
    assert names == ["政府信息公开网"]


def queries_for(reader: Reader, path: str, **query: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = reader.raw(path, **query)
        if response.streaming:
            b"".join(response.streaming_content)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("documents", {"limit": "100"}),
        ("documents", {"limit": "100", "q": "运输"}),
        ("documents.ndjson", {}),
        ("catalogue", {}),
        ("agencies", {}),
        ("topics", {}),
    ],
)
def test_the_number_of_queries_does_not_grow(
    reader: Reader, bureau: people.Cast, path: str, query: dict[str, str]
) -> None:
    some(bureau, 2)
    reader.raw(path, **query)
    before = queries_for(reader, path, **query)
    some(bureau, 6)
    assert queries_for(reader, path, **query) == before
    assert before <= 12


def test_one_document_takes_a_fixed_number_of_queries(reader: Reader, bureau: people.Cast) -> None:
    document = people.published(bureau)
    before = queries_for(reader, f"documents/{document.slug}")
    others = some(bureau, 3)
    for other in others:
        actions.link(
            document_id=people.go(bureau, other, "correct", "drafter", reason="补充").pk,
            actor=bureau.drafter,
            kind="interprets",
            target_index=document.index_number,
            expected_version=Document.objects.get(pk=other.pk).version,
        )
    assert len(reader.ask(f"documents/{document.slug}")["related"]) == 3
    assert queries_for(reader, f"documents/{document.slug}") == before <= 12


def test_everything_at_once_is_a_line_each_in_small_pieces(
    reader: Reader, bureau: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.publishing.api import documents as view
    from gongkai.publishing.queries import open_data

    monkeypatch.setattr(open_data, "BATCH", 2)
    monkeypatch.setattr(view, "PIECE", 100)
    documents = some(bureau, 5)
    hidden(bureau)
    pieces = list(reader.raw("documents.ndjson").streaming_content)
    assert len(pieces) == 5
    lines = [json.loads(line) for line in b"".join(pieces).splitlines()]
    assert [line["index_number"] for line in lines] == [document.index_number for document in documents]
    assert all("运输" in line["body"]["text"] for line in lines)
