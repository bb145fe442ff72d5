"""The process kernel: a table of states and moves says what may happen next, who may do it, what it needs.

One table draws the staff's buttons (:func:`offers`), guards every write (:func:`step`), is the permission
matrix (:func:`permission_matrix`) and the public picture (``swimlane``), and is exported as BPMN 2.0
(``bpmn``). The kernel knows no business: tables such as ``disclosure.PROCESS`` carry words and articles.
"""

from gongkai.domain.process.paths import Permission, Walked, permission_matrix, reachable, walk
from gongkai.domain.process.rules import Moved, Offer, offers, step
from gongkai.domain.process.table import (
    AUTHOR,
    NEEDS,
    ClockEffect,
    Facts,
    Guard,
    Kind,
    Lane,
    Move,
    Process,
    State,
)

__all__ = [
    "AUTHOR",
    "NEEDS",
    "ClockEffect",
    "Facts",
    "Guard",
    "Kind",
    "Lane",
    "Move",
    "Moved",
    "Offer",
    "Permission",
    "Process",
    "State",
    "Walked",
    "offers",
    "permission_matrix",
    "reachable",
    "step",
    "walk",
]
