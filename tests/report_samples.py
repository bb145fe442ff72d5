"""Real annual reports as numbers (``tests/data/annual_reports``)."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data" / "annual_reports"


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def sample(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path_of(name).read_text(encoding="utf-8"))
    return document


def suqian() -> dict[str, Any]:
    """A whole report in which everything adds up: 200 figures and the fee's two."""
    return sample("suqian_city_2023")


def with_cell(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The report with one cell changed; ``path`` such as ``table3_requests.granted.total``."""
    changed = copy.deepcopy(document)
    *above, last = path.split(".")
    place = changed
    for key in above:
        place = place[key]
    place[last] = value
    return changed
