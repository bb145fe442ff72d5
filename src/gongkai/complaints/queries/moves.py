"""What may happen to a matter next, and who may do it: the process table asked with the room's facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from gongkai.complaints import access, checks, house
from gongkai.complaints.models import Matter, Step
from gongkai.complaints.people import Acting, ReporterActor
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import clock, deadlines
from gongkai.domain.complaints import HANDLE, PROCESS, REPORTER
from gongkai.domain.process import Facts, Move, State
from gongkai.domain.process import offers as table_offers
from gongkai.domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class Offered:
    """A button on the record: the move, and why it is disabled now, if it is."""

    move: Move
    refused: Refused | None


#: Flags that cost a query each: asked only where the move looks at them.
_ASKED: dict[str, Callable[[Matter], bool]] = {
    "in_time": lambda matter: _in_time(matter),
    "has_merged": lambda matter: Matter.objects.filter(lead=matter, state="merged").exists(),
    "reply_ready": lambda matter: not checks.missing(matter),
}


def flags(matter: Matter, *, wanted: Collection[str]) -> frozenset[str]:
    """What is true of the matter, in the words of ``domain.complaints.FLAGS``, of those ``wanted``."""
    today = clock.today()
    kind = house.row("kind", matter.kind) or {}
    content = house.row("rating", matter.rating) or {}
    facts = {
        "categorised": bool(matter.kind and matter.category),
        "returned": matter.returns > 0,
        "ruled": matter.ruled,
        "enquiry": bool(kind.get("direct")),
        "extension_pending": matter.extension_asked > 0 and matter.extension_days == 0,
        "extended": matter.extension_days > 0,
        "shelving_pending": matter.shelving_asked,
        "look_again_due": matter.review_again_on is not None and matter.review_again_on <= today,
        "called": bool(matter.rating),
        "happy": bool(content.get("content")) and matter.answered is not False,
        "in_objection_time": matter.objection_until is not None and today <= matter.objection_until,
    }
    facts |= {name: ask(matter) for name, ask in _ASKED.items() if name in wanted}
    return frozenset(name for name, true in facts.items() if true and name in wanted)


def _in_time(matter: Matter) -> bool:
    handle = deadlines.running(subject_of(matter), HANDLE).first()
    return handle is not None and (handle.due_at is None or clock.now() <= handle.due_at)


def looked_at(matter: Matter, key: str = "") -> frozenset[str]:
    """The flags the table looks at: for one move, or for every move from where the matter stands."""
    moves = PROCESS.moves_from(matter.state)
    return frozenset(guard.flag for move in moves if key in ("", move.key) for guard in move.guards)


def doers(matter: Matter) -> dict[str, frozenset[str]]:
    """Who made which move in this round. Standing in washes no eyes: deputy and absent person have both acted."""
    found: dict[str, set[str]] = defaultdict(set)
    steps = Step.objects.filter(matter=matter, round=matter.round)
    for move, person, absent in steps.values_list("move", "person_id", "on_behalf_of_id"):
        found[move].update(str(each) for each in (person, absent) if each is not None)
    return {move: frozenset(people) for move, people in found.items()}


def _who(actor: Acting) -> str | None:
    if isinstance(actor, ReporterActor):
        return REPORTER
    return str(actor.person_id) if actor is not None else None


def facts(matter: Matter, actor: Acting, *, given: Collection[str] = (), key: str = "") -> Facts:
    """The facts under which ``actor`` (``None``: the system's clock) asks for the move ``key``, or for every move."""
    return Facts(
        actor=_who(actor),
        roles=access.role_keys(actor, matter),
        doers=doers(matter),
        given=frozenset(given),
        flags=flags(matter, wanted=looked_at(matter, key)),
        system=actor is None,
    )


def offers(matter: Matter, actor: Acting) -> list[Offered]:
    """Every move the actor could make from here, each with the reason where it is refused now."""
    asked = facts(matter, actor)
    return [Offered(offer.move, offer.refused) for offer in table_offers(PROCESS, matter.state, asked)]


def next_step(matter: Matter) -> State:
    """The state the matter stands in, with its words and its lane (who owes the next step)."""
    return PROCESS.state(matter.state)
