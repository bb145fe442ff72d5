"""Do the commands of the registers say what they find, bring in all or nothing, and take out what was brought in?"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cast import Cast, make_cast
from gongkai.config import cli
from gongkai.config.commands import requests as commands
from gongkai.core import clock, ledger
from gongkai.core.models import Deadline, Event
from gongkai.requests.models import Dispute, Request
from register_files import DISPUTE_HEADINGS, GOOD, OPEN, table

pytestmark = pytest.mark.django_db

BAD = "2,2023-13-05,natural_persn,online,a,granted,2023-02-01"
SUIT = "litigation_direct,2023-03-01,upheld,2023-06-01"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(date(2026, 3, 2)):
        yield make_cast()


class Shell:
    """Runs commands in this process and keeps what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys, self.out, self.err = capsys, "", ""

    def __call__(self, *words: object) -> int:
        self.capsys.readouterr()
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as ended:  # argparse
            status = int(ended.code or 0)
        self.out, self.err = self.capsys.readouterr()
        return status


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


def test_looking_changes_nothing(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", GOOD, OPEN)
    assert shell("requests", "import", path, "--dry-run") == 0
    assert "r.csv: 2 lines, 1 closed, 1 open." in shell.out
    assert "2 requests would be imported. Nothing was changed." in shell.out
    assert not Request.objects.exists()


def test_a_register_is_brought_in_for_the_agency_of_the_site(
    shell: Shell, cast: Cast, tmp_path: Path
) -> None:
    assert shell("requests", "import", table(tmp_path / "r.csv", GOOD, OPEN)) == 0
    assert f"2 requests imported into the register of {cast.agency.name}." in shell.out
    assert shell.err == ""
    assert Request.objects.filter(agency=cast.agency, imported=True).count() == 2
    assert Deadline.objects.count() == 1
    assert Event.objects.latest("seq").person is None
    assert ledger.verify()[1] is None


def test_for_another_agency_and_by_an_account(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", GOOD)
    assert shell("requests", "import", path, "--agency", cast.outside_agency.code) == 0
    assert Request.objects.get().agency == cast.outside_agency
    assert shell("requests", "import", path, "--by", "desk") == 0
    assert Event.objects.latest("seq").person == cast.person("desk").pk
    for words in (("--by", "officer"), ("--by", "nobody"), ("--agency", "nowhere")):
        assert shell("requests", "import", path, *words, "--dry-run") == 1
        assert shell.err.startswith("gongkai: ")
        assert shell.err.count("\n") == 1
    assert Request.objects.count() == 2


def test_problems_are_named_by_line_and_column_and_nothing_is_imported(
    shell: Shell, cast: Cast, tmp_path: Path
) -> None:
    path = table(tmp_path / "r.csv", GOOD, BAD, GOOD)
    assert shell("requests", "import", path) == 1
    assert shell.out.splitlines() == [
        "r.csv:3:received_on (B): “2023-13-05” is not a day. Write it like 2023-01-05.",
        "r.csv:3:applicant_kind (C): “natural_persn” is not known. Did you mean “natural_person”?",
        "r.csv:4:number (A): The number 1 stands on line 2 already.",
        "Nothing was imported: 3 problems. Mend them and run it again.",
    ]
    assert not Request.objects.exists()


def test_of_many_problems_the_first_hundred_are_named(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    assert shell("requests", "import", table(tmp_path / "r.csv", *[BAD] * 70)) == 1
    lines = shell.out.splitlines()
    assert len(lines) == 102
    assert lines[-2] == "and 40 more problems"
    assert "140 problems" in lines[-1]


def test_the_same_register_again(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", GOOD)
    assert shell("requests", "import", path) == 0
    assert shell("requests", "import", path) == 1
    assert "r.csv:2:number (A): The register already holds the number 1." in shell.out
    suits = table(tmp_path / "d.csv", SUIT, SUIT, headings=DISPUTE_HEADINGS)
    assert shell("disputes", "import", suits) == 0
    assert "2 reviews and suits imported" in shell.out
    assert shell("disputes", "import", suits) == 1
    assert Dispute.objects.count() == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_taken_out_it_can_be_brought_in_again(shell: Shell, cast: Cast, tmp_path: Path, form: str) -> None:
    shell("requests", "import", table(tmp_path / "r.csv", GOOD, OPEN))
    shell("disputes", "import", table(tmp_path / "d.csv", SUIT, headings=DISPUTE_HEADINGS))
    for register, rows in (("requests", 2), ("disputes", 1)):
        out = tmp_path / f"{register}.{form}"
        assert shell(register, "export", out) == 0
        assert f"{rows} " in shell.out
        assert shell(register, "import", out, "--agency", cast.outside_agency.code) == 0
    assert Request.objects.filter(agency=cast.outside_agency).count() == 2
    assert Dispute.objects.filter(agency=cast.outside_agency).count() == 1


def test_one_year_is_taken_out(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    shell("requests", "import", table(tmp_path / "r.csv", GOOD, OPEN.replace("2023-12", "2024-12")))
    out = tmp_path / "out.csv"
    assert shell("requests", "export", out, "--year", 2024) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["number"] for row in csv.DictReader(file)] == ["2"]


@pytest.mark.parametrize(
    "words",
    [
        ["requests"],
        ["requests", "import"],
        ["requests", "import", "/nowhere/at.csv"],
        ["disputes", "import", "/nowhere/at.csv"],
        ["requests", "export"],
        ["requests", "export", "/tmp/register.pdf"],
        ["requests", "export", "/nowhere/at.csv"],
        ["requests", "export", "/tmp/register.csv", "--year", "last"],
        ["requests", "export", "/tmp/register.csv", "--year", "0"],
        ["requests", "export", "/tmp/register.csv", "--agency", "nowhere"],
    ],
)
def test_a_mistake_is_one_sentence(shell: Shell, cast: Cast, words: list[str]) -> None:
    assert shell(*words) != 0
    assert shell.err.startswith("gongkai")
    assert shell.err.count("\n") == 1
    assert not Path("/tmp/register.csv").exists()


def test_nothing_is_written_over(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("mine", encoding="utf-8")
    assert shell("requests", "export", out) == 2
    assert out.read_text(encoding="utf-8") == "mine"


def test_the_bar_is_drawn_on_a_terminal_alone(
    shell: Shell, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    bar = commands._Bar("Looking")
    bar.shown = True
    bar.show(0.5, 2000)
    bar.done()
    drawn = capsys.readouterr().err
    assert drawn.startswith("\rLooking: [###############...............]  50%  2,000 rows")
    assert drawn.endswith("\n")
    quiet = commands._Bar("Looking")
    quiet.show(0.5, 2000)
    quiet.done()
    assert capsys.readouterr().err == ""
