"""Is what the manual says of registers true: its columns, its examples, and what is said of the wrong one?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from gongkai.core.text import render
from gongkai.requests.importing.columns import DISPUTES, REQUESTS
from register_files import look

DOCS = Path(__file__).parents[3] / "docs"
PAGES = [("importing.md", "en"), ("importing.zh-CN.md", "zh-hans")]


def block(document: str, kind: str) -> str:
    (found,) = re.findall(rf"```{kind}\n(.*?)```", (DOCS / document).read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


@pytest.mark.parametrize("document", [document for document, _language in PAGES])
def test_every_column_is_named_with_its_headings(document: str) -> None:
    text = (DOCS / document).read_text(encoding="utf-8").rpartition("\n## ")[2]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.MULTILINE)
    assert rows == [(column.key, " ".join(column.names)) for column in (*REQUESTS, *DISPUTES)]


@pytest.mark.parametrize(("document", "language"), PAGES)
def test_the_examples_are_true(tmp_path: Path, document: str, language: str) -> None:
    path = tmp_path / "register.csv"
    path.write_text(block(document, "csv requests"), encoding="utf-8")
    found = look(path)
    assert (found.rows, found.open, found.errors, found.notes) == (2, 1, [], [])
    numbers = [each.number for each in found.sample]
    path.write_text(block(document, "csv disputes"), encoding="utf-8")
    found = look(path, "disputes", held=numbers)
    assert (found.rows, found.open, found.errors, found.notes) == (2, 1, [], [])
    path.write_text(block(document, "csv wrong"), encoding="utf-8")
    with translation.override(language):
        told = [
            f"{path.name}:{each.line}:{each.column}: {render(each.message)}" for each in look(path).errors
        ]
    for line, expected in zip(told, block(document, "text wrong").splitlines(), strict=True):
        assert line.startswith(expected.rstrip("…"))
