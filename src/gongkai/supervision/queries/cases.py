"""Cases of accountability as people see them: lists, what is in one, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.supervision import liability
from gongkai.domain.supervision.accountability import (
    FLAGS,
    LEADER,
    OPEN,
    PROCESS,
    REVIEWERS,
    SUPERVISOR,
)
from gongkai.people.actor import StaffActor
from gongkai.supervision import access_accountability as access
from gongkai.supervision.access import agencies_seen, units_headed
from gongkai.supervision.models import Case, CaseStep, Statement, Talk

__all__ = ["Case", "CaseStep", "Statement", "Talk"]

CASE = "supervision.case"
#: Rows of a list on one page.
SIZE = 30
#: What the form of a move fills, and what is true of the case itself.
GIVEN = ("worded", "day_set", "talk", "measure", "not_heavier")
#: Moves whom it concerns need not know of.
INSIDE = frozenset({"opened", "look_into", "enquire", "look_again", "propose", "send_back"})
#: Where supervision has the next step.
_SUPERVISIONS = ("opened", "looking", "heard", "decided", "carried_out")


def subject_of(case: Case) -> tuple[str, object]:
    """The case as a subject of the ledger."""
    return CASE, case.pk


def for_staff(actor: StaffActor) -> QuerySet[Case]:
    """The cases the actor sees, the newest first."""
    rows = Case.objects.filter(access.visible_to(actor))
    return rows.select_related("agency", "unit", "person").order_by("-id")


def listed(
    actor: StaffActor, *, state: str = "", fault: str = "", unit: int | None = None, late: bool = False
) -> QuerySet[Case]:
    """Narrowed; ``state`` "" means what is open, "all" every one."""
    rows = for_staff(actor)
    if state != "all":
        rows = rows.filter(state__in=(state,) if state else OPEN)
    if fault:
        rows = rows.filter(fault=fault)
    if unit:
        rows = rows.filter(unit_id=unit)
    if late:
        rows = rows.filter(act_by__lt=clock.today())
    return rows


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the number of the row after which the next one begins (empty: this is the last)."""

    rows: Sequence[Case]
    after: str


def page(rows: QuerySet[Case], after: str, size: int = SIZE) -> Page:
    """The cases after the cursor; an unreadable one means the beginning; one query."""
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def counts(actor: StaffActor) -> dict[str, int]:
    """State → cases the actor sees; one query."""
    rows = Case.objects.filter(access.visible_to(actor)).order_by().values_list("state")
    return dict(rows.annotate(number=Count("pk")))


def one(actor: StaffActor, pk: int) -> Case | None:
    """One case."""
    rows = for_staff(actor).select_related("agency", "unit", "person", "finding", "matter")
    return rows.filter(pk=pk).first() if pk < 2**63 else None


def steps(case: Case) -> list[CaseStep]:
    """Who made which move, oldest first."""
    return list(case.steps.select_related("person"))


def told(case: Case, sight: access.Sight) -> list[Event]:
    """The events of its ledger, oldest first; without what is done inside, where not all is shown."""
    events = list(ledger.events_of([subject_of(case)]))
    if sight == "full":
        return events
    return [each for each in events if each.verb.rpartition(".")[2] not in INSIDE]


def talks(case: Case, sight: access.Sight) -> list[Talk]:
    """The talks; those of the enquiry are not shown to whom it concerns, nor to a head."""
    rows = case.talks.select_related("recorded_by")
    return list(rows if sight == "full" else rows.filter(kind=Talk.Kind.RESULT))


def statements(case: Case, sight: access.Sight) -> list[Statement]:
    """What whom it concerns said; a head does not read it."""
    return [] if sight == "head" else list(case.statements.select_related("person"))


def facts(case: Case, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with; ``given``: reason, and the flags the form fills."""
    doers: dict[str, set[str]] = {}
    for step in case.steps.all():
        for who in (step.person_id, step.on_behalf_of_id):
            if who is not None:
                doers.setdefault(step.move, set()).add(str(who))
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, case)),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given) & {"reason"},
        flags=(frozenset(given) & set(GIVEN)) | flags(case),
    )


def flags(case: Case) -> frozenset[str]:
    """What is true of the case by its own record."""
    today = clock.today()
    found = {
        "had_chance": had_chance(case),
        "recorded": _recorded(case),
        "in_appeal_time": case.appeal_until is not None and today <= case.appeal_until,
        "appealed": case.appealed_on is not None,
        "was_carried_out": case.carried_out_on is not None,
    }
    return frozenset(key for key, holds in found.items() if holds and key in FLAGS)


def had_chance(case: Case) -> bool:
    """Whether the person or unit was told, and stated their side or let the last day go by."""
    if case.told_on is None or case.hear_until is None:
        return False
    return case.stated_on is not None or case.hear_until < clock.today()


def _recorded(case: Case) -> bool:
    measure = liability.measures().get(case.measure)
    if measure is None or not measure.talk:
        return True
    return case.talks.filter(kind=Talk.Kind.RESULT, measure=case.measure).exists()


def offers(case: Case, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now; what a form asks for is not missing yet."""
    return process.offers(PROCESS, case.state, facts(case, actor, ("reason", *GIVEN)))


def to_do(actor: StaffActor) -> QuerySet[Case]:
    """What waits for the actor: the next step as supervision, as leader, as reviewer, or to be heard."""
    today = clock.today()
    mine = Q(pk__in=())
    if agencies := agencies_seen(actor, frozenset({SUPERVISOR})):
        heard = Q(state="hearing") & (Q(stated_on__isnull=False) | Q(hear_until__lt=today))
        mine |= Q(agency_id__in=agencies) & (Q(state__in=_SUPERVISIONS) | heard)
    if agencies := agencies_seen(actor, frozenset({LEADER})):
        mine |= Q(agency_id__in=agencies, state="proposed") & ~_did(actor, "propose")
    if agencies := agencies_seen(actor, frozenset(REVIEWERS)):
        mine |= Q(agency_id__in=agencies, state="reviewing") & ~_did(actor, "propose", "decide")
    mine &= ~access.about(actor)
    own = Q(person_id=actor.person_id) | Q(person_id__isnull=True, unit_id__in=units_headed(actor))
    rows = Case.objects.filter(mine | (own & Q(state="hearing", told_on__isnull=False)))
    return rows.select_related("agency", "unit", "person").order_by("act_by", "id")


def to_do_count(actor: StaffActor) -> int:
    """How many wait for the actor; one query."""
    return to_do(actor).order_by().count()


def _did(actor: StaffActor, *moves: str) -> Q:
    people = {actor.person_id, *(each.absent for each in actor.holdings if each.absent is not None)}
    made = CaseStep.objects.filter(case=OuterRef("pk"), move__in=moves)
    return Q(Exists(made.filter(Q(person_id__in=people) | Q(on_behalf_of_id__in=people))))


def state_counts(agency_id: int | None = None) -> dict[str, int | None]:
    """State → cases, of one agency or of all; ``None``: some, but fewer than are told. One query."""
    rows = Case.objects.all() if agency_id is None else Case.objects.filter(agency_id=agency_id)
    counted = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    numbers = {state.key: counted.get(state.key, 0) for state in PROCESS.states}
    return {key: None if 0 < number < liability.FEWEST else number for key, number in numbers.items()}
