"""The tables of the room ``powers``."""

from gongkai.powers.models.register import Entry, RiskPoint, Step, Version

__all__ = ["Entry", "RiskPoint", "Step", "Version"]
