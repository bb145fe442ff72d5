"""Words of decisions (执法决定) in the reader's language: kinds, states, outcomes, amounts, the range and its rows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.core.lawwords import in_chinese, label, label_in
from gongkai.core.models import LetterService
from gongkai.domain.discretion import Outcome, Row, in_words
from gongkai.domain.powers import decisions as rules
from gongkai.domain.powers.decision_course import PROCESS
from gongkai.domain.text import N_
from gongkai.powers import discretion_words as told
from gongkai.powers.models import Decision

STATE_BADGES = {
    "filed": "plain",
    "notified": "plain",
    "in_review": "soon",
    "to_decide": "soon",
    "decided": "info",
    "served": "info",
    "published": "done",
    "withheld": "quiet",
    "revoked": "danger",
    "withdrawn": "danger",
    "dropped": "quiet",
}
#: What the fields of a case are called, where a fault or an error names one.
FIELDS = {
    "party": N_("Party"),
    "conduct": N_("Conduct, or the licence applied for"),
    "outcome": N_("What is decided"),
    "amount": N_("Fine in yuan"),
    "reasons": N_("Facts, evidence and reasons"),
    "facts": N_("Facts"),
    "table": N_("Discretion table"),
}
#: The field of the edit form a fault leads to.
ANCHORS = {"party": "id_party_name", "facts": "facts", "table": "id_table"}


def kind_name(kind: str) -> str:
    """What a kind of decision is called."""
    known = rules.kinds().get(kind)
    return label_in(known) if known else kind


def kind_options() -> list[tuple[str, str]]:
    """Every kind with its name."""
    return [(key, label_in(each)) for key, each in rules.kinds().items()]


def outcome_name(key: str) -> str:
    """What an outcome is called; nothing where there is none yet."""
    return label("decisions", "outcome", key) if key else ""


def party_kind_name(key: str) -> str:
    """What kind of party it is."""
    return label("decisions", "party_kind", key)


def state_badge(found: Decision) -> dict[str, str]:
    """Where a decision stands, as a badge."""
    return {
        "label": _(PROCESS.state(found.state).label),
        "kind": STATE_BADGES.get(found.state, "plain"),
    }


def served(service: LetterService) -> str:
    """How and when a letter was served."""
    sentence = _("Served {way}, {day}")
    day = date_format(service.served_on, "DATE_FORMAT")
    return sentence.format(way=label("letters", "service_way", service.way), day=day)


def yuan(amount: Decimal | None) -> str:
    """An amount with its unit; no cents where there are none."""
    if amount is None:
        return ""
    plain = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return _("{amount} yuan").format(amount=plain)


def result(found: Decision) -> str:
    """The outcome with the amount."""
    name, amount = outcome_name(found.outcome), yuan(found.amount)
    gap = "" if in_chinese() else ", "
    return f"{name}{gap}{amount}" if amount else name


def range_words(minimum: Decimal | None, maximum: Decimal | None) -> str:
    """From which amount to which."""
    if minimum is None and maximum is None:
        return _("no range of amounts")
    if maximum is None:
        return _("from {least} on").format(least=yuan(minimum))
    return _("{least} to {most}").format(least=yuan(minimum or Decimal(0)), most=yuan(maximum))


def rows_words(rows: list[str]) -> str:
    """The rows applied."""
    return _("Row {key}").format(key="、".join(rows)) if rows else ""


#: Measures of the scale, in its own units: the range lies in the middle, with room on either side.
LEFT, WIDE, ROOM = 20, 260, 300


def scale(amount: Decimal | None, minimum: Decimal | None, maximum: Decimal | None) -> dict[str, Any] | None:
    """Where the amount lies on its range, for ``powers/parts/_scale.html``; ``None`` where there is nothing to draw."""
    if amount is None or maximum is None:
        return None
    low = minimum or Decimal(0)
    share = max(Decimal("-0.07"), min(Decimal("1.07"), rules.share(amount, low, maximum)))
    inside = rules.in_range(amount, low, maximum)
    return {
        "left": LEFT,
        "wide": WIDE,
        "room": ROOM,
        "x": round(LEFT + float(share) * WIDE, 1),
        "inside": inside,
        "low": yuan(low),
        "high": yuan(maximum),
        "amount": yuan(amount),
        "sentence": _sentence(amount, low, maximum),
    }


def _sentence(amount: Decimal, low: Decimal, high: Decimal) -> str:
    if amount < low:
        return _("{amount} lies below the range from {least} to {most}.").format(
            amount=yuan(amount), least=yuan(low), most=yuan(high)
        )
    if amount > high:
        return _("{amount} lies above the range from {least} to {most}.").format(
            amount=yuan(amount), least=yuan(low), most=yuan(high)
        )
    part = round(rules.share(amount, low, high) * 100)
    return _("{amount} lies in the range from {least} to {most}, {part} % of the way up.").format(
        amount=yuan(amount), least=yuan(low), most=yuan(high), part=part
    )


def row_lines(outcome: Outcome) -> list[dict[str, Any]]:
    """The rows of a table that hold for a case, in words."""
    return lines_of(outcome.rows, outcome.table.basis)


def lines_of(rows: Iterable[Row], basis: str) -> list[dict[str, Any]]:
    """Rows of a table in words; ``basis``: the table's own article, where a row names none."""
    return [{"key": row.key, "what": in_words(row), "basis": row.basis or basis} for row in rows]


def fact_lines(found: Decision, outcome: Outcome | None) -> list[tuple[str, str]]:
    """The facts as the table names them; those no table understands as they were written."""
    if outcome is not None:
        return list(told.outcome_shown(outcome)["facts"])
    return [(str(key), str(value)) for key, value in found.facts.items()]
