"""Score sheets: begun from a template, a table or nothing; changed, simulated, adopted, retired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.domain.supervision import scoring, sheets
from gongkai.domain.supervision.scoring import Indicator
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.supervision import assessment_access as access
from gongkai.supervision.actions import assessment_base as base
from gongkai.supervision.models import ScoreSheet
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.scoring import digest, simulated

BEGUN = ledger.verb("supervision.score_sheet.begun", N_("{actor} began the score sheet {title}"))
#: Years back that can be simulated.
FARTHEST = 30


def begin(
    *,
    actor: StaffActor,
    agency_id: int,
    title: str,
    kind: str,
    indicators: Sequence[Indicator] = (),
    source: str = "",
) -> ScoreSheet:
    """A new sheet as a draft. Raises ``NotAllowed``, or ``Invalid`` naming the field."""
    access.may_prepare(actor, agency_id).require()
    called = _title(title)
    if kind not in scoring.KINDS:
        raise Invalid(say("Choose who is assessed by it."), field="kind")
    kept = sheets.to_json(indicators)
    now = clock.now()
    with transaction.atomic():
        ledger.take_turn()
        made = ScoreSheet.objects.create(
            agency_id=agency_id,
            title=called,
            kind=kind,
            source=base.words(source, "source", 300),
            indicators=kept,
            digest=digest(kept),
            created_at=now,
            updated_at=now,
        )
        held = access.roles_over(actor, made)
        doing = actor.acting_as(held.get("people.supervisor"))
        # Whoever wrote it does not adopt it: its beginning is a change of it.
        base.note_step(made, "change", doing)
        ledger.record(
            BEGUN, subject=assessments.subject_of(made), actor=doing, data={"title": called, "kind": kind}
        )
    return made


def take_over(*, actor: StaffActor, agency_id: int, template: str, title: str = "") -> ScoreSheet:
    """A template of the data as a draft of the agency."""
    found = sheets.templates().get(template)
    if found is None:
        raise Invalid(say("There is no such template. Choose one of the list."), field="template")
    return begin(
        actor=actor,
        agency_id=agency_id,
        title=title or found.label,
        kind=found.kind,
        indicators=found.indicators,
        source=str(found.citation),
    )


def change(
    *,
    sheet_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    title: str,
    indicators: Sequence[Indicator],
    source: str = "",
    in_force_from: date | None = None,
    in_force_until: date | None = None,
) -> ScoreSheet:
    """Changes a sheet that is not adopted yet; it must then be simulated again."""
    if in_force_from and in_force_until and in_force_until < in_force_from:
        raise Invalid(say("It cannot end before it begins."), field="in_force_until")
    with transaction.atomic():
        found = base.in_hand(ScoreSheet, sheet_id, actor, expected_revision)
        found.title, found.source = _title(title), base.words(source, "source", 300)
        found.in_force_from, found.in_force_until = in_force_from, in_force_until
        before = found.digest
        found.indicators = sheets.to_json(indicators)
        found.digest = digest(found.indicators)
        return base.moved(found, "change", actor, data={"before": before, "after": found.digest})


def simulate(*, sheet_id: int, actor: StaffActor, expected_revision: int | None, year: int) -> ScoreSheet:
    """Scores everybody on the records of a year, nothing judged, and keeps what came of it."""
    today = clock.today()
    if not today.year - FARTHEST <= year <= today.year:
        raise Invalid(say("Choose a year of which there are records."), field="year")
    with transaction.atomic():
        found = base.in_hand(ScoreSheet, sheet_id, actor, expected_revision)
        if "whole" in assessments.flags(found):
            found.simulation = {**simulated(found, year), "at": clock.now().isoformat()}
            found.simulated_digest = found.digest
        return base.moved(found, "simulate", actor, data={"year": year, "digest": found.digest})


def move_sheet(
    *, sheet_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> ScoreSheet:
    """Adopts, retires or discards a sheet. A second click changes nothing and is not an error."""
    if key not in ("adopt", "retire", "discard"):
        raise Refusal(say("This cannot be done here."))
    with transaction.atomic():
        try:
            found = base.in_hand(ScoreSheet, sheet_id, actor, expected_revision)
        except Conflict:
            again = base.done_before(ScoreSheet, sheet_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        why = base.words(reason, "reason")
        if key == "adopt" and found.in_force_from is None:
            found.in_force_from = clock.today()
        return base.moved(found, key, actor, given={"reason"} if why else (), reason=why)


def _title(text: str) -> str:
    plain = base.words(text, "title", 120)
    if not plain:
        raise Invalid(say("Write what the sheet is called."), field="title")
    return plain
