"""Do the commands bring powers and services in and out, the same again changing nothing, each mistake one sentence?"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import registering
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast, make_cast
from gongkai.config import cli
from gongkai.core.cells import harmless, unguarded
from gongkai.core.models import Event
from gongkai.domain.powers.schema import clean, kinds
from gongkai.powers import exchange
from gongkai.powers.models import Entry, Version

Run = Callable[..., tuple[int, str, str]]
HEAD = "unit,code,title,in_force_from,category,basis,decides,duty,supervision,limit"
LINE = (
    'waste,A-1,处置核准,2026-01-01,行政许可,"示例条例|第七条\n示例办法|第二条",'
    '示例市城管局,依法办理,"12345\n示例电话",二十日'
)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


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


def written(folder: Path, text: str, name: str = "powers.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_table_is_brought_in_once(cast: Cast, run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEAD}\n{LINE}\n")
    status, out, _err = run("powers", "import", path, "--dry-run")
    assert status == 0
    assert "1 entries could be brought in" in out
    assert not Entry.objects.exists()
    assert run("powers", "import", path)[:2] == (0, "1 brought in, 0 known before.\n")
    version = Version.objects.get()
    assert version.content["basis"] == [
        {"instrument": "示例条例", "article": "第七条"},
        {"instrument": "示例办法", "article": "第二条"},
    ]
    assert version.content["category"] == "licence"
    assert version.content["supervision"] == ["12345", "示例电话"]
    assert version.entry.unit == cast.units["waste"]
    events = Event.objects.count()
    assert run("powers", "import", path)[:2] == (0, "0 brought in, 1 known before.\n")
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_a_chinese_heading_and_encoding_are_understood(cast: Cast, run: Run, tmp_path: Path) -> None:
    head = "编号,名称,职权类别,设定依据,实施主体,责任事项,监督渠道"
    path = tmp_path / "a.csv"
    path.write_bytes(
        f"{head}\nA-1,处置核准,行政许可,示例条例|第七条,示例局,依法办理,12345\n".encode("gb18030")
    )
    status, _out, _err = run("powers", "import", path, "--unit", "waste", "--from", "2026-01-01")
    assert status == 0
    assert Version.objects.get().in_force_from == date(2026, 1, 1)


@pytest.mark.django_db
def test_what_is_taken_out_can_be_brought_in_again(cast: Cast, run: Run, tmp_path: Path) -> None:
    content = {**registering.ITEM, "duty": "=1+1\n第二行", "limit": "-九十日|附\\注"}
    registering.in_force(cast, on=date(2026, 1, 1), content=content)
    for form in ("csv", "json"):
        path = tmp_path / f"out.{form}"
        status, out, _err = run("powers", "export", path)
        assert status == 0
        assert "1 entries" in out
        assert run("powers", "import", path)[1] == "0 brought in, 1 known before.\n"
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8-sig", newline="")))
    assert rows[0]["duty"] == "'=1+1\n第二行"
    listed = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert listed["entries"][0]["content"]["limit"] == "-九十日|附\\注"
    assert run("powers", "export", tmp_path / "old.csv", "--on", "2020-01-01")[1].endswith("0 entries.\n")


WRONG = (
    ("waste,有 空格,名,2026-01-01,licence,甲|一,局,责,1,", ":2:code:"),
    ("waste,New,名,2026-01-01,licence,甲|一,局,责,1,", ":2:code:"),
    ("waste,A-2,,2026-01-01,licence,甲|一,局,责,1,", ":2:title:"),
    ("waste,A-2,名,2026-02-30,licence,甲|一,局,责,1,", ":2:in_force_from:"),
    ("waste,A-2,名,,licence,甲|一,局,责,1,", ":2:in_force_from:"),
    ("waste,A-2,名,2026-01-01,乱写,甲|一,局,责,1,", ":2:category:"),
    ("waste,A-2,名,2026-01-01,licence,甲,局,责,1,", ":2:basis[1]:"),
    ("waste,A-2,名,2026-01-01,licence,甲|一,,责,1,", ":2:decides:"),
    ("waste,A-2,名,2026-01-01,licence,甲|一,局,责,1," + "长" * 401, ":2:limit:"),
    ("none,A-2,名,2026-01-01,licence,甲|一,局,责,1,", ":2:unit:"),
    (",A-2,名,2026-01-01,licence,甲|一,局,责,1,", ":2:unit:"),
    (f"{LINE}\n{LINE}", ":5:code:"),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("lines", "where"), WRONG)
def test_a_fault_names_its_line_and_nothing_is_changed(
    cast: Cast, run: Run, tmp_path: Path, lines: str, where: str
) -> None:
    path = written(tmp_path, f"{HEAD}\n{lines}\n")
    status, out, _err = run("powers", "import", path)
    assert status == 1
    assert f"powers.csv{where}" in out
    assert out.endswith("Nothing was changed.\n")
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_what_the_register_refuses_is_told_by_its_line(cast: Cast, run: Run, tmp_path: Path) -> None:
    assert run("powers", "import", written(tmp_path, f"{HEAD}\n{LINE}\n"))[0] == 0
    other = LINE.replace("二十日", "十日")
    path = written(tmp_path, f"{HEAD}\n{LINE.replace('A-1', 'A-9')}\n{other}\n")
    status, out, _err = run("powers", "import", path)
    assert status == 1
    assert out.startswith("powers.csv:5: A-1 ")
    assert Version.objects.count() == 1


@pytest.mark.django_db
def test_services_belong_to_powers_and_gaps_are_kept_only_when_asked(
    cast: Cast, run: Run, tmp_path: Path
) -> None:
    assert run("powers", "import", written(tmp_path, f"{HEAD}\n{LINE}\n"))[0] == 0
    text = "code,title,parent,basis,duty\nS-1,咨询,A-1,示例条例,接待\n"
    path = written(tmp_path, text, "services.csv")
    words = ("powers", "import", path, "--kind", "service", "--unit", "waste", "--from", "2026-01-01")
    status, out, _err = run(*words)
    assert status == 1
    assert "services.csv:2:promise:" in out
    assert run(*words, "--as-published")[0] == 0
    version = Version.objects.get(entry__kind="service")
    assert version.as_published
    assert version.entry.parent is not None
    assert version.entry.parent.code == "A-1"
    path.write_text(text.replace("A-1", "A-7").replace("S-1", "S-2"), encoding="utf-8")
    assert "services.csv:2:parent:" in run(*words, "--as-published")[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"\x00\x00"),
        ("a.csv", "只有,标题\n".encode()),
        ("a.csv", f"{HEAD},code\n".encode()),
        ("a.csv", b"\xff\xfe\xfa\x81"),
        ("a.json", b"{"),
        ("a.json", b"7"),
        ("a.json", b'{"entries": {}}'),
        ("a.txt", b"x"),
    ],
)
def test_a_file_that_is_none_is_one_sentence(
    cast: Cast, run: Run, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    status, _out, err = run("powers", "import", path, "--unit", "waste")
    assert status in (1, 2)
    assert len(err.strip().splitlines()) == 1
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_odd_json_entries_are_faults(cast: Cast, run: Run, tmp_path: Path) -> None:
    entries = [7, None, {"kind": "none"}, {"code": ["x"], "title": {}, "content": []}]
    path = written(tmp_path, json.dumps({"entries": entries}), "odd.json")
    status, out, _err = run("powers", "import", path, "--unit", "waste")
    assert status == 1
    for line in (1, 2, 3, 4):
        assert f"odd.json:{line}:" in out


@pytest.mark.django_db
def test_wrong_words_are_one_sentence(cast: Cast, run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEAD}\n{LINE}\n")
    assert run("powers", "import", tmp_path / "none.csv")[0] == 2
    assert run("powers", "import", path, "--unit", "nowhere")[0] == 1
    assert run("powers", "import", path, "--agency", "nobody")[0] == 1
    assert run("powers", "import", path, "--from", "x")[0] == 2
    assert run("powers", "export", path)[0] == 2
    assert run("powers", "export", tmp_path / "a.pdf")[0] == 2
    assert run("powers", "export", tmp_path / "no" / "a.csv")[0] == 2


TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
BASIS = st.lists(st.fixed_dictionaries({"instrument": TEXT, "article": TEXT}), max_size=3)


@given(basis=BASIS, lines=st.lists(TEXT, max_size=3), duty=TEXT)
def test_a_cell_written_is_the_cell_read(basis: list[dict[str, str]], lines: list[str], duty: str) -> None:
    kind = kinds()["item"]
    said = clean(kind, {"basis": basis, "supervision": lines, "duty": duty})
    for row in said["basis"]:
        for key in row:
            row[key] = " ".join(row[key].split())
    said["supervision"] = [" ".join(line.split()) for line in said["supervision"]]
    said = clean(kind, said)
    for field in kind.fields:
        cell = harmless(exchange.written(field, said[field.key]))
        assert clean(kind, {field.key: exchange.read(field, unguarded(cell))})[field.key] == said[field.key]
