"""The values of a factor cut into places within which no row changes its mind.

Numbers are cut at every bound of the table: each bound is a place of its own and so is the open stretch between two
bounds, which is why a proof over places is a proof over all numbers. Sets of places are integers, one bit a place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import cached_property

from gongkai.domain.discretion.table import Condition, Factor, Row, Scalar, Table, written


@dataclass(frozen=True)
class Axis:
    """A factor's places. For numbers place ``2i + 1`` is the bound ``cuts[i]`` and place ``2i`` what lies before it.

    ``there`` are the places that hold a value at all: outside the domain, and for whole numbers between 1 and 2,
    there is none.
    """

    factor: Factor
    cuts: tuple[Decimal, ...]
    values: tuple[Scalar, ...]
    there: int

    @property
    def size(self) -> int:
        """How many places hold a value."""
        return self.there.bit_count()

    @cached_property
    def _place_of(self) -> dict[Scalar, int]:
        return {value: place for place, value in enumerate(self.values)}

    def place(self, value: Scalar | int | Fraction) -> int:
        """The place of a value; -1 where a choice is not among the values."""
        if not self.factor.ordered:
            return self._place_of.get(value, -1)  # type: ignore[arg-type]
        assert isinstance(value, Decimal | int | Fraction)
        # A bound is passed by one of the two only, so it is the odd place between its neighbours.
        return bisect_left(self.cuts, value) + bisect_right(self.cuts, value)

    def ends(self, place: int) -> tuple[Decimal | None, Decimal | None]:
        """The bounds of a place: twice the same for a bound, ``None`` where there is no end."""
        if place % 2:
            return self.cuts[place // 2], self.cuts[place // 2]
        low = self.cuts[place // 2 - 1] if place else None
        return low, self.cuts[place // 2] if place // 2 < len(self.cuts) else None

    def mask(self, conditions: Iterable[Condition]) -> int:
        """The places at which all the conditions hold."""
        left = self.there
        for condition in conditions:
            left &= self._of(condition)
        return left

    def _of(self, condition: Condition) -> int:
        if condition.operator in ("=", "in"):
            places = (self.place(each) for each in condition.values)
            found = 0
            for place in places:
                found |= 1 << place if place >= 0 else 0
            return found
        bound = self.place(condition.values[0])
        below, at = (1 << bound) - 1, 1 << bound
        if condition.operator == "<":
            return below
        if condition.operator == "<=":
            return below | at
        return self.there & ~(below if condition.operator == ">=" else below | at)

    @property
    def loose(self) -> bool:
        """Whether its values are named one by one, so that none is next to another."""
        return not self.factor.ordered or bool(self.factor.domain.values)

    def runs(self, mask: int) -> Iterator[int]:
        """The mask parted into stretches without a hole; named values stay together."""
        if self.loose:
            yield mask
            return
        run = 0
        # A place without a value (between 1 and 2 people) is no hole.
        for place in bits(self.there):
            if mask >> place & 1:
                run |= 1 << place
            elif run:
                yield run
                run = 0
        if run:
            yield run

    def neighbours(self, mask: int) -> tuple[int, ...]:
        """The places a stretch may grow by: the next ones for numbers, all others for named values."""
        if self.loose:
            return tuple(bits(self.there & ~mask))
        below = self.there & ((mask & -mask) - 1)
        above = self.there >> mask.bit_length() << mask.bit_length()
        found = (below.bit_length() - 1, (above & -above).bit_length() - 1)
        return tuple(place for place in found if place >= 0)

    def simplest(self, mask: int) -> Scalar:
        """The simplest value in the places: the smallest whole number, else the shortest decimal."""
        places = list(bits(mask))
        if not self.factor.ordered:
            return self.values[places[0]]
        return min((self._simple(place) for place in places), key=_plainness)

    def _simple(self, place: int) -> Decimal:
        low, high = self.ends(place)
        if place % 2:
            assert low is not None
            return low
        return between(low, high)

    def _named(self, place: int) -> Scalar:
        return self.cuts[place // 2] if self.factor.ordered else self.values[place]

    def told(self, mask: int) -> str:
        """The places in words of the table: ``5 < area <= 10``, ``party in citizen|shop``."""
        key = self.factor.key
        if self.loose:
            named = [written(self._named(each)) for each in bits(mask)]
            return f"{key} {'in' if len(named) > 1 else '='} {'|'.join(named)}"
        first, last = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
        low, high = self.ends(first)[0], self.ends(last)[1]
        if first == last and first % 2:
            return f"{key} = {written(low or Decimal(0))}"
        before = "" if low is None else f"{written(low)} {'<=' if first % 2 else '<'} "
        after = "" if high is None else f" {'<=' if last % 2 else '<'} {written(high)}"
        if before and not after:
            return f"{key} {'>=' if first % 2 else '>'} {written(low or Decimal(0))}"
        return f"{before}{key}{after}"


def axis_of(factor: Factor, conditions: Sequence[Condition]) -> Axis:
    """Cuts the factor's values at every bound that the conditions and the domain name."""
    if not factor.ordered:
        values: tuple[Scalar, ...] = (True, False) if factor.kind == "yes_no" else factor.domain.values
        return Axis(factor, (), values, (1 << len(values)) - 1)
    named = {each for condition in conditions for each in condition.values if isinstance(each, Decimal)}
    named |= {each for each in factor.domain.values if isinstance(each, Decimal)}
    named |= {each for each in (factor.domain.lower, factor.domain.upper) if each is not None}
    cuts = tuple(sorted(named))
    bare = Axis(factor, cuts, (), 0)
    there = sum(1 << place for place in range(2 * len(cuts) + 1) if _holds(bare, place))
    return Axis(factor, cuts, (), there)


