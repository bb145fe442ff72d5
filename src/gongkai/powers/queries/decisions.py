"""Decisions and what is known of them: lists, what is missing, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from gongkai.domain import privacy, process
from gongkai.domain.discretion import Milder, Outcome
from gongkai.domain.discretion.evaluate import Fact
from gongkai.domain.powers import decisions as rules
from gongkai.domain.powers.decision_course import PROCESS
from gongkai.domain.powers.schema import Fault
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_access, identity
from gongkai.powers.models import Decision, Entry
from gongkai.powers.queries import tables

DECISION = "powers.decision"


def subject_of(decision: Decision) -> tuple[str, object]:
    """The decision as a subject of ledger and deadlines."""
    return DECISION, decision.pk


def notice_kind(found: Decision) -> str:
    """The kind of letter that tells the party beforehand."""
    return rules.kinds()[found.kind].notice


def for_staff(actor: StaffActor) -> QuerySet[Decision]:
    """The decisions the actor sees, the newest first."""
    rows = Decision.objects.filter(decision_access.visible_to(actor))
    return rows.select_related("agency", "unit", "table", "item").order_by("-filed_on", "-id")


def decision(actor: StaffActor, pk: int) -> Decision | None:
    """One of them."""
    return (
        for_staff(actor)
        .select_related("table_version", "table__agency", "item__agency", "officer", "impact_by")
        .filter(pk=pk)
        .first()
    )


def judged(found: Decision, series: tables.Series | None = None) -> Outcome | Milder | Refused | None:
    """What the table says of the facts, as of the day of the conduct; ``None`` without a table.

    ``series``: the table's versions, where they are known already.
    """
    if found.table is None:
        return None
    facts: dict[str, Fact] = dict(found.facts)
    known = series or _series(found.table)
    return known.judge(facts, found.conduct_on, found.decided_on or found.filed_on)


def _series(table: Entry) -> tables.Series:
    """The table's versions, asked for once for a record that speaks of them several times."""
    kept = table.__dict__.get("_series")
    if not isinstance(kept, tables.Series):
        kept = table.__dict__["_series"] = tables.series(table)
    return kept


def applied(found: Decision) -> Outcome | None:
    """The table's answer that holds, the milder one where there are two; ``None`` where it gives none."""
    answer = judged(found)
    chosen = answer.outcome if isinstance(answer, Milder) else answer
    return chosen if isinstance(chosen, Outcome) else None


def faults(found: Decision) -> list[Fault]:
    """What the case still needs before it may be decided, in the order of the form."""
    missing = [
        Fault(field, say("This is missing. Write it.")) for field, value in _needed(found) if not value
    ]
    answer = judged(found)
    if isinstance(answer, Refused):
        missing.append(Fault("facts", answer.reason))
    kind = rules.kinds().get(found.kind)
    if kind and kind.ranged and found.table is None:
        missing.append(Fault("table", say("Choose the discretion table the case is held against.")))
    return missing


def _needed(found: Decision) -> list[tuple[str, object]]:
    money = (rules.row("outcome", found.outcome) or {}).get("money", False)
    return [
        ("party", found.party_sealed),
        ("conduct", found.conduct.strip()),
        ("outcome", found.outcome),
        ("amount", found.amount is not None if money else True),
        ("reasons", found.reasons.strip()),
    ]


def flags(found: Decision) -> set[str]:
    """What is true of the case, in the words of ``domain.powers.decision_course.FLAGS``."""
    needs = rules.needs_review(found.kind, found.party_kind, found.amount, found.review_ground)
    spared = found.outcome == "spared"
    kind = rules.kinds().get(found.kind)
    facts = {
        "facts_complete": not faults(found),
        "notified": found.notice_on is not None or found.kind == "licence",
        "review_needed": needs,
        "reviewed": not needs or bool(found.review_opinion),
        "within_or_reasoned": not found.outside_range or bool(found.deviation.strip()),
        "sparing_shown": not spared or bool(found.circumstances and found.education.strip()),
        "impact_judged": found.impact == "yes" or not (kind and kind.impact),
        "anonymised": bool(found.public_text.strip()) and not told_too_much(found),
        "was_public": found.published_on is not None,
    }
    return {name for name, true in facts.items() if true}


def personal(text: str) -> list[privacy.Finding]:
    """What looks like personal data in a text that is to be public."""
    return list(privacy.findings(text, penalty_decision=True))


def told_too_much(found: Decision) -> bool:
    """Whether what the public would read (conduct and public text) holds something personal, or names the party."""
    party = identity.read(found.number, found.party_sealed)
    texts = (found.conduct, found.public_text)
    return any(personal(each) for each in texts) or tells_party(party, found.party_kind, *texts)


def tells_party(party: identity.Party, party_kind: str, *texts: str) -> bool:
    """Whether a text gives the party's number, or the name of a party that is not named to the public."""
    hidden = (rules.row("party_kind", party_kind) or {"hidden": True})["hidden"]
    said = [party.number] + ([party.name] if hidden and len(party.name) > 1 else [])
    return any(each and each in text for each in said for text in texts)


def facts(found: Decision, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    doers: dict[str, set[str]] = {}
    for move, person, absent in found.steps.values_list("move", "person_id", "on_behalf_of_id"):
        doers.setdefault(move, set()).update(str(each) for each in (person, absent) if each is not None)
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(decision_access.roles_over(actor, found)),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given),
        flags=frozenset(flags(found)),
    )


def offers(found: Decision, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def earlier(found: Decision) -> QuerySet[Decision]:
    """The party's earlier decisions in the agency, the newest first."""
    if not found.party_mark:
        return Decision.objects.none()
    rows = Decision.objects.filter(
        agency_id=found.agency_id, party_mark=found.party_mark, decided_on__isnull=False
    )
    return rows.exclude(pk=found.pk).order_by("-decided_on")
