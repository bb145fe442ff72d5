"""The records as subjects of the ledger, and as kinds of steps."""

from __future__ import annotations

from gongkai.duties.models import Certificate, Course, Examination, Learner, Question

LEARNER, COURSE, QUESTION, EXAMINATION, CERTIFICATE = (
    "duties.learner", "duties.course", "duties.question", "duties.examination", "duties.certificate",
)  # fmt: skip
_NAMES: dict[type, str] = {
    Learner: LEARNER,
    Course: COURSE,
    Question: QUESTION,
    Examination: EXAMINATION,
    Certificate: CERTIFICATE,
}
#: The roster and the bank of an agency as a whole: what a file changed in them.
ROSTER, BANK = "duties.roster", "duties.bank"


def subject_of(record: Learner | Course | Question | Examination | Certificate) -> tuple[str, object]:
    """The record as a subject."""
    return _NAMES[type(record)], record.pk
