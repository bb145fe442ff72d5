"""Measuring in a process and a database of its own: SQLite in a folder, or one made on the server and dropped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_POSTGRES = os.environ.get("GONGKAI_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"

#: Name, times by way, remark.
Measured = list[tuple[str, Any, str]]
VENDORS = (("sqlite", "SQLite"), ("postgresql", "PostgreSQL"))


class NotMeasured(Exception):  # noqa: N818 - not an error of ours
    """Why a table is missing."""


def measured(script: Path, vendor: str) -> Measured:
    """What ``script --measure`` prints when it runs on an empty database of this vendor."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        env = {**os.environ, "GONGKAI_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
        env.pop("GONGKAI_DATABASE_URL", None)
        if vendor == "sqlite":
            return _in_process(script, env)
        with _database() as url:
            return _in_process(script, {**env, "GONGKAI_DATABASE_URL": url})


def _in_process(script: Path, env: dict[str, str]) -> Measured:
    command = [sys.executable, str(script.resolve()), "--measure"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotMeasured(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it ended early")
    found: Measured = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@contextmanager
def _database() -> Iterator[str]:
    import psycopg

    name = f"gongkai_bench_{os.getpid()}"
    try:
        server = psycopg.connect(_POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        raise NotMeasured(f"no PostgreSQL server can be reached ({str(error).splitlines()[0]})") from error
    with server:
        try:
            server.execute(f"CREATE DATABASE {name}")
        except psycopg.Error as error:
            raise NotMeasured(str(error).splitlines()[0]) from error
        try:
            yield f"{_POSTGRES.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def as_script() -> None:
    """Lets a measuring script find the product, and not its neighbours here by their bare names."""
    here = Path(__file__).resolve().parent
    sys.path[:] = [folder for folder in sys.path if Path(folder).resolve() != here]
    sys.path[:0] = [str(here.parent.parent / "src"), str(here.parent)]
