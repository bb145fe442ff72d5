"""What the commands share."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def data_dir() -> Path:
    """The data folder, without loading the settings."""
    given = os.environ.get("GONGKAI_DATA_DIR")
    return Path(given).expanduser() if given else Path(__file__).resolve().parents[4] / "var"


def installed() -> bool:
    """Whether there is a database with tables to look into (cheap: no Django)."""
    if os.environ.get("GONGKAI_DATABASE_URL"):
        return True
    path = data_dir() / "gongkai.sqlite3"
    if not path.exists():
        return False
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        found = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'core_calendarnotice'"
        ).fetchone()
    return found is not None


def setup() -> None:
    """Loads Django; messages to the operator are in English."""
    import django
    from django.utils import translation

    django.setup()
    translation.activate(os.environ.get("GONGKAI_SHELL_LANGUAGE", "en"))


def with_progress(items: Sequence[T], what: str) -> Iterator[T]:
    """Goes through ``items`` and, on a terminal, shows how far it has come."""
    import sys

    shown = sys.stderr.isatty()
    for count, item in enumerate(items, start=1):
        if shown:
            print(f"\r{what}: {count} of {len(items)}", end="", file=sys.stderr, flush=True)
        yield item
    if shown and items:
        print(file=sys.stderr)
