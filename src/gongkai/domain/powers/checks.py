"""Everything an entry must hold before it may be published: the shape of its kind, and the kind's own checks.

A kind's own checks stand in a module of their own (``charts``, ``risks``, ``tables``) and are listed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gongkai.domain.powers import charts, risks, tables
from gongkai.domain.powers.looking_up import LookingUp, Nothing
from gongkai.domain.powers.schema import Content, Fault, kinds
from gongkai.domain.powers.schema import faults as shape_faults
from gongkai.domain.text import say

__all__ = ["OWN", "Check", "LookingUp", "Nothing", "faults", "values"]


Check = Callable[[Content, LookingUp], list[Fault]]
OWN: dict[str, Check] = {
    "chart": charts.faults,
    "discretion": tables.faults,
    "risk": risks.faults,
}


def faults(kind: str, title: str, content: Content, looking_up: LookingUp | None = None) -> list[Fault]:
    """What is missing or does not hold; empty: it may be submitted and published."""
    found = [] if title.strip() else [Fault("title", say("This is missing. Write it."))]
    found += shape_faults(kinds()[kind], content)
    own = OWN.get(kind)
    if own is not None and not found:
        found += own(content, looking_up or Nothing())
    return found


def values(content: Content, *keys: str) -> Mapping[str, str]:
    """Some text fields of a content, empty where they are not written."""
    return {key: str(content.get(key) or "") for key in keys}
