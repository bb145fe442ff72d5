"""Entries of an assessment: self-assessment with evidence, review, appeal and its decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import transaction

from gongkai.core import clock, files, ledger
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.supervision import assessment_access as access
from gongkai.supervision.actions import assessment_base as base
from gongkai.supervision.actions.assessing import put_points
from gongkai.supervision.models import Assessed, Evidence
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.scoring import indicators_of

EVIDENCE = ledger.verb("supervision.assessed.evidence", N_("{actor} added evidence for {unit}"))
#: Most cases anybody may count to a rule, and evidence of an entry.
MOST_CASES, MOST_EVIDENCE = 100_000, 200
Judged = Mapping[str, Mapping[str, Any]]


def hand_in(
    *, entry_id: int, actor: StaffActor, expected_revision: int | None, own: Judged, words: str = ""
) -> Assessed:
    """Hands in the self-assessment: rule → ``{"cases", "note"}``; it may be handed in anew while it is taken."""
    with transaction.atomic():
        found = _held(entry_id, "hand_in", actor, expected_revision)
        if isinstance(found, _Again):
            return found.entry
        found.own, found.own_words = _judged(found, own), base.words(words, "words")
        return base.moved(found, "hand_in", actor)


def add_evidence(
    *,
    entry_id: int,
    actor: StaffActor,
    indicator: str,
    words: str,
    source: BinaryIO | None = None,
    name: str = "",
) -> Evidence:
    """Adds evidence to a line, until the results are published."""
    stored, called = files.take(source, name) if source is not None else (None, "")
    plain = base.words(words, "evidence", 500)
    with transaction.atomic():
        found = base.in_hand(Assessed, entry_id, actor, None)
        held = access.roles_over(actor, found)
        allowed = [role for role in held if role not in ("duties.leader",)]
        if not allowed:
            raise Refusal(say("Evidence is added by whoever is assessed, and by supervision."))
        if found.state == "final" or found.assessment.state in ("published", "called_off"):
            raise Refusal(say("The assessment is over: nothing is added to it."))
        if indicator not in {each.key for each in indicators_of(found.assessment)}:
            raise Invalid(say("Choose a line of the sheet."), field="indicator")
        if not plain and stored is None:
            raise Invalid(say("Write what the evidence is, or add a file."), field="evidence")
        if found.evidence.count() >= MOST_EVIDENCE:
            raise Invalid(
                say("At most {most} pieces of evidence. Join some.", most=MOST_EVIDENCE), field="evidence"
            )
        doing = actor.acting_as(held[allowed[0]])
        made = Evidence.objects.create(
            assessed=found,
            indicator=indicator,
            words=plain,
            file=stored,
            file_name=called[:160],
            person_id=actor.person_id,
            at=clock.now(),
        )
        data = {**base.named(found), "indicator": indicator, "sha256": stored.sha256 if stored else ""}
        ledger.record(EVIDENCE, subject=assessments.subject_of(found), actor=doing, data=data)
    return made


def review(*, entry_id: int, actor: StaffActor, expected_revision: int | None, judged: Judged) -> Assessed:
    """Keeps what supervision judged, rule by rule; a rule that records count may be corrected, with a note."""
    with transaction.atomic():
        found = _held(entry_id, "review", actor, expected_revision)
        if isinstance(found, _Again):
            return found.entry
        found.judged = _judged(found, judged, corrects=True)
        put_points(found)
        flags = assessments.flags(found)
        return base.moved(
            found, "review", actor, given=flags & {"judged"}, data={"points": str(found.points)}
        )


def appeal(*, entry_id: int, actor: StaffActor, expected_revision: int | None, words: str) -> Assessed:
    """Appeals against the result."""
    with transaction.atomic():
        found = _held(entry_id, "appeal", actor, expected_revision)
        if isinstance(found, _Again):
            return found.entry
        plain = base.words(words, "words")
        found.appeal = plain
        return base.moved(found, "appeal", actor, given={"told_why"} if plain else (), reason=plain)


def decide(
    *,
    entry_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    reason: str,
    judged: Judged | None = None,
) -> Assessed:
    """Decides the appeal with a reason; ``judged``: what is counted differently from here on (``None``: nothing)."""
    with transaction.atomic():
        found = _held(entry_id, "decide", actor, expected_revision)
        if isinstance(found, _Again):
            return found.entry
        why = base.words(reason, "reason")
        before = str(found.points)
        found.appeal_answer = why
        if judged is not None:
            found.judged = _judged(found, judged, corrects=True)
            put_points(found)
        given = {"reason"} if why else set()
        data = {"before": before, "points": str(found.points)}
        return base.moved(found, "decide", actor, given=given, reason=why, data=data)


@dataclass(frozen=True, slots=True)
class _Again:
    """A second click: the entry as the first one left it."""

    entry: Assessed


def _held(pk: int, key: str, actor: StaffActor, seen: int | None) -> Assessed | _Again:
    try:
        return base.in_hand(Assessed, pk, actor, seen)
    except Conflict:
        again = base.done_before(Assessed, pk, key, actor, seen)
        if again is None:
            raise
        return _Again(again)


def _judged(entry: Assessed, given: Judged, *, corrects: bool = False) -> dict[str, dict[str, Any]]:
    """What was judged, checked rule by rule; of rules the sheet has not, nothing is kept."""
    kept: dict[str, dict[str, Any]] = {}
    for indicator in indicators_of(entry.assessment):
        for rule in indicator.rules:
            row = given.get(rule.key)
            if row is None or row.get("cases") is None:
                continue
            cases, field = int(row["cases"]), f"cases-{rule.key}"
            note = base.words(str(row.get("note", "")), f"note-{rule.key}", 300)
            if not 0 <= cases <= MOST_CASES:
                raise Invalid(say("Write a number between 0 and {most}.", most=MOST_CASES), field=field)
            share = rule.way == "share"
            if share and not rule.measure and cases > 100:
                raise Invalid(say("Write how much lacks, in percent: 0 to 100."), field=field)
            if corrects and rule.measure and not note:
                raise Invalid(
                    say("Write why it is counted differently from the records."), field=f"note-{rule.key}"
                )
            counted = entry.computed.get(rule.measure, {}).get("of")
            of = (counted if rule.measure else 100) if share else None
            kept[rule.key] = {"cases": cases, "of": of, "note": note}
    return kept
