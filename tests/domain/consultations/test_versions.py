"""Does an opinion stay on its words through any re-wording, or is it an orphan; never on other words?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.domain.comparison import Piece
from gongkai.domain.consultations.clauses import Provision, keyed
from gongkai.domain.consultations.versions import Anchor, anchored, carry, changes, inherit

letters = st.text("渣土车辆运输单位应当建筑垃圾管理办法的和", min_size=1, max_size=24)
provisions = st.lists(
    st.builds(Provision, st.sampled_from(["article", "item", "paragraph"]), letters), min_size=1, max_size=8
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[tuple[Provision, ...], tuple[Provision, ...]]:
    """A text, and the same after edits in the editor, which keeps the keys."""
    old = keyed(draw(provisions))
    new = []
    for each in old:
        what = draw(st.sampled_from(["keep", "keep", "insert", "cut", "rewrite", "drop"]))
        text = each.text
        if what == "drop":
            continue
        if what == "insert":
            at = draw(st.integers(0, len(text)))
            text = text[:at] + draw(letters) + text[at:]
        elif what == "cut" and len(text) > 1:
            at = draw(st.integers(0, len(text) - 1))
            text = text[:at] + text[at + 1 :]
        elif what == "rewrite":
            text = draw(letters)
        new.append(Provision(each.level, text, each.key))
    if draw(st.booleans()):
        new.insert(draw(st.integers(0, len(new))), Provision("article", draw(letters)))
    if len(new) > 1 and draw(st.booleans()):
        new.append(new.pop(draw(st.integers(0, len(new) - 1))))
    return old, keyed(new, [each.key for each in old])


@settings(max_examples=300)
@given(edited(), st.data())
def test_an_opinion_is_on_its_words_or_an_orphan(
    versions: tuple[tuple[Provision, ...], tuple[Provision, ...]], data: st.DataObject
) -> None:
    old, new = versions
    on = data.draw(st.sampled_from(old))
    start = data.draw(st.integers(0, len(on.text) - 1))
    end = data.draw(st.integers(start + 1, len(on.text)))
    anchor = anchored(old, on.key, start, end)
    assert anchor is not None
    now = carry(anchor, old, new).anchor
    if now is None:
        return
    assert now.key == on.key
    assert now.start is not None
    assert now.end is not None
    standing = next(each for each in new if each.key == now.key)
    assert standing.text[now.start : now.end] == anchor.quote


@given(edited(), st.data())
def test_words_nobody_touched_are_never_lost(
    versions: tuple[tuple[Provision, ...], tuple[Provision, ...]], data: st.DataObject
) -> None:
    old, new = versions
    now = {each.key: each.text for each in new}
    on = data.draw(st.sampled_from(old))
    anchor = anchored(old, on.key, 0, len(on.text))
    assert anchor is not None
    if now.get(on.key) == on.text:
        assert carry(anchor, old, new).anchor == anchor
    if on.key not in now:
        assert carry(anchor, old, new).anchor is None


@given(edited())
def test_an_opinion_on_a_clause_goes_with_the_clause(
    versions: tuple[tuple[Provision, ...], tuple[Provision, ...]],
) -> None:
    old, new = versions
    kept = {each.key: each.text for each in new}
    for each in old:
        anchor = anchored(old, each.key, None, None)
        assert anchor is not None
        carried = carry(anchor, old, new)
        assert (carried.anchor is not None) == (each.key in kept)
        assert carried.changed == (each.key in kept and kept[each.key] != each.text)


def test_an_opinion_on_the_whole_stays_with_the_whole() -> None:
    assert carry(Anchor(), (), ()).anchor == Anchor()


def test_the_same_words_elsewhere_are_not_its_words() -> None:
    old = (Provision("article", "车辆应当密闭，车辆应当冲洗。", "c1"),)
    new = (Provision("article", "车辆应当冲洗。", "c1"),)
    anchor = anchored(old, "c1", 0, 4)
    assert anchor is not None
    carried = carry(anchor, old, new).anchor
    assert carried is None or carried.start == 0


def test_a_quote_that_is_not_there_is_an_orphan() -> None:
    text = (Provision("article", "车辆应当密闭。", "c1"),)
    assert carry(Anchor("c1", 0, 2, "单位"), text, text).anchor is None


@given(edited())
def test_every_provision_of_both_versions_is_in_one_row(
    versions: tuple[tuple[Provision, ...], tuple[Provision, ...]],
) -> None:
    old, new = versions
    rows = changes(old, new)
    assert sorted(row.old_key for row in rows if row.old_key) == sorted(each.key for each in old)
    assert [row.new_key for row in rows if row.new_key] == [each.key for each in new]
    texts_old, texts_new = ({each.key: each.text for each in side} for side in (old, new))
    for row in rows:
        assert "".join(piece.text for piece in row.old) == texts_old.get(row.old_key, "")
        assert "".join(piece.text for piece in row.new) == texts_new.get(row.new_key, "")
        marked = row.marked_up
        assert "".join(piece.text for piece in marked if piece.op != "insert") == texts_old.get(
            row.old_key, ""
        )
        assert "".join(piece.text for piece in marked if piece.op != "delete") == texts_new.get(
            row.new_key, ""
        )


@given(provisions)
def test_the_same_text_read_from_a_file_keeps_every_key(text: list[Provision]) -> None:
    old = keyed(text)
    again = inherit(old, [Provision(each.level, each.text) for each in old])
    assert sorted(filter(None, (each.key for each in again))) == sorted(
        set(filter(None, (each.key for each in again)))
    )
    if len({(each.level, each.text) for each in old}) == len(old):
        assert [each.key for each in again] == [each.key for each in old]


def test_a_clause_put_in_front_moves_no_other() -> None:
    old = keyed([Provision("article", f"第{at}件事情应当由单位办理完毕") for at in "甲乙丙丁"])
    read = [Provision("article", "新增的规定另行说明")] + [Provision(each.level, each.text) for each in old]
    new = keyed(inherit(old, read), [each.key for each in old])
    assert [row.op for row in changes(old, new)] == ["added", "same", "same", "same", "same"]


def test_a_moved_clause_is_one_that_moved() -> None:
    old = keyed([Provision("article", f"第{at}件事情应当由单位办理完毕") for at in "甲乙丙丁"])
    new = (old[1], old[2], old[3], old[0])
    assert [row.op for row in changes(old, new)] == ["same", "same", "same", "moved"]
    assert changes(old, new)[-1].old_name == "第一条"
    assert changes(old, new)[-1].new_name == "第四条"


def test_marked_up_text_shows_what_went_before_what_came() -> None:
    old = (Provision("article", "罚款五百元。", "c1"),)
    new = (Provision("article", "罚款一千元。", "c1"),)
    assert changes(old, new)[0].marked_up == (
        Piece("equal", "罚款"), Piece("delete", "五百"), Piece("insert", "一千"), Piece("equal", "元。"),
    )  # fmt: skip


def test_two_hundred_clauses_are_compared() -> None:
    old = keyed(
        [Provision("article", f"第{at}类车辆应当在{at}时前由单位{at % 7}办理登记手续") for at in range(200)]
    )
    new = tuple(Provision(each.level, each.text.replace("登记", "备案"), each.key) for each in old)
    assert {row.op for row in changes(old, new)} == {"changed"}
