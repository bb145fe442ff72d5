"""What the commands share."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.people.models import Agency, Unit

T = TypeVar("T")


def data_dir() -> Path:
    """The data folder, without loading the settings."""
    given = os.environ.get("GONGKAI_DATA_DIR")
    return Path(given).expanduser().resolve() if given else Path(__file__).resolve().parents[4] / "var"


def installed() -> bool:
    """Whether there is a database with tables to look into (cheap: no Django)."""
    if os.environ.get("GONGKAI_DATABASE_URL"):
        return True
    path = data_dir() / "gongkai.sqlite3"
    if not path.exists():
        return False
    with closing(read_only(path)) as connection:
        found = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'core_calendarnotice'"
        ).fetchone()
    return found is not None


def read_only(path: Path) -> sqlite3.Connection:
    """The SQLite file at an absolute ``path``, opened for reading; signs in its name mean themselves."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def setup() -> None:
    """Loads Django; messages to the operator are in English."""
    _check_database_url()
    import django
    from django.utils import translation

    django.setup()
    translation.activate(os.environ.get("GONGKAI_SHELL_LANGUAGE", "en"))


def _check_database_url() -> None:
    """``Refusal`` where the address of the database cannot be one; what it answers is found out later."""
    given = os.environ.get("GONGKAI_DATABASE_URL", "")
    if not given:
        return
    try:
        parts = urlsplit(given)
        usable = parts.scheme in ("postgres", "postgresql", "sqlite") and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise Refusal(
            say(
                "GONGKAI_DATABASE_URL is not the address of a database. "
                "Write it as postgres://user:password@host:5432/name, or leave it out to use SQLite."
            )
        )


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


def agency_of(code: str) -> Agency:
    """The agency of this code, or the one the site is of. Raises ``Refusal``."""
    from gongkai.people import directory
    from gongkai.people.context import host_agency

    found = directory.agency(code) if code else host_agency()
    if found is None and code:
        raise Refusal(say("There is no agency “{code}” in this installation.", code=code))
    if found is None:
        raise Refusal(say("There is no agency yet. Run gongkai init, or name one with --agency."))
    return found


def unit_of(agency: str, code: str) -> Unit:
    """The unit of this code in the agency, or the agency's first. Raises ``Refusal``."""
    from gongkai.people import directory

    found = [each for each in directory.units(agency_of(agency).pk) if not code or each.code == code]
    if found:
        return found[0]
    if code:
        raise Refusal(say("The agency has no unit “{code}”.", code=code))
    raise Refusal(say("The agency has no unit yet. Make one on the page “Units” first."))
