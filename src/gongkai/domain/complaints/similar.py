"""Like matters (相似诉求): may this be the same thing, reported before? A suggestion to people, never a decision.

The score looks at the class, the distance, the days between and the words. Words are compared as pairs of
neighbouring Chinese signs (and Latin words), with personal data masked first; the sentences name no word of a
text, so that one reporter never reads another's. Thresholds are configuration (``law/complaint_categories.toml``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, TypeAlias

from gongkai.domain.law import load
from gongkai.domain.privacy import mask
from gongkai.domain.text import Text, say
from gongkai.domain.wordings import half_width

Audience: TypeAlias = Literal["public", "staff"]

_EARTH = 6_371_008.8  # mean radius in metres
_CLASS, _PLACE, _TIME, _WORDS = 25, 35, 15, 25  # weights, together 100
_SAME_LARGE_CLASS = 0.4
_WORDS_SHARED = 0.3  # so much of the words must be shared to count as a likeness of its own
_SELF = re.compile(r"(?:我叫|我是|本人|姓名|联系人)[:：]?[一-鿿]{2,4}|[一-鿿]{1,2}(?:先生|女士|小姐|师傅)")


@dataclass(frozen=True, slots=True)
class Limits:
    """How far apart two matters may be: ``metres``, ``days``; ``at_least`` is the lowest score, 0 to 1."""

    metres: int
    days: int
    at_least: float


@dataclass(frozen=True, slots=True)
class Matter:
    """What is compared: ``point`` in degrees (longitude, latitude; WGS-84) or ``None``; ``words`` of ``words_of``."""

    number: str
    category: str
    received: date
    point: tuple[float, float] | None = None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Similar:
    """A like matter: ``score`` from 0 (nothing alike) to 1 (the same in all that is known), and why."""

    matter: Matter
    score: float
    because: tuple[Text, ...]


@cache
def limits(audience: Audience) -> Limits:
    """The thresholds for the public's form or for the staff. Raises ``KeyError`` for any other word."""
    rows = {row["audience"]: row for row in load("complaint_categories")["similar"]}
    row = rows[audience]
    return Limits(row["metres"], row["days"], row["at_least"] / 100)


def words_of(text: str) -> frozenset[str]:
    """The pairs of Chinese signs and the Latin words of a text, without numbers, names given and contacts."""
    plain = half_width(_SELF.sub("\n", mask(text))).casefold()
    pairs = {run[at : at + 2] for run in re.findall("[一-鿿]+", plain) for at in range(len(run) - 1)}
    return frozenset(pairs | set(re.findall(r"(?<![\w*@.])[a-z]{3,}(?![\w*@.])", plain)))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres along the ground between two points in degrees (longitude, latitude)."""
    (east1, north1), (east2, north2) = one, other
    north = math.sin(math.radians(north2 - north1) / 2) ** 2
    east = math.sin(math.radians(east2 - east1) / 2) ** 2
    chord = north + math.cos(math.radians(north1)) * math.cos(math.radians(north2)) * east
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, max(0.0, chord))))


def compare(one: Matter, other: Matter, within: Limits) -> Similar:
    """How alike two matters are; the same whichever way round. ``matter`` of the answer is ``other``.

    What is not known of both (no place, no words, no class) is left out of the score.
    """
    parts = [(weight, value) for weight, value in _parts(one, other, within) if value is not None]
    total = sum(weight for weight, _ in parts)
    score = sum(weight * value for weight, value in parts) / total
    return Similar(other, min(1.0, max(0.0, score)), tuple(_because(one, other, within)))


def alike(new: Matter, others: Iterable[Matter], within: Limits, *, limit: int = 5) -> tuple[Similar, ...]:
    """The matters that may be the same as ``new``, the likest first, at most ``limit``.

    Never the matter itself, nothing farther or older than the limits allow, and nothing that is alike in one respect
    only: on the same day there are many matters, and on the same corner too.
    """
    found = []
    for other in others:
        if other.number == new.number or not _near_enough(new, other, within):
            continue
        similar = compare(new, other, within)
        if similar.score >= within.at_least and _respects(new, other) >= 2:
            found.append(similar)
    found.sort(key=lambda each: (-each.score, each.matter.number))
    return tuple(found[:limit])


def _parts(one: Matter, other: Matter, within: Limits) -> Iterable[tuple[int, float | None]]:
    yield _CLASS, _class_likeness(one.category, other.category)
    metres = _metres(one, other)
    yield _PLACE, None if metres is None else _closeness(metres, within.metres)
    yield _TIME, _closeness(abs((one.received - other.received).days), within.days)
    yield _WORDS, _shared(one.words, other.words)


def _class_likeness(one: str, other: str) -> float | None:
    if not one or not other:
        return None
    if one == other:
        return 1.0
    return _SAME_LARGE_CLASS if one.partition("-")[0] == other.partition("-")[0] else 0.0


def _metres(one: Matter, other: Matter) -> float | None:
    if one.point is None or other.point is None:
        return None
    metres = distance(one.point, other.point)
    return metres if math.isfinite(metres) else None


def _closeness(apart: float, most: float) -> float:
    """1 at no distance, falling evenly to 0 at ``most``."""
    if apart <= 0:
        return 1.0
    return max(0.0, 1 - apart / most) if most > 0 else 0.0


def _shared(one: frozenset[str], other: frozenset[str]) -> float | None:
    """Twice the common part over both sizes (Dice); ``None`` where a text has no words."""
    if not one or not other:
        return None
    return 2 * len(one & other) / (len(one) + len(other))


def _near_enough(one: Matter, other: Matter, within: Limits) -> bool:
    metres = _metres(one, other)
    if metres is not None and metres > within.metres:
        return False
    return abs((one.received - other.received).days) <= within.days


def _respects(one: Matter, other: Matter) -> int:
    """In how many of class, place and words the two are alike (the place is near enough already)."""
    same_class = bool(one.category) and one.category == other.category
    shared = _shared(one.words, other.words)
    words = shared is not None and shared >= _WORDS_SHARED
    return same_class + (_metres(one, other) is not None) + words


def _because(one: Matter, other: Matter, within: Limits) -> Iterable[Text]:
    if one.category and one.category == other.category:
        yield say("the same category")
    elif _class_likeness(one.category, other.category):
        yield say("a related category")
    metres = _metres(one, other)
    if metres is not None and metres <= within.metres:
        yield say("{metres} m apart", metres=round(metres))
    days = abs((one.received - other.received).days)
    if days <= within.days:
        yield say("reported on the same day") if days == 0 else say("reported {days} days apart", days=days)
    shared = _shared(one.words, other.words)
    if shared is not None and shared >= _WORDS_SHARED:
        yield say("{percent} % of the words alike", percent=round(100 * shared))
