"""What every deed on sheets, assessments and entries does: hold the record, ask its table, put it back, tell it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision import assessment as course
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.supervision import assessment_access as access
from gongkai.supervision.models import Assessed, Assessment, AssessmentStep, ScoreSheet
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.assessments import PROCESS_OF, SUBJECT_OF

R = TypeVar("R", ScoreSheet, Assessment, Assessed)
LONGEST = 2000
_SEEN: dict[type[Any], Any] = {
    ScoreSheet: access.sheets_visible_to,
    Assessment: access.visible_to,
    Assessed: access.entries_visible_to,
}
_WITH: dict[type[Any], tuple[str, ...]] = {
    ScoreSheet: ("agency",),
    Assessment: ("agency", "sheet"),
    Assessed: ("unit", "agency", "assessment__agency", "assessment__sheet"),
}
VERBS = {
    (kind, move.key): ledger.verb(f"{SUBJECT_OF[kind]}.{move.key}", move.done)
    for kind, table in PROCESS_OF.items()
    for move in table.moves
    if move.roles
}


def in_hand(kind: type[R], pk: int, actor: StaffActor, seen: int | None) -> R:
    """The record, held for this deed. Raises ``NotAllowed`` where it is not shown, ``Conflict`` where it changed."""
    ledger.take_turn()
    visible = kind.objects.filter(_SEEN[kind](actor), pk=pk).exists()
    rows = kind.objects.select_for_update(of=("self",), no_key=True).select_related(*_WITH[kind])
    found = rows.filter(pk=pk).first() if visible else None
    if found is None:
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    if seen is not None and found.revision != seen:
        raise Conflict
    return found


def moved(
    record: R,
    key: str,
    actor: StaffActor,
    *,
    given: Collection[str] = (),
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> R:
    """Asks the table, sets the state, puts the record back and tells it: one step, one event.

    What the move changes besides is set on ``record`` before. Raises ``NotAllowed`` or ``Refusal`` with the reason.
    """
    table = PROCESS_OF[type(record)]
    answer = step(table, record.state, key, assessments.facts(record, actor, given))
    if isinstance(answer, Refused):
        raise _refusal(record, key, actor, answer)
    before, record.state = record.state, answer.state.key
    held = access.roles_over(actor, record)
    doing = next((actor.acting_as(held[role]) for role in table.move(key).roles if role in held), actor)
    put_back(record)
    note_step(record, key, doing, reason)
    ledger.record(
        VERBS[type(record), key],
        subject=assessments.subject_of(record),
        actor=doing,
        data={**named(record), "from": before, "to": record.state, **(data or {})},
        reason=reason,
    )
    return record


def note_step(record: R, key: str, doing: StaffActor, reason: str = "") -> None:
    """Writes down who made the move."""
    AssessmentStep.objects.create(
        sheet=record if isinstance(record, ScoreSheet) else None,
        assessment=record if isinstance(record, Assessment) else None,
        assessed=record if isinstance(record, Assessed) else None,
        move=key,
        person_id=doing.person_id,
        on_behalf_of_id=doing.on_behalf_of_id,
        post=doing.post_title[:120],
        at=clock.now(),
        reason=reason,
    )


def named(record: R) -> dict[str, Any]:
    """What the sentences of the ledger call the record."""
    if isinstance(record, Assessed):
        unit = record.unit.name if record.unit else record.agency.name
        return {"unit": unit, "title": record.assessment.title}
    return {"title": record.title}


def put_back(record: R) -> None:
    """Writes the record, unless somebody was faster."""
    before = record.revision
    record.revision, record.updated_at = before + 1, clock.now()
    fields = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not type(record).objects.filter(pk=record.pk, revision=before).update(**fields):
        raise Conflict


def done_before(kind: type[R], pk: int, key: str, actor: StaffActor, seen: int | None) -> R | None:
    """The record, when this person made this very move as the very next deed: a double click."""
    again = kind.objects.filter(_SEEN[kind](actor), pk=pk).select_related(*_WITH[kind]).first()
    if again is None or seen is None or again.revision != seen + 1:
        return None
    last = again.steps.order_by("-id").first()
    return again if last is not None and last.move == key and last.person_id == actor.person_id else None


def words(text: str, field: str, longest: int = LONGEST) -> str:
    """Plain words; raises ``Invalid`` where they are too many."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(plain) > longest:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=longest), field=field
        )
    return plain


def _refusal(record: R, key: str, actor: StaffActor, answer: Refused) -> Refusal:
    table = PROCESS_OF[type(record)]
    roles = set(table.move(key).roles) if table.has_move(key) else set()
    if not roles & set(access.roles_over(actor, record)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)


__all__ = ["VERBS", "course", "done_before", "in_hand", "moved", "named", "note_step", "put_back", "words"]
