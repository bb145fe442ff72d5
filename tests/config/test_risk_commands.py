"""Do the commands for the register of risks bring it in whole or not at all, and give out what they can read?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cast import Cast, make_cast
from domain.powers.risk_points import risk
from gongkai.config import cli
from gongkai.domain.powers import risk_file, schema
from gongkai.domain.powers.risk_file import Point
from gongkai.powers.models import Version
from gongkai.powers.queries import risks

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NAMES = {"waste": "渣土管理科", "other": "市容科"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("GONGKAI_SHELL_LANGUAGE", "en")

    def go(*words: object) -> tuple[int, str]:
        try:
            status = cli.main(["risks", *(str(word) for word in words)])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        out = capsys.readouterr()
        return status, out.out + out.err

    assert os.environ["DJANGO_SETTINGS_MODULE"]
    return go


def written(folder: Path, *points: Point, name: str = "risks.csv") -> Path:
    path = folder / name
    path.write_text(risk_file.csv_text(risk_file.table(points, NAMES)), encoding="utf-8")
    return path


def point(number: int, unit: str = "waste", **changes: str) -> Point:
    content = schema.clean(schema.kinds()["risk"], risk(**changes))
    return Point(number, unit, f"{unit}-{number:03}", f"风险点{number}", content)


def test_a_register_comes_in_once_and_goes_out_the_same(cast: Cast, run: object, tmp_path: Path) -> None:
    file = written(tmp_path, point(1), point(2), point(3, "other"))
    assert run("import", file, "--dry-run") == (
        0,
        "3 risk points could be brought in. Nothing was changed.\n",
    )
    assert not Version.objects.exists()
    assert run("import", file, "--from", "2026-04-01") == (0, "3 brought in, 0 known before.\n")
    assert run("import", file, "--from", "2026-04-01") == (0, "0 brought in, 3 known before.\n")
    assert risks.counts() == risks.Counts(3, 3)
    for form in ("csv", "xlsx"):
        out = tmp_path / f"out.{form}"
        assert run("export", out)[0] == 0
        assert run("import", out, "--from", "2026-04-01") == (0, "0 brought in, 3 known before.\n")
    assert run("export", tmp_path / "before.csv", "--on", "2026-01-01")[1].endswith("0 risk points.\n")


def test_one_fault_and_nothing_comes_in(cast: Cast, run: object, tmp_path: Path) -> None:
    file = written(tmp_path, point(1), point(2, measure="无"), point(3, grade="low"))
    status, told = run("import", file)
    assert status == 1
    assert "risks.csv:3:measure: Every risk point has a measure." in told
    assert "risks.csv:4:grade: By the rule it is graded high" in told
    assert told.endswith("Nothing was changed.\n")
    assert not Version.objects.exists()
    assert run("import", file, "--as-published")[0] == 0
    assert Version.objects.filter(as_published=True).count() == 2


def test_names_of_persons_do_not_come_in(cast: Cast, run: object, tmp_path: Path) -> None:
    file = written(tmp_path, point(1, owner="张小明"))
    status, told = run("import", file)
    assert (status, "risks.csv:2:owner:" in told) == (1, True)
    assert run("import", file, "--as-published")[0] == 0
    assert Version.objects.get().content["owner"] == "张**"


def test_a_file_without_units_and_rules(cast: Cast, run: object, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(
        "风险类别,风险点,主要内容及表现形式,风险等级,防控措施,部门负责人,责任领导,活动类别\n"
        "业务流程风险,核准不公,应核准而不核准,中,集体研究,科长,分管副局长,审批\n".encode("gb18030")
    )
    assert run("import", file)[0] == 1
    words = (
        "--unit",
        "渣土管理科",
        "--rule",
        "three_levels",
        "--graded-on",
        "2026-03-02",
        "--post",
        "核准岗",
    )
    assert run("import", file, *words) == (0, "1 brought in, 0 known before.\n")
    assert Version.objects.get().entry.unit.code == "waste"


def test_what_cannot_be_is_told(cast: Cast, run: object, tmp_path: Path) -> None:
    file = written(tmp_path, point(1))
    for words, told in (
        (("import", tmp_path / "none.csv"), "there is no file"),
        (("import", file, "--from", "morgen"), "no day"),
        (("import", file, "--agency", "none"), "no agency"),
        (("export", file), "exists already"),
        (("export", tmp_path / "a.pdf"), "must end in"),
        (("export", tmp_path / "no" / "a.csv"), "no folder"),
    ):
        status, said = run(*words)
        assert status != 0, words
        assert told in said, (words, said)
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 no zip")
    assert run("import", tmp_path / "bad.xlsx")[0] != 0
