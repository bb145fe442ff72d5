"""What every test stands on: a data folder of its own, and databases that keep their protection."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("GONGKAI_DATA_DIR", tempfile.mkdtemp(prefix="gongkai-tests-"))
os.environ.setdefault("GONGKAI_SECRET_KEY", "only-for-tests")


def pytest_configure() -> None:
    """The settings were read before this file: without this, tests would write into the checkout's own data."""
    from django.conf import settings

    settings.DATA_DIR = Path(os.environ["GONGKAI_DATA_DIR"])


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path: Path, settings: object, request: pytest.FixtureRequest) -> None:
    """Files, anchors and caches of one test never meet those of another."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
        from gongkai.core import calendars
        from gongkai.core.context import demonstration
        from gongkai.people import context

        calendars._cached = None
        context._host = None
        demonstration.cache_clear()


@pytest.fixture(autouse=True)
def fast_passwords(settings: object) -> None:
    """Tests sign in often; the slow hash is tested by Django."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


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
