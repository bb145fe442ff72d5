"""The register's entries in what mixes kinds: the site's search, and the site map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from gongkai.powers import words
from gongkai.powers.public import present
from gongkai.powers.queries import catalogue


def entries_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Entries in force today as rows; one query."""
    found = {}
    for key, version in catalogue.by_numbers(numbers).items():
        row = present.row(version)
        if version.entry.kind == "item":
            row["badges"] = [{"label": words.kind_name("item"), "kind": "plain"}, *row["badges"]]
        found[key] = row
    return found


def pages() -> list[tuple[str, datetime]]:
    """The address of every entry that is or was public, and when it was published last, for the site map."""
    return [
        (reverse("portal:power", args=[agency, kind, code]), at)
        for agency, kind, code, at in catalogue.pages()
    ]
