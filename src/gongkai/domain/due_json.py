"""A due date as plain data: what ``gongkai clock --json`` prints and the API answers, word for word the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongkai.domain.clocks import Due, Rule
from gongkai.domain.text import Text


def as_json(due: Due, spoken: Callable[[Text], str]) -> dict[str, Any]:
    """The answer; ``spoken`` puts each reason into the reader's language. ``due`` is ``None`` while paused."""
    return {
        "rule": due.rule.key,
        "start": due.start.isoformat(),
        "due": due.due.isoformat() if due.due else None,
        "provisional": due.provisional,
        "trail": [
            {"date": day.date.isoformat(), "counted": day.counted, "reason": spoken(day.reason)}
            for day in due.trail
        ],
        "citation": str(due.citation),
    }


def rule_json(rule: Rule) -> dict[str, Any]:
    """One version of a legal period; ``extension_limit`` is ``None`` where the law allows no extension."""
    return {
        "rule": rule.key,
        "label": rule.label,
        "label_en": rule.label_en,
        "length": rule.length,
        "unit": rule.unit,
        "extension_limit": rule.extension_limit,
        "in_force_from": rule.in_force_from.isoformat(),
        "in_force_until": rule.in_force_until.isoformat() if rule.in_force_until else None,
        "citation": str(rule.citation),
        "verified": rule.verified,
    }
