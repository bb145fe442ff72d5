"""Do the examples of docs/open311.md run in both languages, and is what they show what the server says?"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from lxml import etree

import cast as people
from gongkai.api.open311 import near, receive, retried, shapes
from rooms.api import open311_stage as stage

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("open311.md", "open311.zh-CN.md")}
both = pytest.mark.parametrize("name", PAGES)


def blocks(name: str) -> list[tuple[str, str]]:
    """The language and the text of every block of code."""
    return re.findall(r"^```(\w+)\n(.*?)^```", PAGES[name], flags=re.MULTILINE | re.DOTALL)


def examples(name: str) -> Iterator[tuple[str, str, str]]:
    """A call, the form of its answer, the answer."""
    for (language, call), (form, answer) in pairwise(blocks(name)):
        if language == "sh" and call.startswith("curl "):
            yield call, form, answer


def asked(call: str, key: str) -> Any:
    """What the server says to a call of curl."""
    words = shlex.split(call.replace("$KEY", key))
    fields = [word for before, word in pairwise(words) if before in ("-d", "--data-urlencode")]
    parts = urlsplit(next(word for word in words if word.startswith("http://127.0.0.1:8000/")))
    address = f"{parts.path}?{parts.query}"
    if not fields:
        return Client().get(address)
    body = urlencode([field.partition("=")[::2] for field in fields])
    return Client().post(address, body, content_type="application/x-www-form-urlencoded")


def like(shown: Any, said: Any) -> bool:
    """Whether they are the same; … stands for whatever differs from call to call."""
    if isinstance(shown, dict) and isinstance(said, dict):
        return list(shown) == list(said) and all(like(shown[name], said[name]) for name in shown)
    if isinstance(shown, list) and isinstance(said, list):
        return len(shown) == len(said) and all(map(like, shown, said))
    if isinstance(shown, str) and isinstance(said, str):
        return re.fullmatch(".+".join(map(re.escape, shown.split("…"))), said) is not None
    return bool(shown == said)


def read(form: str, content: str) -> Any:
    if form == "json":
        return json.loads(content)
    parser = etree.XMLParser(remove_blank_text=True)
    return stage.plain(etree.fromstring(content.encode(), parser))


@both
def test_every_example_runs_and_says_what_is_shown(office: people.Cast, name: str) -> None:
    key, count = stage.key_for(office), 0
    for call, form, answer in examples(name):
        response = asked(call, key)
        assert response["Content-Type"] == stage.TYPES[form]
        said = read(form, response.content.decode())
        assert like(read(form, answer), said), f"{call}\n{said}"
        count += 1
    assert count == 4


@both
def test_every_word_of_the_extensions_is_explained(name: str) -> None:
    from gongkai.complaints.actions import projecting

    used = (
        {word for pair in projecting.DETAILED.values() for word in pair} | {"REOPEN"} | set(shapes.DETAILED)
    )
    assert sorted(word for word in used if f"`{word}`" not in PAGES[name]) == []


@both
def test_the_limits_are_those_the_page_names(name: str) -> None:
    page = PAGES[name]
    minutes = round(retried.WINDOW.total_seconds() / 60)
    row = next(line for line in page.splitlines() if "`radius`" in line and line.startswith("|"))
    token = next(line for line in page.splitlines() if line.startswith("| `client_token`"))
    assert f"{near.FURTHEST:,}" in row
    assert re.search(rf"(?<!\d){near.USUAL}(?!\d)", row)
    assert re.search(rf"(?<!\d){receive.LONGEST['id']}(?!\d)", token)
    assert re.search(rf"(?<!\d){minutes} ?(?:minutes|分钟)", page)


def test_both_languages_say_the_same() -> None:
    """Headings, tables row by row, names in code and blocks: what a change in one page leaves behind in the other."""

    def outline(name: str) -> list[str]:
        plain = re.sub(r"^```.*?^```$", "…", PAGES[name], flags=re.MULTILINE | re.DOTALL)
        marks = re.findall(r"^(#+ |\| |- |…)", plain, flags=re.MULTILINE)
        return [mark.strip() for mark in marks]

    def names(name: str) -> set[str]:
        plain = re.sub(r"^```.*?^```$", "", PAGES[name], flags=re.MULTILINE | re.DOTALL)
        return set(re.findall(r"`([^`\n]+)`", plain))

    english, chinese = PAGES
    assert outline(english) == outline(chinese)
    assert blocks(english) == blocks(chinese)
    assert names(english) == names(chinese)
    assert len(re.findall("[\u4e00-\u9fff]", PAGES[chinese])) > 1000
    assert chinese in PAGES[english]
    assert f"]({english})" in PAGES[chinese]
