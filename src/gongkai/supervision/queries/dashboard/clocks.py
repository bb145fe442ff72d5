"""Limits (期限) on the dashboard: running clocks by how they stand on a day, stopped ones by whether they were kept.

A limit the applicant or another agency owes is nobody's here, nor is a step on the way to a limit, nor the clock of a
matter on the shelved list or of a report against somebody.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast

from gongkai.complaints.models import Instruction, Matter
from gongkai.complaints.queries.desk import SHOWN
from gongkai.complaints.queries.subjects import INSTRUCTION, SESSION
from gongkai.complaints.queries.subjects import SUBJECT as MATTER
from gongkai.core.models import Deadline
from gongkai.domain.supervision.dashboard import Days
from gongkai.supervision.queries.dashboard.rooms import NAMES_NOBODY, Room
from gongkai.supervision.queries.dashboard.scope import Scope

#: Room → the subjects of its clocks.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "documents": ("publishing.document",),
    "requests": ("requests.request",),
    "reviews": ("requests.dispute",),
    "matters": (MATTER, INSTRUCTION, SESSION),
    "tasks": ("duties.task",),
    "inspections": ("campaigns.inspection",),
    "decisions": ("powers.decision",),
    "reports": ("annual_reports.report",),
}
ROOM_OF = {subject: room for room, subjects in SUBJECTS.items() for subject in subjects}
#: What the applicant owes.
THEIRS = ("request.correction", "request.fee_payment", "request.reasons")
STANDS = ("due", "overdue", "soon")


def clocks(scope: Scope, rooms: Sequence[Room]) -> QuerySet[Deadline]:
    """The clocks of these rooms the reader may see, of the units asked about, in no order."""
    wanted = Q(pk__in=[])
    for room in rooms:
        if room.key in SUBJECTS:
            wanted |= _of(scope, room)
    rows = Deadline.objects.filter(wanted, agency=scope.agency_code).exclude(rule__in=THEIRS)
    return rows.filter(scope.of_units("unit")).order_by()


def _of(scope: Scope, room: Room) -> Q:
    """The room's clocks: of the whole agency, or of the units in which the reader has a post of the room."""
    here = [each for each in scope.actor.holdings if each.agency_id == scope.agency_id]
    found = Q(subject_type__in=SUBJECTS[room.key])
    if not any(each.roles & room.whole for each in here):
        found &= Q(unit__in=[each.unit_id for each in here if each.roles & room.units])
        found &= ~Q(subject_type=SESSION)  # shown to whoever sees every matter
    return found & _told(scope) if room.key == "matters" else found


def _told(scope: Scope) -> Q:
    """Of matters: no steps on the way, nothing of what is shelved or a report against somebody."""
    silent = (
        Matter.objects.filter(agency_id=scope.agency_id).filter(~NAMES_NOBODY | Q(state="shelved")).order_by()
    )
    instructed = Instruction.objects.filter(matter__in=silent.values("pk")).order_by()
    quiet = silent.annotate(key=Cast("pk", CharField())).values("key")
    said = instructed.annotate(key=Cast("pk", CharField())).values("key")
    matters = Q(subject_type=MATTER, rule__in=SHOWN) & ~Q(subject__in=quiet)
    return matters | (Q(subject_type=INSTRUCTION) & ~Q(subject__in=said)) | Q(subject_type=SESSION)


def running(scope: Scope) -> Q:
    """Clocks that ran at the end of the day, with the limits as they are known now."""
    return Q(started_on__lte=scope.day) & (Q(stopped_on__isnull=True) | Q(stopped_on__gt=scope.day))


def standing(scope: Scope) -> dict[str, Q]:
    """``due`` that day, ``overdue``, due ``soon`` after it: each for clocks that run."""
    over = Q(due_on__lt=scope.day)
    if scope.is_today:
        over |= Q(due_at__lt=scope.now, due_on=scope.day)
    still = Q(due_on=scope.day) & ~over if not scope.is_today else _due_today(scope)
    return {
        "due": running(scope) & still,
        "overdue": running(scope) & over,
        "soon": running(scope) & Q(due_on__gt=scope.day, due_on__lte=scope.soon),
    }


def _due_today(scope: Scope) -> Q:
    """Said without "not": where a clock has no moment, the database would answer neither yes nor no."""
    return Q(due_on=scope.day) & (Q(due_at__isnull=True) | Q(due_at__gte=scope.now))


def stopped(days: Days) -> dict[str, Q]:
    """``stopped`` in the span, and ``kept``: those of them that were stopped within their limit."""
    within = Q(stopped_on__gte=days.first, stopped_on__lte=days.last)
    by_moment = Q(due_at__isnull=False, stopped_at__isnull=False, stopped_at__lte=F("due_at"))
    by_day = (Q(due_at__isnull=True) | Q(stopped_at__isnull=True)) & Q(stopped_on__lte=F("due_on"))
    return {"stopped": within, "kept": within & (by_moment | by_day | Q(due_on__isnull=True))}


def to_answer(scope: Scope) -> dict[str, Q]:
    """Findings with a notice to answer that day: all of them (``urged``), and as their last day stands."""
    waiting = Q(urged_on__lte=scope.day) & (Q(state="urged") | Q(answered_on__gt=scope.day))
    waiting &= Q(closed_on__isnull=True) | Q(closed_on__gt=scope.day)
    return {
        "urged": waiting,
        "due": waiting & Q(act_by=scope.day),
        "overdue": waiting & Q(act_by__lt=scope.day),
        "soon": waiting & Q(act_by__gt=scope.day, act_by__lte=scope.soon),
    }
