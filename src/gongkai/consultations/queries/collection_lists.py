"""The staff's and the public's lists of collections, remarks and problems, page by page; and what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.consultations import access_collecting as access
from gongkai.consultations.models import Collection, CollectionStep, Problem, Remark, SignUp
from gongkai.consultations.queries import collecting as reads
from gongkai.core import clock
from gongkai.domain.consultations.course import DRAFTER, LEADER, PUBLISHER
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

#: Rows of a page; words of a question that are looked at; problems that fall due next.
SIZE, MOST_WORDS, MOST_NEXT = 30, 4, 20
#: A state of the lists beside those of the course: whatever is not over.
ON_ITS_WAY = "going"
GOING = ("draft", "open", "closed")
BEING_MENDED = ("found", "planned", "done")
Row = TypeVar("Row", Collection, Problem, Remark)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Row]
    after: str


def collections(
    actor: StaffActor, *, text: str = "", kind: str = "", state: str = "", unit: int | None = None
) -> QuerySet[Collection]:
    """What the actor sees, narrowed, the newest first."""
    rows = reads.for_staff(actor)
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
    rows = rows.filter(**{name: value for name, value in (("kind", kind), ("unit_id", unit)) if value})
    if state:
        rows = rows.filter(state__in=GOING) if state == ON_ITS_WAY else rows.filter(state=state)
    return rows.order_by("-id")


def problems(
    actor: StaffActor,
    *,
    text: str = "",
    state: str = "",
    unit: int | None = None,
    collection: int | None = None,
) -> QuerySet[Problem]:
    """The problems the actor sees, narrowed, the newest first."""
    rows = reads.problems_for(actor)
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
    narrowed = (("unit_id", unit), ("collection_id", collection))
    rows = rows.filter(**{name: value for name, value in narrowed if value})
    if state:
        rows = rows.filter(state__in=BEING_MENDED) if state == ON_ITS_WAY else rows.filter(state=state)
    return rows.order_by("-id")


def due_next(actor: StaffActor) -> list[Problem]:
    """The problems being put right whose days come next; one query."""
    rows = reads.problems_for(actor).filter(state="planned").order_by("due_on", "id")
    return list(rows[:MOST_NEXT])


def newest_first(rows: QuerySet[Row], after: str, size: int = SIZE) -> Page[Row]:
    """The rows after the cursor, the newest first; one query."""
    last = _number(after)
    found = list((rows.filter(pk__lt=last) if last else rows).order_by("-id")[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def oldest_first(rows: QuerySet[Row], after: str, size: int = SIZE) -> Page[Row]:
    """The rows after the cursor, the oldest first; one query."""
    found = list(rows.filter(pk__gt=_number(after)).order_by("id")[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def _number(after: str) -> int:
    """What comes after the cursor; an unreadable one means the beginning."""
    return int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0


def units_collecting(actor: StaffActor) -> list[Unit]:
    """The units for which the actor drafts collections: own ones, and as publisher all of the agency; one query."""
    agencies = {each.agency_id for each in actor.holdings if PUBLISHER in each.roles}
    mine = Q(pk__in=actor.units_where(DRAFTER)) | Q(agency_id__in=agencies)
    return _standing(Unit.objects.filter(mine))


def units_of(agency_id: int) -> list[Unit]:
    """The units of an agency that can put something right; one query."""
    return _standing(Unit.objects.filter(agency_id=agency_id))


def _standing(rows: QuerySet[Unit]) -> list[Unit]:
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    return list(rows.filter(still).select_related("agency").order_by("agency_id", "position", "id"))


def counts(found: Collection) -> dict[str, int]:
    """The numbers of its remarks: all, new, shown, hidden, tied to no problem yet; one query."""
    return found.remarks.aggregate(
        received=Count("id"),
        new=Count("id", filter=Q(shown_at__isnull=True, hidden_reason="")),
        shown=Count("id", filter=Q(shown_at__isnull=False)),
        hidden=Count("id", filter=~Q(hidden_reason="")),
        loose=Count("id", filter=Q(problem__isnull=True, hidden_reason="")),
    )


def sign_up_counts(found: Collection) -> dict[str, int]:
    """The numbers of those who want to come: all, undecided, those who come; one query."""
    return found.sign_ups.aggregate(
        received=Count("id"),
        undecided=Count("id", filter=Q(accepted__isnull=True)),
        accepted=Count("id", filter=Q(accepted=True)),
    )


def problems_of(found: Collection) -> list[Problem]:
    """The problems found in it, and those found elsewhere that its remarks show too; one query."""
    tied = Remark.objects.filter(problem=OuterRef("pk"), collection=found)
    rows = Problem.objects.filter(Q(collection=found) | Q(Exists(tied)))
    rows = rows.select_related("agency", "unit", "collection").annotate(remark_count=Count("remarks"))
    return list(rows.order_by("id"))


def problem_choices(found: Collection, limit: int = 200) -> list[Problem]:
    """The problems of the agency that are not over, the newest first: remarks may be tied to them."""
    rows = Problem.objects.filter(agency_id=found.agency_id, state__in=BEING_MENDED)
    return list(rows.order_by("-id")[:limit])


# --- what waits for whom ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for a person: problems, and collections with why (``open``, ``tell``, ``write``, ``look`` …)."""

    collections: Sequence[tuple[Collection, str]] = ()
    problems: Sequence[Problem] = field(default_factory=list)


