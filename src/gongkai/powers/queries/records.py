"""The records screens speak of; only queries and actions touch their tables."""

from gongkai.people.models import Agency, Unit
from gongkai.powers.models import Decision, Entry, Version

__all__ = ["Agency", "Decision", "Entry", "Unit", "Version"]
