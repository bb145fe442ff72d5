"""Do the commands of training bring a roster and results in whole or not at all?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cast import Cast, make_cast
from gongkai.config import cli
from gongkai.core.models import Event
from gongkai.duties.actions.learning import sittings
from gongkai.duties.models import Candidate, Learner
from rooms.duties import training

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
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


def written(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_roster_comes_in_once_and_a_dry_run_changes_nothing(cast: Cast, run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "工号,姓名,单位,账号", "A1,示例甲,waste,drafter", "A2,示例乙,市容科,")
    assert run("training", "roster", "import", file, "--dry-run") == (
        0,
        "2 new, 0 changed, 0 as they are. Nothing was changed.\n",
    )
    assert not Learner.objects.exists()
    assert run("training", "roster", "import", file)[0] == 0
    assert Learner.objects.get(staff_number="A1").person == cast.person("drafter")
    before = Event.objects.count()
    assert run("training", "roster", "import", file, "--by", "trainer")[1].startswith("0 new, 0 changed, 2")
    assert Event.objects.count() == before
    assert run("training", "roster", "import", file, "--by", "drafter")[0] != 0


def test_a_wrong_line_is_named_and_nothing_comes_in(cast: Cast, run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "工号,姓名,单位", "A1,示例甲,waste", "A1,示例乙,waste", "A3,,nowhere")
    status, said = run("training", "roster", "import", file)
    assert status == 1
    assert "table.csv:3:工号" in said
    assert "table.csv:4:姓名" in said
    assert not Learner.objects.exists()


def test_results_come_in_for_the_last_sitting_by_who_may(cast: Cast, run: Run, tmp_path: Path) -> None:
    one, two = training.people(cast, 2)
    exam = training.released(cast)
    place = training.sitting(cast, exam)
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[one.pk, two.pk])
    training.move(exam, "mark", cast.trainer)
    file = written(
        tmp_path, "工号,姓名,成绩", f"{one.staff_number},{one.name},88.5", f"{two.staff_number},,缺考"
    )
    words = ("training", "results", file, "--exam", exam.number)
    assert run(*words, "--by", "doer")[0] != 0
    assert run(*words, "--by", "trainer") == (0, "2 new, 0 changed, 0 known before.\n")
    assert list(Candidate.objects.order_by("pk").values_list("present", "passed")) == [
        (True, True),
        (False, False),
    ]
    slipped = written(
        tmp_path, "工号,姓名,成绩", f"{one.staff_number},{two.name},88.5", f"{two.staff_number},,101"
    )
    status, said = run("training", "results", slipped, "--exam", exam.number, "--by", "trainer")
    assert status == 1
    assert one.name in said
    assert ":3:成绩" in said
    assert run("training", "results", file, "--exam", "NONE", "--by", "trainer")[0] != 0
