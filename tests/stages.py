"""A stage built once for a file: its tests share what was built, and each of them undoes what it does."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.db import transaction

Built = TypeVar("Built")
#: The data folders of the stages that stand, the latest last.
_standing: list[Path] = []


def forget() -> None:
    """What a process remembers of its database from one request to the next is another test's."""
    from gongkai.core import calendars
    from gongkai.core.context import demonstration
    from gongkai.people import context

    calendars._cached = None
    context._host = None
    demonstration.cache_clear()


def furnish(folder: Path) -> None:
    """Puts the files of the stage, if one stands, into the data folder of a test."""
    if _standing and _standing[-1].exists():
        shutil.copytree(_standing[-1], folder)


def standing() -> bool:
    """Whether a stage stands: a test that writes for good would find it in its way."""
    return bool(_standing)


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """A transaction around all tests of the file, undone at its end; each test is a savepoint in it."""
    before = settings.DATA_DIR
    settings.DATA_DIR = folder
    forget()
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    around.__enter__()
    try:
        _standing.append(folder)
        yield
    finally:
        _standing.remove(folder)
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
        settings.DATA_DIR = before
        forget()


def once_a_file(build: Callable[[], Built]) -> Any:
    """A fixture of the file that holds what ``build`` makes; ``on_stage`` gives each test its own copy of it.

    Not for files with tests that write for good (``transaction=True``): they would lose the stage.
    """

    @pytest.fixture(scope="module")
    def stage(
        django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Built]:
        with django_db_blocker.unblock(), _kept(tmp_path_factory.mktemp("stage") / "data"):
            yield build()

    return stage


def on_stage(built: Built) -> Built:
    """The test's own copy: what it changes in it, the next test does not see."""
    return copy.deepcopy(built)
