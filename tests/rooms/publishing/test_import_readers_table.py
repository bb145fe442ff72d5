"""Does a table give one record a row, and does every bad cell name its line and column?"""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation

from gongkai.core.text import render
from gongkai.publishing.importing import ImportRecord, Problem, read, sheets
from gongkai.publishing.importing.records import Problems

ROWS = {"article20.1": "行政法规、规章和规范性文件", "article20.3": "规划", "article20.6": "处罚、强制"}
TOPICS = {"waste": "垃圾分类专题"}
DOCS = Path(__file__).parents[3] / "docs"


def table(path: Path, rows: list[list[object]], encoding: str = "utf-8-sig") -> Path:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return path
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def reading(path: Path) -> tuple[list[ImportRecord], list[Problem]]:
    return read(path, known_rows=ROWS, known_topics=TOPICS)


def said(problems: list[Problem]) -> list[str]:
    return [f"line {each.line}, {each.column}: {each.message}" for each in problems]


HEADINGS: list[object] = [
    "标 题*",
    "文号",
    "成文日期：",
    "目录",
    "关键词",
    "有效性",
    "公开属性",
    "公开范围",
    "专题",
    "渠道",
    "索引号",
    "正文",
]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_row_becomes_a_record(tmp_path: Path, name: str) -> None:
    row: list[object] = [
        "关于渣土运输的通知", "城管〔2024〕3号", "2024年3月5日", "处罚、强制；article20.3", "渣土、运输,车辆",
        "已废止", "主动公开",
        "内部",
        "垃圾分类专题", "本单位门户网站|wechat", "CG-1", "第一段。\n一、要求\n第二段。",
    ]  # fmt: skip
    found, problems = reading(table(tmp_path / name, [["某某局信息目录"], HEADINGS, [], row]))
    assert problems == []
    record = found[0]
    assert (record.source, record.line, record.title) == (name, 4, "关于渣土运输的通知")
    assert (record.document_number, record.date_made) == ("城管〔2024〕3号", date(2024, 3, 5))
    assert record.catalogue_rows == ("article20.6", "article20.3")
    assert record.keywords == ("渣土", "运输", "车辆")
    assert (record.validity, record.openness, record.audience) == ("repealed", "active", "staff")
    assert (record.topics, record.channels) == (("waste",), ("own_portal", "wechat"))
    assert record.body_html == "<p>第一段。</p><h2>一、要求</h2><p>第二段。</p>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_offices_save(tmp_path: Path, encoding: str) -> None:
    found, problems = reading(table(tmp_path / "a.csv", [["标题", "正文"], ["公告", "内容"]], encoding))
    assert ([each.title for each in found], problems) == (["公告"], [])


def test_english_headings_semicolons_and_tabs_work(tmp_path: Path) -> None:
    for separator in ";\t":
        path = tmp_path / "a.csv"
        path.write_text(
            separator.join(["Title", "Date Made", "body"])
            + "\n"
            + separator.join(["A", "2024/3/5", "<p>x</p>"])
        )
        found, problems = reading(path)
        assert problems == []
        assert (found[0].date_made, found[0].body_html) == (date(2024, 3, 5), "<p>x</p>")


def test_date_cells_serial_numbers_and_whole_numbers_are_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["标题", "成文日期", "发布日期", "文号", "正文"],
        ["公告", date(2024, 3, 5), 45357, 2024.0, "x"],
    ]
    found, problems = reading(table(tmp_path / "a.xlsx", rows))
    assert problems == []
    assert (found[0].date_made, found[0].date_published) == (date(2024, 3, 5), date(2024, 3, 6))
    assert found[0].document_number == "2024"


def test_every_bad_cell_names_its_line_and_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["标题", "成文日期", "目录", "公开属牲", "索引号", "备注", "有效性", "正文"],
        ["", "2024-02-30", "article20.33", "", "A1", "", "有笑", "x"],
        ["好公告", "2024-03-01", "article20.3", "", "A1", "", "有效", "x"],
        ["长" * 201, "昨天", "没有的目录", "", "A2", "", "", "#REF!"],
    ]
    found, problems = reading(table(tmp_path / "a.csv", rows))
    assert found == []
    text = "\n".join(said(problems))
    for each in (
        "line 1, 公开属牲 (D): “公开属牲” is no column we know. Did you mean “公开属性”?",
        "line 1, 备注 (F): “备注” is no column we know: it is left out.",
        "line 2, 标题 (A): The title is missing.",
        "line 2, 成文日期 (B): “2024-02-30” is not a date. Write it like 2024-03-05.",
        "line 2, 目录 (C): “article20.33” is not known. Did you mean “article20.3”?",
        "line 2, 有效性 (G): “有笑” is not known. Did you mean “有效”?",
        "line 3, 索引号 (E): The index number A1 is already at a.csv:2.",
        "line 4, 标题 (A): “长长",
        "line 4, 成文日期 (B): “昨天” is not a date.",
        "line 4, 目录 (C): “没有的目录” is not known.",
        "line 4, 正文 (H): The cell shows the error #REF!",
    ):
        assert each in text, each
    assert [each.kind for each in problems].count("note") == 1


def test_a_label_that_two_rows_share_must_be_given_as_a_key(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv", [["标题", "目录", "正文"], ["公告", "行政处罚、强制", "x"], ["公告", "b", "x"]]
    )
    found, problems = read(path, known_rows={"a": "行政处罚、强制", "b": "行政处罚、强制"})
    assert [each.catalogue_rows for each in found] == [("b",)]
    assert said(problems) == [
        "line 2, 目录 (B): “行政处罚、强制” stands for several. Write one of the keys: a、b."
    ]


