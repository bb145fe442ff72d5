"""The spread of decisions (裁量离散度) ready for a page: shares of the range in per cent, a picture of each group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from gongkai.core import text
from gongkai.domain.discretion import Row, in_words
from gongkai.domain.powers import decisions as rules
from gongkai.powers import decision_words as words
from gongkai.powers.queries.oversight import Dispersion, Spread

#: Measures of the picture: the range in the middle, a tenth of it on either side for what lies outside.
WIDE, SIDE, HEIGHT = 200, 20, 24
ROOM = WIDE + 2 * SIDE


def shown(found: Dispersion, rows: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Row by row of the table: the row as a whole, its units, its officers; outliers first in each."""
    parts = []
    for whole in found.rows:
        row = rows.get(whole.row)
        parts.append(
            {
                "key": whole.row,
                "what": in_words(row) if row else "",
                "whole": group(whole, row),
                "units": _groups((each for each in found.units if each.row == whole.row), row),
                "officers": _groups((each for each in found.officers if each.row == whole.row), row),
            }
        )
    return parts


def _groups(found: Iterable[Spread], row: Row | None) -> list[dict[str, Any]]:
    ordered = sorted(found, key=lambda each: (not each.outlier, each.unit, -each.count))
    return [group(each, row) for each in ordered]


def group(each: Spread, row: Row | None = None) -> dict[str, Any]:
    """A group in words and figures; ``picture`` where the row has a range."""
    return {
        "row": each.row,
        "unit": each.unit,
        "officer": each.officer,
        "count": each.count,
        "outside": each.outside,
        "mean": percent(each.mean),
        "deviation": percent(each.deviation),
        "least": words.yuan(each.least),
        "most": words.yuan(each.most),
        "average": words.yuan(each.average),
        "outlier": each.outlier,
        "picture": _picture(each, row),
    }


def percent(share: float) -> str:
    """A share of the range in per cent: 0 is the minimum, 100 the maximum."""
    return text.percent(f"{share * 100:.0f}")


def _picture(each: Spread, row: Row | None) -> dict[str, float] | None:
    """From least to most a line, one deviation around the mean a bar, the mean a mark."""
    if row is None or row.maximum is None or each.least is None or each.most is None:
        return None
    low, high = row.minimum or Decimal(0), row.maximum
    least, most = (_place(float(rules.share(amount, low, high))) for amount in (each.least, each.most))
    left, right = _place(each.mean - each.deviation), _place(each.mean + each.deviation)
    return {
        "least": least,
        "long": max(round(most - least, 1), 1.0),
        "left": left,
        "wide": max(round(right - left, 1), 2.0),
        "mean": _place(each.mean),
    }


def _place(share: float) -> float:
    return round(SIDE + max(-0.1, min(1.1, share)) * WIDE, 1)
