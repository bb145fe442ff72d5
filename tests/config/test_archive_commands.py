"""Do the commands of the archive build, list, hand out and check, and say by their end whether all is well?"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

import mattering
from cast import Cast, make_cast
from gongkai.archive.actions.archiving import archive_record
from gongkai.archive.models import Package
from gongkai.complaints.models import Reporter
from gongkai.config import cli
from gongkai.core import clock, jobs
from gongkai.core.models import Event
from gongkai.domain.archive import rules

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def package(cast: Cast) -> Package:
    matter = mattering.closed(cast)
    return archive_record(agency_id=cast.agency.pk, kind="complaint", record=matter.pk, actor=cast.archivist)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*words: object) -> tuple[int, str]:
        try:
            status = cli.main(["archive", *(str(word) for word in words)])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        out = capsys.readouterr()
        return status, out.out + out.err

    return go


def test_build_archives_what_is_due(cast: Cast, run: Run) -> None:
    mattering.closed(cast)
    with clock.travel_to(clock.now() + timedelta(days=rules.days() + 1)):
        status, told = run("build", "--agency", cast.agency.code)
    assert (status, Package.objects.count()) == (0, 1)
    assert f"{cast.agency.code}: 1 archived, 0 could not be archived" in told
    assert run("build", "--agency", "nobody")[0] == 2


def test_list_in_lines_csv_and_json(package: Package, run: Run) -> None:
    year = str(package.year)
    assert package.number in run("list", "--year", year)[1]
    rows = list(
        csv.reader(io.StringIO(run("list", "--year", year, "--format", "csv")[1].removeprefix("\ufeff")))
    )
    assert rows[1][1] == package.number
    told = json.loads(run("list", "--year", year, "--format", "json")[1])
    assert told["packages"][0]["档号"] == package.number
    assert "0 packages" in run("list", "--year", "1999")[1]
    assert run("list")[0] == 2


@pytest.mark.parametrize("form", [(), ("--zip",)])
def test_what_is_exported_is_checked_and_found_whole(
    package: Package, run: Run, tmp_path: Path, form: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    before = Event.objects.count()
    status, told = run("export", "--number", package.number, "--out", out, "--purpose", "移交", *form)
    assert status == 0, told
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("seq").reason == "移交"
    assert run("check", out) == (0, run("check", out)[1])
    again, told = run("export", "--number", package.number, "--out", out, *form)
    assert again == 1, "nothing is written over"


def test_a_copy_that_is_not_whole_ends_with_one(package: Package, run: Run, tmp_path: Path) -> None:
    Reporter.objects.update(sealed="", erased_at=clock.now())
    status, told = run("export", "--year", package.year, "--out", tmp_path / "out")
    assert status == 1
    assert "is missing" in told
    assert run("check", tmp_path / "out")[0] == 1


def test_what_is_not_there_is_said(package: Package, run: Run, tmp_path: Path) -> None:
    assert run("export", "--number", "NO-1", "--out", tmp_path)[0] == 2
    assert run("export", "--out", tmp_path)[0] == 2
    assert run("check", tmp_path / "nowhere")[0] == 2
    assert run("check", tmp_path)[0] in (0, 1)


def test_check_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-m", "gongkai.config.cli", "archive", "check", str(tmp_path / "empty")]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "GONGKAI_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
    )  # fmt: skip
    assert "1 bags checked, 1 not whole." in ran.stdout, ran.stderr


def test_the_clock_archives() -> None:
    from gongkai.config.periodic import declare

    declare()
    assert "archive.archive_due" in {job.name for job in jobs.declared()}
