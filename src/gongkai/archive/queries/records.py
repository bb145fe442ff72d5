"""The records as views name them: views never import models."""

from gongkai.archive.models import Package
from gongkai.people.models import Agency

__all__ = ["Agency", "Package"]
