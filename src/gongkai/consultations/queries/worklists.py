"""What documents ask of each person, what that person waits for, and which days come near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.consultations import access
from gongkai.consultations.models import Document, DocumentStep, Opinion
from gongkai.consultations.queries.document_lists import OPEN
from gongkai.consultations.queries.documents import for_staff
from gongkai.core import clock
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import DRAFTER, LEADER, LEGAL, PUBLISHER
from gongkai.people.actor import StaffActor

#: Days back in "done", days before the end in "closing soon", and rows of the lists of days.
DONE_DAYS, SOON_DAYS, MOST_SOON = 30, 7, 20
#: What the drafting unit has in hand.
DRAFTERS_TURN = ("project", "drafting", "sorting")
#: Role of the agency → the states that wait for it, and whose earlier moves keep a person from the next one.
_TURN = (
    (PUBLISHER, ("to_consult", "signed"), ("author",)),
    (PUBLISHER, ("published",), ()),
    (LEGAL, ("fair_review", "legality"), ("author",)),
    (LEADER, ("discussion",), ("author", "legally_reviewed")),
)


@dataclass(frozen=True, slots=True)
class Worklist:
    """My documents: to do, waiting for others, done lately; those whose days come near; opinions without an answer."""

    to_do: Sequence[Document] = ()
    waiting: Sequence[Document] = ()
    done: Sequence[Document] = ()
    closing: Sequence[Document] = ()
    lapsing: Sequence[Document] = ()
    unanswered: dict[int, int] = field(default_factory=dict)


def works_here(actor: StaffActor) -> bool:
    """Whether any document can wait for the actor."""
    return bool(actor.roles & set(access.ROLES))


def sees_documents(actor: StaffActor) -> bool:
    """Whether the actor sees documents on their way."""
    return bool(actor.roles & access.SEEING)


def _owed(actor: StaffActor) -> Q:
    """What the drafting units have in hand, and what waits for a role of the agency and other eyes."""
    owed = Q(unit_id__in=actor.units_where(DRAFTER), state__in=DRAFTERS_TURN)
    for role, states, never in _TURN:
        agencies = {each.agency_id for each in actor.holdings if role in each.roles}
        if not agencies:
            continue
        turn = Q(state__in=states, agency_id__in=agencies)
        if never:
            did = DocumentStep.objects.filter(document=OuterRef("pk"), move__in=never)
            mine = did.filter(Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id))
            turn &= Q(~Exists(mine))
        owed |= turn
    return owed


def to_do_count(actor: StaffActor) -> int:
    """How many documents wait for the actor; no query for whoever has no part."""
    if not works_here(actor):
        return 0
    return Document.objects.filter(access.visible_to(actor)).filter(_owed(actor)).count()


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The lists; a fixed number of queries however many documents."""
    if not works_here(actor):
        return Worklist()
    every = for_staff(actor)
    to_do = list(every.filter(_owed(actor)).order_by("updated_at", "id")[:limit])
    acted = DocumentStep.objects.filter(document=OuterRef("pk"), person_id=actor.person_id)
    mine = every.filter(Exists(acted)).exclude(pk__in=[each.pk for each in to_do])
    waiting = list(mine.filter(state__in=OPEN).order_by("updated_at", "id")[:limit])
    since = clock.now() - timedelta(days=DONE_DAYS)
    lately = acted.filter(at__gte=since).exclude(move="author")
    ended = every.filter(Exists(lately)).exclude(state__in=OPEN)
    return Worklist(
        to_do,
        waiting,
        list(ended.order_by("-updated_at", "-id")[:limit]),
        closing(actor),
        lapsing(actor),
        unanswered([*to_do, *waiting]),
    )


def closing(actor: StaffActor) -> list[Document]:
    """Consultations whose last day comes within a week, the next first; one query."""
    last = clock.today() + timedelta(days=SOON_DAYS)
    rows = for_staff(actor).filter(state="consulting", closes_on__lte=last)
    return list(rows.order_by("closes_on", "id")[:MOST_SOON])


def lapsing(actor: StaffActor) -> list[Document]:
    """Documents whose validity ends within the months of warning (``law/consultations.toml``); one query."""
    rows = for_staff(actor).filter(state__in=("published", "in_force"), lapses_on__lte=warned_until())
    return list(rows.order_by("lapses_on", "id")[:MOST_SOON])


def warned_until() -> date:
    """The last day of the months of warning from today."""
    return months_on(clock.today(), rules.house("lapse_warning")["months"])


def months_on(first: date, months: int) -> date:
    """The same day so many months on; of a day that month does not have, its last."""
    years, month = divmod(first.month - 1 + months, 12)
    begins = date(first.year + years, month + 1, 1)
    # The 31st of a month that has 30 days is its 30th.
    return min(begins + timedelta(days=first.day - 1), _last_of(begins))


def _last_of(begins: date) -> date:
    later = begins.replace(day=28) + timedelta(days=4)
    return later - timedelta(days=later.day)


def unanswered(rows: Sequence[Document]) -> dict[int, int]:
    """Document → opinions without an answer, where there are any; one query."""
    asked = [each.pk for each in rows if each.state in ("consulting", "sorting", "drafting", "to_consult")]
    if not asked:
        return {}
    waiting = Opinion.objects.filter(document_id__in=asked, hidden_reason="", verdict="")
    return dict(waiting.order_by().values_list("document_id").annotate(n=Count("id")))


def states_of_opinions(found: Document) -> dict[str, int]:
    """The numbers of its opinions: received, not looked at yet, shown, hidden, without an answer; one query."""
    new = Q(shown_at__isnull=True, hidden_reason="")
    counted: QuerySet[Opinion] = Opinion.objects.filter(document=found)
    return counted.aggregate(
        received=Count("id"),
        new=Count("id", filter=new),
        shown=Count("id", filter=Q(shown_at__isnull=False)),
        hidden=Count("id", filter=~Q(hidden_reason="")),
        none=Count("id", filter=Q(hidden_reason="", verdict="")),
    )
