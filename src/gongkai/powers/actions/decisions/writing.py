"""Writing a case: who, what, when, the facts, the outcome; and what the public is to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, NotAllowed
from gongkai.domain.discretion import Milder, Outcome, Table
from gongkai.domain.discretion.outcome import shown_fact
from gongkai.domain.powers import decisions as rules
from gongkai.domain.powers.decision_course import HANDLER, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.powers import decision_access
from gongkai.powers.actions.decisions.base import in_post, note_author, put_back, take_in_hand, tell_ledger
from gongkai.powers.identity import Party, mark_of, read_words, seal, seal_words
from gongkai.powers.models import Decision, Entry
from gongkai.powers.queries import decisions as reads
from gongkai.powers.queries import tables

FILED = ledger.verb("powers.decision.filed", N_("{actor} filed the case {number}"))
WRITTEN = ledger.verb("powers.decision.written", N_("{actor} changed the case {number}"))
JUDGED = ledger.verb("powers.decision.impact", N_("{actor} judged the social impact of {number}: {impact}"))
TEXT = ledger.verb("powers.decision.public_text", N_("{actor} wrote what the public reads of {number}"))

#: Characters at most.
LONGEST = {
    "number": 80,
    "conduct": 300,
    "reasons": 20_000,
    "public_text": 20_000,
    "education": 4000,
    "deviation": 4000,
}


@dataclass(frozen=True, slots=True)
class Case:
    """What is written of a case. Amounts in yuan."""

    kind: str
    number: str
    party_kind: str
    party: Party
    conduct: str
    conduct_on: date
    filed_on: date
    item: str = ""
    table: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    outcome: str = ""
    amount: Decimal | None = None
    deviation: str = ""
    circumstances: tuple[str, ...] = ()
    education: str = ""
    reasons: str = ""
    review_ground: str = ""


def file_case(*, actor: StaffActor, agency_id: int, unit_id: int, case: Case) -> Decision:
    """Files a case of the unit. Raises ``Invalid`` naming the field, ``NotAllowed`` without the post."""
    with transaction.atomic():
        ledger.take_turn()
        decision_access.may_file(actor, agency_id, unit_id).require()
        unit = Unit.objects.select_related("agency").filter(pk=unit_id, agency_id=agency_id).first()
        if unit is None:
            raise NotAllowed(say("There is no such unit in the agency."))
        now = clock.now()
        made = Decision(
            agency=unit.agency, unit=unit, officer_id=actor.person_id, created_at=now, updated_at=now
        )
        _fill(made, case)
        made.save()
        doing = in_post(actor, made, (HANDLER,))
        note_author(made, doing)
        tell_ledger(FILED, made, doing)
    return made


def write_case(*, decision_id: int, actor: StaffActor, expected_revision: int | None, case: Case) -> Decision:
    """Keeps what is written of a case, complete or not."""
    with transaction.atomic():
        found = take_in_hand(decision_id, actor, expected_revision)
        decision_access.may_write(actor, found).require()
        _fill(found, case)
        put_back(found)
        doing = in_post(actor, found, (HANDLER,))
        note_author(found, doing)
        told = {"rows": found.rows, "outcome": found.outcome, "outside_range": found.outside_range}
        tell_ledger(WRITTEN, found, doing, data=told)
    return found


def _fill(made: Decision, case: Case) -> None:
    _check(made, case)
    number = case.number.strip()
    if made.defence_sealed and number != made.number:
        # What is sealed is bound to the number, so that nothing sealed for one case opens in another.
        made.defence_sealed = seal_words(number, read_words(made.number, made.defence_sealed))
    made.kind, made.number, made.party_kind = case.kind, number, case.party_kind
    made.party_sealed = seal(made.number, case.party)
    made.party_public = rules.public_name(case.party.name, case.party_kind)[:200]
    made.party_mark = mark_of(case.party)
    made.conduct, made.conduct_on, made.filed_on = case.conduct.strip(), case.conduct_on, case.filed_on
    entries = Entry.objects.filter(agency_id=made.agency_id)
    made.item = entries.filter(kind="item", code=case.item).first() if case.item else None
    made.table = entries.filter(kind="discretion", code=case.table).first() if case.table else None
    made.facts = dict(case.facts)
    made.outcome, made.amount = case.outcome, case.amount
    made.deviation, made.education = case.deviation.strip(), case.education.strip()
    made.circumstances, made.reasons = list(case.circumstances), case.reasons.strip()
    made.review_ground = case.review_ground
    hold_against(made)


def hold_against(made: Decision, series: tables.Series | None = None) -> None:
    """Notes what the discretion table says of the case: version, rows, range, and whether the amount lies in it.

    ``series``: the table's versions, where they are known already.
    """
    known = series or (tables.series(made.table) if made.table else None)
    answer = reads.judged(made, known)
    chosen = answer.outcome if isinstance(answer, Milder) else answer
    if not isinstance(chosen, Outcome) or made.table is None or known is None:
        made.table_version, made.rows, made.minimum, made.maximum = None, [], None, None
        made.outside_range, made.facts_digest = False, ""
        return
    table: Table = chosen.table
    made.table_version = known.version_of(table)
    made.rows = [row.key for row in chosen.rows]
    fine = chosen.outcome == "fine" and chosen.unit in ("", "yuan", "元")
    made.minimum, made.maximum = (chosen.minimum, chosen.maximum) if fine else (None, None)
    made.outside_range = _outside(made, chosen)
    # As the table understood them, so that 7 and "7" are the very same fact.
    known_facts = {key: shown_fact(value) for key, value in chosen.facts.items()}
    made.facts_digest = rules.facts_digest(made.table.code, int(table.version or 0), known_facts)


def _outside(made: Decision, chosen: Outcome) -> bool:
    """A different outcome than the row's, or an amount beyond its range; sparing by Article 33 is no deviation."""
    if not made.outcome or (made.outcome == "spared" and made.circumstances):
        return False
    if chosen.outcome is not None and made.outcome != chosen.outcome:
        return True
    return not rules.in_range(made.amount, made.minimum, made.maximum)


