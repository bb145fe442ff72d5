"""The tables of the room ``powers``."""

from gongkai.powers.models.decisions import Decision, DecisionStep, SameFactsFigure, SpreadFigure, StripFigure
from gongkai.powers.models.register import Entry, RiskPoint, Step, Version
from gongkai.powers.models.searches import Search, SearchPart

__all__ = [
    "Decision",
    "DecisionStep",
    "Entry",
    "RiskPoint",
    "SameFactsFigure",
    "Search",
    "SearchPart",
    "SpreadFigure",
    "Step",
    "StripFigure",
    "Version",
]
