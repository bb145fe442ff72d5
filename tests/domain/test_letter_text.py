"""Is a letter's text filled in with exactly what was given, and is nothing in it ever run?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain import letter_text, letters
from gongkai.domain.letter_text import escape, fields_in, fill, paragraphs, parse
from gongkai.domain.refusal import Refused

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
#: Anything at all, but for the full-width brace that looks like a field's.
words = st.text(st.characters(exclude_characters="｛｝", exclude_categories=["Cs"]), max_size=60)
values = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)


@given(words)
def test_escaped_words_come_back_as_they_were(text: str) -> None:
    assert fill(escape(text), {}) == text
    assert fields_in(escape(text)) == ()


@given(values)
def test_a_value_is_put_in_as_it_is_and_never_read(value: str) -> None:
    assert fill("{a}", {"a": value}) == value
    assert fill("前{a}后{a}", {"a": value}) == f"前{value}后{value}"


@given(st.lists(st.tuples(words, names), max_size=6), words)
def test_every_field_is_found_and_every_word_between_is_kept(pieces: list[tuple[str, str]], end: str) -> None:
    template = "".join(escape(before) + "{" + name + "}" for before, name in pieces) + escape(end)
    assert fields_in(template) == tuple(dict.fromkeys(name for _, name in pieces))
    filled = fill(template, {name: f"<{name}>" for _, name in pieces})
    assert filled == "".join(f"{before}<{name}>" for before, name in pieces) + end


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(template: str) -> None:
    parts = parse(template)
    if isinstance(parts, Refused):
        assert str(parts)
        assert isinstance(fill(template, {}), Refused)
    else:
        rebuilt = "".join(escape(p) if isinstance(p, str) else "{" + p.name + "}" for p in parts)
        assert rebuilt == template


@given(st.sets(names, min_size=1, max_size=5), st.data())
def test_the_refusal_names_every_unknown_and_every_empty_field(used: set[str], data: st.DataObject) -> None:
    given_names = data.draw(st.sets(st.sampled_from(sorted(used))))
    blank = data.draw(st.sets(st.sampled_from(sorted(given_names)))) if given_names else set()
    told = fill(
        "".join(f"{{{name}}}。" for name in sorted(used)),
        {name: "  " if name in blank else "值" for name in given_names},
    )
    wrong = (used - given_names) | blank
    if not wrong:
        assert told == "值。" * len(used)
        return
    assert isinstance(told, Refused)
    shown = set(re.findall(r"[a-z][a-z0-9_]*", str(told).split("filled in.")[1]))
    assert wrong <= shown


@pytest.mark.parametrize(
    "template",
    [
        "{a.b}",
        "{a[0]}",
        "{a!r}",
        "{a:>10}",
        "{}",
        "{0}",
        "{A}",
        "{a b}",
        "{a",
        "a}",
        "{{a}",
        "{a}}",
        "｛a｝",
        "{ a }",
    ],
)
def test_nothing_but_a_plain_name_is_a_field(template: str) -> None:
    assert isinstance(parse(template), Refused)


def test_the_refusal_shows_the_place() -> None:
    told = parse("第一行\n请于{by day}前补正。")
    assert isinstance(told, Refused)
    assert "请于{by day}前补正" in str(told)
    assert "第一行" not in str(told)


def test_a_line_with_an_empty_optional_field_is_left_out() -> None:
    template = "收到申请。\n期限至{due_on}。\n特此告知。"
    assert fill(template, {"due_on": ""}, {"due_on"}) == "收到申请。\n特此告知。"
    assert fill(template, {"due_on": "3月5日"}, {"due_on"}) == "收到申请。\n期限至3月5日。\n特此告知。"
    assert isinstance(fill(template, {"due_on": ""}), Refused)


def test_paragraphs_are_the_lines_that_say_something() -> None:
    assert paragraphs("  一\n\n二\r\n 　 \n三  ") == ("一", "二", "三")


def test_a_text_must_use_known_fields_and_keep_the_required_ones() -> None:
    assert letter_text.check("{a}和{b}", {"a", "b"}, ["a"]) is None
    unknown = letter_text.check("{a}和{x}和{y}", {"a"})
    assert "x, y" in str(unknown)
    assert "court" in str(letter_text.check("{a}", {"a", "court"}, ["a", "court"]))


# --- the texts of the law floor -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", letters.kinds(), ids=lambda kind: kind.key)
def test_every_kind_begins_with_a_text_of_its_own_fields(kind: letters.LetterKind) -> None:
    assert letter_text.check(kind.text, kind.names) is None
    used = fields_in(kind.text)
    unused = [f.key for f in kind.fields if f.key not in used and not f.common and f.key != "applicant_name"]
    assert unused in ([], ["corrected_on"])
    filled = fill(kind.text, letters.examples(kind), kind.optional)
    assert isinstance(filled, str)
    assert "{" not in filled
    assert all(len(line) > 3 for line in paragraphs(filled))


@pytest.mark.parametrize("kind", letters.kinds(), ids=lambda kind: kind.key)
def test_every_kind_can_be_filled_in_without_what_is_optional(kind: letters.LetterKind) -> None:
    without = {key: "" if key in kind.optional else value for key, value in letters.examples(kind).items()}
    filled = fill(kind.text, without, kind.optional)
    assert isinstance(filled, str)
    assert filled.strip()


@pytest.mark.parametrize("kind", letters.kinds(), ids=lambda kind: kind.key)
def test_what_may_hold_paragraphs_stands_at_the_end_of_its_line(kind: letters.LetterKind) -> None:
    for field in kind.fields:
        if field.lines:
            assert all(
                line.endswith(f"{{{field.key}}}")
                for line in kind.text.split("\n")
                if f"{{{field.key}}}" in line
            ), field.key


@pytest.mark.parametrize("kind", letters.kinds(), ids=lambda kind: kind.key)
def test_a_letter_to_others_has_no_field_for_the_applicant(kind: letters.LetterKind) -> None:
    told = {"applicant_name", "subject", "request_number"} & set(kind.names)
    assert bool(told) is (kind.addressed_to == "applicant")


def test_every_answer_of_the_law_has_its_letter() -> None:
    from gongkai.domain.law import load

    for row in load("outcomes")["answer"]:
        kind = letters.kind_for_answer(row["key"])
        assert isinstance(kind, letters.LetterKind), row["key"]
        groups = {r["group"] for r in load("outcomes")["outcome"] if r["key"] in row["outcomes"]}
        assert groups <= set(kind.groups), row["key"]
    assert isinstance(letters.kind_for_answer("never heard of"), Refused)


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("示例市城市管理局", "示城管"),
        ("亳州市城市管理综合行政执法局", "亳城管执法"),
        ("安徽省亳州市城市管理局", "亳城管"),
        ("测试市住房和城乡建设局", "测建"),
        ("示例市人民政府", "示政"),
        ("城市管理局", "城管"),
        ("示例市数据资源管理局", "示例市数据资源"),
        ("科技馆", "科技馆"),
    ],
)
def test_a_mark_is_drawn_from_the_agencys_name(name: str, mark: str) -> None:
    assert letters.default_mark(name) == mark


def test_a_number_has_hexagonal_brackets_and_no_leading_zero() -> None:
    assert letters.number_of("示城管", "disclosure", 2026, 7) == "示城管公开〔2026〕7号"
    assert letters.number_of("示城管", "letter", 2026, 112) == "示城管公开函〔2026〕112号"
