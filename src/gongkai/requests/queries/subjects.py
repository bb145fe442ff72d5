"""What matters of the room are called in the ledger and on clocks."""

from __future__ import annotations

from gongkai.requests.models import Consultation, Dispute, Request

SUBJECT = "requests.request"
CONSULTATION = "requests.consultation"
DISPUTE = "requests.dispute"


def subject_of(request: Request) -> tuple[str, int]:
    """The request as a subject."""
    return SUBJECT, request.pk


def consultation_subject(consultation: Consultation) -> tuple[str, int]:
    """A hearing as a subject: its clock is not the request's."""
    return CONSULTATION, consultation.pk


def dispute_subject(dispute: Dispute) -> tuple[str, int]:
    """A review or suit as a subject."""
    return DISPUTE, dispute.pk
