"""Does `gongkai clock` answer, and refuse in one sentence?"""

import json
import subprocess
import sys

import pytest

from gongkai.config.clock_command import run

SENTENCES = [
    ([], "请写明期限规则"),
    (["nope", "--start", "2026-03-02"], "request.reply"),
    (["request.reply"], "--start"),
    (["request.reply", "--start", "2026-02-30"], "2026-02-30"),
    (["request.reply", "--start", "20260302"], "20260302"),
    (["request.reply", "--start", "2026-03-02", "--pause", "2026-03-04"], "2026-03-04"),
    (["request.reply", "--start", "2026-03-02", "--pause", "2026-03-04:x"], "“x”"),
    (["request.reply", "--start", "2026-03-02", "--pause", "2026-03-04:2026-03-03"], "早于开始日"),
    (["request.reply", "--start", "2026-03-02", "--extend", "21"], "最多可以延长20个工作日"),
    (["request.reply", "--start", "2026-03-02", "--extend=-1"], "-1"),
    (["request.reply", "--start", "2026-03-02", "--extend", "1.5"], "1.5"),
    (["request.reply", "--start", "2008-04-30"], "尚未生效"),
    (["request.reply", "--start", "2026-03-02", "--bogus"], "--bogus"),
    (["request.reply", "--start"], "--start"),
]


def test_the_json_has_exactly_the_promised_keys(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "request.reply",
        "--start",
        "2026-02-12",
        "--pause",
        "2026-02-25:2026-02-27",
        "--extend",
        "2",
    ]
    assert run([*arguments, "--json"]) == 0
    written = capsys.readouterr().out
    answer = json.loads(written)
    assert list(answer) == ["rule", "start", "due", "provisional", "trail", "citation"]
    assert {name: answer[name] for name in ("rule", "start", "due", "provisional", "citation")} == {
        "rule": "request.reply",
        "start": "2026-02-12",
        "due": "2026-03-25",
        "provisional": False,
        "citation": "《政府信息公开条例》第三十三条",
    }
    assert answer["trail"][:3] == [
        {"date": "2026-02-12", "counted": False, "reason": "起算当天不计入期限"},
        {"date": "2026-02-13", "counted": True, "reason": "星期五，工作日"},
        {"date": "2026-02-14", "counted": True, "reason": "调休上班（星期六）"},
    ]
    assert "\\u" not in written


def test_a_running_pause_leaves_the_date_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["request.reply", "--start", "2026-03-02", "--pause", "2026-03-04:", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due"] is None


def test_the_table_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["publication.penalty", "--start", "2026-12-28"]) == 0
    shown = capsys.readouterr().out
    assert "行政处罚决定公开期限 (publication.penalty)" in shown
    assert "（暂定）" in shown
    assert run(["publication.penalty", "--start", "2026-12-28", "--language", "en"]) == 0
    assert "(provisional)" in capsys.readouterr().out


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--list"]) == 0
    assert "petition.decide" in capsys.readouterr().out
    assert run(["--list", "--json"]) == 0
    assert {"rule", "length", "unit", "citation"} <= set(json.loads(capsys.readouterr().out)[0])


@pytest.mark.parametrize(("arguments", "words"), SENTENCES)
def test_every_error_is_one_sentence_and_status_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert words in shown.err


def test_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "--pause" in capsys.readouterr().out


def test_the_command_needs_no_django() -> None:
    code = (
        "import sys; from gongkai.config.clock_command import run;"
        "run(['request.reply', '--start', '2026-03-02']);"
        "sys.exit([name for name in ('django', 'holidays') if name in sys.modules] or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
