"""Do the commands for work plans bring a file of tasks in whole or not at all, and take it out again?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cast import Cast, make_cast
from gongkai.config import cli
from gongkai.core import clock, jobs
from gongkai.duties.models import Task
from rooms.duties import planning

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HEAD = "目标,举措,任务,牵头单位,开始日期,完成期限,完成标准"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("GONGKAI_SHELL_LANGUAGE", "en")

    def go(*words: object) -> tuple[int, str]:
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        out = capsys.readouterr()
        return status, out.out + out.err

    return go


def written(folder: Path, *units: str) -> Path:
    year, path = clock.today().year, folder / "tasks.csv"
    rows = [f"公开,清理,任务{at},{unit},{year}-01-05,{year}-11-30,已公布" for at, unit in enumerate(units)]
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_file_of_tasks_is_looked_at_then_brought_in_once(cast: Cast, run: Run, tmp_path: Path) -> None:
    plan, file = planning.drafted(cast), written(tmp_path, "waste", "市容科")
    words = ("plans", "import", file, "--plan", plan.number, "--by", "planner")
    assert run(*words, "--dry-run") == (0, "2 new, 0 known before. Nothing was changed.\n")
    assert not Task.objects.exists()
    assert run(*words) == (0, "2 new, 0 known before.\n")
    assert run(*words) == (0, "0 new, 2 known before.\n")
    assert Task.objects.filter(created_by=cast.person("planner")).count() == 2


def test_a_fault_is_named_by_line_and_column_and_nothing_is_brought_in(
    cast: Cast, run: Run, tmp_path: Path
) -> None:
    plan, file = planning.drafted(cast), written(tmp_path, "waste", "nowhere")
    status, said = run("plans", "import", file, "--plan", plan.number, "--by", "planner")
    assert status == 1
    assert "tasks.csv:3:牵头单位: There is no unit nowhere." in said
    assert not Task.objects.exists()


def test_the_tasks_of_a_plan_are_taken_out(cast: Cast, run: Run, tmp_path: Path) -> None:
    plan = planning.adopted(cast, "公布清单")
    for form in ("csv", "xlsx", "json"):
        status, said = run("plans", "export", tmp_path / f"out.{form}", "--plan", plan.number)
        assert (status, "1 tasks." in said) == (0, True), said
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["tasks"][0]["title"] == "公布清单"
    assert run("plans", "export", tmp_path / "out.csv", "--plan", plan.number)[0] != 0
    assert run("plans", "export", tmp_path / "other.csv", "--plan", "NO-SUCH")[0] == 1


def test_the_reminder_of_tasks_is_a_periodic_job() -> None:
    from gongkai.config import periodic

    periodic.declare()
    assert "duties.remind" in {each.name for each in jobs.declared()}
