"""Complaints and other matters (投诉举报等诉求): states, moves, categories, routing, likeness and figures."""

from gongkai.domain.complaints.moves import FLAGS, PROCESS
from gongkai.domain.complaints.states import (
    ASIDE,
    CALL_BACK,
    CALLER,
    CHIEF,
    CLOSED,
    DESK,
    HANDLE,
    HANDLER,
    HEAD,
    LANES,
    LEADER,
    OPEN,
    REPORTER,
    RULE_ON,
    SIGN,
    STATES,
    WITH_UNIT,
)

__all__ = [
    "ASIDE",
    "CALLER",
    "CALL_BACK",
    "CHIEF",
    "CLOSED",
    "DESK",
    "FLAGS",
    "HANDLE",
    "HANDLER",
    "HEAD",
    "LANES",
    "LEADER",
    "OPEN",
    "PROCESS",
    "REPORTER",
    "RULE_ON",
    "SIGN",
    "STATES",
    "WITH_UNIT",
]
