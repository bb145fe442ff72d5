"""Do the files of standing channels hold figures and public remarks, and nothing a spreadsheet would run?"""

from __future__ import annotations

import io

import collecting_stage as stage
import openpyxl
import pytest

from cast import Cast
from desk import client_of
from gongkai.consultations.actions import problems
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Collection

pytestmark = pytest.mark.django_db
BASE = "/workspace/collections/"


def at(found: Collection, rest: str = "") -> str:
    return f"{BASE}{found.pk}/{rest}"


def test_files_hold_figures_and_public_remarks_and_run_no_formula(cast: Cast) -> None:
    made = stage.opened(cast, "appraisal")
    stage.sheet(made, q1=1, q2=3, q3="我叫示例甲")
    row = stage.row(stage.remark(made, "=1+1", author=Author("示例甲", "0558-5550001")))
    stage.remark(made, "没人看过")
    problems.show_remarks(collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[row.pk])
    client = client_of(cast, "rule_drafter")
    lines = b"".join(client.get(at(made, "export.csv"))).decode("utf-8-sig")
    assert "'=1+1" in lines
    assert "满意,1,100.0%,1" in lines
    for never in ("示例甲", "0558", "没人看过"):
        assert never not in lines
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(at(made, "export.xlsx")))))
    cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "'=1+1" in cells
    assert not any("示例甲" in cell for cell in cells)


def test_a_file_without_remarks_has_no_headings_of_remarks(cast: Cast) -> None:
    made = stage.opened(cast, "survey")
    client = client_of(cast, "rule_drafter")

    def lines() -> str:
        return b"".join(client.get(at(made, "export.csv"))).decode("utf-8-sig")

    assert "意见内容" not in lines()
    assert not lines().endswith("\r\n\r\n")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(at(made, "export.xlsx")))))
    assert len(book.sheetnames) == 2
    box = stage.opened(cast, "box")
    row = stage.row(stage.remark(box, "路灯不亮"))
    problems.show_remarks(collection_id=box.pk, actor=cast.rule_drafter, remark_ids=[row.pk])
    shown = b"".join(client.get(at(box, "export.csv"))).decode("utf-8-sig")
    assert "路灯不亮" in shown
    assert row.reference in shown
