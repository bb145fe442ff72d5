"""What training and examinations ask of each person: to do, waiting for others, done lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.core import clock
from gongkai.duties import access
from gongkai.duties.access import LEADER, TRAINER
from gongkai.duties.models import Candidate, Course, DutyStep, Examination
from gongkai.duties.queries.learning import certificates, courses, examinations, mine
from gongkai.people.actor import StaffActor

DONE_DAYS = 30
_OURS = ("draft", "marking", "correcting")
_THEIRS = ("in_review", "results_in", "correction_in")


@dataclass(frozen=True, slots=True)
class Worklist:
    """Courses and examinations; the person's own sittings; how many certificates are about to run out."""

    courses: Sequence[Course] = ()
    examinations: Sequence[Examination] = ()
    sittings: Sequence[Candidate] = ()
    waiting: Sequence[Examination] = ()
    done: Sequence[Examination] = ()
    expiring: int = 0


def _owed_courses(actor: StaffActor) -> QuerySet[Course]:
    """Drafts, and courses that are over with the attendance open."""
    owed = Q(state="draft") | Q(state="announced", ends_on__lt=clock.today())
    kept = access.agencies_seen(actor, frozenset({TRAINER}))
    return courses.for_staff(actor).filter(owed, agency_id__in=kept)


def _owed_examinations(actor: StaffActor) -> QuerySet[Examination]:
    kept = access.agencies_seen(actor, frozenset({TRAINER}))
    led = access.agencies_seen(actor, frozenset({LEADER}))
    authored = DutyStep.objects.filter(
        Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id),
        kind=examinations.KIND,
        record=OuterRef("pk"),
        move="author",
    )
    ours = Q(state__in=_OURS, agency_id__in=kept)
    theirs = Q(state__in=_THEIRS, agency_id__in=led) & ~Q(Exists(authored))
    return examinations.for_staff(actor).filter(ours | theirs)


def to_do_count(actor: StaffActor) -> int:
    """How many wait for the actor; one query for whoever has no part in training."""
    count = len(mine.to_begin(actor))
    if not actor.roles & {TRAINER, LEADER}:
        return count
    return count + _owed_courses(actor).count() + _owed_examinations(actor).count()


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The lists; a fixed number of queries however many there are."""
    own = mine.to_begin(actor)
    if not actor.roles & {TRAINER, LEADER}:
        return Worklist(sittings=own)
    owed = list(_owed_examinations(actor).order_by("updated_at")[:limit])
    kept = access.agencies_seen(actor, frozenset({TRAINER}))
    every = examinations.for_staff(actor).filter(agency_id__in=kept)
    waiting = every.filter(state__in=_THEIRS).exclude(pk__in=[each.pk for each in owed])
    since = clock.now() - timedelta(days=DONE_DAYS)
    done = every.filter(state__in=("confirmed", "corrected"), updated_at__gte=since)
    return Worklist(
        list(_owed_courses(actor).order_by("begins_on", "id")[:limit]),
        owed,
        own,
        list(waiting.order_by("updated_at")[:limit]),
        list(done[:limit]),
        certificates.expiring(kept).count() if kept else 0,
    )