def _holds(axis: Axis, place: int) -> bool:
    """Whether the place has a value of the domain in it."""
    low, high = axis.ends(place)
    whole = axis.factor.kind == "count"
    domain = axis.factor.domain
    if place % 2:
        assert low is not None
        return domain.holds(low) and not (whole and low != low.to_integral_value())
    if domain.values:
        return False
    if whole and low is not None and high is not None and _next_whole(low) >= high:
        return False
    # The domain's ends are cuts, so one value speaks for the stretch.
    return domain.holds(between(low, high))


def axes_of(table: Table) -> tuple[Axis, ...]:
    """One axis a factor."""
    by_factor: dict[str, list[Condition]] = {factor.key: [] for factor in table.factors}
    for row in table.rows:
        for condition in row.conditions:
            by_factor[condition.factor].append(condition)
    return tuple(axis_of(factor, by_factor[factor.key]) for factor in table.factors)


def box_of(row: Row, axes: Sequence[Axis]) -> tuple[int, ...]:
    """The places of each factor at which the row's conditions hold."""
    return tuple(
        axis.mask(each for each in row.conditions if each.factor == axis.factor.key) for axis in axes
    )


def bits(mask: int) -> Iterator[int]:
    """The places set in a mask, from the lowest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def between(low: Decimal | None, high: Decimal | None) -> Decimal:
    """The simplest number strictly between: the whole one nearest to zero, else the shortest decimal in the middle."""
    if low is None or high is None:
        if low is None and high is None:
            return Decimal(0)
        if low is not None:
            return max(_next_whole(low), Decimal(0))
        assert high is not None
        return min(-_next_whole(-high), Decimal(0))
    if _next_whole(low) < high:
        smallest = _next_whole(low)
        return smallest if smallest >= 0 else min(-_next_whole(-high), Decimal(0))
    middle = (Fraction(low) + Fraction(high)) / 2
    scale = 1
    while True:
        scale *= 10
        nearest = Fraction(round(middle * scale), scale)
        if Fraction(low) < nearest < Fraction(high):
            return _decimal(nearest, scale)


def _decimal(value: Fraction, scale: int) -> Decimal:
    """``value`` with as many places as ``scale`` has noughts, exactly."""
    digits = value * scale
    sign = 1 if digits < 0 else 0
    return Decimal((sign, tuple(int(each) for each in str(abs(int(digits)))), -(len(str(scale)) - 1)))


def _next_whole(number: Decimal) -> Decimal:
    """The smallest whole number above."""
    return number.to_integral_value(ROUND_FLOOR) + 1


def _plainness(number: Decimal) -> tuple[bool, int, bool, Decimal]:
    """Whole before broken, few decimals before many, positive before negative, small before large."""
    text = written(number)
    return "." in text, len(text.partition(".")[2]), number < 0, abs(number)
