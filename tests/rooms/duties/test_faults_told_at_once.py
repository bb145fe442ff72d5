"""Does a file of questions tell everything that is wrong in it at once?"""

from __future__ import annotations

import pytest
import training
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from gongkai.core import table_files
from gongkai.core.refusals import Invalid
from gongkai.core.staffpages import address
from gongkai.duties.actions.learning import bank as actions
from gongkai.duties.models import Question
from gongkai.duties.queries.learning import bank, looking, roster
from gongkai.duties.staff.learning import bringing

pytestmark = pytest.mark.django_db

HEAD = "编号,科目,题型,题目,选项A,选项B,选项C,答案,分值,依据\n"


def faults(cast: Cast, text: str, head: str = HEAD) -> list[tuple[int, str]]:
    rows = table_files.read((head + text).encode(), "a.csv", bank.SHAPE)
    return [(each.line, each.column) for each in looking.of_bank(cast.agency.pk, rows).faults]


def test_every_fault_of_a_question_is_told_and_each_once(cast: Cast) -> None:
    assert faults(cast, "T1,没有的科目,单选题,,甲,甲,,AB,零,\n") == [
        (2, "题目"), (2, "分值"), (2, "选项"), (2, "答案"), (2, "科目"),
    ]  # fmt: skip
    assert faults(cast, "T1,没有的科目,没有的题型,题,甲,乙,,A,99,\n") == [
        (2, "题型"),
        (2, "分值"),
        (2, "科目"),
    ]
    assert faults(cast, ",openness_regulation,judge,题,,,,是,5,\n") == [(2, "编号"), (2, "答案")]
    assert faults(cast, "T1,openness_regulation,judge,题,,,,对,5,\n") == []


def test_a_missing_option_hides_no_wrong_letter(cast: Cast) -> None:
    assert faults(cast, "T1,openness_regulation,single,题,甲,,,Z,5,\n") == [(2, "选项"), (2, "答案")]
    assert faults(cast, "T1,openness_regulation,single,题,甲,,,A,5,\n") == [(2, "选项")]


def test_a_roster_tells_what_is_missing_and_what_is_unknown(cast: Cast) -> None:
    rows = table_files.read("工号,姓名,单位,账号\nA1,,没有的科,nobody\n".encode(), "a.csv", roster.SHAPE)
    told = looking.of_roster(cast.agency.pk, rows)
    assert [each.column for each in told.faults] == ["姓名", "单位", "账号"]
    assert not told.new


def test_lines_are_shown_whole_and_the_rest_is_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "MOST_SHOWN", 2)
    client = Client()
    client.force_login(cast.person("trainer"))
    content = (HEAD + "".join(f"T{n},没有的科目,单选题,题,甲,乙,,C,零,\n" for n in range(5))).encode()
    sent = client.post(address("learning_bring", "questions"), {"file": SimpleUploadedFile("b.csv", content)})
    page = client.get(sent["Location"]).content.decode()
    wrong = page.split("<tbody>")[1].split("</tbody>")[0]
    assert wrong.count("<tr>") == 6
    assert "另有 3 行" in page
    assert client.post(sent["Location"], {"do": "bring"}).status_code == 422
    assert not Question.objects.exists()


def test_what_is_wrong_is_never_brought_in(cast: Cast) -> None:
    rows = table_files.read((HEAD + "T1,openness_regulation,judge,,,,,对,5,\n").encode(), "a.csv", bank.SHAPE)
    with pytest.raises(Invalid):
        actions.bring_questions(actor=cast.trainer, agency_id=cast.agency.pk, rows=rows)
    assert not Question.objects.exists()
    assert training.question(cast).code
