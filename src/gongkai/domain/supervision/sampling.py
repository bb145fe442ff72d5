"""Sampling (抽样): how many to draw, from which strata, whom; and what the answers say about all who might have been.

Pure arithmetic on keys and numbers. Sources of the formulas: Cochran, Sampling Techniques (1977), sections 2.6, 4.4 and
5.5; Wilson, JASA 22 (1927).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean

#: Probability that an interval holds the true value.
CONFIDENCE = 0.95
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
#: Student's t for 95 %, by degrees of freedom 1 to 30: few answers make a wider interval.
_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with the 95 % interval around it; ``low`` and ``high`` are ``None`` where one answer says nothing."""

    value: float
    low: float | None
    high: float | None


def size_for_margin(population: int, margin: float, share: float = 0.5) -> int:
    """How many to draw from ``population`` so that a share is known to ``margin`` (0 to 1) with 95 % confidence.

    With the correction for a finite population. Never more than there are; 0 of nobody.
    """
    if population <= 0:
        return 0
    if margin <= 0:
        return population
    endless = Z * Z * share * (1 - share) / (margin * margin)
    # A rounding error must not draw one more person than the formula says.
    return min(population, math.ceil(round(endless / (1 + (endless - 1) / population), 9)))


def sample_size(population: int, *, share: float, margin: float, smallest: int, largest: int) -> int:
    """The larger of share and margin, kept between the smallest and the largest sample, and to who there is."""
    wanted = max(size_for_margin(population, margin), math.ceil(round(share * population, 9)))
    return min(population, max(smallest, min(largest, wanted)))


def allocate(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """How many to draw from each stratum: in proportion, by the largest remainder (最大余数法).

    Nobody is drawn from an empty stratum; one with members gets at least one, as long as there are as many places.
    Equal remainders go by the order of ``sizes``. Never more than a stratum has.
    """
    order = {key: place for place, key in enumerate(sizes)}
    peopled = {key: size for key, size in sizes.items() if size > 0}
    population = sum(peopled.values())
    total = max(0, min(total, population))
    found = dict.fromkeys(sizes, 0)
    if not total:
        return found
    for key, size in peopled.items():
        found[key] = total * size // population

    def by_remainder(key: str) -> tuple[int, int]:
        return -(total * peopled[key] % population), order[key]

    for key in sorted(peopled, key=by_remainder)[: total - sum(found.values())]:
        found[key] += 1
    return _with_one_of_each(found, peopled, total)


def _with_one_of_each(found: dict[str, int], peopled: Mapping[str, int], total: int) -> dict[str, int]:
    """The place of a stratum that got none is taken from the one that has most."""
    if total < len(peopled):
        return found
    for key in peopled:
        if not found[key]:
            richest = max(peopled, key=lambda each: (found[each], -list(peopled).index(each)))
            found[richest] -= 1
            found[key] = 1
    return found


def place_of(seed: str, key: str) -> str:
    """Where a key stands in the draw: the SHA-256 of seed, line feed and key, in hexadecimal.

    A random number generator's algorithm belongs to its language and version; this anybody repeats with a
    command found on every machine, today and in twenty years: ``printf '%s\\n%s' SEED KEY | sha256sum``.
    """
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()


def draw(strata: Mapping[str, Iterable[str]], seed: str, total: int) -> dict[str, list[str]]:
    """Who is drawn: from each stratum the keys that stand first by ``place_of``.

    The order in which the keys come means nothing; a key that stands twice in a stratum counts once.
    """
    frame = {stratum: sorted(set(keys)) for stratum, keys in strata.items()}
    numbers = allocate({stratum: len(keys) for stratum, keys in frame.items()}, total)
    return {
        stratum: sorted(keys, key=lambda key: (place_of(seed, key), key))[: numbers[stratum]]
        for stratum, keys in frame.items()
    }


def frame_digest(strata: Mapping[str, Iterable[str]]) -> str:
    """One SHA-256 over the whole frame: a line "stratum key" for each, sorted. It shows that nobody was added later."""
    rows = sorted(f"{stratum} {key}" for stratum, keys in strata.items() for key in set(keys))
    return hashlib.sha256("".join(f"{row}\n" for row in rows).encode()).hexdigest()


def mean(values: Sequence[float], population: int | None, lowest: float, highest: float) -> Interval | None:
    """The mean with its interval, in the unit of the values and kept to their scale; ``None`` without values.

    ``population``: how many there are in all, for the correction that a large sample of few is nearly all of them;
    ``None``: not known, no correction. A single value has no interval, unless it is everybody's.
    """
    count = len(values)
    if not count:
        return None
    value = fmean(values)
    if population is not None and count >= population:
        return Interval(value, value, value)
    if count == 1:
        return Interval(value, None, None)
    left = 1.0 if population is None else 1 - count / population
    spread = math.fsum((each - value) ** 2 for each in values) / (count - 1)
    half = quantile(count - 1) * math.sqrt(left * spread / count)
    return Interval(value, max(lowest, value - half), min(highest, value + half))


def quantile(freedom: int) -> float:
    """Student's t for 95 % with so many degrees of freedom (at least 1)."""
    if freedom <= len(_T):
        return _T[max(freedom, 1) - 1]
    # Cornish and Fisher's expansion; from 31 degrees on it is exact to the third decimal.
    return Z + (Z**3 + Z) / (4 * freedom) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom * freedom)


def share(hits: int, count: int, population: int | None = None) -> Interval | None:
    """A share of the answers (0 to 1) with Wilson's interval, which is right for few answers and near 0 and 1 too.

    ``population``: the number of answers is taken for as many as its correction makes them worth.
    """
    if not count:
        return None
    value = hits / count
    if population is not None and count >= population:
        return Interval(value, value, value)
    worth = float(count) if population is None else count * (population - 1) / (population - count)
    square = Z * Z
    middle = (value + square / (2 * worth)) / (1 + square / worth)
    half = Z / (1 + square / worth) * math.sqrt(value * (1 - value) / worth + square / (4 * worth * worth))
    return Interval(value, max(0.0, min(value, middle - half)), min(1.0, max(value, middle + half)))


def response_rate(answered: int, drawn: int) -> float | None:
    """The share of those drawn who answered (0 to 1); ``None`` where nobody was drawn."""
    return answered / drawn if drawn else None


def hidden(counts: Mapping[int, int], fewest: int) -> frozenset[int]:
    """The cells of a row of counts that are not shown: those from 1 to ``fewest`` - 1.

    Where one alone would be hidden, the sum would give it away: then the smallest of the others is hidden with it.
    """
    small = {cell for cell, count in counts.items() if 0 < count < fewest}
    if len(small) == 1:
        others = [(count, cell) for cell, count in counts.items() if count and cell not in small]
        if others:
            small.add(min(others)[1])
    return frozenset(small)
