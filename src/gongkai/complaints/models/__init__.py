"""The tables of the room."""

from gongkai.complaints.models.course import (
    CoUnit,
    Instruction,
    Leg,
    Link,
    Nudge,
    Return,
    RoutingRule,
    Ruling,
    SiteCheck,
    Step,
)
from gongkai.complaints.models.matters import Asset, Matter, MatterFile, Reporter, Session
from gongkai.complaints.models.replies import Call, Exchange, PublicMatter, PublicUpdate, Reply, ReplyTemplate

__all__ = [
    "Asset",
    "Call",
    "CoUnit",
    "Exchange",
    "Instruction",
    "Leg",
    "Link",
    "Matter",
    "MatterFile",
    "Nudge",
    "PublicMatter",
    "PublicUpdate",
    "Reply",
    "ReplyTemplate",
    "Reporter",
    "Return",
    "RoutingRule",
    "Ruling",
    "Session",
    "SiteCheck",
    "Step",
]
