"""Does anything that is not public ever leave through the API?"""

from __future__ import annotations

import json
from typing import Any

import pytest

import cast as people
from gongkai.publishing.models import Document
from rooms.api.conftest import HIDDEN, Reader, corrected, hidden, withdrawn


def everywhere(reader: Reader, documents: list[Document]) -> str:
    """Every answer the API can give, as one text."""
    texts = [json.dumps(reader.ask(path), ensure_ascii=False) for path in ("agencies", "catalogue", "topics")]
    texts += [json.dumps(reader.ask("documents", limit=100), ensure_ascii=False)]
    texts += [
        json.dumps(reader.ask("documents", q=word), ensure_ascii=False) for word in (HIDDEN, "正文", "撤下")
    ]
    texts += [b"".join(reader.raw("documents.ndjson").streaming_content).decode()]
    for document in documents:
        for path in (document.slug, document.index_number):
            texts.append(reader.raw(f"documents/{path}").content.decode())
        for number in range(1, 4):
            texts.append(reader.raw(f"documents/{document.slug}/versions/{number}").content.decode())
    return "\n".join(texts)


def test_what_is_on_its_way_closed_or_for_the_staff_never_appears(
    reader: Reader, bureau: people.Cast
) -> None:
    secret = hidden(bureau)
    for document in secret:
        assert reader.refused(f"documents/{document.slug}", 404)
        assert reader.refused(f"documents/{document.slug}/versions/1", 404)
    text = everywhere(reader, secret)
    assert HIDDEN not in text
    assert reader.ask("documents")["count"] == 0


def test_a_correction_in_hand_is_nobodys_business(reader: Reader, bureau: people.Cast) -> None:
    document = corrected(bureau, people.published(bureau))
    shown = reader.ask(f"documents/{document.slug}")
    assert (shown["title"], shown["version"]) == ("建筑垃圾运输管理办法", 1)
    assert [version["number"] for version in shown["versions"]] == [1]
    assert reader.refused(f"documents/{document.slug}/versions/2", 404)
    assert HIDDEN not in everywhere(reader, [document])


def test_a_withdrawn_document_leaves_the_day_and_the_reason(reader: Reader, bureau: people.Cast) -> None:
    document = withdrawn(bureau)
    for path in (document.slug, document.index_number, f"{document.slug}/versions/1"):
        response = reader.raw(f"documents/{path}")
        answer: dict[str, Any] = json.loads(response.content)
        assert response.status_code == 410
        assert answer["reason"] == "数据有误"
        assert "数据有误" in answer["message"]
        assert answer["index_number"] == document.index_number
        assert answer["withdrawn_at"]
    assert HIDDEN not in everywhere(reader, [document])


def test_the_agencys_own_affairs_are_not_among_the_fields(reader: Reader, bureau: people.Cast) -> None:
    document = people.published(bureau)
    shown = reader.ask(f"documents/{document.slug}")
    for name in (
        "state",
        "author",
        "unit",
        "working",
        "locked_by",
        "closing_reason",
        "explanations",
        "steps",
    ):
        assert name not in shown
    people_names = [person.name for person in bureau.people.values()]
    assert not any(name in json.dumps(shown, ensure_ascii=False) for name in people_names)


def test_what_is_related_is_named_only_when_it_is_public(reader: Reader, bureau: people.Cast) -> None:
    from gongkai.publishing import actions

    document = people.published(bureau)
    other = people.draft(bureau, title=HIDDEN)
    actions.link(
        document_id=other.pk,
        actor=bureau.drafter,
        kind="interprets",
        target_index=document.index_number,
        expected_version=Document.objects.get(pk=other.pk).version,
    )
    assert reader.ask(f"documents/{document.slug}")["related"] == []


@pytest.mark.parametrize("path", ["documents", "agencies", "documents.ndjson"])
def test_somebody_signed_in_sees_no_more_than_anybody(reader: Reader, bureau: people.Cast, path: str) -> None:
    hidden(bureau)
    reader.client.force_login(bureau.person("office"), "gongkai.people.sign_in.Backend")
    response = reader.raw(path)
    text = b"".join(response.streaming_content) if response.streaming else response.content
    assert HIDDEN not in text.decode()
