"""What evaluations and clean-up lists ask of each person: what waits, and which documents are due to be evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from gongkai.consultations import access_evaluating as access
from gongkai.consultations.models import CleanUp, CleanUpEntry, Document, Evaluation, EvaluationStep
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries.worklists import months_on
from gongkai.core import clock
from gongkai.domain.consultations import cleaning, evaluating, rules
from gongkai.domain.consultations.course import DRAFTER, LEADER, LEGAL, PUBLISHER
from gongkai.people.actor import StaffActor

#: Rows of a page, words of a question that are looked at, rows of what is due.
SIZE, MOST_WORDS, MOST_DUE = 30, 4, 20
#: Role of the agency → the states that wait for it, and whose earlier moves keep a person from the next one.
_EVALUATIONS = ((LEADER, "confirming", ("author",)), (PUBLISHER, "confirmed", ("author",)))
_LISTS = (
    (LEGAL, "legality", ("author",)),
    (LEADER, "deciding", ("author", "review")),
    (PUBLISHER, "decided", ("author",)),
)
#: A state of the lists beside those of the tables: whatever is on its way.
ON_ITS_WAY = "going"
Row = TypeVar("Row", Evaluation, CleanUp)


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for a person, and the documents of the own units that are due to be evaluated."""

    evaluations: Sequence[Evaluation] = ()
    clean_ups: Sequence[CleanUp] = ()
    due: Sequence[tuple[Document, date]] = ()
    #: Entries of published lists whose documents still wait to be repealed.
    to_end: Sequence[CleanUpEntry] = ()


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Row]
    after: str


def newest_first(rows: QuerySet[Row], after: str) -> Page[Row]:
    """The rows after the cursor, the newest first; one query."""
    last = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    found = list((rows.filter(pk__lt=last) if last else rows).order_by("-id")[: SIZE + 1])
    return Page(found[:SIZE], str(found[SIZE - 1].pk) if len(found) > SIZE else "")


def evaluations(
    actor: StaffActor, *, text: str = "", state: str = "", unit: int | None = None
) -> QuerySet[Evaluation]:
    """The evaluations the actor sees, narrowed."""
    rows = reads.evaluations(actor)
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(Q(number__icontains=word) | Q(document__title__icontains=word))
    rows = rows.filter(unit_id=unit) if unit else rows
    if state:
        rows = (
            rows.filter(state__in=evaluating.UNDER_WAY) if state == ON_ITS_WAY else rows.filter(state=state)
        )
    return rows


def clean_ups(actor: StaffActor, *, text: str = "", state: str = "") -> QuerySet[CleanUp]:
    """The lists the actor sees, narrowed."""
    rows = reads.clean_ups(actor)
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
    if state:
        rows = rows.filter(state__in=cleaning.UNDER_WAY) if state == ON_ITS_WAY else rows.filter(state=state)
    return rows


def works_here(actor: StaffActor) -> bool:
    """Whether anything of this can wait for the actor."""
    return bool(actor.roles & set(access.ROLES))


def to_do_count(actor: StaffActor) -> int:
    """How much waits for the actor; no query for whoever has no part."""
    if not works_here(actor):
        return 0
    return (
        _waiting(Evaluation, "evaluation", _EVALUATIONS, actor).count()
        + _waiting(CleanUp, "clean_up", _LISTS, actor).count()
        + _to_end(actor).count()
    )


def my_work(actor: StaffActor, *, limit: int = 50) -> Work:
    """What waits for the actor; a fixed number of queries however much there is."""
    if not works_here(actor):
        return Work()
    return Work(
        list(_waiting(Evaluation, "evaluation", _EVALUATIONS, actor)[:limit]),
        list(_waiting(CleanUp, "clean_up", _LISTS, actor)[:limit]),
        due(actor, limit=limit),
        list(_to_end(actor)[:limit]),
    )


def _waiting(
    kind: type[Row], column: str, turns: Sequence[tuple[str, str, tuple[str, ...]]], actor: StaffActor
) -> QuerySet[Row]:
    """What the drafting units have in hand, and what waits for a role of the agency and other eyes."""
    owed = Q(unit_id__in=actor.units_where(DRAFTER), state="draft")
    for role, state, never in turns:
        agencies = {each.agency_id for each in actor.holdings if role in each.roles}
        if agencies:
            did = EvaluationStep.objects.filter(move__in=never, **{column: OuterRef("pk")})
            mine = did.filter(Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id))
            owed |= Q(~Exists(mine), state=state, agency_id__in=agencies)
    rows: QuerySet[Row] = kind.objects.filter(owed).select_related("agency", "unit")
    return rows.order_by("updated_at", "id")


def _to_end(actor: StaffActor) -> QuerySet[CleanUpEntry]:
    """Entries of published lists whose documents the actor repeals, and that are still in force."""
    agencies = {each.agency_id for each in actor.holdings if LEADER in each.roles}
    ending = [row["key"] for row in rules.rows("clean_up_result") if row["ends"]]
    rows = CleanUpEntry.objects.filter(
        clean_up__state="published",
        clean_up__agency_id__in=agencies,
        result__in=ending,
        document__state__in=("published", "in_force"),
    )
    return rows.select_related("clean_up", "document__unit", "document__agency").order_by("id")


def due(actor: StaffActor, *, limit: int = MOST_DUE) -> list[tuple[Document, date]]:
    """The documents of the units the actor drafts for whose evaluation falls due, with the day, the next due first.

    Those being evaluated are left out. Two queries, however many documents there are.
    """
    units = actor.units_where(DRAFTER)
    if not units:
        return []
    until = months_on(clock.today(), int(rules.house("evaluation_warning")["months"]))
    years = int(rules.house("evaluation")["years"])
    counted = [kind.key for kind in rules.kinds().values() if kind.counted]
    going = Evaluation.objects.filter(document=OuterRef("pk"), state__in=evaluating.UNDER_WAY)
    done = Q(evaluations__state__in=("confirmed", "published"))
    rows = Document.objects.filter(
        Q(~Exists(going)),
        unit_id__in=units,
        kind__in=counted,
        state__in=("published", "in_force"),
        # What came into force later cannot be due yet; the day more is for a 29 February.
        in_force_from__lte=evaluating.years_on(until, -years) + timedelta(days=1),
    )
    rows = rows.select_related("agency", "unit").annotate(
        evaluated=Max("evaluations__evaluated_on", filter=done)
    )
    found = [
        (each, evaluating.due_on(each.in_force_from, each.evaluated))
        for each in rows
        if each.in_force_from is not None
    ]
    soon = sorted((day, each.pk, each) for each, day in found if day <= until)
    return [(each, day) for day, _pk, each in soon[:limit]]


def next_list_on(agency_id: int) -> date | None:
    """The day by which the agency's next list is due; nothing where it has no document in force.

    A list counts once it is published: one that is still being written tells nobody anything. Two queries.
    """
    first = reads.in_force(agency_id, clock.today()).order_by().aggregate(day=Min("in_force_from"))["day"]
    if first is None:
        return None
    last = CleanUp.objects.filter(agency_id=agency_id, state="published").values_list("as_of", flat=True)
    return cleaning.next_on(list(last), first)
