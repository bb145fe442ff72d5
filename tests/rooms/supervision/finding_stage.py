"""Findings as a monitor leaves them, and on their way from there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cast import Cast
from gongkai.core import clock
from gongkai.people.actor import StaffActor
from gongkai.supervision.actions.moving import move_finding
from gongkai.supervision.models import Finding

#: What leads from a found one to each state: move, who makes it, what is given.
WAYS: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "found": (),
    "urged": (("urge", "supervisor", {"words": "请立即公开。"}),),
    "answered": (
        ("urge", "supervisor", {"words": "请立即公开。"}),
        ("answer", "", {"words": "已经公开。"}),
    ),
    "settled": (
        ("urge", "supervisor", {"words": "请立即公开。"}),
        ("answer", "", {"words": "已经公开。"}),
        ("settle", "supervisor", {}),
    ),
    "dismissed": (("dismiss", "supervisor", {"reason": "已经说明。"}),),
}


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def found(cast: Cast, unit: str = "waste", **changes: Any) -> Finding:
    """A finding of the unit ("": of none)."""
    number = Finding.objects.count() + 1
    values: dict[str, Any] = {
        "agency": cast.agency,
        "unit": cast.units[unit] if unit else None,
        "monitor": "late_publication",
        "key": f"tests:{number}",
        "title": f"示例文件{number}",
        "msgid": "It was due on {day} and is not done.",
        "params": {"day": {"date": in_days(-3).isoformat()}},
        "found_on": clock.today(),
        "last_seen_on": clock.today(),
        "act_by": in_days(5),
        "updated_at": clock.now(),
    }
    return Finding.objects.create(**{**values, **changes})


def moved(row: Finding, key: str, actor: StaffActor, **given: Any) -> Finding:
    """Makes a move, with a last day where one is asked for."""
    if key in ("urge", "not_enough"):
        given.setdefault("act_by", in_days(7))
    seen = given.pop("seen", Finding.objects.get(pk=row.pk).revision)
    return move_finding(finding_id=row.pk, key=key, actor=actor, expected_revision=seen, **given)


def at(cast: Cast, state: str, unit: str = "waste", **changes: Any) -> Finding:
    """A finding that went its way to the state; whoever answers for the unit answered."""
    row = found(cast, unit, **changes)
    answering = "section_head" if unit == "waste" else "neighbour" if unit else "office"
    for key, who, given in WAYS[state]:
        row = moved(row, key, getattr(cast, who or answering), **given)
    return row
