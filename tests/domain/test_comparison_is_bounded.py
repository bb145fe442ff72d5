"""However different two texts are: is a block held against a bounded number of others, and against each once?"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.domain import comparison, likeness
from gongkai.domain.consultations.clauses import Provision, keyed
from gongkai.domain.consultations.versions import inherit
from gongkai.domain.likeness import MOST_LOOKED_AT, Likeness
from gongkai.domain.prose import Block

LETTERS = "城市管理行政执法监督检查规定办法第条款应当依照法律责任单位个人处罚渣土运输车辆道路时间地点主管部门"
CLAUSES = 800
FEW = st.text("渣土车辆运输单位", max_size=12)


def clauses(seed: int, count: int = CLAUSES) -> list[str]:
    dice = random.Random(seed)
    return ["".join(dice.choices(LETTERS, k=60)) for _ in range(count)]


def as_blocks(texts: list[str]) -> list[Block]:
    return [Block("paragraph", 0, text, "") for text in texts]


def test_wholly_different_texts_need_a_bounded_number_of_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: Counter[tuple[int, int]] = Counter()
    share = Likeness._share

    def counted(self: Likeness, i: int, j: int) -> float:
        looks[i, j] += (i, j) not in self.shares
        return share(self, i, j)

    monkeypatch.setattr(Likeness, "_share", counted)
    rows = comparison.compare(as_blocks(clauses(1)), as_blocks(clauses(2)))
    assert Counter(row.op for row in rows) == {"delete": CLAUSES, "insert": CLAUSES}
    # All against all would be 640,000, three times over. Each block is looked at in two ways: any change, a move.
    assert 0 < len(looks) <= 2 * MOST_LOOKED_AT * CLAUSES
    assert set(looks.values()) == {1}


def test_of_many_that_share_something_the_ones_that_share_most_are_looked_at() -> None:
    old = as_blocks(clauses(3, 300))
    new = as_blocks([*clauses(4, 300), *(block.text.replace("管", "营") for block in old)])
    everywhere = Likeness(old, new)
    found = {(i, j) for i, j, _share in everywhere.alike(range(300), range(600), 0.5)}
    assert {(i, 300 + i) for i in range(300)} <= found
    assert max(Counter(i for i, _j in everywhere.shares).values()) <= MOST_LOOKED_AT


def test_changed_clauses_among_thousands_of_others_are_found() -> None:
    old = keyed([Provision("article", text) for text in clauses(5)])
    others = [Provision("article", text) for text in clauses(6)]
    new = [
        each for k, one in enumerate(old) for each in (others[k], Provision("article", one.text[3:] + "。"))
    ]
    kept = inherit(old, new)
    assert [each.key for each in kept[1::2]] == [each.key for each in old]
    assert not any(each.key for each in kept[::2])


@settings(max_examples=60)
@given(
    st.lists(FEW, max_size=8),
    st.lists(FEW, max_size=8),
    st.sampled_from([0.5, 0.8]),
)
def test_of_few_blocks_none_that_is_alike_is_missed(left: list[str], right: list[str], least: float) -> None:
    old, new = as_blocks(left), as_blocks(right)
    found = {(i, j) for i, j, _share in Likeness(old, new).alike(range(len(old)), range(len(new)), least)}
    pairs = [[likeness._letter_pairs(text) for text in side] for side in (left, right)]
    alike = {
        (i, j)
        for i, mine in enumerate(pairs[0])
        for j, theirs in enumerate(pairs[1])
        if mine & theirs and 2 * len(mine & theirs) / (len(mine) + len(theirs)) >= least
    }
    assert found == alike
