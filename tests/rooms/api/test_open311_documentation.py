"""Do the examples of docs/open311.md run, and is what they show what the server says?"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client
from lxml import etree

import cast as people
from gongkai.api.open311 import shapes
from rooms.api import open311_stage as stage

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "open311.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


def examples() -> Iterator[tuple[str, str, str]]:
    """A call, the form of its answer, the answer."""
    for (language, call), (form, answer) in pairwise(BLOCKS):
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


def test_every_example_runs_and_says_what_is_shown(office: people.Cast) -> None:
    key, count = stage.key_for(office), 0
    for call, form, answer in examples():
        response = asked(call, key)
        assert response["Content-Type"] == stage.TYPES[form]
        said = read(form, response.content.decode())
        assert like(read(form, answer), said), f"{call}\n{said}"
        count += 1
    assert count == 4


def test_every_word_of_the_extensions_is_explained() -> None:
    from gongkai.complaints.actions import projecting

    used = (
        {word for pair in projecting.DETAILED.values() for word in pair} | {"REOPEN"} | set(shapes.DETAILED)
    )
    assert sorted(word for word in used if f"`{word}`" not in PAGE) == []
