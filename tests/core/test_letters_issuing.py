"""Does a letter get its number, is its wording frozen, and is none sent without the way to review and court?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from core.letter_stage import CLERK, DAY, Office, issued
from gongkai.core import letters, sealed
from gongkai.core.letters import content
from gongkai.core.models import Event, Letter, LetterService
from gongkai.core.paper.sheet import Cell, Heading, Image, ListBlock, PageBreak, Paragraph, Rule, Run, Table
from gongkai.core.refusals import Invalid
from meddling import past_the_triggers
from together import own_database

pytestmark = pytest.mark.django_db


def test_numbers_run_by_agency_series_and_year_without_gap() -> None:
    numbers = [
        issued().number,
        issued("correction_notice").number,
        issued("third_party_letter").number,
        issued("registration_receipt").number,
        issued(on=date(2027, 1, 4)).number,
        issued(agency=Office(code="ZJJ", name="示例市住房和城乡建设局")).number,
        issued().number,
    ]
    assert numbers == [
        "示城管公开〔2026〕1号",
        "示城管公开〔2026〕2号",
        "示城管公开函〔2026〕1号",
        "示城管公开登〔2026〕1号",
        "示城管公开〔2027〕1号",
        "示建公开〔2026〕1号",
        "示城管公开〔2026〕3号",
    ]


def test_a_deed_that_fails_leaves_no_gap() -> None:
    assert issued().serial == 1
    with pytest.raises(Invalid):
        issued(values={"reason": " "})
    with transaction.atomic():
        assert issued().serial == 2
        transaction.set_rollback(True)
    assert issued().serial == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers(tmp_path: Path) -> None:
    with own_database(tmp_path) as together:
        given = together.at_once(*[lambda: issued().number for _ in range(4)])
        assert sorted(given) == [f"示城管公开〔2026〕{n}号" for n in range(1, 5)]


@pytest.mark.django_db(transaction=True)
def test_a_letter_belongs_to_a_deed() -> None:
    with pytest.raises(RuntimeError):
        letters.issue(
            subject=("tests", 1),
            agency=Office(),
            kind="answer_open",
            values={},
            on=DAY,
            actor=CLERK,
            addressee="王小明",
        )
    assert not Letter.objects.exists()


def test_the_wording_is_kept_as_it_was_sent() -> None:
    letter = issued()
    letters.save_template(
        agency="CGJ",
        kind="answer_refused",
        title="答复书",
        text="{reason}",
        reason="改写",
        expected_version=0,
        actor=CLERK,
    )
    kept = Letter.objects.get(pk=letter.pk)
    sent = letters.content_of(kept)
    assert "本机关决定不予公开" in "".join(sent.paragraphs)
    assert letters.addressee_of(kept) == "王小明"
    assert (kept.title, kept.template_version) == ("政府信息公开申请答复书", 0)
    again = issued()
    assert (again.title, again.template_version) == ("答复书", 1)
    assert letters.is_whole(kept)
    assert letters.is_whole(again)


def test_nothing_personal_lies_in_the_clear() -> None:
    marker = "绝密标记李四"
    values = dict.fromkeys(("applicant_name", "subject", "reason"), marker)
    letter = issued(values=values, addressee=marker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_letter")
        row = str(cursor.fetchall())
    assert marker not in row
    assert "2026-0012" in row
    assert letter.facts["request_number"] == "2026-0012"
    assert marker in "".join(letters.content_of(letter).paragraphs)
    with pytest.raises(Exception, match="Personal data"):
        sealed.unseal(letter.body, "letter CGJ 示城管公开〔2026〕9号")


def test_it_writes_no_event_but_says_what_the_rooms_event_holds() -> None:
    letter = issued()
    assert not Event.objects.exists()
    told = letters.told_of(letter)
    assert told["letter_number"] == letter.number
    assert told["letter_digest"] == letter.digest
    assert len(letter.digest) == 64
    assert "王小明" not in str(told)


# --- no letter without the way to review and court ---------------------------------------------------------------


def test_a_refusal_says_review_first() -> None:
    letter = issued()
    assert letter.remedies_block == "refused.2024"
    assert "应当先申请行政复议" in letter.remedies
    assert "示例市人民政府" in letter.remedies
    assert "有管辖权的人民法院" in letter.remedies


def test_without_an_authority_to_review_it_is_not_issued() -> None:
    with pytest.raises(Invalid) as told:
        issued(agency=Office(superior=None))
    assert "review_authority" in str(told.value)
    assert told.value.citation is not None
    assert not Letter.objects.exists()
    named = issued(agency=Office(superior=None), values={"review_authority": "某县人民政府"})
    assert "某县人民政府" in named.remedies


def test_a_wrong_outcome_or_an_unknown_time_is_refused() -> None:
    with pytest.raises(Invalid) as told:
        issued("answer_open", outcome_group="refused")
    assert told.value.field == "outcome_group"
    with pytest.raises(Invalid):
        issued(on=date(2007, 3, 5))
    assert not Letter.objects.exists()


def test_every_empty_field_is_named() -> None:
    with pytest.raises(Invalid) as told:
        issued(values={"reason": "", "ground": None, "subject": " "})
    assert [name for name in ("reason", "ground", "subject") if name not in str(told.value)] == []
    with pytest.raises(Invalid) as told:
        issued(addressee=" ")
    assert told.value.field == "addressee"


def test_values_of_every_type_are_written_as_documents_write_them() -> None:
    from decimal import Decimal

    letter = issued("fee_notice", values={"fee_amount": Decimal("1080.00"), "received_on": date(2026, 2, 9)})
    text = "".join(letters.content_of(letter).paragraphs)
    assert "应缴金额：1080.00元" in text
    assert "本机关于2026年2月9日收到" in text


def test_a_full_stop_too_many_is_taken_off() -> None:
    text = "".join(letters.content_of(issued(values={"subject": "渣土名单。 "})).paragraphs)
    assert "申请公开：渣土名单。" in text
    assert "。。" not in text


def test_what_is_not_of_the_kind_stays_out() -> None:
    """A room may pass all it knows: an applicant's name never gets into a letter to a third party."""
    letter = issued("third_party_letter", values={"applicant_name": "王小明"}, addressee="某公司")
    assert "王小明" not in "".join(letters.content_of(letter).paragraphs) + str(letter.facts)


