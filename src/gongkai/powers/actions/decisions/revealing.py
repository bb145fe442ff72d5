"""The party of a decision: shown for a purpose that stands in the ledger; and what the party says to the notice."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.powers.decision_course import HANDLER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_access, identity
from gongkai.powers.actions.decisions.base import in_post, put_back, take_in_hand, tell_ledger
from gongkai.powers.identity import Party
from gongkai.powers.models import Decision

REVEALED = ledger.verb("powers.decision.revealed", N_("{actor} had the party of {number} shown"))
DEFENDED = ledger.verb("powers.decision.defended", N_("{actor} noted what the party of {number} said"))
#: Shortest purpose that says anything, and the longest.
SHORTEST_PURPOSE, LONGEST_PURPOSE = 4, 500
LONGEST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Revealed:
    """The party, and what it said to the notice."""

    party: Party
    words: str


def reveal_party(*, decision_id: int, actor: StaffActor, purpose: str) -> Revealed:
    """The party in the clear. Raises ``Invalid`` without a purpose, ``Refusal`` where no party is kept."""
    plain = purpose.strip()[:LONGEST_PURPOSE]
    if len(plain) < SHORTEST_PURPOSE:
        raise Invalid(
            say("Say for what you need to know the party; it stands in the ledger."), field="purpose"
        )
    with transaction.atomic():
        found = take_in_hand(decision_id, actor, None)
        party = identity.read(found.number, found.party_sealed)
        if not party.name:
            raise Refusal(say("No party is kept with this decision."))
        words = identity.read_words(found.number, found.defence_sealed)
        tell_ledger(REVEALED, found, in_post(actor, found, decision_access.ROLES), reason=plain)
    return Revealed(party, words)


def note_defence(
    *, decision_id: int, actor: StaffActor, expected_revision: int | None, words: str
) -> Decision:
    """Keeps, sealed, what the party stated in its defence (陈述申辩); it may be added to until it is decided."""
    plain = words.strip()
    if not plain:
        raise Invalid(say("Write what the party said, or that it said nothing."), field="words")
    if len(plain) > LONGEST_WORDS:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=LONGEST_WORDS), field="words"
        )
    with transaction.atomic():
        found = take_in_hand(decision_id, actor, expected_revision)
        decision_access.may_write(actor, found).require()
        before = identity.read_words(found.number, found.defence_sealed)
        found.defence_sealed = identity.seal_words(found.number, f"{before}\n\n{plain}".strip())
        put_back(found)
        tell_ledger(DEFENDED, found, in_post(actor, found, (HANDLER,)))
    return found
