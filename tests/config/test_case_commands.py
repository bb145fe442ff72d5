"""Does the register of cases of accountability go out without anybody's name and words?"""

from __future__ import annotations

import json

import pytest

from cast import make_cast
from gongkai.config import cli
from rooms.supervision import case_stage as stage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_register_goes_out_without_names_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    cast = make_cast()
    opened, ended = stage.opened(cast), stage.at(cast, "dropped")
    decided = stage.at(cast, "decided")

    def told(*words: str) -> str:
        assert cli.main(["supervision", "cases", *words]) == 0
        return capsys.readouterr().out

    rows = json.loads(told("--json"))["cases"]
    assert [(row["number"], row["state"], row["measure"]) for row in rows] == [
        (opened.number, "opened", ""),
        (decided.number, "decided", "criticism"),
    ]
    assert len(json.loads(told("--json", "--all"))["cases"]) == 3
    assert json.loads(told("--json", "--agency", "nowhere"))["cases"] == []
    everything = told("--json", "--all") + told("--all")
    assert f"{ended.number} {cast.agency.code}" in everything
    names = {cast.person(stage.CONCERNED).name, stage.TITLE, *stage.SECRET.values()}
    assert not [name for name in names if name in everything]