def works_here(actor: StaffActor) -> bool:
    """Whether anything of this can wait for the actor."""
    return bool(actor.roles & set(access.ROLES))


def to_do_count(actor: StaffActor) -> int:
    """How much waits for the actor; no query for whoever has no part."""
    work = my_work(actor)
    return len(work.collections) + len(work.problems)


def my_work(actor: StaffActor, *, limit: int = 50) -> Work:
    """What waits for the actor; two queries however much there is."""
    if not works_here(actor):
        return Work()
    return Work(_collections_waiting(actor, limit), list(_problems_waiting(actor)[:limit]))


def _agencies(actor: StaffActor, role: str) -> set[int]:
    return {each.agency_id for each in actor.holdings if role in each.roles}


def _mine(actor: StaffActor, column: str, moves: Sequence[str]) -> Exists:
    did = CollectionStep.objects.filter(move__in=moves, **{column: OuterRef("pk")})
    return Exists(did.filter(Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id)))


def _collections_waiting(actor: StaffActor, limit: int) -> Sequence[tuple[Collection, str]]:
    units, agencies = set(actor.units_where(DRAFTER)), _agencies(actor, PUBLISHER)
    new = Remark.objects.filter(collection=OuterRef("pk"), shown_at__isnull=True, hidden_reason="")
    asking = SignUp.objects.filter(collection=OuterRef("pk"), accepted__isnull=True)
    rows = Collection.objects.filter(
        Q(unit_id__in=units, state__in=GOING) | Q(agency_id__in=agencies, state__in=("draft", "closed"))
    )
    rows = rows.select_related("agency", "unit").annotate(
        unseen=Exists(new), asking=Exists(asking), wrote=_mine(actor, "collection", ("author",))
    )
    found = []
    for row in rows.order_by("updated_at", "id")[: 4 * limit]:
        why = _why(row, unit=row.unit_id in units, publishes=row.agency_id in agencies)
        if why:
            found.append((row, why))
    return found[:limit]


def _why(row: Collection, *, unit: bool, publishes: bool) -> str:
    """What the collection waits for from this person, if anything."""
    wrote, unseen, asking = (getattr(row, name) for name in ("wrote", "unseen", "asking"))
    publishes = publishes and not wrote
    if row.state == "draft":
        ready = not reads.faults(row)
        return "open" if publishes and ready else "write" if unit and not ready else ""
    if unit and (unseen or asking):
        return "look" if unseen else "decide"
    if row.state != "closed":
        return ""
    written = bool(row.results.strip())
    if publishes and written and not unseen:
        return "tell"
    return "evaluate" if unit and not written else ""


def _problems_waiting(actor: StaffActor) -> QuerySet[Problem]:
    publishes, leads = _agencies(actor, PUBLISHER), _agencies(actor, LEADER)
    own = Q(unit_id__in=actor.units_where(DRAFTER), state="planned")
    plans = Q(agency_id__in=publishes, state="found")
    settles = Q(agency_id__in=publishes | leads, state="done") & ~Q(
        _mine(actor, "problem", ("author", "finish"))
    )
    rows = Problem.objects.filter(own | plans | settles).select_related("agency", "unit", "collection")
    return rows.order_by("due_on", "id")
