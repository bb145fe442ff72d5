"""What each person has to do, waits for, has done, and what falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.domain.disclosure import DRAFTER, LEADER, OFFICE, SECRECY_REVIEWER, SECTION_HEAD
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.models import Document, Step
from gongkai.publishing.queries.documents import SUBJECT, with_title

#: Which states wait for which role.
WAITING_FOR = {
    SECTION_HEAD: ("section_review",),
    SECRECY_REVIEWER: ("secrecy_review", "consulting", "referred"),
    LEADER: ("approval",),
    OFFICE: ("release", "history"),
}
#: Days back in "done".
DONE_DAYS = 30
#: Most rows of the deadline board.
BOARD_ROWS = 500


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a worklist: the document and its next due clock, if one runs."""

    document: Document
    standing: deadlines.Standing | None


@dataclass(frozen=True, slots=True)
class Worklist:
    """My work: to do, waiting for others, done lately, and due soon."""

    to_do: Sequence[Item]
    waiting: Sequence[Item]
    done: Sequence[Item]
    due_soon: Sequence[Item]


def _base(actor: StaffActor) -> QuerySet[Document]:
    query = Document.objects.filter(access.visible_to(actor)).select_related(
        "working", "live", "unit", "author"
    )
    return with_title(query)


def _owed_by(actor: StaffActor) -> Q:
    owed = Q(pk__in=[])
    for holding in actor.holdings:
        if DRAFTER in holding.roles:
            owed |= Q(state="draft", unit_id=holding.unit_id)
        for role, states in WAITING_FOR.items():
            if role not in holding.roles:
                continue
            here = Q(state__in=states, agency_id=holding.agency_id)
            owed |= here & Q(unit_id=holding.unit_id) if role == SECTION_HEAD else here
    return owed


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The four lists; a fixed number of queries however many rows."""
    to_do = list(_base(actor).filter(_owed_by(actor)).order_by("updated_at")[:limit])
    mine_elsewhere = Q(author_id=actor.person_id) | Q(
        pk__in=Step.objects.filter(person_id=actor.person_id).values("document_id")
    )
    on_the_way = (
        "section_review",
        "secrecy_review",
        "consulting",
        "referred",
        "approval",
        "release",
        "scheduled",
    )
    waiting = list(
        _base(actor)
        .filter(mine_elsewhere, state__in=on_the_way)
        .exclude(pk__in=[document.pk for document in to_do])
        .order_by("-updated_at")[:limit]
    )
    today = clock.today()
    since = clock.now() - timedelta(days=DONE_DAYS)
    lately = Step.objects.filter(person_id=actor.person_id, at__gte=since).exclude(move="author")
    done = list(
        _base(actor)
        .filter(pk__in=lately.values("document_id"))
        .exclude(pk__in=[document.pk for document in to_do + waiting])
        .order_by("-updated_at")[:limit]
    )
    rows = iter(items([*to_do, *waiting, *done]))
    parts = [[next(rows) for _ in part] for part in (to_do, waiting, done)]
    pressing = [
        (item.standing.deadline.due_on or today, item)
        for part in parts[:2]
        for item in part
        if item.standing and item.standing.state in ("soon", "today", "overdue")
    ]
    pressing.sort(key=lambda pair: (pair[0], pair[1].document.pk))
    return Worklist(parts[0], parts[1], parts[2], [item for _, item in pressing])


def to_do_count(actor: StaffActor) -> int:
    """How many documents wait for the actor."""
    return Document.objects.filter(access.visible_to(actor)).filter(_owed_by(actor)).count()


def overdue_count(actor: StaffActor) -> int:
    """How many of these clocks have run out."""
    return _board_rows(actor).filter(due_on__lt=clock.today()).count()


def _clocks_of(documents: Sequence[Document]) -> dict[str, Deadline]:
    rows = Deadline.objects.filter(
        subject_type=SUBJECT,
        subject__in=[str(document.pk) for document in documents],
        stopped_on__isnull=True,
    ).order_by("-due_on")
    return {row.subject: row for row in rows}


def items(documents: Sequence[Document]) -> list[Item]:
    """Documents with their next due clock, for lists; three queries however many rows."""
    clocks = _clocks_of(documents)
    today, calendar = clock.today(), clock.calendar()
    standing = {key: deadlines.standing(row, today=today, calendar=calendar) for key, row in clocks.items()}
    return [Item(document, standing.get(str(document.pk))) for document in documents]


def board(actor: StaffActor, *, limit: int = BOARD_ROWS) -> list[deadlines.Standing]:
    """The documents' part of the deadline board: what runs in the actor's agency (or units), the next due first.

    The city's office sees, besides, what is overdue in every agency.
    """
    today, calendar = clock.today(), clock.calendar()
    rows = _board_rows(actor)[:limit]
    return [deadlines.standing(row, today=today, calendar=calendar) for row in rows]


def _board_rows(actor: StaffActor) -> QuerySet[Deadline]:
    roles = actor.roles
    here = Q(agency=actor.agency_code)
    if not roles & set(access.SEEING_ALL):
        here &= Q(unit__in=[holding.unit_id for holding in actor.holdings])
    if access.CITY_OFFICE in roles:
        here |= Q(due_on__lt=clock.today())
    return deadlines.board().filter(here, subject_type=SUBJECT)


def closed_to_reassess(actor: StaffActor) -> list[Document]:
    """Closed documents whose day to be looked at again has come (Article 18)."""
    return list(
        _base(actor)
        .filter(state="closed", review_again_on__lte=clock.today() + timedelta(days=30))
        .order_by("review_again_on", "id")
    )