def _check(made: Decision, case: Case) -> None:
    """Refuses what cannot be kept at all; what is only missing is told as a fault of the case."""
    _check_choices(case)
    for name in ("number", "conduct", "reasons", "education", "deviation"):
        if len(getattr(case, name)) > LONGEST[name]:
            raise Invalid(
                say("This is longer than {longest} characters. Shorten it.", longest=LONGEST[name]),
                field=name,
            )
    if not case.number.strip():
        raise Invalid(say("Give the case its document number."), field="number")
    others = Decision.objects.filter(agency_id=made.agency_id, number=case.number.strip()).exclude(pk=made.pk)
    if others.exists():
        raise Invalid(say("There is a decision with this number already."), field="number")
    for name in ("conduct_on", "filed_on"):
        if getattr(case, name) > clock.today():
            raise Invalid(say("This day lies ahead."), field=name)
    if case.amount is not None and not 0 <= case.amount < 10**12:
        raise Invalid(say("Write an amount in yuan, 0 or more."), field="amount")


def _check_choices(case: Case) -> None:
    offered = {
        "kind": set(rules.kinds()),
        "party_kind": {each["key"] for each in rules.rows("party_kind")},
        "outcome": {"", *(each["key"] for each in rules.outcomes(case.kind))},
        "review_ground": {"", *(each["key"] for each in rules.rows("review_ground"))},
    }
    for name, values in offered.items():
        if getattr(case, name) not in values:
            raise Invalid(say("Choose one of the values offered."), field=name)


def judge_impact(
    *, decision_id: int, actor: StaffActor, expected_revision: int | None, impact: bool, reason: str
) -> Decision:
    """Signs the judgement whether the decision is of social impact (社会影响); the reason is written."""
    plain = reason.strip()
    if not plain:
        raise Invalid(say("Write why it is, or is not, of social impact."), field="impact_reason")
    with transaction.atomic():
        found = take_in_hand(decision_id, actor, expected_revision)
        decision_access.may_publish(actor, found).require()
        found.impact, found.impact_reason = ("yes" if impact else "no"), plain[:2000]
        found.impact_by_id, found.impact_at = actor.person_id, clock.now()
        put_back(found)
        tell_ledger(JUDGED, found, in_post(actor, found, (PUBLISHER, HANDLER)), data={"impact": found.impact})
    return found


def write_public_text(
    *, decision_id: int, actor: StaffActor, expected_revision: int | None, text: str
) -> Decision:
    """Keeps what the public is to read; whether something personal stands in it is asked when it is published."""
    if len(text) > LONGEST["public_text"]:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=LONGEST["public_text"]),
            field="public_text",
        )
    with transaction.atomic():
        found = take_in_hand(decision_id, actor, expected_revision)
        decision_access.may_publish(actor, found).require()
        found.public_text = text.strip()
        put_back(found)
        tell_ledger(TEXT, found, in_post(actor, found, (PUBLISHER, HANDLER)))
    return found
