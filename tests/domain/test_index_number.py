"""Is an index number composed and read back as the pattern says?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.index_number import (
    IndexNumber,
    check_pattern,
    compose,
    default_pattern,
    parse,
    patterns,
)
from gongkai.domain.refusal import Refused

STANDARD = "{organisation}/{year}-{serial:05d}"
LONG = "{credit_code}/{year}-{serial:05d}"
FREE = "XX-{year}-{serial}-{organisation}"

organisations = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=9, max_size=9)
credit_codes = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18)
years = st.integers(1949, 2100)


def test_the_patterns_of_the_law_floor_fit_their_examples() -> None:
    assert default_pattern() == STANDARD
    for each in patterns():
        assert check_pattern(each.pattern) is None
        assert isinstance(parse(each.pattern, each.example), IndexNumber)


def test_the_standard_form_has_twenty_characters() -> None:
    number = compose(STANDARD, "01431479-9", 2024, 2)
    assert number == "014314799/2024-00002"
    assert len(number) == 20


def test_the_long_form_takes_the_credit_code() -> None:
    assert compose(LONG, "11440700007280420Y", 2021, 50) == "11440700007280420Y/2021-00050"


@given(organisations, years, st.integers(1, 99_999))
def test_what_is_composed_is_read_back(organisation: str, year: int, serial: int) -> None:
    number = compose(STANDARD, organisation, year, serial)
    assert isinstance(number, str)
    assert parse(STANDARD, number) == IndexNumber(organisation, year, serial)


@given(credit_codes, years, st.integers(1, 99_999))
def test_the_long_form_is_read_back(code: str, year: int, serial: int) -> None:
    number = compose(LONG, code, year, serial)
    assert isinstance(number, str)
    assert parse(LONG, number) == IndexNumber(code, year, serial)


@given(
    st.tuples(organisations, years, st.integers(1, 10**9 - 1)),
    st.tuples(organisations, years, st.integers(1, 99)),
)
def test_two_records_never_share_a_number(one: tuple[str, int, int], other: tuple[str, int, int]) -> None:
    assert (compose(FREE, *one) == compose(FREE, *other)) == (one == other)
    number = compose(FREE, *one)
    assert isinstance(number, str)
    assert parse(FREE, number) == IndexNumber(*one)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert isinstance(parse(STANDARD, text), IndexNumber | Refused)
    refused = check_pattern(text)
    assert refused is None or str(refused)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{organisation}",
        "{organisation}{year}-{serial}",
        "{organisation}/{year}{serial:05d}",
        "{organisation}/{year}-{serial}5",
        "7{organisation}/{year}-{serial}",
        "{organisation}/{year}-{year}-{serial}",
        "{organisation}/{credit_code}/{year}-{serial}",
        "{organisation}/{year}-{serial:>5}",
        "{organisation}/{year}-{serial!r}",
        "{organisation}/{year}-{serial.real}",
        "{organisation}/{year}-{serial",
        "{0}/{year}-{serial}",
        "{organisation}/{year:02d}-{serial}",
    ],
)
def test_a_pattern_that_cannot_be_read_back_is_refused(pattern: str) -> None:
    refused = check_pattern(pattern)
    assert isinstance(refused, Refused)
    assert str(refused)
    assert isinstance(compose(pattern, "014314799", 2024, 1), Refused)
    assert isinstance(parse(pattern, "014314799/2024-00001"), Refused)


@pytest.mark.parametrize(
    ("organisation", "year", "serial", "words"),
    [
        ("0143147", 2024, 1, "9 digits"),
        ("01431479号", 2024, 1, "9 digits"),
        ("014314799", 24, 1, "year"),
        ("014314799", 2024, 0, "1 to 99999"),
        ("014314799", 2024, 100_000, "1 to 99999"),
    ],
)
def test_wrong_parts_are_refused_with_a_sentence(
    organisation: str, year: int, serial: int, words: str
) -> None:
    answer = compose(STANDARD, organisation, year, serial)
    assert isinstance(answer, Refused)
    assert words in str(answer)


@pytest.mark.parametrize(
    "text", ["014314799/2024-2", "014314799/2024-00000", "014314799-2024-00002", "", "x" * 99]
)
def test_what_is_no_index_number_is_refused(text: str) -> None:
    assert isinstance(parse(STANDARD, text), Refused)
