"""The strip (裁量分布): where in a row's range the decisions of the last years lie, as a picture and as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.lawwords import label
from gongkai.core.text import render
from gongkai.domain.discretion import Row, in_words, written
from gongkai.domain.discretion.outcome import unit_in_words
from gongkai.domain.powers import decisions as rules
from gongkai.powers.queries.strips import Strip

#: Measures of the picture, in its own units.
STEP, HEIGHT, LEAST = 10, 56, 5


def shown(strip: Strip | None, row: Row) -> dict[str, Any]:
    """A row's strip for ``templates/powers/parts/_strip.html``."""
    found = strip or Strip(row.key)
    ranged = row.outcome == "fine" and row.maximum is not None
    places = _places(found, row) if ranged else []
    fewest = rules.house("fewest")
    return {
        "row": row.key,
        "range": in_words(row),
        "empty": not found.counts and not found.others,
        "sentence": _sentence(found, fewest),
        "fewest": fewest,
        "bars": _bars(places) if any(each["there"] for each in places) else [],
        "width": (rules.STEPS + 3) * STEP,
        "height": HEIGHT,
        "low": _amount(row, 0) if ranged else "",
        "high": _amount(row, rules.STEPS) if ranged else "",
        "table": [*(each for each in places if each["there"]), *_others(found, ranged=ranged)],
    }


def _places(strip: Strip, row: Row) -> list[dict[str, Any]]:
    """Every place of the strip: below the range, 0 to ``STEPS``, above it."""
    found = []
    for place in range(rules.BELOW, rules.ABOVE + 1):
        count = strip.counts.get(place, 0)
        found.append(
            {
                "place": place,
                "label": _label(row, place),
                "count": count,
                "there": count != 0,
                "told": count if count is not None else _few(),
                "outside": place in (rules.BELOW, rules.ABOVE),
            }
        )
    return found


def _label(row: Row, place: int) -> str:
    if place == rules.BELOW:
        return _("below the range")
    if place == rules.ABOVE:
        return _("above the range")
    return _("about {amount}").format(amount=_amount(row, place))


def _amount(row: Row, place: int) -> str:
    """The amount at a place of the range, with its unit."""
    low, high = row.minimum or Decimal(0), row.maximum or Decimal(0)
    amount = low + (high - low) * place / rules.STEPS
    plain = amount.quantize(Decimal("0.01")) if amount != amount.to_integral_value() else amount
    number = written(plain)
    shown = f"{int(plain):,}" if "." not in number else number
    return _("{amount} {unit}").format(amount=shown, unit=render(unit_in_words(row.unit)))


def _bars(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bars of the picture; what is not told is a mark of the least height."""
    most = max((each["count"] or 0 for each in places), default=0) or 1
    bars = []
    for at, each in enumerate(places):
        count = each["count"]
        if count == 0:
            continue
        tall = LEAST if count is None else max(LEAST, round(count / most * HEIGHT))
        kind = "few" if count is None else "outside" if each["outside"] else "told"
        bars.append({"x": at * STEP + 1, "y": HEIGHT - tall, "width": STEP - 2, "height": tall, "kind": kind})
    return bars


def _others(strip: Strip, *, ranged: bool) -> list[dict[str, Any]]:
    """What is not on the strip: other outcomes, and fines of a row that has no range."""
    found = []
    if not ranged and strip.counts:
        told = [each for each in strip.counts.values() if each is not None]
        found.append({"label": label("decisions", "outcome", "fine"), "told": sum(told) if told else _few()})
    for key, count in sorted(strip.others.items()):
        found.append(
            {"label": label("decisions", "outcome", key), "told": count if count is not None else _few()}
        )
    return found


def _few() -> str:
    return _("fewer than {number}").format(number=rules.house("fewest"))


def _sentence(strip: Strip, fewest: int) -> str:
    if not strip.counts and not strip.others:
        return _("No decision on this row was published in these years.")
    said = ngettext(
        "{count} published decision is told here.", "{count} published decisions are told here.", strip.told
    ).format(count=f"{strip.told:,}")
    if not strip.untold:
        return said
    more = ngettext(
        "In {cells} place there are fewer than {fewest}; how many is not told, so that nobody can be recognised.",
        "In {cells} places there are fewer than {fewest}; how many is not told, so that nobody can be recognised.",
        strip.untold,
    ).format(cells=strip.untold, fewest=fewest)
    return _("{one} {other}").format(one=said, other=more)
