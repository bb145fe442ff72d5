"""What editors, reviewers and publishers have to do in the register, wait for, and have done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.core import clock
from gongkai.domain.powers.course import EDITOR, OPEN, PUBLISHER, REVIEWER
from gongkai.people.actor import StaffActor
from gongkai.powers import access
from gongkai.powers.models import Step, Version

#: Days back in "done".
DONE_DAYS = 30
#: Whose turn it is in which state; two pairs of eyes: never the author's, and who submitted does not review.
_TURN = {REVIEWER: ("in_review", ("author", "submit")), PUBLISHER: ("approved", ("author",))}


@dataclass(frozen=True, slots=True)
class Worklist:
    """My work: to do, waiting for others, done lately. Nothing falls due by law."""

    to_do: Sequence[Version] = ()
    waiting: Sequence[Version] = ()
    done: Sequence[Version] = ()


def works_here(actor: StaffActor) -> bool:
    """Whether anything of the register can wait for the actor."""
    return bool(actor.roles & {EDITOR, REVIEWER, PUBLISHER})


def sees_register(actor: StaffActor) -> bool:
    """Whether the actor sees the register before it is published."""
    return bool(access.agencies_seen(actor))


def _visible(actor: StaffActor) -> QuerySet[Version]:
    rows = Version.objects.filter(entry__agency_id__in=access.agencies_seen(actor))
    return rows.select_related("entry__agency", "entry__unit")


def _owed(actor: StaffActor) -> Q:
    owed = Q(state="draft", entry__unit_id__in=actor.units_where(EDITOR))
    for role, (state, never) in _TURN.items():
        agencies = {holding.agency_id for holding in actor.holdings if role in holding.roles}
        if agencies:
            mine = Step.objects.filter(version=OuterRef("pk"), move__in=never)
            mine = mine.filter(Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id))
            owed |= Q(~Exists(mine), state=state, entry__agency_id__in=agencies)
    return owed


def to_do_count(actor: StaffActor) -> int:
    """How many versions wait for the actor; no query for whoever has no part in the process."""
    return _visible(actor).filter(_owed(actor)).count() if works_here(actor) else 0


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The three lists; a fixed number of queries however many entries."""
    if not works_here(actor):
        return Worklist()
    every = _visible(actor)
    to_do = list(every.filter(_owed(actor)).order_by("updated_at", "id")[:limit])
    acted = Step.objects.filter(version=OuterRef("pk"), person_id=actor.person_id)
    mine = every.filter(Exists(acted)).exclude(pk__in=[each.pk for each in to_do])
    waiting = list(mine.filter(state__in=OPEN).order_by("updated_at", "id")[:limit])
    since = clock.now() - timedelta(days=DONE_DAYS)
    lately = acted.filter(at__gte=since).exclude(move="author")
    ended = every.filter(Exists(lately), state__in=("published", "withdrawn", "discarded"))
    return Worklist(to_do, waiting, list(ended.order_by("-updated_at", "-id")[:limit]))


def returned(versions: Sequence[Version]) -> set[int]:
    """Those of the drafts that were returned to be changed; one query."""
    drafts = [each.pk for each in versions if each.state == "draft"]
    if not drafts:
        return set()
    steps = Step.objects.filter(version_id__in=drafts).exclude(move="author").order_by("id")
    moves = dict(steps.values_list("version_id", "move"))  # the last one of each stays
    return {version for version, move in moves.items() if move == "send_back"}
