"""Where no row fits: a search over boxes of places that forgets a factor as soon as it has been decided.

A box that the rows fill is proved by counting where its rows are apart from each other: their sizes add up to the
size of the box. Otherwise rows that look at different factors are taken apart (one group must fill the box alone), and
then the classes of values of one factor are tried one after the other. What is found is widened to a region that
cannot grow any more without touching a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TypeAlias

from gongkai.domain.discretion.axes import Axis, bits

Box: TypeAlias = "tuple[int, ...]"
#: Regions told, and steps taken to find them, before "and more" is said instead.
MOST_GAPS, MOST_STEPS = 20, 5_000
#: Steps taken to prove that there is none. Only rows that overlap can need so many: the others are counted.
MOST_TRIES = 30_000


@dataclass
class Search:
    """The regions no row fits. ``more``: there are others; ``undecided``: the rows overlap too much to know."""

    axes: Sequence[Axis]
    rows: Sequence[Box]
    regions: list[Box] = field(default_factory=list)
    more: bool = False
    undecided: bool = False
    _known: dict[tuple[int, int], bool] = field(default_factory=dict)
    _meets: list[int] = field(default_factory=list)  # of each row, the rows it overlaps with
    _asks: list[int] = field(default_factory=list)  # of each row, the factors it does not leave free
    _steps: int = 0

    def run(self) -> None:
        """Looks for every region; afterwards the fields hold the answer."""
        start = tuple(axis.there for axis in self.axes)
        if not all(start):
            return
        self._meets = [
            sum(1 << other for other, there in enumerate(self.rows) if other != own and meet(here, there))
            for own, here in enumerate(self.rows)
        ]
        self._asks = [
            sum(1 << at for at, axis in enumerate(self.axes) if row[at] != axis.there) for row in self.rows
        ]
        try:
            self._look(start, (1 << len(self.rows)) - 1, (1 << len(self.axes)) - 1)
        except _Enough:
            self.more = True
        except _TooLong:
            self.more, self.undecided = bool(self.regions), not self.regions

    def _look(self, box: Box, rows: int, open_: int) -> None:
        """Gathers the regions within the box; ``open_`` are the factors not decided yet."""
        if not rows:
            self._found(box)
            return
        if self._full(rows, open_):
            return
        self._steps += 1
        if self._steps > MOST_STEPS and self.regions:
            raise _Enough
        if self._told(box):
            return
        at = self._busiest(rows, open_)
        for kept, places in self._classes(rows, at):
            self._look((*box[:at], places, *box[at + 1 :]), kept, open_ & ~(1 << at))

    def _full(self, rows: int, open_: int) -> bool:
        """Whether the rows fill all that the factors not decided yet can be."""
        asked = 0
        for row in bits(rows):
            if not self._asks[row] & open_:
                return True
            asked |= self._asks[row]
        # Factors no row looks at make no difference.
        key = rows, open_ & asked
        known = self._known.get(key)
        if known is None:
            if len(self._known) > MOST_TRIES:
                raise _TooLong
            known = self._known[key] = self._decide(*key)
        return known

    def _decide(self, rows: int, open_: int) -> bool:
        if not rows:
            return False
        if self._alone(rows):
            return self._counted(rows, open_)
        groups = self._groups(rows, open_)
        if len(groups) > 1:
            return any(self._full(*group) for group in groups)
        at = self._busiest(rows, open_)
        rest = open_ & ~(1 << at)
        return all(self._full(kept, rest) for kept, _ in self._classes(rows, at))

    def _alone(self, rows: int) -> bool:
        """Whether no two of the rows meet."""
        return not any(self._meets[row] & rows for row in bits(rows))

    def _counted(self, rows: int, open_: int) -> bool:
        """Whether rows that do not meet add up to everything."""
        factors = list(bits(open_))
        whole = prod(self.axes[at].size for at in factors)
        return sum(prod(self.rows[row][at].bit_count() for at in factors) for row in bits(rows)) == whole

    def _groups(self, rows: int, open_: int) -> list[tuple[int, int]]:
        """The rows parted so that those of two groups look at no factor in common: (rows, their factors)."""
        groups: list[tuple[int, int]] = []
        for row in bits(rows):
            members, factors = 1 << row, self._asks[row] & open_
            apart = []
            for group in groups:
                if group[1] & factors:
                    members, factors = members | group[0], factors | group[1]
                else:
                    apart.append(group)
            groups = [*apart, (members, factors)]
        return groups

    def _busiest(self, rows: int, open_: int) -> int:
        """The factor that most of the rows look at."""
        listed = [self._asks[row] for row in bits(rows)]
        return max(bits(open_), key=lambda at: sum(asks >> at & 1 for asks in listed))

    def _classes(self, rows: int, at: int) -> Iterator[tuple[int, int]]:
        """The places of a factor by the rows that hold there: (those rows, the places), fewest rows first."""
        classes: dict[int, int] = {}
        listed = [(1 << row, self.rows[row][at]) for row in bits(rows)]
        for place in bits(self.axes[at].there):
            kept = 0
            for bit, mask in listed:
                if mask >> place & 1:
                    kept |= bit
            classes[kept] = classes.get(kept, 0) | 1 << place
        yield from sorted(classes.items(), key=lambda found: found[0].bit_count())

    def _told(self, box: Box) -> bool:
        return any(inside(box, region) for region in self.regions)

    def _found(self, box: Box) -> None:
        for part in _stretches(box, self.axes):
            if self._told(part):
                continue
            if len(self.regions) >= MOST_GAPS:
                raise _Enough
            self.regions.append(self._widened(part))

    def _widened(self, box: Box) -> Box:
        """The box grown, factor by factor, as far as no row is touched."""
        grown = list(box)
        for at, axis in enumerate(self.axes):
            beside = [
                row[at]
                for row in self.rows
                if all(
                    here & there
                    for other, (here, there) in enumerate(zip(grown, row, strict=True))
                    if other != at
                )
            ]
            taken = 0
            for mask in beside:
                taken |= mask
            while fresh := [place for place in axis.neighbours(grown[at]) if not taken >> place & 1]:
                for place in fresh:
                    grown[at] |= 1 << place
        return tuple(grown)


class _Enough(Exception):  # noqa: N818 - ends the search, never leaves this module
    """There are more regions than are told."""


class _TooLong(Exception):  # noqa: N818 - ends the search, never leaves this module
    """It would take too long to know whether there are more."""


def meet(one: Box, other: Box) -> bool:
    """Whether the boxes have a case in common."""
    return all(here & there for here, there in zip(one, other, strict=True))


def inside(small: Box, large: Box) -> bool:
    """Whether every case of ``small`` is one of ``large``."""
    return all(here & ~there == 0 for here, there in zip(small, large, strict=True))


def _stretches(box: Box, axes: Sequence[Axis]) -> Iterator[Box]:
    """The box parted so that each number is one stretch."""
    parts: list[Box] = [()]
    for mask, axis in zip(box, axes, strict=True):
        parts = [(*part, run) for part in parts for run in axis.runs(mask)]
    yield from parts
