"""Which personal data does a text have, and is it gone after masking?"""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.domain.identifiers import is_credit_code, is_resident_number, passes_luhn
from gongkai.domain.privacy import findings, mask

# All numbers below are made up or are the printed examples of the standards.
PERSON = "11010519491231002X"  # the example of GB 11643
FIRM = "91350100M000100Y43"  # the example of GB 32100


def kinds(text: str, **options: object) -> list[tuple[str, str]]:
    found = findings(text, **options)  # type: ignore[arg-type]
    return [(one.code.removeprefix("privacy."), one.severity) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        f"身份证号{PERSON}。",
        "身份证：11010519491231002x",
        "身份证１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "110105-19491231-002X",
        f"{PERSON}@example.com",
        f"序号 1 {PERSON}",
        f"*{PERSON}*",
        "老证号码340101650203123",
        "身份证号340101240203123",
    ],
)
def test_resident_numbers_are_refused_however_written(text: str) -> None:
    assert kinds(text) == [("resident_number", "refuse")]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # wrong check character
        "110105194913310021",  # no thirteenth month
        "1101**********002X",
        "3416**********1234",
        "索引号014314799/2024-00002",
        "统一社会信用代码" + FIRM,
        "亳城管〔2024〕12号",
        "项目代码2403-341602-04-01-123456",
        "流水号341602240512001",  # place, date, serial: 15 digits, but of this century
        "金额15000000000元，合计4111111111111111.50元",
        "拨打12345、12319或者400-123-4567",
        "2024年5月12日10时30分",
        "号牌皖A·00000，车牌（如皖S12345）",
        "GB/T 9704-2012，ISO 32000",
        "2024-05-12 10:30:00",
        "城市管理行政执法局2024年部门预算",
    ],
)
def test_other_numbers_raise_no_alarm(text: str) -> None:
    assert kinds(text) == []
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4111 1111 1111 1111", [("bank_card", "refuse")]),
        ("4111-1111-1111-1111", [("bank_card", "refuse")]),
        ("开户行账号：371449635398431", [("bank_card", "refuse")]),
        ("编号371449635398431", []),
        ("手机13812345678", [("mobile", "reason")]),
        ("＋86 138-1234-5678", [("mobile", "reason")]),
        ("(0558)5123456", [("landline", "reason")]),
        ("0558—5123456", [("landline", "reason")]),
        ("联系电话：5123456", [("landline", "reason")]),
        ("邮箱zhangsan@example.com", [("mail", "reason")]),
        ("邮箱zhangsan@bz.gov.cn", [("mail", "note")]),
        ("护照号E12345678", [("passport", "reason")]),
        ("通行证H12345678", [("passport", "reason")]),
        ("编号H12345678", []),
        ("车牌皖S12345", [("plate", "reason")]),
        ("车牌皖S·1A345", [("plate", "reason")]),
        ("新能源皖SD12345", [("plate", "reason")]),
    ],
)
def test_other_personal_numbers_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_the_agencys_own_numbers_are_allowed() -> None:
    own = ["0558-5123456", "office@example.com", "@bz.gov.cn", "13800138000"]
    text = "电话0558-5123456，电话：5123456，office@example.com，a@bz.gov.cn，13800138000，0558-5123457"
    assert kinds(text, allowed_numbers=own) == [("landline", "reason")]


def test_a_finding_never_repeats_the_number() -> None:
    (found,) = findings(f"当事人身份证号{PERSON}，另一处{PERSON}。")
    assert PERSON not in found.found + found.where + str(found.message)
    assert found.where == "当事人身份证号1101**********002X，另一处1101****…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("当事人：张三，男", [("name", "refuse")]),
        ("姓名\t李　四\t男", [("name", "refuse")]),
        ("被处罚人（个人）：欧阳建国", [("name", "refuse")]),
        ("当事人：阿卜杜拉·买买提，男", [("name", "refuse")]),
        ("当事人：张三、李四和王小五", [("name", "refuse")] * 3),
        ("法定代表人：王建国", [("name", "reason")]),
        ("当事人王小明于5月占道经营", [("name", "reason")]),
        ("住址：安徽省亳州市谯城区人民路12号3室", [("home_address", "refuse")]),
        ("张某，男，住亳州市谯城区十八里镇张庄村5组", [("home_address", "refuse")]),
        ("当事人：张某某", []),
        ("当事人：李**", []),
        ("被处罚人：刘×", []),
        ("当事人：亳州市金鑫商贸有限公司，住所：亳州市谯城区人民路12号", []),
        ("当事人：王记饭店", []),
        ("当事人：张三饺子馆（个体工商户）", []),
        ("当事人陈述申辩，当事人于5月提出，当事人应当改正，当事人不服的", []),
        ("当事人的姓名、性别、年龄", []),
        ("联系人：李主任", []),
        ("住址：安徽省亳州市谯城区***", []),
        ("住址：亳州市谯城区", []),
    ],
)
def test_penalty_decisions_name_nobody(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text, penalty_decision=True) == expected
    assert kinds(text) == []


