"""The records' types for the floors above: views name them without reaching for the tables."""

from gongkai.supervision.models import Assessed, Assessment, Finding, Look, ScoreSheet

__all__ = ["Assessed", "Assessment", "Finding", "Look", "ScoreSheet"]
