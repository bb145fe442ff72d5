"""Does every wrong question get a sentence and the right status, in both languages?"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import cast as people
from rooms.api.conftest import Reader

WRONG: list[tuple[str, dict[str, Any], int]] = [
    ("documents", {"limit": "x"}, 422),
    ("documents", {"limit": ""}, 422),
    ("documents", {"limit": "0"}, 422),
    ("documents", {"limit": "101"}, 422),
    ("documents", {"limit": "9" * 400}, 422),
    ("documents", {"made_from": "2026-02-30"}, 422),
    ("documents", {"made_from": "20260302"}, 422),
    ("documents", {"made_until": "1772409600"}, 422),
    ("documents", {"made_from": "2026-03-02", "made_until": "2026-03-01"}, 422),
    ("documents", {"validity": "fine"}, 422),
    ("documents", {"row": "article99"}, 422),
    ("documents", {"agency": "nobody"}, 422),
    ("documents", {"agency": "a b\x00"}, 422),
    ("documents", {"topic": "nothing"}, 422),
    ("documents", {"q": "字" * 201}, 422),
    ("documents", {"cursor": "x"}, 422),
    ("documents", {"cursor": "2026-01-01T00:00:00~1"}, 422),
    ("documents", {"cursor": f"2026-01-01T00:00:00+08:00~{1 << 70}"}, 422),
    ("documents", {"q": "运输", "cursor": "2026-01-01T00:00:00+08:00~1"}, 422),
    ("documents", {"agencies": "x"}, 422),
    ("documents", {"language": "fr"}, 422),
    ("documents/never", {}, 404),
    ("documents/014314799/2026-99999", {}, 404),
    ("documents/" + "x" * 300, {}, 404),
    ("documents/never/versions/1", {}, 404),
    ("documents/never/versions/x", {}, 422),
    ("documents/never/versions/0", {}, 422),
    ("catalogue", {"agency": "nobody"}, 422),
    ("agencies/nobody", {}, 404),
    ("agencies/no%20body", {}, 422),
    ("agencies/nobody/releases/2026", {}, 404),
    ("agencies/nobody/releases/x", {}, 422),
    ("clocks/never/due", {"start": "2026-03-02"}, 404),
    ("clocks/request.reply/due", {}, 422),
    ("clocks/request.reply/due", {"start": "2026-3-2"}, 422),
    ("clocks/request.reply/due", {"start": "1999-01-01"}, 422),
    ("clocks/request.reply/due", {"start": "2026-03-02", "extend": "21"}, 422),
    ("clocks/request.reply/due", {"start": "2026-03-02", "extend": "-1"}, 422),
    ("clocks/request.reply/due", {"start": "2026-03-02", "pause": "2026-03-04"}, 422),
    ("clocks/request.reply/due", {"start": "2026-03-02", "pause": "2026-03-05:2026-03-04"}, 422),
    ("clocks/request.reply/due", {"start": "2026-03-02", "pause": ["2026-03-04:"] * 51}, 422),
    ("calendar/x", {}, 422),
    ("calendar/1999", {}, 404),
    ("calendar/0", {}, 422),
    ("processes/never", {}, 404),
    ("processes/never.bpmn", {}, 404),
    ("nothing", {}, 404),
    ("", {}, 404),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "query", "status"), WRONG)
def test_a_wrong_question_is_answered_with_a_sentence(
    reader: Reader, path: str, query: dict[str, Any], status: int
) -> None:
    chinese = reader.refused(path, status, **{"language": "zh", **query})
    english = reader.refused(path, status, **{"language": "en", **query})
    assert re.search("[\u4e00-\u9fff]", chinese)
    if "language" not in query:
        assert english != chinese
        assert english.endswith((".", "。", "=")) or status == 422


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(reader: Reader, method: str) -> None:
    response = getattr(reader.client, method)("/api/v1/documents", data="{}", content_type="application/json")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert json.loads(response.content)["message"]


@pytest.mark.parametrize("text", ["'\"; --", "\x00", "()(*^", "\ud7ff", "%00", "运输" * 90])
def test_no_search_breaks_it(reader: Reader, bureau: people.Cast, text: str) -> None:
    people.published(bureau)
    assert reader.raw("documents", q=text).status_code == 200
