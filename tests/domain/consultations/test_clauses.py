"""Does the system number clauses as documents do, and read a file's text as the same clauses again?"""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.domain.consultations import numerals
from gongkai.domain.consultations.clauses import (
    HEADINGS,
    LEVELS,
    LONGEST,
    MOST,
    Provision,
    faults,
    keyed,
    lines,
    number,
    read,
)

TEXT = """示例市建筑垃圾管理办法
第一章 总则
第一条 为了加强建筑垃圾管理，制定本办法。
第二条 本办法适用于市区。
法律另有规定的，从其规定。
第二章 运输
第三条 运输单位应当具备下列条件：
（一）有密闭车辆；
（二）有下列制度：
1.安全管理；
2.车辆管理。
第四条 本办法自公布之日起施行。""".splitlines()

words = st.text("的了在渣土车辆运输单位应当建筑垃圾管理", min_size=1, max_size=12)
texts = st.lists(st.builds(Provision, st.sampled_from(LEVELS), words), min_size=1, max_size=30).map(tuple)


@given(st.integers(1, numerals.LARGEST))
def test_a_number_written_is_read_again(value: int) -> None:
    assert numerals.read(numerals.written(value)) == value


def test_numbers_as_documents_write_them() -> None:
    assert [numerals.written(each) for each in (1, 10, 11, 20, 21, 100, 103, 110, 111, 1001, 1010)] == [
        "一", "十", "十一", "二十", "二十一", "一百", "一百零三", "一百一十", "一百一十一", "一千零一", "一千零一十",
    ]  # fmt: skip
    assert [numerals.read(each) for each in ("〇", "", "甲", "12", "两百")] == [None, None, None, 12, 200]


def test_a_text_is_read_and_named_as_it_is_cited() -> None:
    found = number(read(TEXT).provisions)
    assert [each.name for each in found] == [
        "正文前第1段", "第一章", "第一条", "第二条", "第二条第二款", "第二章", "第三条", "第三条第（一）项",
        "第三条第（二）项", "第三条第（二）项第1目", "第三条第（二）项第2目", "第四条",
    ]  # fmt: skip
    assert [each.mark for each in found][-4:] == ["（二）", "1.", "2.", "第四条"]
    assert not read(TEXT).notes
    assert not faults(read(TEXT).provisions)


def test_items_of_a_later_paragraph_name_it() -> None:
    found = number(read(["第一条 甲。", "乙：", "（一）丙。"]).provisions)
    assert found[-1].name == "第一条第二款第（一）项"


def test_a_number_of_the_file_that_is_another_is_said_and_counted_anew() -> None:
    reading = read(["第一条 甲。", "第三条 乙。"])
    assert [each.place for each in reading.notes] == [1]
    assert [each.mark for each in number(reading.provisions)] == ["第一条", "第二条"]


@given(texts)
def test_names_are_unique_and_depend_on_nothing_but_the_place(text: tuple[Provision, ...]) -> None:
    named = number(text)
    assert [each.provision for each in named] == list(text)
    articles = [each.mark for each in named if each.provision.level == "article"]
    assert articles == [f"第{numerals.written(at)}条" for at in range(1, len(articles) + 1)]


@given(
    st.lists(
        st.builds(Provision, st.sampled_from(["article", "paragraph", "item", "chapter"]), words), max_size=20
    )
)
def test_what_is_printed_is_read_as_the_same_provisions(rows: list[Provision]) -> None:
    text = [Provision("article", "总则"), *rows]
    reading = read(lines(text))
    assert list(reading.provisions) == text
    assert not reading.notes


def test_a_number_with_a_point_is_no_sub_item() -> None:
    text = [Provision("article", "甲。"), Provision("item", "乙："), Provision("subitem", "5吨以下的；")]
    assert list(read(lines(text)).provisions) == text
    assert read(["第一条 甲。", "1.5吨以下的。"]).provisions[1] == Provision("paragraph", "1.5吨以下的。")


@example(
    (Provision("article", "甲"), Provision("item", "乙"), Provision("part", "丙"), Provision("item", "丁"))
)
@example((Provision("article", "甲"), Provision("section", "乙"), Provision("paragraph", "丙")))
@given(texts)
def test_a_sound_text_has_names_for_everything(text: tuple[Provision, ...]) -> None:
    if not faults(text):
        named = number(text)
        assert all(each.name for each in named)
        rules = [each.name for each in named if each.provision.level not in HEADINGS]
        assert len(rules) == len(set(rules))


def test_an_item_right_below_a_heading_is_a_fault_and_an_opening_stands_only_in_front() -> None:
    for level in ("paragraph", "item", "subitem"):
        text = [
            Provision("opening", "前言。"), Provision("chapter", "总则"), Provision("article", "甲。"),
            Provision("item", "乙；"), Provision("chapter", "附则"), Provision(level, "丙。"),
        ]  # fmt: skip
        assert [each.place for each in faults(text)] == [5]
    late = [Provision("article", "甲。"), Provision("chapter", "附则"), Provision("opening", "后记。")]
    assert [each.place for each in faults(late)] == [2]


@given(texts, st.lists(st.sampled_from(["c1", "c2", "c7"]), max_size=3))
def test_every_provision_has_a_key_of_its_own(text: tuple[Provision, ...], taken: list[str]) -> None:
    keys = [each.key for each in keyed(text, taken)]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set(taken)
    assert [each.key for each in keyed(keyed(text, taken), taken)] == keys


def test_what_cannot_be_a_version_is_named() -> None:
    def places(*rows: Provision) -> list[int]:
        return [each.place for each in faults(rows)]

    article = Provision("article", "甲")
    assert places(Provision("item", "甲")) == [0, 0]
    assert places(article, Provision("subitem", "甲")) == [1]
    assert places(article, Provision("opening", "甲")) == [1]
    assert places(article, Provision("article", " ")) == [1]
    assert places(article, Provision("paragraph", "长" * (LONGEST + 1))) == [1]
    assert places(*[article] * (MOST + 1)) == [MOST]
    assert places() == [0]
