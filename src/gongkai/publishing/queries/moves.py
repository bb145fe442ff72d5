"""What may happen to a document next, and who may do it: the process table asked with the room's facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import Facts, Move, State
from gongkai.domain.process import offers as table_offers
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor
from gongkai.publishing import access, checks
from gongkai.publishing.models import Document, Step


@dataclass(frozen=True, slots=True)
class Offered:
    """A button on the record: the move, and why it is disabled now, if it is."""

    move: Move
    refused: Refused | None


def flags(
    document: Document, *, with_checks: bool, checked: Sequence[checks.Checked] | None = None
) -> frozenset[str]:
    """What is true of the document, in the words of ``domain.disclosure``.

    ``checked``: what the checks found, where they have just been run.
    """
    found = set()
    if document.live_id is not None:
        found.add("live")
    if document.withdrawn_at is not None and document.live_id is None:
        found.add("taken_down")
    if document.closing_ground or document.closing_reason:
        found.add("closed_before")
    if document.working is not None:
        if document.working.openness:
            found.add("attribute_proposed")
        if with_checks and checks.passed(checks.run(document.working) if checked is None else checked):
            found.add("checks_passed")
    return frozenset(found)


def facts(
    document: Document,
    actor: StaffActor | None,
    *,
    given: Collection[str] = (),
    with_checks: bool = True,
    checked: Sequence[checks.Checked] | None = None,
) -> Facts:
    """The facts under which ``actor`` (``None``: the system's clock) asks to move the document."""
    doers: dict[str, set[str]] = defaultdict(set)
    steps = Step.objects.filter(document=document, revision=document.working).values_list(
        "move", "person_id", "on_behalf_of_id"
    )
    for move, person, absent in steps:
        # Standing in for somebody does not wash the eyes: both the deputy and the absent person have acted.
        doers[move].update(str(each) for each in (person, absent) if each is not None)
    return Facts(
        actor=str(actor.person_id) if actor else None,
        roles=frozenset(access.roles_over(actor, document)) if actor else frozenset(),
        doers={move: frozenset(people) for move, people in doers.items()},
        given=frozenset(given),
        flags=flags(document, with_checks=with_checks, checked=checked),
        system=actor is None,
    )


def offers(
    document: Document, actor: StaffActor, *, checked: Sequence[checks.Checked] | None = None
) -> list[Offered]:
    """Every move the actor's posts could make from here, each with the reason where it is refused now."""
    with_checks = document.state == "draft"
    asked = facts(document, actor, with_checks=with_checks, checked=checked)
    return [Offered(offer.move, offer.refused) for offer in table_offers(PROCESS, document.state, asked)]


def findings(document: Document) -> list[checks.Checked]:
    """What the checks say about the revision being worked on; nothing where none is."""
    return checks.run(document.working) if document.working is not None else []


def next_step(document: Document) -> State:
    """The state the document stands in, with its words and its lane (who owes the next step)."""
    return PROCESS.state(document.state)
