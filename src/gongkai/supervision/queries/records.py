"""The records' types for the floors above: views name them without reaching for the tables."""

from gongkai.supervision.models import Finding, Look

__all__ = ["Finding", "Look"]