# --- what cannot be altered ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["number", "title", "remedies", "body", "digest", "addressee", "post"])
def test_an_issued_letter_is_not_changed(column: str) -> None:
    letter = issued()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**{column: "别的"})
    with pytest.raises(DatabaseError, match="not deleted"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).delete()
    assert letters.is_whole(Letter.objects.get(pk=letter.pk))


def test_erasing_blanks_what_is_personal_and_nothing_else() -> None:
    letter = issued()
    with transaction.atomic():
        row = letters.record_service(
            letter=letter, way="direct", served_on=DAY, evidence="王小明签收", actor=CLERK
        )
    before = Letter.objects.filter(pk=letter.pk).values().get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(
            body="", addressee="", erased_at="2030-01-01T00:00Z", title="x"
        )
    assert letters.erase(letter)
    assert not letters.erase(letter)
    after = Letter.objects.filter(pk=letter.pk).values().get()
    assert {key for key in before if before[key] != after[key]} == {"addressee", "body", "erased_at"}
    erased = Letter.objects.get(pk=letter.pk)
    assert letters.addressee_of(erased) == ""
    assert letters.content_of(erased).paragraphs == ()
    assert letters.is_whole(erased)
    assert LetterService.objects.get(pk=row.pk).evidence == ""
    assert "王小明" not in str(letters.sheet_of(erased))


def test_a_changed_letter_is_noticed() -> None:
    letter = issued()
    with past_the_triggers():
        Letter.objects.filter(pk=letter.pk).update(remedies="可以直接起诉。")
    assert not letters.is_whole(Letter.objects.get(pk=letter.pk))
    other = issued()
    with past_the_triggers():
        Letter.objects.filter(pk=other.pk).update(body=letter.body, addressee=letter.addressee)
    assert not letters.is_whole(Letter.objects.get(pk=other.pk))


def test_all_letters_are_proved_and_a_missing_one_is_noticed() -> None:
    first, second = issued(), issued()
    letters.erase(first)
    assert letters.verify() == (2, None)
    with past_the_triggers():
        Letter.objects.filter(pk=second.pk).update(title="别的")
    assert second.number in str(letters.verify()[1])
    with past_the_triggers():
        Letter.objects.filter(pk=second.pk).delete()  # the last one: its number was given all the same
    checked, fault = letters.verify()
    assert checked == 1
    assert "missing" in str(fault)


def test_protection_taken_away_is_noticed() -> None:
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON core_letter"
        cursor.execute(f"DROP TRIGGER letter_update{table}")
    assert "letter_update" in str(letters.verify()[1])


def test_tables_and_lists_are_kept_with_the_letter() -> None:
    line = Paragraph((Run("一", bold=True, link="https://example.org/"), Run("二")), "right", True)
    blocks = (
        Heading(2, (Run("题"),)),
        line,
        ListBlock(True, ((line,), (line, ListBlock(False, ((line,),)))), 3),
        Table(((Cell((line,), True, 2, 1, "center"),), (Cell((line,)), Cell(()))), "表", 1),
        Rule(),
        PageBreak(),
    )
    letter = issued(extra_blocks=blocks, attachments=("名单（经区分处理）",))
    kept = letters.content_of(Letter.objects.get(pk=letter.pk))
    assert kept.blocks == blocks
    assert kept.attachments == ("名单（经区分处理）",)
    with pytest.raises(ValueError, match="pictures"):
        issued(extra_blocks=(Image(data=b"x"),))


def test_a_digest_cannot_be_guessed_at() -> None:
    """Two letters of the same words have different digests: after erasing nobody finds the words by trying."""
    told: dict[str, Any] = {"paragraphs": ("同样的话",)}
    assert content.Content(**told).packed() != content.Content(**told).packed()
