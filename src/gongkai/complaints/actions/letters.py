"""The letters of a hotline session."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.complaints.models import Session
from gongkai.complaints.queries import progress
from gongkai.complaints.queries.sessions import Line
from gongkai.complaints.queries.subjects import session_subject
from gongkai.core import clock, letters
from gongkai.core.models import Letter
from gongkai.domain.complaints import DESK
from gongkai.people.actor import StaffActor


def progress_letters(
    session: Session, actor: StaffActor, words: str, lines: Sequence[Line]
) -> tuple[Letter, Letter]:
    """The progress report to the programme and to the correction office; part of the deed that reports."""
    doing = actor.acting_as(actor.holds(DESK, agency_id=session.agency_id))
    programme, office = (
        letters.issue(
            subject=session_subject(session),
            agency=session.agency,
            kind=kind,
            values=progress.values(session, words, lines),
            on=clock.today(),
            actor=doing,
            addressee=addressee,
            extra_blocks=progress.table(lines),
        )
        for kind, addressee in zip(progress.KINDS, progress.addressees(session), strict=True)
    )
    return programme, office
