"""Does every process see the public version number rise, and does it never go back?"""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import transaction

from gongkai.core import public_version
from gongkai.core.public_version import MappedVersion


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "public.version"


@pytest.fixture
def own_store(file: Path, monkeypatch: pytest.MonkeyPatch) -> MappedVersion:
    mapped = MappedVersion(file)
    monkeypatch.setattr(public_version, "store", lambda: mapped)
    return mapped


def test_the_file_is_made_when_missing_and_is_eight_bytes(file: Path) -> None:
    number = MappedVersion(file)
    assert number.current() == 1
    assert file.stat().st_size == 8


def test_raising_counts_up_and_gives_the_new_number(file: Path) -> None:
    number = MappedVersion(file)
    assert [number.raise_version() for _ in range(3)] == [2, 3, 4]
    assert number.current() == 4


def test_it_survives_a_restart(file: Path) -> None:
    MappedVersion(file).raise_version()
    assert MappedVersion(file).current() == 2


def test_an_empty_file_left_by_a_full_disk_is_mended(file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    assert MappedVersion(file).raise_version() == 2


def test_another_process_sees_the_raise_at_once(file: Path) -> None:
    number = MappedVersion(file)
    program = (
        "import sys; from pathlib import Path; from gongkai.core.public_version import MappedVersion;"
        "print(MappedVersion(Path(sys.argv[1])).raise_version())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "2"
    assert number.current() == 2


def _raise_often(number: MappedVersion, times: int) -> None:
    for _ in range(times):
        number.raise_version()


def test_forked_processes_and_threads_lose_no_raise(file: Path) -> None:
    number = MappedVersion(file)
    fork = multiprocessing.get_context("fork")
    # Forked with the map open, as a worker is.
    processes = [fork.Process(target=_raise_often, args=(number, 500)) for _ in range(2)]
    threads = [threading.Thread(target=_raise_often, args=(number, 500)) for _ in range(2)]
    for process in processes:
        process.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for process in processes:
        process.join(60)
    assert number.current() == 1 + 4 * 500


@pytest.mark.django_db(transaction=True)
def test_a_public_change_raises_inside_the_transaction_and_after_it(own_store: MappedVersion) -> None:
    with transaction.atomic():
        public_version.public_changed()
        assert public_version.current() == 2
    assert public_version.current() == 3


@pytest.mark.django_db(transaction=True)
def test_a_change_rolled_back_is_not_raised_again(own_store: MappedVersion) -> None:
    with transaction.atomic():
        public_version.public_changed()
        transaction.set_rollback(True)
    assert public_version.current() == 2
