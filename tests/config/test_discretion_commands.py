"""Do the commands prove what they bring in, take it out again, and answer a case as a person and as a program?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cast import Cast, make_cast
from gongkai.config import cli
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.powers.models import Entry, Version

Run = Callable[..., tuple[int, str, str]]
HEAD = "code,row,conduct,basis,factor,operator,value,minimum,maximum,unit,outcome"
GOOD = f"""{HEAD}
G-1,1,占用城市道路,《条例》第二十条,area,<,5,0,500,yuan,fine
G-1,2,占用城市道路,《条例》第二十条,area,>=,5,500,1000,yuan,fine
G-1,2,,,area,<,10,,,,
G-1,3,占用城市道路,《条例》第二十条,area,>=,10,1000,5000,yuan,fine
"""
PARTY = f"""{HEAD}
G-2,1,乱贴,《条例》第八条,party,=,citizen,20,50,yuan,fine
G-2,2,乱贴,《条例》第八条,party,=,organisation,200,500,yuan,fine
"""
FAULTY = GOOD.replace("G-1", "F-1").replace("area,<,", "area,<=,")
GAP = GOOD.replace("G-1", "F-2").replace("area,>=,10", "area,>,10")
MILDER = GOOD.replace("500,1000", "200,800")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def shell(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as ended:  # argparse
            status = int(ended.code or 0)
        return (status, *capsys.readouterr())

    return shell


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "tables.csv"
    path.write_bytes(text.encode(encoding))
    return path


def answer(run: Run, code: str, facts: object, *more: object) -> dict[str, Any]:
    status, out, err = run("discretion", code, "--facts", json.dumps(facts), "--json", *more)
    assert (status, err) == (0, ""), err
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_a_proved_file_is_brought_in_once(cast: Cast, run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD + PARTY.partition("\n")[2])
    assert run("discretion", "import", path, "--dry-run")[:2] == (
        0,
        "2 tables could be brought in. Nothing was changed.\n",
    )
    assert not Entry.objects.exists()
    status, out, err = run("discretion", "import", path)
    assert (status, err) == (0, "")
    assert "2 tables brought in, 0 there already, 0 faults listed." in out
    assert ledger.verify()[1] is None
    events = Event.objects.count()
    assert "0 tables brought in, 2 there already" in run("discretion", "import", path)[1]
    assert (Version.objects.count(), Event.objects.count()) == (2, events)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_files_as_spreadsheets_write_them(cast: Cast, run: Run, tmp_path: Path, encoding: str) -> None:
    assert run("discretion", "import", written(tmp_path, GOOD, encoding))[0] == 0
    assert Version.objects.get().title == "占用城市道路"


def test_overlaps_and_gaps_are_refused_with_the_very_case(cast: Cast, run: Run, tmp_path: Path) -> None:
    for text, cases in ((FAULTY, ("area = 5", "area = 10")), (GAP, ("area = 10",))):
        status, out, _err = run("discretion", "import", written(tmp_path, GOOD + text.partition("\n")[2]))
        assert status == 1
        for case in cases:
            assert f"{case}." in out
        assert "nothing was brought in" in out
        assert not Entry.objects.exists()  # the good one neither
    assert "no row fits area = 10" in out


def test_lines_that_cannot_be_read_are_named(cast: Cast, run: Run, tmp_path: Path) -> None:
    status, out, _err = run("discretion", "import", written(tmp_path, GOOD.replace(",<,5,", ",<,five,")))
    assert status == 1
    assert "tables.csv:2: " in out
    assert "five" in out
    assert "Nothing was brought in." in out
    for text in ("", "a,b\n1,2\n", "\x00", HEAD):
        assert run("discretion", "import", written(tmp_path, text))[0] == 1
    assert not Entry.objects.exists()


def test_faults_for_machines(cast: Cast, run: Run, tmp_path: Path) -> None:
    status, out, _err = run("discretion", "import", written(tmp_path, FAULTY), "--json")
    told = json.loads(out)
    assert status == 1
    assert [(each["kind"], each["rows"], each["cases"]) for each in told["faults"]] == [
        ("overlap", ["1", "2"], ["area = 5"]),
        ("overlap", ["2", "3"], ["area = 10"]),
    ]
    assert told["brought_in"] == []
    _status, out, _err = run("discretion", "import", written(tmp_path, FAULTY), "--allow-faults", "--json")
    told = json.loads(out)
    assert [each["code"] for each in told["brought_in"]] == ["F-1"]
    assert len(told["faults"]) == 2
    status, out, _err = run("discretion", "import", written(tmp_path, "x"), "--json")
    assert status == 1
    assert json.loads(out)["lines"][0]["line"] == 1


def test_as_published_its_faults_show_in_the_answer(cast: Cast, run: Run, tmp_path: Path) -> None:
    text = FAULTY + GAP.partition("\n")[2]
    status, out, _err = run("discretion", "import", written(tmp_path, text), "--allow-faults")
    assert status == 0
    assert "fit area = 5." in out
    assert "2 tables brought in, 0 there already, 3 faults listed." in out
    both = answer(run, "F-1", {"area": 5})
    assert (both["rows"], both["fault"], both["minimum"], both["maximum"]) == (["1", "2"], True, 0, 1000)
    none = answer(run, "F-2", {"area": 10})
    assert (none["rows"], none["fault"], none["minimum"], none["maximum"]) == ([], True, None, None)
    assert answer(run, "F-1", {"area": 7})["fault"] is False
    assert "(published with faults)" in run("discretion")[1]
    assert all(Version.objects.values_list("as_published", flat=True))


@pytest.mark.parametrize(
    ("area", "row", "span"),
    [
        (0, "1", (0, 500)),
        (4.99, "1", (0, 500)),
        (5, "2", (500, 1000)),
        ("9.999", "2", (500, 1000)),
        (10, "3", (1000, 5000)),
    ],
)
def test_at_the_borders(
    cast: Cast, run: Run, tmp_path: Path, area: Any, row: str, span: tuple[int, int]
) -> None:
    run("discretion", "import", written(tmp_path, GOOD))
    found = answer(run, "G-1", {"area": area})
    assert {"rows", "minimum", "maximum", "unit", "trace", "citation"} <= set(found)
    assert (found["rows"], (found["minimum"], found["maximum"]), found["unit"]) == ([row], span, "yuan")
    assert found["citation"] == "《条例》第二十条"
    assert found["fault"] is False
    held = {each["row"] for each in found["trace"] if not each["holds"]}
    assert row not in held
    assert {each["row"] for each in found["trace"]} == {"1", "2", "3"}


def test_later_versions_and_the_milder_rule(cast: Cast, run: Run, tmp_path: Path) -> None:
    today = clock.today()
    assert run("discretion", "import", written(tmp_path, GOOD), "--from", "2020-01-01")[0] == 0
    assert run("discretion", "import", written(tmp_path, MILDER), "--from", today)[0] == 0
    assert list(Version.objects.values_list("number", "in_force_until")) == [
        (1, today - timedelta(days=1)),
        (2, None),
    ]
    older = answer(run, "G-1", {"area": 7}, "--on", "2022-05-01")
    assert (older["version"], older["minimum"], older["maximum"]) == ("1", 500, 1000)
    assert (older["milder"]["version"], older["milder"]["minimum"], older["milder"]["maximum"]) == (
        "2",
        200,
        800,
    )
    assert "第三十七条" in older["milder"]["law"]
    decided = answer(run, "G-1", {"area": 7}, "--on", "2022-05-01", "--decided", "2023-05-01")
    assert "milder" not in decided
    same = answer(run, "G-1", {"area": 12}, "--on", "2022-05-01")
    assert "milder" not in same
    assert answer(run, "G-1", {"area": 7}, "--on", today)["version"] == "2"
    said = run("discretion", "G-1", "--facts", '{"area": 7}', "--on", "2022-05-01")[1]
    assert "is milder (a fine of 200 to 800 yuan instead of a fine of 500 to 1000 yuan)" in said
    status, out, err = run("discretion", "G-1", "--facts", '{"area": 7}', "--on", "2019-12-31")
    assert (status, out) == (1, "")
    assert "not yet in force" in err


def test_a_first_version_without_a_day_always_held(cast: Cast, run: Run, tmp_path: Path) -> None:
    run("discretion", "import", written(tmp_path, GOOD))
    assert answer(run, "G-1", {"area": 7}, "--on", "2001-01-01")["rows"] == ["2"]
    run("discretion", "import", written(tmp_path, MILDER))
    assert Version.objects.get(number=2).in_force_from == clock.today()
    with clock.travel_to(clock.now() + timedelta(days=9)):
        run("discretion", "import", written(tmp_path, GOOD))
    assert [each.in_force_from for each in Version.objects.order_by("number")] == [
        date(1996, 10, 1),
        clock.today(),
        clock.today() + timedelta(days=9),
    ]


def test_circumstances_among_the_facts_or_by_name(cast: Cast, run: Run, tmp_path: Path) -> None:
    run("discretion", "import", written(tmp_path, GOOD))
    among = answer(run, "G-1", {"area": 7, "first_offence": True})
    named = answer(run, "G-1", {"area": 7}, "--circumstance", "first_offence")
    assert among == named
    assert [each["key"] for each in named["circumstances"]] == ["first_offence"]
    assert "第三十三条" in named["circumstances"][0]["article"]
    said = run("discretion", "G-1", "--facts", '{"area": 7}', "--circumstance", "minor_and_corrected")[1]
    assert "No penalty is given" in said
    status, _out, err = run("discretion", "G-1", "--facts", '{"area": 7}', "--circumstance", "nothing")
    assert status == 1
    assert "nothing" in err


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("G-1",), 1, "“area” is missing"),
        (("G-1", "--facts", '{"area": "big"}'), 1, "not “big”"),
        (("G-1", "--facts", '{"area": -1}'), 1, "-1"),
        (("G-1", "--facts", '{"area": 7, "colour": 1}'), 1, "colour"),
        (("G-1", "--facts", '{"area": [7]}'), 1, "[7]"),
        (("G-1", "--facts", '{"area": NaN}'), 1, "nan"),
        (("G-1", "--facts", "{area: 7}"), 2, "no JSON"),
        (("G-1", "--facts", "[7]"), 2, "JSON object"),
        (("G-1", "--facts", "[" * 100_000), 2, "no JSON"),
        (("G-1", "--on", "2026-02-30"), 2, "no day"),
        (("G-9", "--facts", '{"area": 7}'), 1, "no discretion table G-9"),
        (("G-2", "--facts", '{"party": "school"}'), 1, "school"),
        (("import", "nowhere.csv"), 2, "no file"),
        (("export", "G-9"), 1, "no discretion table G-9"),
    ],
)
def test_a_mistake_is_one_sentence(
    cast: Cast, run: Run, tmp_path: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    run("discretion", "import", written(tmp_path, GOOD + PARTY.partition("\n")[2]))
    ended, out, err = run("discretion", *words)
    assert (ended, out) == (status, "")
    assert said in err
    assert "Traceback" not in err


def test_what_is_taken_out_can_be_brought_in_again(cast: Cast, run: Run, tmp_path: Path) -> None:
    run("discretion", "import", written(tmp_path, GOOD + PARTY.partition("\n")[2]))
    status, out, _err = run("discretion", "export")
    assert status == 0
    assert "0 tables brought in, 2 there already" in run("discretion", "import", written(tmp_path, out))[1]
    assert "G-2" not in run("discretion", "export", "G-1")[1]
    other = ("--agency", cast.outside_agency.code)
    assert run("discretion", "import", written(tmp_path, out), *other)[0] == 0
    assert run("discretion", "export", *other)[1] == out
    listed = run("discretion")[1].splitlines()
    assert len(listed) == 4
    assert json.loads(run("discretion", "--json")[1])[0]["code"] == "G-1"
