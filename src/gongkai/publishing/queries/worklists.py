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
from gongkai.publishing.queries.documents import SUBJECT

#: Which states wait for which role.
WAITING_FOR = {
    SECTION_HEAD: ("section_review",),
    SECRECY_REVIEWER: ("secrecy_review", "consulting", "referred"),
    LEADER: ("approval",),
    OFFICE: ("release", "history"),
}
#: Days back in "done".
DONE_DAYS = 30


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
    return Document.objects.filter(access.visible_to(actor)).select_related(
        "working", "live", "unit", "author"
    )


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
    since = clock.now() - timedelta(days=DONE_DAYS)
    lately = Step.objects.filter(person_id=actor.person_id, at__gte=since).exclude(move="author")
    done = list(
        _base(actor)
        .filter(pk__in=lately.values("document_id"))
        .exclude(pk__in=[document.pk for document in to_do + waiting])
        .order_by("-updated_at")[:limit]
    )
    clocks = _clocks_of([*to_do, *waiting, *done])
    items = [[_item(document, clocks) for document in part] for part in (to_do, waiting, done)]
    soon = [
        item
        for part in items[:2]
        for item in part
        if item.standing and item.standing.state in ("soon", "today", "overdue")
    ]
    soon.sort(key=lambda item: item.standing.deadline.due_on if item.standing else clock.today())  # type: ignore[arg-type, return-value]
    return Worklist(items[0], items[1], items[2], soon)


def _clocks_of(documents: Sequence[Document]) -> dict[str, Deadline]:
    rows = Deadline.objects.filter(
        subject_type=SUBJECT,
        subject__in=[str(document.pk) for document in documents],
        stopped_on__isnull=True,
    ).order_by("-due_on")
    return {row.subject: row for row in rows}


def _item(document: Document, clocks: dict[str, Deadline]) -> Item:
    row = clocks.get(str(document.pk))
    return Item(document, deadlines.standing(row) if row else None)


def items(documents: Sequence[Document]) -> list[Item]:
    """Documents with their next due clock, for lists."""
    clocks = _clocks_of(documents)
    return [_item(document, clocks) for document in documents]


def board(actor: StaffActor) -> list[deadlines.Standing]:
    """The deadline board: what runs in the actor's agency (or units), the next due first."""
    sees_all = any(holding.roles & set(access.SEEING_ALL) for holding in actor.holdings)
    units = None if sees_all else [holding.unit_id for holding in actor.holdings]
    rows = deadlines.board(agency=actor.agency_code, units=units)[:500]
    today, calendar = clock.today(), clock.calendar()
    return [deadlines.standing(row, today=today, calendar=calendar) for row in rows]


def closed_to_reassess(actor: StaffActor) -> list[Document]:
    """Closed documents whose day to be looked at again has come (Article 18)."""
    return list(
        _base(actor)
        .filter(state="closed", review_again_on__lte=clock.today() + timedelta(days=30))
        .order_by("review_again_on", "id")
    )
