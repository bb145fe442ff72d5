"""What matters of the room are called in the ledger and on clocks."""

from __future__ import annotations

from gongkai.complaints.models import Instruction, Matter, Session

SUBJECT = "complaints.matter"
INSTRUCTION = "complaints.instruction"
SESSION = "complaints.session"


def subject_of(matter: Matter) -> tuple[str, int]:
    """The matter as a subject."""
    return SUBJECT, matter.pk


def instruction_subject(instruction: Instruction) -> tuple[str, int]:
    """A leader's instruction as a subject: its clock is not the matter's."""
    return INSTRUCTION, instruction.pk


def session_subject(session: Session) -> tuple[str, int]:
    """A hotline session as a subject."""
    return SESSION, session.pk
