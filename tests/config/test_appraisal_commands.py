"""Does the shell repeat a published draw without a database, and give the results that are published?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.config.cli import main
from gongkai.domain.supervision import sampling
from gongkai.supervision.appraisal_files import frame_csv

FRAME = {"applicants": [f"{n:064x}" for n in range(8)], "reporters": [f"{n:064x}" for n in range(100, 130)]}


@pytest.fixture
def frame(tmp_path: Path) -> Path:
    path = tmp_path / "frame.csv"
    path.write_bytes(frame_csv((stratum, key) for stratum, keys in FRAME.items() for key in keys))
    return path


def test_a_draw_is_repeated(frame: Path, capsys: Any) -> None:
    words = ["supervision", "appraisal", "draw", "--frame", str(frame), "--seed", "双色球 010203"]
    assert main([*words, "--size", "12", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["drawn"] == sampling.draw(FRAME, "双色球 010203", 12)
    assert told["frame_digest"] == sampling.frame_digest(FRAME)
    assert (told["frame"], told["size"]) == ({"applicants": 8, "reporters": 30}, 12)
    assert main([*words, "--size", "12"]) == 0
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 12
    assert told["frame_digest"] in printed.err
    assert main([*words, "--json"]) == 0
    # 38 people: the margin wants 150.06 / (1 + 149.06/38) = 30.5, so 31 of them.
    assert json.loads(capsys.readouterr().out)["size"] == 31


@pytest.mark.parametrize(
    "content", [b"", b"key,stratum\na,b\n", b"stratum,key\na\n", b"stratum,key\na,\n", b"\xff\xfe"]
)
def test_what_is_no_frame_is_told(tmp_path: Path, capsys: Any, content: bytes) -> None:
    path = tmp_path / "frame.csv"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as stopped:
        main(["supervision", "appraisal", "draw", "--frame", str(path), "--seed", "abcd"])
    assert stopped.value.code == 2
    assert "frame.csv" in capsys.readouterr().err


def test_a_frame_that_is_not_there_is_told(tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(["supervision", "appraisal", "draw", "--frame", str(tmp_path / "none"), "--seed", "abcd"])
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.django_db
def test_no_results_are_none(capsys: Any) -> None:
    assert main(["supervision", "appraisal", "results", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"appraisals": []}
    assert main(["supervision", "appraisal", "results", "--number", "CGJ-PY-2026-001"]) == 1
