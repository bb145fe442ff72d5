"""Do opinions and answers go out as files that run nothing, name nobody and need little memory?"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import consulting as stage
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from docx import Document as Word

from cast import Cast, make_cast
from desk import client_of
from gongkai.consultations import exporting, report_paper
from gongkai.consultations.actions import answering
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.domain.consultations.rules import Answer
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Document]


def furnished() -> Stage:
    cast = make_cast()
    return cast, stage.consulting(cast)


built = once_a_file(furnished)


@pytest.fixture
def here(built: Stage) -> Stage:
    return on_stage(built)


def sent(cast: Cast, made: Document, form: str, who: str = "rule_drafter") -> bytes:
    response = client_of(cast, who).get(f"/workspace/consultations/{made.pk}/export.{form}")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert made.number in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def answered_ones(cast: Cast, made: Document) -> list[Opinion]:
    """One on a clause, answered; one nobody looked at, with a telephone number in it; one that is hidden."""
    key = stage.clause(made, "第四条")
    author = Author("示例甲", "0558-5550001", "a@example.cn")
    first = stage.opinion(made, "=1+1 放宽。", clause=key, start=5, end=9, author=author).opinion
    second = stage.opinion(made, "打13800138000").opinion
    third = stage.opinion(made, "广告").opinion
    actor = cast.rule_drafter
    answering.show_opinions(document_id=made.pk, actor=actor, opinion_ids=[first.pk])
    answering.hide_opinion(document_id=made.pk, actor=actor, opinion_id=third.pk, reason="spam")
    answering.group_opinions(document_id=made.pk, actor=actor, opinion_ids=[first.pk], title="+时间")
    answering.answer_opinions(
        document_id=made.pk, actor=actor, opinion_ids=[first.pk], answer=Answer("partly", "@已放宽。", key)
    )
    return [first, second, third]


def test_the_table_has_every_opinion_with_place_words_and_answer(here: Stage) -> None:
    cast, made = here
    rows = answered_ones(cast, made)
    text = sent(cast, made, "csv").decode("utf-8")
    assert text.startswith("\ufeff")
    head, first, second, third = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert [line[0] for line in (first, second, third)] == [row.reference for row in rows]
    told = dict(zip(exporting.headings(), first, strict=True))
    assert len(head) == len(first)
    assert (told["provision"], told["quote"], told["words"]) == ("第四条", "当在二十", "'=1+1 放宽。")
    assert (told["group"], told["verdict"], told["reason"]) == ("'+时间", "部分采纳", "'@已放宽。")
    assert told["answer_provision"] == "第四条"
    assert "13800138000" not in text
    for secret in ("示例甲", "0558-5550001", "a@example.cn"):
        assert secret not in text


def test_a_workbook_holds_the_same_and_no_formula(here: Stage) -> None:
    cast, made = here
    answered_ones(cast, made)
    book = openpyxl.load_workbook(io.BytesIO(sent(cast, made, "xlsx")))
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert len(rows) == 4
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}
    assert rows[1][7].value == "'=1+1 放宽。"
    assert rows[1][1].is_date


def test_programs_read_json(here: Stage) -> None:
    cast, made = here
    rows = answered_ones(cast, made)
    read: dict[str, Any] = json.loads(sent(cast, made, "json"))
    assert read["number"] == made.number
    assert [each["reference"] for each in read["opinions"]] == [row.reference for row in rows]
    assert read["opinions"][0]["words"] == "=1+1 放宽。"
    empty = stage.drafted(cast, title="另一办法")
    assert json.loads(sent(cast, empty, "json"))["opinions"] == []


def test_the_adoption_report_goes_out_as_a_word_document(here: Stage) -> None:
    cast, made = here
    answered_ones(cast, made)
    read = Word(io.BytesIO(sent(cast, made, "docx")))
    text = "\n".join(each.text for each in read.paragraphs)
    assert "共收到意见3条，已答复1条。" in text
    assert "部分采纳1条" in text
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    assert "=1+1 放宽。" in cells
    assert "部分采纳（第四条）" in cells
    assert not any("广告" in cell or "13800138000" in cell or "示例甲" in cell for cell in cells)
    assert "不得对外公布" in "".join(cells) + text, "a preview says that it is one"


def test_paper_holds_a_table_that_can_be_read(here: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, made = here
    monkeypatch.setattr(report_paper, "MOST", 2)
    keys = [stage.opinion(made, f"意见{at}").opinion.pk for at in range(3)]
    answering.show_opinions(document_id=made.pk, actor=cast.rule_drafter, opinion_ids=keys)
    read = Word(io.BytesIO(sent(cast, made, "docx")))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    assert ("意见1" in cells, "意见2" in cells) == (True, False)
    assert any("下表列出前2条" in each.text for each in read.paragraphs)


def test_there_is_no_report_before_a_version_was_put_out(here: Stage) -> None:
    cast, _made = here
    draft = stage.drafted(cast, title="另一办法")
    client = client_of(cast, "rule_drafter")
    assert client.get(f"/workspace/consultations/{draft.pk}/export.docx").status_code == 409
    assert client.get(f"/workspace/consultations/{draft.pk}/report/").status_code == 200


def test_files_are_read_piece_by_piece(here: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    _cast, made = here
    monkeypatch.setattr(lists, "PIECE", 2)
    for at in range(5):
        stage.opinion(made, f"意见{at}")
    pieces = [len(piece) for piece in lists.pieces(made)]
    assert pieces == [2, 2, 1]
    with CaptureQueriesContext(connection) as asked:
        assert len(list(exporting.rows(made))) == 5
    assert len(asked) == 1 + 4 + 3, "the versions once, a query a piece, and one for the names of its files"
    with CaptureQueriesContext(connection) as asked:
        next(exporting.csv_lines(made))
    assert len(asked) == 1, "nothing is read before it is asked for"


def test_whether_somebody_signed_is_yes_or_no(here: Stage) -> None:
    _cast, made = here
    stage.opinion(made, author=Author("示例甲", "0558-5550001"))
    stage.opinion(made)
    with translation.override("zh-hans"):
        assert [row["signed"] for row in exporting.rows(made)] == ["是", "否"]
