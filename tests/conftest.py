"""What every test stands on: a data folder of its own, and databases that keep their protection."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

os.environ.setdefault("GONGKAI_DATA_DIR", tempfile.mkdtemp(prefix="gongkai-tests-"))
os.environ.setdefault("GONGKAI_SECRET_KEY", "only-for-tests")

_USUAL_FIELD = csv.field_size_limit()


def pytest_configure() -> None:
    """The settings were read before this file: without this, tests would write into the checkout's own data."""
    from django.conf import settings

    settings.DATA_DIR = Path(os.environ["GONGKAI_DATA_DIR"])
    given = settings.DATABASES["default"]
    if "postgresql" in given["ENGINE"]:
        # Nothing of a test outlives a power cut: no commit waits for the disk.
        given["OPTIONS"] = {**given.get("OPTIONS", {}), "options": "-c synchronous_commit=off"}
    # Tests sign in often; the slow hash is tested by Django.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


#: Fixtures through which a test asks the database; pytest-django refuses it to every other test.
_ASKING = {"db", "transactional_db", "live_server", "house"}
#: Folders whose tests start processes of their own, which ask it.
_PROCESSES = ("tests/config/", "tests/journeys/")


def _may_differ(item: pytest.Item) -> bool:
    """Whether the test could come out differently on another database (CONTRIBUTING.md, "Tests")."""
    if item.get_closest_marker("one_database"):
        return False
    asks = item.get_closest_marker("django_db") or _ASKING & set(getattr(item, "fixturenames", ()))
    return bool(asks) or item.nodeid.startswith(_PROCESSES)


def _turn(item: pytest.Item) -> int:
    """What takes longest begins first, so that no worker is left alone with it at the end.

    While one worker builds the demonstration for the walk through the whole site, the others open browsers that need
    none; the other journeys find it built.
    """
    if item.nodeid.startswith("tests/journeys/"):
        return 0 if "test_whole_site" in item.nodeid else 2
    return 1 if item.get_closest_marker("browser") else 3


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Once is enough for what no database can change: on PostgreSQL such tests are left to the run on SQLite."""
    items.sort(key=_turn)
    left = [item for item in items if not _may_differ(item)] if os.environ.get("GONGKAI_DATABASE_URL") else []
    if left:
        items[:] = [item for item in items if _may_differ(item)]
        config.hook.pytest_deselected(items=left)


@pytest.fixture(autouse=True)
def as_in_a_fresh_process() -> Iterator[None]:
    """No test leaves to the next what is the whole process's: a command's language, an importer's limit."""
    yield
    translation.activate("zh-hans")
    csv.field_size_limit(_USUAL_FIELD)


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path: Path, settings: object, request: pytest.FixtureRequest) -> None:
    """Files, anchors and caches of one test never meet those of another."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        import stages

        settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
        stages.furnish(tmp_path / "data")
        stages.forget()


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_triggers() -> None:
    """The ledger's triggers refuse to be emptied, which a flush between transactional tests must do."""
    from django.core.management.commands import flush
    from django.db import connections

    from gongkai.core import search

    original = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> None:
        connection = connections[str(options["database"])]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                kept = cursor.fetchall()
                for name, _ in kept:
                    cursor.execute(f"DROP TRIGGER {name}")
                original(self, **options)
                for _, sql in kept:
                    cursor.execute(sql)
            else:
                cursor.execute("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
                kept = cursor.fetchall()
                for name, table in kept:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
                original(self, **options)
                for name, table in kept:
                    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")
        search.empty()

    flush.Command.handle = handle  # type: ignore[method-assign, assignment]
