"""Do the commands import registers, write the report, check it and prove it, each mistake one sentence?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import registers
import reporting
from cast import Cast
from gongkai.config import cli
from gongkai.requests.models import Request
from report_samples import path_of, suqian

Run = Callable[..., tuple[int, str, str]]
TABLES = (
    "table2_active_disclosure",
    "table3_requests",
    "table4_review_litigation",
    "information_processing_fee",
)


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
    return reporting.make_reporting_cast()


def test_a_whole_report_passes_the_check(run: Run) -> None:
    status, out, _ = run("report", "check", path_of("suqian_city_2023"))
    assert status == 0
    assert "every check holds; 202 figures read" in out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("shanghai_stc_2024", "Carried over to next year／Total: blank."),
        (
            "changchun_veterans_bureau_2023",
            "check 6: The text says 2 for “New requests”, but the table says 3",
        ),
        (
            "xining_chengzhong_construction_2025",
            (
                "check 7: Information published: Government rules／Issued this year: the report says 2, "
                "but an agency of this kind makes no government rules"
            ),
        ),
    ],
)
def test_a_faulty_report_is_refused_for_the_right_reason(run: Run, name: str, words: str) -> None:
    status, out, _ = run("report", "check", path_of(name))
    assert status == 1
    assert words in out.splitlines()[0]
    assert "refused" in out.splitlines()[-1]


def test_the_year_before_is_compared_where_it_is_given(run: Run, tmp_path: Path) -> None:
    following = tmp_path / "following.json"
    following.write_text(json.dumps({**suqian(), "year": 2024}), encoding="utf-8")
    status, out, _ = run("report", "check", following, "--previous", path_of("suqian_city_2023"))
    assert status == 1
    assert "last year's report carried 121 forward, this one carries 96 in" in out


def test_suqian_2023_goes_in_by_the_commands_and_comes_back_cell_by_cell(
    cast: Cast, run: Run, tmp_path: Path
) -> None:
    document = suqian()
    asked = registers.write_requests(tmp_path / "requests.csv", registers.requests_of(document))
    disputed = registers.write_disputes(tmp_path / "disputes.csv", registers.disputes_of(document))
    declared = registers.write_declared(tmp_path / "declared.csv", document)
    for command in (
        ("requests", "import", asked),
        ("disputes", "import", disputed),
        ("figures", "import", declared, "--year", 2023, "--by", "preparer"),
    ):
        status, out, err = run(*command)
        assert status == 0, (command, out, err)
    assert Request.objects.count() == 3607
    target = tmp_path / "report.json"
    status, out, err = run("report", 2023, "--form", "statutory", "--format", "json", "--out", target)
    assert (status, out) == (0, ""), err
    given = json.loads(target.read_text(encoding="utf-8"))
    assert {key: given[key] for key in TABLES} == {key: document[key] for key in TABLES}
    # A department has no government rules: the check says so of a city's figures, and of nothing else.
    status, out, _ = run("report", "check", target)
    assert (status, out.count("check")) == (1, 1)
    status, out, _ = run("report", "verify", target)
    assert (status, "all 202 figures" in out) == (0, True)
    Request.objects.filter(outcome="granted").update(outcome="other_other")
    status, out, _ = run("report", "verify", target)
    assert status == 1
    assert "Granted／Total: the file says 1191, the records give 0." in out


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_the_report_is_written_as_a_file_of_the_kind_its_name_says(
    cast: Cast, run: Run, tmp_path: Path, kind: str
) -> None:
    reporting.fill_registers(cast, reporting.small(suqian()))
    target = tmp_path / f"report.{kind}"
    status, _, err = run("report", 2023, "--out", target)
    assert status == 0
    assert target.stat().st_size > 5000
    assert "Not declared, counted as 0: Information published" in err


def test_figures_are_declared_from_a_report_as_json(cast: Cast, run: Run) -> None:
    status, out, _ = run("figures", "import", path_of("suqian_city_2023"))
    assert (status, "12 figures declared for 2023" in out) == (0, True)
    status, out, _ = run("report", 2023)
    assert json.loads(out)["table2_active_disclosure"] == suqian()["table2_active_disclosure"]


def test_one_figure_is_declared_and_takes_the_place_of_the_one_before(cast: Cast, run: Run) -> None:
    for value in ("7", "1,234"):
        status, out, _ = run(
            "figures",
            "declare",
            2023,
            "licensing_decisions",
            value,
            "--evidence",
            "许可系统",
            "--by",
            "preparer",
        )
        assert status == 0
    assert out == "Declared for 2023: licensing_decisions = 1234.\n"
    status, out, _ = run("report", 2023)
    assert json.loads(out)["table2_active_disclosure"]["licensing_decisions"] == 1234


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unit,key,value\n,licensing_decisions,1\n", "the column evidence is missing"),
        ("unit,key,value,evidence\n,licensing_decisions,viele,x\n", "line 2: “viele” is not a number."),
        ("unit,key,value,evidence\n,licences,1,x\n", "“licences” is no figure that is declared"),
        ("unit,key,value,evidence\n", "holds no figures"),
    ],
)
def test_a_faulty_table_of_figures_is_refused_whole(
    cast: Cast, run: Run, tmp_path: Path, text: str, words: str
) -> None:
    table = tmp_path / "figures.csv"
    table.write_text(text, encoding="utf-8")
    status, _, err = run("figures", "import", table, "--year", 2023)
    assert status == 1
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", 2012), "no uniform tables"),
        (("report", 2023, "--agency", "nowhere"), "There is no agency “nowhere”"),
        (("report", 2023, "--published"), "No report of 2023 is published here."),
        (("report", 2023, "--format", "pdf"), "--out"),
        (("report", 2023, "--out", "/no/such/folder/report.pdf"), "there is no folder /no/such/folder"),
        (("report", 2023, "--out", "report.xyz"), "--format is one of json, html, docx, pdf"),
        (("report", "check", "/no/such.json"), "/no/such.json"),
        (
            ("figures", "declare", 2023, "licensing_decisions", "1", "--evidence", "x", "--by", "nobody"),
            "nobody",
        ),
    ],
)
def test_a_mistake_is_answered_with_one_sentence(
    cast: Cast, run: Run, words: tuple[Any, ...], said: str
) -> None:
    status, _, err = run(*words)
    assert status != 0
    assert said in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_no_json_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"year": 2023,\n', encoding="utf-8")
    status, _, err = run("report", "check", broken)
    assert status == 1
    assert "broken.json is not JSON" in err
    assert "line 2" in err


def test_the_published_edition_is_given_as_it_was_signed(cast: Cast, run: Run) -> None:
    with reporting.in_january():
        report = reporting.published(cast)
    _, out, _ = run("report", 2023)
    again = json.loads(out)
    assert (again["edition"], again["digest"]) == (1, report.digest)
    assert again["signed"]["on"] == "2024-01-15"
    Request.objects.filter(outcome="granted").update(outcome="other_other")
    _, out, _ = run("report", 2023)
    assert json.loads(out)["edition"] == 0
    _, out, _ = run("report", 2023, "--published")
    assert json.loads(out) == again
