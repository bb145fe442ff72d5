"""Lists of publicity for staff: narrowed by filters, paged by the last row; boards with their age; my work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from gongkai.core import clock
from gongkai.domain.duties import publicity as rules
from gongkai.duties import access_publicity as access
from gongkai.duties.access import LEADER, PUBLICIST, agencies_seen
from gongkai.duties.models import Activity, Board, DutyStep, Partner
from gongkai.duties.queries import publicity
from gongkai.duties.queries.publicity import STEPS
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

#: Rows of a page, and what parts the two halves of a cursor.
SIZE, MARK = 30, "~"
DONE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Activity]
    after: str


@dataclass(frozen=True, slots=True)
class BoardAge:
    """A board, when it was last renewed, and whether that is too long ago."""

    board: Board
    renewed_on: date | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Worklist:
    """My activities: to do, waiting for others, done lately; and the boards of my units that are stale."""

    to_do: Sequence[Activity] = ()
    waiting: Sequence[Activity] = ()
    done: Sequence[Activity] = ()
    stale: Sequence[BoardAge] = ()


def sees_publicity(actor: StaffActor) -> bool:
    """Whether publicity is among the person's posts."""
    return bool(actor.roles & access.SEEING)


def works_here(actor: StaffActor) -> bool:
    """Whether the person records publicity, or approves it."""
    return bool(actor.roles & {PUBLICIST, LEADER})


def agencies_kept(actor: StaffActor) -> list[int]:
    """The agencies the actor records publicity for, the own one first."""
    found = agencies_seen(actor, frozenset({PUBLICIST}))
    return sorted(found, key=lambda pk: (pk != actor.agency_id, pk))


def listed(
    actor: StaffActor, *, text: str = "", state: str = "", kind: str = "", unit: int = 0, year: int = 0,
    board: int = 0,
) -> QuerySet[Activity]:  # fmt: skip
    """The activities the actor sees, narrowed; ``text``: a number, or words of title and place."""
    rows = publicity.for_staff(actor)
    for word in text.split()[:4]:
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(place__icontains=word))
    wanted = {"state": state, "kind": kind, "unit_id": unit, "begins_on__year": year, "board_id": board}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def page(rows: QuerySet[Activity], after: str, size: int = SIZE) -> Page:
    """The activities after the cursor, the latest first; one query."""
    found = list(rows.filter(behind(after)).order_by("-begins_on", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], f"{last.begins_on.isoformat()}{MARK}{last.pk}" if last else "")


def behind(after: str) -> Q:
    """What comes after the cursor; an unreadable one means the beginning."""
    day, mark, number = after.partition(MARK)
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 18:
        return Q()
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(begins_on__lt=known) | Q(begins_on=known, pk__lt=int(number))


def counts_by_state(actor: StaffActor) -> dict[str, int]:
    """How many activities of each state the actor sees; one query."""
    rows = Activity.objects.filter(access.activities_seen(actor)).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def years(actor: StaffActor) -> list[int]:
    """The years of the activities the actor sees, the latest first; one query."""
    rows = Activity.objects.filter(access.activities_seen(actor)).order_by()
    return sorted({day.year for day in rows.dates("begins_on", "year")}, reverse=True)


def units_of(agency_id: int, actor: StaffActor | None = None, kept: int | None = None) -> list[Unit]:
    """The open units of an agency; ``actor``: those in which this person records publicity; ``kept`` stays."""
    wanted = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    if actor is not None:
        wanted &= Q(pk__in=actor.units_where(PUBLICIST))
    rows = Unit.objects.filter(wanted | Q(pk=kept), agency_id=agency_id).select_related("agency")
    return list(rows.order_by("position", "id"))


def units_seen(actor: StaffActor) -> list[Unit]:
    """The units of the agencies whose publicity the actor sees."""
    rows = Unit.objects.filter(agency_id__in=agencies_seen(actor, access.SEEING)).select_related("agency")
    return list(rows.order_by("agency_id", "position", "id"))


def boards_of(agency_id: int, kept: int | None = None) -> list[Board]:
    """The boards of an agency that stand, and the one that was chosen before."""
    rows = Board.objects.filter(Q(ended_on__isnull=True) | Q(pk=kept), agency_id=agency_id)
    return list(rows.order_by("kind", "name"))


def partners_of(agency_id: int, kept: Sequence[int] = ()) -> list[Partner]:
    """The partners of an agency, and those that were chosen before."""
    rows = Partner.objects.filter(Q(ended_on__isnull=True) | Q(pk__in=kept), agency_id=agency_id)
    return list(rows.order_by("kind", "name"))


def ages(rows: QuerySet[Board]) -> list[BoardAge]:
    """Each board with the day of its last published update, the stalest first; one query."""
    today = clock.today()
    renewed = Max("updates__ends_on", filter=Q(updates__state="published"))
    found = [
        BoardAge(each, each.renewed_on, _stale(each, each.renewed_on, today))
        for each in rows.annotate(renewed_on=renewed)
    ]
    return sorted(found, key=lambda each: (not each.stale, each.board.ended_on is not None))


def _stale(board: Board, renewed_on: date | None, today: date) -> bool:
    """A new board has its time, counted from the day it was set up."""
    return board.ended_on is None and rules.is_stale(board.kind, renewed_on or board.set_up_on, today)


def stale_boards(actor: StaffActor) -> list[BoardAge]:
    """The boards of the units in which the actor records publicity that are stale; one query."""
    own = actor.units_where(PUBLICIST)
    if not own:
        return []
    rows = publicity.boards(actor).filter(unit_id__in=own, ended_on__isnull=True)
    return [each for each in ages(rows) if each.stale]


def _owed(actor: StaffActor) -> Q:
    """Drafts of the own units, and what waits for other eyes than those that wrote it."""
    wrote = DutyStep.objects.filter(kind=STEPS, record=OuterRef("pk"), move__in=("author", "submit"))
    mine = Exists(wrote.filter(Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id)))
    leads = agencies_seen(actor, frozenset({LEADER}))
    others = Q(pk__in=Activity.objects.filter(~mine, state="in_review", agency_id__in=leads).values("pk"))
    return Q(state="draft", unit_id__in=actor.units_where(PUBLICIST)) | others


def to_do_count(actor: StaffActor) -> int:
    """How many activities and stale boards wait for the actor; no query for whoever has no part."""
    if not works_here(actor):
        return 0
    return publicity.for_staff(actor).filter(_owed(actor)).count() + len(stale_boards(actor))


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The lists; a fixed number of queries however many there are."""
    if not works_here(actor):
        return Worklist()
    rows = publicity.for_staff(actor)
    own = rows.filter(unit_id__in=actor.units_where(PUBLICIST))
    since = clock.now() - timedelta(days=DONE_DAYS)
    return Worklist(
        list(rows.filter(_owed(actor)).order_by("updated_at")[:limit]),
        list(own.filter(state="in_review").exclude(_owed(actor))[:limit]),
        list(own.filter(state__in=("published", "withdrawn"), updated_at__gte=since)[:limit]),
        stale_boards(actor)[:limit],
    )


def numbered(actor: StaffActor, text: str) -> Activity | None:
    """The activity with this very number, if the actor sees it."""
    return publicity.for_staff(actor).filter(number__iexact=text).first()


def numbers_of(values: Sequence[Any]) -> list[int]:
    """The keys among what was ticked."""
    return [int(each) for each in map(str, values) if each.isascii() and each.isdigit() and len(each) < 19]
