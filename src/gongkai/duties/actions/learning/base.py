"""What the deeds of this part share: moving a record by its process table, and telling the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.core import ledger
from gongkai.core.refusals import NotAllowed
from gongkai.domain.duties.learning import TRAINER
from gongkai.domain.text import say
from gongkai.duties.actions.base import in_post, tell_ledger
from gongkai.duties.models import Certificate, Course, Examination, Learner, Question
from gongkai.duties.queries.learning.subjects import subject_of
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

LONGEST_REASON = 1000


def tell(
    kind: ledger.Verb,
    record: Learner | Course | Question | Examination | Certificate,
    number: str,
    actor: StaffActor | None,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event to the record's."""
    tell_ledger(
        kind,
        subject_of(record),
        actor,
        agency=record.agency.code,
        number=number,
        data=data,
        reason=reason,
    )


def tell_agency(
    kind: ledger.Verb, subject: str, agency: Agency, actor: StaffActor | None, data: Mapping[str, Any]
) -> None:
    """Appends an event about the roster or the bank of an agency as a whole."""
    tell_ledger(kind, (subject, agency.pk), actor, agency=agency.code, number=agency.name, data=data)


def training(actor: StaffActor | None, agency_id: int) -> StaffActor | None:
    """The actor in the post that keeps training; nobody stays nobody: the operator's shell."""
    return in_post(actor, agency_id, (TRAINER,)) if actor else None


def unit_of(agency_id: int, unit_id: int | None) -> Unit:
    """The unit, if it is the agency's; ``NotAllowed`` else."""
    found = Unit.objects.filter(pk=unit_id or 0, agency_id=agency_id).first()
    if found is None:
        raise NotAllowed(say("Choose a unit of the agency."))
    return found
