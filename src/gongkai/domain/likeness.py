"""Which blocks of two texts are like each other: by the pairs of letters they share, with a bounded number of looks.

Standard library only. However different two texts are, a block is held against ``MOST_LOOKED_AT`` others at most, and
against each of them once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from gongkai.domain.prose import Block

_COMMON_PAIR = 60  # a pair of letters in more blocks than this says nothing about which block it is
_TELLING_PAIRS = 24  # the rarest of a block's pairs of letters, by which blocks like it are found
#: Blocks one block is held against. As many as share one telling pair: alike clauses up to that number are all seen.
MOST_LOOKED_AT = _COMMON_PAIR
_APART = {"image", "rule", "cell"}


class Likeness:
    """How much the blocks of two texts have in common (Dice over pairs of letters); kept for one comparison."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block]) -> None:
        self._old, self._new = old, new
        self._pairs_old: dict[int, frozenset[str]] = {}
        self._pairs_new: dict[int, frozenset[str]] = {}
        self._right: tuple[int, ...] = ()
        self._index: dict[str, list[int]] = {}
        self._likely: dict[int, tuple[int, list[tuple[int, int]]]] = {}
        #: Old and new place → share of their pairs of letters in common.
        self.shares: dict[tuple[int, int], float] = {}

    def alike(self, left: Iterable[int], right: Sequence[int], least: float) -> list[tuple[int, int, float]]:
        """Pairs of an old and a new place whose texts share at least ``least`` (0 to 1), with that share.

        Two of the same kind weigh a little more than two of different kinds.
        """
        self._look_among(tuple(right))
        found = []
        for i in left:
            for j in self._nearby(i, least):
                share = self._share(i, j)
                if share >= least:
                    found.append((i, j, share + (0.001 if self._old[i].kind == self._new[j].kind else 0)))
        return found

    def _look_among(self, right: tuple[int, ...]) -> None:
        """Where each pair of letters stands among these new places; what is known of them is used again."""
        if right == self._right:
            return
        self._right, self._index, self._likely = right, defaultdict(list), {}
        for j in right:
            for pair in self._new_pairs(j):
                self._index[pair].append(j)

    def _nearby(self, i: int, least: float) -> Iterator[int]:
        """The new places that share a telling pair with the old one and could share enough, ascending."""
        if i not in self._likely:
            self._likely[i] = self._most_telling(i)
        uncounted, likely = self._likely[i]
        # They share what was counted and at most all that was not; ``least`` of the smaller is needed at least.
        needed = least * len(self._old_pairs(i)) / (2 - least) - uncounted
        return (j for j, hits in likely if hits >= needed and comparable(self._old[i], self._new[j]))

    def _most_telling(self, i: int) -> tuple[int, list[tuple[int, int]]]:
        """How many of its pairs were not counted; and the new places that share most telling ones, with how many."""
        index = self._index
        known = sorted((len(index[pair]), pair) for pair in self._old_pairs(i) if pair in index)
        telling = [pair for size, pair in known[:_TELLING_PAIRS] if size <= _COMMON_PAIR]
        hits = Counter(chain.from_iterable(index[pair] for pair in telling))
        most = sorted(hits, key=hits.__getitem__, reverse=True) if len(hits) > MOST_LOOKED_AT else hits
        return len(known) - len(telling), [(j, hits[j]) for j in sorted(islice(most, MOST_LOOKED_AT))]

    def _share(self, i: int, j: int) -> float:
        known = self.shares.get((i, j))
        if known is None:
            mine, theirs = self._old_pairs(i), self._new_pairs(j)
            known = self.shares[i, j] = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        return known

    def _old_pairs(self, i: int) -> frozenset[str]:
        if i not in self._pairs_old:
            self._pairs_old[i] = _letter_pairs(self._old[i].text)
        return self._pairs_old[i]

    def _new_pairs(self, j: int) -> frozenset[str]:
        if j not in self._pairs_new:
            self._pairs_new[j] = _letter_pairs(self._new[j].text)
        return self._pairs_new[j]


def comparable(old: Block, new: Block) -> bool:
    """Whether one can be the other: pictures, rules and cells are only ever what they are."""
    return old.kind == new.kind or not ({old.kind, new.kind} & _APART)


def _letter_pairs(text: str) -> frozenset[str]:
    padded = f"\x02{text}\x03" if text else ""
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1))