def test_line_numbers_hold_when_cells_have_several_lines(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["标题", "正文", "成文日期"],
        ["甲", "一\n二\n三", "2024-1-1"],
        ["乙", "x", "?"],
    ]
    _, problems = reading(table(tmp_path / "a.csv", rows))
    assert [each.line for each in problems] == [5]


def test_at_most_two_hundred_problems_are_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [["标题", "成文日期"], *[["公告", "?"] for _ in range(300)]]
    _, problems = reading(table(tmp_path / "a.csv", rows))
    assert len(problems) == 201
    assert "100 more" in str(problems[-1].message)


def test_a_table_without_headings_or_rows_says_so(tmp_path: Path) -> None:
    assert "No headings" in said(reading(table(tmp_path / "a.csv", [["x", "y"]]))[1])[0]
    assert "no rows" in said(reading(table(tmp_path / "b.csv", [["标题"]]))[1])[0]
    assert "there twice" in said(reading(table(tmp_path / "c.csv", [["标题", "题名"], ["a", "b"]]))[1])[0]


def test_attachments_lie_beside_the_table_and_are_not_documents_themselves(tmp_path: Path) -> None:
    (tmp_path / "附件").mkdir()
    (tmp_path / "附件" / "表.txt").write_text("附件内容")
    (tmp_path / "图.png").write_bytes(b"x")
    table(tmp_path / "目录.csv", [["标题", "附件"], ["公告", "附件/表.txt；图.png"]])
    found, problems = reading(tmp_path)
    assert problems == []
    assert [each.title for each in found] == ["公告"]
    assert [each.name for each in found[0].attachments] == ["表.txt", "图.png"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("../秘密.txt", "outside"), ("/etc/passwd", "outside"), ("没有.pdf", "not in the table")],
)
def test_attachments_elsewhere_are_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "秘密.txt").write_text("x")
    found, problems = reading(table(tmp_path / "t" / "a.csv", [["标题", "附件"], ["公告", name]]))
    assert found == []
    assert words in str(problems[0].message)


def test_formulas_give_their_last_result_and_commands_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("目录")
    other = book.add_worksheet("底稿")
    other.write(0, 0, "x")
    sheet.write_row(0, 0, ["标题", "正文"])
    sheet.write_formula(1, 0, '="公"&"告"', None, "公告")
    sheet.write_string(1, 1, "=cmd|'/c calc'!A1")
    book.close()
    found, problems = reading(path)
    assert (found[0].title, found[0].body_html) == ("公告", "<p>=cmd|'/c calc'!A1</p>")
    assert "left out: 底稿" in str(problems[0].message)


def test_the_sheet_with_titles_is_found(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("数据")
    sheet.append(["标题", "正文"])
    sheet.append(["公告", "x"])
    book.save(tmp_path / "a.xlsx")
    assert [each.title for each in reading(tmp_path / "a.xlsx")[0]] == ["公告"]


def large(path: Path, rows: int) -> Path:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["标题", "成文日期", "索引号"])
    for number in range(1, rows + 1):
        sheet.write_row(number, 0, [f"公告{number}", "2024-3-5", str(number)])
    book.close()
    return path


def test_twenty_thousand_rows_are_read(tmp_path: Path) -> None:
    found, _ = reading(large(tmp_path / "a.xlsx", 20_000))
    assert (len(found), found[-1].title, found[-1].line) == (20_000, "公告20000", 20_001)


def test_rows_are_read_one_after_the_other(tmp_path: Path) -> None:
    """The memory a sheet takes while it is read does not grow with its rows."""
    peaks = []
    for rows in (500, 4000):
        path = large(tmp_path / f"{rows}.xlsx", rows)
        tracemalloc.start()
        assert sum(1 for _ in sheets.rows(path, "a", Problems())) == rows + 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 2 * 1024 * 1024


def blocks(document: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (DOCS / document).read_text(), re.DOTALL)


@pytest.mark.parametrize(
    ("document", "language"), [("importing.md", "en"), ("importing.zh-CN.md", "zh-hans")]
)
def test_the_examples_in_the_manual_are_true(tmp_path: Path, document: str, language: str) -> None:
    chinese, english, wrong = blocks(document, "csv")
    for example, title in (
        (chinese, "关于规范户外广告设置的通知"),
        (english, "Notice on outdoor advertising"),
    ):
        path = tmp_path / "a.csv"
        path.write_text(example)
        found, problems = reading(path)
        assert ([each.title for each in found], problems) == ([title], [])
    path.write_text(wrong)
    form = "第{}行，{}：{}" if language == "zh-hans" else "line {}, {}: {}"
    with translation.override(language):
        told = [form.format(each.line, each.column, render(each.message)) for each in reading(path)[1]]
    (expected,) = blocks(document, "text")
    assert told == expected.strip().split("\n")


def test_the_manual_names_every_column() -> None:
    from gongkai.publishing.importing.columns import FIELDS

    for document in ("importing.md", "importing.zh-CN.md"):
        rows = re.findall(r"^\| (\S+) \| `(\w+)` \|", (DOCS / document).read_text(), re.MULTILINE)
        assert rows == [(names[0], name) for name, names in FIELDS.items()]
