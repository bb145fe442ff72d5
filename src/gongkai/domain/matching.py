"""Matches two sequences, keeping the order of both: the ground under the comparison of texts.

Standard library only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeAlias

Span: TypeAlias = "tuple[int, int, int, int]"  # old from and to, new from and to

_LARGEST_MATRIX = 400_000  # members × members up to which the careful but quadratic matcher is used


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places of equal members in both, ascending in both.

    What occurs once on each side is matched first (patience diff), then the gaps between; this keeps clauses
    together and stays quick where the same short thing is repeated a thousand times.
    """
    found: list[tuple[int, int]] = []
    spans = [(0, len(old), 0, len(new))]
    while spans:
        i1, i2, j1, j2 = spans.pop()
        while i1 < i2 and j1 < j2 and old[i1] == new[j1]:
            found.append((i1, j1))
            i1, j1 = i1 + 1, j1 + 1
        while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1]:
            i2, j2 = i2 - 1, j2 - 1
            found.append((i2, j2))
        if i1 == i2 or j1 == j2:
            continue
        anchors = _anchors(old, new, (i1, i2, j1, j2))
        if not anchors:
            found += _careful(old, new, (i1, i2, j1, j2))
            continue
        found += anchors
        edges = [(i1 - 1, j1 - 1), *anchors, (i2, j2)]
        for (a, b), (c, d) in pairwise(edges):
            spans.append((a + 1, c, b + 1, d))
    return sorted(found)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], span: Span) -> list[tuple[int, int]]:
    """The longest ascending row of members that occur exactly once on each side of ``span``."""
    i1, i2, j1, j2 = span
    times_old, times_new = Counter(old[i1:i2]), Counter(new[j1:j2])
    place = {new[j]: j for j in range(j1, j2) if times_new[new[j]] == 1}
    pairs = [(i, place[old[i]]) for i in range(i1, i2) if times_old[old[i]] == 1 and old[i] in place]
    return ascending([(i, j, 1.0) for i, j in pairs])


def _careful(old: Sequence[Hashable], new: Sequence[Hashable], span: Span) -> Iterator[tuple[int, int]]:
    i1, i2, j1, j2 = span
    if (i2 - i1) * (j2 - j1) > _LARGEST_MATRIX:
        return
    for block in SequenceMatcher(None, old[i1:i2], new[j1:j2], autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield i1 + block.a + step, j1 + block.b + step


def ascending(candidates: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest choice of (i, j, weight) that ascends strictly in both i and j."""
    ordered = sorted(candidates, key=lambda pair: (pair[0], -pair[1]))
    tails: list[int] = []  # ascending j …
    best: list[
        tuple[float, int]
    ] = []  # … with ascending weight of the best chain that ends there, and its last
    before: list[int] = []
    for index, (_, j, weight) in enumerate(ordered):
        place = bisect_left(tails, j)
        chain, last = best[place - 1] if place else (0.0, -1)
        before.append(last)
        chain += weight
        end = place
        while end < len(tails) and best[end][0] <= chain:
            end += 1
        if place < len(tails) and tails[place] == j and best[place][0] > chain:
            continue
        tails[place:end], best[place:end] = [j], [(chain, index)]
    chosen = []
    index = best[-1][1] if best else -1
    while index >= 0:
        chosen.append(ordered[index][:2])
        index = before[index]
    return chosen[::-1]
