"""What every test stands on: a data folder of its own, and databases that keep their protection."""

from __future__ import annotations

import atexit
import csv
import gc
import itertools
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.utils import translation

if "GONGKAI_DATA_DIR" not in os.environ:
    os.environ["GONGKAI_DATA_DIR"] = tempfile.mkdtemp(prefix="gongkai-tests-")
    atexit.register(shutil.rmtree, os.environ["GONGKAI_DATA_DIR"], ignore_errors=True)
os.environ.setdefault("GONGKAI_SECRET_KEY", "only-for-tests")

_USUAL_FIELD = csv.field_size_limit()
_folders = itertools.count(1)


def pytest_configure() -> None:
    """The settings were read before this file: without this, tests would write into the checkout's own data."""
    from django.conf import settings

    settings.DATA_DIR = Path(os.environ["GONGKAI_DATA_DIR"])
    given = settings.DATABASES["default"]
    if "postgresql" in given["ENGINE"]:
        # Nothing of a test outlives a power cut: no commit waits for the disk.
        given["OPTIONS"] = {**given.get("OPTIONS", {}), "options": "-c synchronous_commit=off"}
    # How fast a busy machine makes up examples says nothing of the code.
    hypothesis.settings.register_profile(
        "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("house")
    # Tests sign in often; the slow hash is tested by Django.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(hookwrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays to the end: looking for rubbish in it took as long as collecting it, and would again."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 10, 10)


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


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own, numbered here: pytest's own reads the names of all others before each new one."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}-{next(_folders)}", numbered=False)


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path: Path, settings: object, request: pytest.FixtureRequest) -> None:
    """Files, anchors and caches of one test never meet those of another."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        import stages

        settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
        stages.furnish(tmp_path / "data")
        stages.forget()


def _emptying(
    style: object, connection: Any, reset_sequences: bool = True, allow_cascade: bool = False
) -> list[str]:
    """Deletes from the few tables of PostgreSQL that hold a row: truncating writes the files of every table anew."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = [connection.ops.quote_name(name) for name in names]
    with connection.cursor() as cursor:
        # Foreign keys wait for the end of the transaction, so that the order does not matter.
        cursor.execute(" UNION ALL ".join(f"(SELECT '{each}' FROM {each} LIMIT 1)" for each in quoted))
        return [f"DELETE FROM {each}" for (each,) in cursor.fetchall()]


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_triggers() -> None:
    """The ledger's triggers refuse to be emptied, which a flush between transactional tests must do."""
    from django.core.management.commands import flush
    from django.db import connection, connections

    from gongkai.core import search

    original = flush.Command.handle
    if connection.vendor == "postgresql":
        flush.sql_flush = _emptying

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
