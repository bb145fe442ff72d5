"""Bringing decisions in from the case system: each once by its number, in batches that stand each on its own.

Killed halfway, the batches written stay and a second run brings in the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from gongkai.core import clock, deadlines, ledger, public_version
from gongkai.domain.powers import decisions as rules
from gongkai.domain.text import N_, say
from gongkai.people.models import Agency, Unit
from gongkai.powers import decision_indexing
from gongkai.powers.actions.decisions import recounting
from gongkai.powers.actions.decisions.writing import hold_against
from gongkai.powers.case_files import CaseFault, CaseRow
from gongkai.powers.identity import mark_of, seal
from gongkai.powers.models import Decision, DecisionStep, Entry
from gongkai.powers.queries.decisions import personal, subject_of, tells_party
from gongkai.powers.queries.tables import Series, series

BROUGHT_IN = ledger.verb("powers.decision.brought_in", N_("{actor} brought in the decision {number}"))
#: Decisions of one transaction.
BATCH = 500


@dataclass
class Taken:
    """What came of it."""

    new: int = 0
    known: int = 0
    faults: list[CaseFault] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """What the rows name by code, asked once."""

    agency: Agency
    units: dict[str, Unit]
    items: dict[str, Entry]
    tables: dict[str, Entry]
    series: dict[str, Series]


def take_decisions(
    *, agency: Agency, cases: Sequence[CaseRow], progress: Callable[[int], None] | None = None
) -> Taken:
    """Takes them in; what cannot be is told by its row. The prepared figures are counted anew at the end."""
    known, taken = _known(agency), Taken()
    for start in range(0, len(cases), BATCH):
        with transaction.atomic():
            ledger.take_turn()
            _batch(known, cases[start : start + BATCH], taken)
        if progress is not None:
            progress(min(start + BATCH, len(cases)))
    if taken.new:
        touched = {case.table for case in cases if case.table}
        recounting.recount([entry.pk for code, entry in known.tables.items() if code in touched])
        public_version.public_changed()
    return taken


def _known(agency: Agency) -> _Known:
    units = {word: unit for unit in Unit.objects.filter(agency=agency) for word in (unit.code, unit.name)}
    entries = Entry.objects.filter(agency=agency, kind__in=("item", "discretion")).select_related("agency")
    items = {each.code: each for each in entries if each.kind == "item"}
    found = {each.code: each for each in entries if each.kind == "discretion"}
    return _Known(agency, units, items, found, {code: series(each) for code, each in found.items()})


def _batch(known: _Known, cases: Sequence[CaseRow], taken: Taken) -> None:
    rows = Decision.objects.filter(agency=known.agency, number__in=[case.number for case in cases])
    there = set(rows.values_list("number", flat=True))
    made: list[Decision] = []
    for case in cases:
        if case.number in there:
            taken.known += 1
            continue
        fault = _fault(known, case)
        if fault is not None:
            taken.faults.append(fault)
            continue
        made.append(_decision(known, case))
    if not made:
        return
    Decision.objects.bulk_create(made)
    now = clock.now()
    DecisionStep.objects.bulk_create(
        DecisionStep(decision=each, move="brought_in", to_state=each.state, at=now) for each in made
    )
    ledger.record_all([_entry(known, each) for each in made])
    for each in made:
        if each.state != "published" and each.decided_on is not None:
            kind = rules.kinds()[each.kind]
            deadlines.start(
                kind.publish,
                subject=subject_of(each),
                on=each.decided_on,
                agency=known.agency.code,
                title=f"{each.number} {each.conduct}",
                unit=each.unit_id,
            )
    # With the batch, so that what is written is found, and a run that is killed leaves nothing out of the index.
    decision_indexing.add([each.pk for each in made if each.state == "published"])
    taken.new += len(made)


def _fault(known: _Known, case: CaseRow) -> CaseFault | None:
    if case.unit and case.unit not in known.units:
        return CaseFault(case.row, "unit", say("The agency has no unit “{code}”.", code=case.unit))
    if not case.unit and not known.units:
        return CaseFault(case.row, "unit", say("This is missing. Write it."))
    if case.table and case.table not in known.tables:
        return CaseFault(case.row, "table", say("There is no discretion table {code}.", code=case.table))
    if case.item and case.item not in known.items:
        return CaseFault(case.row, "item", say("There is no power {code}.", code=case.item))
    told = personal(case.public_text) or tells_party(
        case.party, case.party_kind, case.public_text, case.conduct
    )
    if case.published_on and (not case.public_text or told):
        reason = say(
            "What was published must be there, and without anything personal. Leave the day out otherwise."
        )
        return CaseFault(case.row, "public_text", reason)
    return None


def _decision(known: _Known, case: CaseRow) -> Decision:
    now = clock.now()
    made = Decision(
        agency=known.agency,
        unit=known.units[case.unit] if case.unit else next(iter(known.units.values())),
        kind=case.kind,
        number=case.number,
        outside_system=case.system[:40],
        outside_number=case.outside_number[:80],
        item=known.items.get(case.item),
        table=known.tables.get(case.table),
        party_kind=case.party_kind,
        party_sealed=seal(case.number, case.party),
        party_public=rules.public_name(case.party.name, case.party_kind)[:200],
        party_mark=mark_of(case.party),
        conduct=case.conduct,
        conduct_on=case.conduct_on,
        filed_on=case.filed_on,
        facts=dict(case.facts),
        outcome=case.outcome,
        amount=case.amount,
        circumstances=list(case.circumstances),
        deviation=case.deviation,
        education=case.education,
        reasons=case.reasons,
        public_text=case.public_text,
        decided_on=case.decided_on,
        served_on=case.served_on,
        published_on=case.published_on,
        impact="yes" if case.published_on else "",
        officer_code=case.officer[:40],
        state="published" if case.published_on else "served" if case.served_on else "decided",
        created_at=now,
        updated_at=now,
    )
    hold_against(made, known.series.get(case.table))
    return made


def _entry(known: _Known, made: Decision) -> ledger.Entry:
    data = {
        "number": made.number,
        "kind": made.kind,
        "outcome": made.outcome,
        "amount": str(made.amount) if made.amount is not None else "",
        "rows": made.rows,
        "outside_range": made.outside_range,
        "outside_number": made.outside_number,
        "to": made.state,
    }
    return ledger.Entry(BROUGHT_IN, subject_of(made), ledger.System(known.agency.code), data)
