"""Certificates as staff see them, and those about to run out."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.core import clock
from gongkai.domain.duties.learning import number
from gongkai.duties import access
from gongkai.duties.access_learning import SEEING_ALL
from gongkai.duties.models import Candidate, Certificate, Learner
from gongkai.people.actor import StaffActor

STANDS = ("holds", "expiring", "expired", "void")
#: Whether the person still counts as passed: a corrected result may take the pass away.
_STILL = Exists(
    Candidate.objects.filter(
        learner=OuterRef("learner"),
        sitting__examination=OuterRef("examination"),
        passed=True,
        withdrawn_at__isnull=True,
    )
)


def for_staff(actor: StaffActor) -> QuerySet[Certificate]:
    """The certificates the actor sees: all, the own unit's, or the own."""
    rows = Certificate.objects.filter(
        Q(agency_id__in=access.agencies_seen(actor, SEEING_ALL))
        | Q(learner__unit_id__in=actor.units_where(access.DOER))
        | Q(learner__person_id=actor.person_id)
    )
    return rows.annotate(still=_STILL).select_related("learner__unit", "examination", "agency")


def certificate(actor: StaffActor, pk: int) -> Certificate | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def listed(
    actor: StaffActor, *, text: str = "", subject: str = "", stand: str = "", unit: int = 0
) -> QuerySet[Certificate]:
    """The certificates narrowed by number or name, subject, whether they still hold, and unit."""
    rows = for_staff(actor)
    if text:
        named = Q(learner__name__icontains=text) | Q(learner__staff_number__icontains=text)
        rows = rows.filter(Q(number__icontains=text) | Q(examination__number__iexact=text) | named)
    if subject:
        rows = rows.filter(subject=subject)
    if unit:
        rows = rows.filter(learner__unit_id=unit)
    return rows.filter(_standing(stand)) if stand in STANDS else rows


def stand_of(found: Certificate) -> str:
    """Whether it holds, is about to run out or has, or lost its ground when the result was corrected."""
    today = clock.today()
    if not getattr(found, "still", True):
        return "void"
    if found.valid_until < today:
        return "expired"
    return "expiring" if found.valid_until <= today + timedelta(days=number("expiring", "days")) else "holds"


def _standing(stand: str) -> Q:
    today = clock.today()
    soon = today + timedelta(days=number("expiring", "days"))
    return {
        "expired": Q(valid_until__lt=today, still=True),
        "expiring": Q(valid_until__range=(today, soon), still=True),
        "holds": Q(valid_until__gt=soon, still=True),
        "void": Q(still=False),
    }[stand]


def expiring(agency_ids: set[int]) -> QuerySet[Certificate]:
    """Certificates of these agencies about to run out, whose holder is still there and has no newer one that holds."""
    rows = Certificate.objects.annotate(still=_STILL).filter(_standing("expiring"), agency_id__in=agency_ids)
    newer = Certificate.objects.filter(
        learner=OuterRef("learner"), subject=OuterRef("subject"), valid_until__gt=OuterRef("valid_until")
    )
    return rows.filter(~Exists(newer), learner__left_on__isnull=True).order_by("valid_until", "id")


def of_learner(found: Learner) -> list[Certificate]:
    """One person's certificates, the newest first."""
    rows = found.certificates.annotate(still=_STILL).select_related("learner__unit", "examination")
    return list(rows.order_by("-issued_on", "-id")[:200])
