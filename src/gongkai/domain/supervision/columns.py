"""How often a column (栏目) must have something new: by the catalogue's key, or by what it is called.

The weeks stand in ``law/limits.toml``, ``[freshness]``; which columns are news, and which follow no rhythm, in
``law/supervision.toml``, ``[columns]``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from gongkai.domain.law import load


@cache
def _given() -> dict[str, Any]:
    return dict(load("supervision")["columns"])


def weeks_of(title: str) -> int:
    """The weeks a topic, or a row of the agency's own, may stand without anything new; 0: as long as it likes."""
    freshness, given = load("limits")["freshness"], _given()
    if any(word in title for word in given["news"]):
        return int(freshness["news_weeks"])
    if any(word in title for word in given["standing"]):
        return 0
    return int(freshness["notice_weeks"])


def weeks_of_row(key: str, own_label: str = "") -> int:
    """The weeks of a row of the catalogue that has none of its own; ``own_label``: of a row the agency made itself."""
    if own_label:
        return weeks_of(own_label)
    if any(key == each or key.startswith(f"{each}.") for each in _given()["without_rhythm"]):
        return 0
    return int(load("limits")["freshness"]["notice_weeks"])


def is_told_by_guide(key: str) -> bool:
    """Whether the guide tells what stands in the row."""
    return key in _given()["told_by_guide"]
