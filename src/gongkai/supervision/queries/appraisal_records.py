"""The records' types of the appraisal for the floors above: views name them without reaching for the tables."""

from gongkai.supervision.models import AppraisalWords, Invitation, Round, RoundResult

__all__ = ["AppraisalWords", "Invitation", "Round", "RoundResult"]