def test_masking_keeps_the_rest() -> None:
    text = f"当事人：张三，身份证{PERSON}，住址：亳州市谯城区人民路12号，罚款500元。"
    assert mask(text, penalty_decision=True) == (
        "当事人：张某，身份证1101**********002X，住址：亳州市谯城区******，罚款500元。"
    )


# --- properties ------------------------------------------------------------------------------------------------


def with_check(first: str) -> str:
    return next(first + last for last in "0123456789X" if is_resident_number(first + last))


RESIDENTS = st.builds(
    lambda place, born, serial: with_check(f"{place}{born:%Y%m%d}{serial:03}"),
    st.sampled_from(["110105", "341602", "440300", "650102", "810000"]),
    st.dates(min_value=date(1930, 1, 1), max_value=date(2024, 1, 1)),
    st.integers(0, 999),
)
CARDS = st.builds(
    lambda first: next(first + last for last in "0123456789" if passes_luhn(first + last)),
    st.from_regex(r"62[0-9]{13}(?:[0-9]{3})?", fullmatch=True),
)
SCRAPS = st.one_of(
    RESIDENTS,
    CARDS,
    st.just("13812345678"),
    st.just("0558-5123456"),
    st.just("a@b.cn"),
    st.just("当事人：张三，"),
    st.just("住址：亳州市谯城区人民路12号"),
    st.just("皖S12345"),
    st.text(alphabet="0123456789 -*X.，：城市当事人张三号", max_size=25),
)
TEXTS = st.lists(SCRAPS, max_size=8).map("".join)


@given(
    RESIDENTS,
    st.sampled_from(["", " ", "：", "号", "\n", "，"]),
    st.sampled_from(["", " ", "。", "男", "\t"]),
)
def test_every_resident_number_is_found(number: str, before: str, after: str) -> None:
    assert ("resident_number", "refuse") in kinds(before + number + after)


@given(RESIDENTS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_no_resident_number(number: str, place: int, shift: int) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not is_resident_number(wrong)  # MOD 11-2 notices every single error


@given(RESIDENTS, st.integers(0, 15))
def test_two_digits_exchanged_are_no_resident_number(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert not is_resident_number(wrong)


def credit_code(first: str) -> str:
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return next(code for a in letters for b in letters if is_credit_code(code := first + a + b))


@given(st.from_regex(r"(?:11|12|51|91|92|93)(?:34|11|51)[0-9]{4}[0-9A-HJ-NPQRTUWXY]{8}", fullmatch=True))
def test_an_organisations_code_is_never_a_person(first: str) -> None:
    assert kinds("代码" + credit_code(first)) == []


@given(st.from_regex(r"9134(?:11|19|20)(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{4}", fullmatch=True))
def test_an_organisations_code_that_looks_like_a_date_is_no_person(first: str) -> None:
    assert kinds(credit_code(first)) == []


@given(TEXTS, st.booleans())
def test_after_masking_nothing_is_refused_and_masking_again_changes_nothing(text: str, penalty: bool) -> None:
    masked = mask(text, penalty_decision=penalty)
    assert findings(masked, penalty_decision=penalty) == ()
    assert mask(masked, penalty_decision=penalty) == masked
    assert len(masked) == len(text)


@given(TEXTS)
def test_masking_only_puts_stars_and_mou(text: str) -> None:
    masked = mask(text, penalty_decision=True)
    assert all(new == old or new in "*某" for old, new in zip(text, masked, strict=True))


@given(TEXTS)
def test_a_finding_quotes_no_long_number(text: str) -> None:
    for found in findings(text):
        assert not is_resident_number("".join(filter(str.isalnum, found.found)))


def test_a_long_text_is_looked_through_quickly() -> None:
    began = time.process_time()  # the machine may have other things to do
    findings("城市管理13812345678，" * 5000 + "1 " * 20000 + "a" * 100000, penalty_decision=True)
    assert time.process_time() - began < 10
