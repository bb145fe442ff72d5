"""Around which place is asked for: ``lat``, ``long`` and ``radius``, as the CitySDK servers take them."""

from __future__ import annotations

import re

from gongkai.api.open311.fields import SHOWN, Fields
from gongkai.domain import coordinates
from gongkai.domain.coordinates import Point
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

#: Metres around the point where no radius is given: a few streets. Places are rounded to about a hundred.
USUAL = 500
#: Furthest, in metres: from one end of a large city to the other.
FURTHEST = 50_000

_METRES = re.compile(r"[0-9]{1,6}(?:\.[0-9]{0,3})?")


def circle(fields: Fields) -> tuple[Point, float] | None:
    """The point (WGS-84) and the metres around it; ``None`` where no place is asked for. Faults are noted.

    The point may lie outside the city: then nothing is near it, which is an answer.
    """
    given = [name for name in ("lat", "long") if fields.all(name)]
    metres = _radius(fields)
    if not given:
        if fields.all("radius"):
            fields.wrong(say("“radius” needs a middle: send “lat” and “long” with it, in degrees (WGS-84)."))
        return None
    if len(given) == 1:
        fields.wrong(say("“lat” and “long” belong together: send both, in degrees (WGS-84), or neither."))
        return None
    found = coordinates.point(fields.all("lat")[-1], fields.all("long")[-1])
    if isinstance(found, Refused):
        fields.wrong(found.reason)
        return None
    return found, metres


def _radius(fields: Fields) -> float:
    given = fields.all("radius")
    if not given:
        return USUAL
    value = given[-1]
    if not _METRES.fullmatch(value) or not 1 <= float(value) <= FURTHEST:
        fields.wrong(
            say(
                "“{value}” in “radius” must be a number of metres from 1 to {most}.",
                value=value[:SHOWN],
                most=FURTHEST,
            )
        )
        return USUAL
    return float(value)
