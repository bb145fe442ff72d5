"""What changed between two versions of a text?"""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.comparison import (
    Piece,
    Row,
    Summary,
    compare,
    compare_fields,
    default_tokens,
    pieces,
    summary,
)
from gongkai.domain.prose import Block, blocks


def paragraph(text: str) -> Block:
    return Block("paragraph", 0, text, "")


ONE = paragraph("第一条 为了规范城市管理行为，制定本办法。")
TWO = paragraph("第二条 本办法适用于本市行政区域内的渣土运输活动。")
THREE = paragraph("第三条 市城市管理局负责监督检查工作。")


def ops(rows: tuple[Row, ...]) -> list[str]:
    return [row.op for row in rows]


def joined(side: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in side)


def test_a_changed_clause_shows_the_changed_words() -> None:
    new = paragraph("第一条 为了规范城市管理执法行为，制定本办法。")
    (row,) = compare([ONE], [new])
    assert row.op == "change"
    assert row.old == (Piece("equal", ONE.text),)
    assert row.new == (
        Piece("equal", "第一条 为了规范城市管理"),
        Piece("insert", "执法"),
        Piece("equal", "行为，制定本办法。"),
    )


def test_a_clause_put_in_between_is_an_insertion() -> None:
    rows = compare([ONE, TWO], [ONE, THREE, TWO])
    assert ops(rows) == ["equal", "insert", "equal"]
    assert summary(rows) == Summary(equal=2, insert=1)
    assert not summary(rows).same


def test_what_went_stands_where_it_stood() -> None:
    rows = compare([ONE, TWO, THREE], [ONE, THREE])
    assert ops(rows) == ["equal", "delete", "equal"]
    assert rows[1].old == (Piece("delete", TWO.text),)


def test_what_went_comes_before_what_came_in_its_place() -> None:
    other = paragraph("附：联系方式与办公时间另行公布")
    assert ops(compare([ONE, TWO, THREE], [ONE, other, THREE])) == ["equal", "delete", "insert", "equal"]


def test_a_clause_put_in_front_is_moved_and_the_changed_one_is_not() -> None:
    changed = paragraph("第一条 为了规范城市管理执法行为，根据法律制定本办法。")
    assert ops(compare([ONE, TWO, THREE], [THREE, changed, TWO])) == ["moved", "change", "equal"]


def test_a_heading_lowered_is_a_change_of_form_only() -> None:
    (row,) = compare(blocks("<h2>一、工作情况</h2>"), blocks("<h3>一、工作情况</h3>"))
    assert (row.op, row.level, row.form_only) == ("change", 3, True)


def test_a_link_led_elsewhere_is_a_change() -> None:
    (row,) = compare(
        blocks('<p><a href="/a/">管理办法全文</a></p>'), blocks('<p><a href="/b/">管理办法全文</a></p>')
    )
    assert (row.op, row.form_only, row.old_targets, row.new_targets) == ("change", True, ("/a/",), ("/b/",))


def test_a_changed_number_in_a_table_is_one_changed_cell() -> None:
    table = "<table><tr><th>类别</th><th>件数</th></tr><tr><td>渣土</td><td>{}</td></tr></table>"
    rows = compare(blocks(table.format(12)), blocks(table.format(15)))
    assert ops(rows) == ["equal", "equal", "equal", "change"]
    assert rows[-1].new == (Piece("insert", "15"),)


def test_words_given_by_the_caller_are_not_cut() -> None:
    old, new = pieces("行政执法局", "行政管理局", lambda text: [text[:2], text[2:4], text[4:]])
    assert old == (Piece("equal", "行政"), Piece("delete", "执法"), Piece("equal", "局"))
    assert new == (Piece("equal", "行政"), Piece("insert", "管理"), Piece("equal", "局"))


def test_words_that_do_not_join_to_the_text_are_not_used() -> None:
    old, new = pieces("城市管理", "城市治理", lambda text: ["城"])
    assert (joined(old), joined(new)) == ("城市管理", "城市治理")


def test_changed_fields_are_listed_with_their_pieces() -> None:
    found = compare_fields(
        {"title": "旧标题", "number": "1号", "gone": "x"}, {"title": "新标题", "number": "1号", "come": "y"}
    )
    assert [(one.name, joined(one.old), joined(one.new)) for one in found] == [
        ("title", "旧标题", "新标题"),
        ("come", "", "y"),
        ("gone", "x", ""),
    ]


WORDS = st.text(alphabet="城市管理执法条例第一二三0 ，。", max_size=30)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from(["heading", "paragraph", "item", "cell", "rule", "image"]),
        st.integers(0, 3),
        WORDS,
        st.just(""),
        st.booleans(),
    ),
    max_size=12,
)


@given(BLOCKS)
def test_a_text_equals_itself(text: list[Block]) -> None:
    rows = compare(text, text)
    assert ops(rows) == ["equal"] * len(text)
    assert summary(rows).same


@given(BLOCKS, BLOCKS, st.randoms(use_true_random=False))
def test_every_block_is_in_exactly_one_row_and_its_pieces_join_to_it(
    old: list[Block], new: list[Block], dice: random.Random
) -> None:
    new = [*new, *dice.sample(old, len(old) // 2)]  # so that something is matched, and moved
    dice.shuffle(new)
    rows = compare(old, new)
    assert [joined(row.new) for row in rows if row.op != "delete"] == [block.text for block in new]
    assert sorted(joined(row.old) for row in rows if row.op != "insert") == sorted(
        block.text for block in old
    )
    in_order = [joined(row.old) for row in rows if row.op in {"equal", "change", "delete"}]
    rest = iter(block.text for block in old)
    assert all(any(text == one for one in rest) for text in in_order)


@given(WORDS, WORDS)
def test_pieces_join_to_both_texts(old: str, new: str) -> None:
    left, right = pieces(old, new)
    assert joined(left) == old
    assert joined(right) == new
    assert {piece.op for piece in left} <= {"equal", "delete"}
    assert {piece.op for piece in right} <= {"equal", "insert"}
    kept = [joined(tuple(piece for piece in side if piece.op == "equal")) for side in (left, right)]
    assert kept[0] == kept[1]


@given(st.text())
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(default_tokens(text)) == text


@given(BLOCKS, BLOCKS)
def test_the_counts_add_up(old: list[Block], new: list[Block]) -> None:
    counts = summary(compare(old, new))
    assert counts.equal + counts.change + counts.moved + counts.insert == len(new)
    assert counts.equal + counts.change + counts.moved + counts.delete == len(old)


def test_two_hundred_clauses_take_well_under_a_second() -> None:
    dice = random.Random(7)
    letters = "城市管理行政执法监督检查规定办法第条款应当依照法律责任单位个人处罚渣土运输车辆道路"
    old = [paragraph(f"第{n}条 " + "".join(dice.choices(letters, k=120))) for n in range(200)]
    new = [paragraph(block.text.replace("城", "镇").replace("应", "须")) for block in old]
    began = time.process_time()
    rows = compare(old, new)
    assert time.process_time() - began < 1
    assert set(ops(rows)) == {"change"}
