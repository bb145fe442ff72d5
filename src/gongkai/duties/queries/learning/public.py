"""Training and examinations as the public reads them: counts alone, nobody's name, nobody's mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from gongkai.core import clock
from gongkai.domain.duties.examining import Count as Counted
from gongkai.duties.models import Course, Examination
from gongkai.duties.queries import learning_figures
from gongkai.duties.queries.learning import examinations
from gongkai.people.models import Agency

#: Examinations on the page, and agencies.
MOST = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A confirmed examination in numbers; ``year`` is that of its first sitting."""

    title: str
    subject: str
    sittings: int
    resits: int
    last_on: date | None
    count: Counted


def years(agency_id: int) -> list[int]:
    """The years in which something was held, the latest first; never empty."""
    held = Course.objects.filter(agency_id=agency_id, state="held")
    found = set(held.order_by().values_list("ends_on__year", flat=True).distinct())
    exams = Examination.objects.filter(agency_id=agency_id, confirmed_on__isnull=False)
    found |= set(exams.order_by().values_list("sittings__begins_at__year", flat=True).distinct()) - {None}
    return sorted(found, reverse=True) or [clock.today().year]


def host() -> Agency | None:
    """The agency whose name stands over the site."""
    return Agency.objects.filter(is_host=True).first() or Agency.objects.order_by("pk").first()


def held(agency_id: int, year: int) -> list[tuple[str, int, int]]:
    """Topic → courses held and person-times in the year."""
    rows = learning_figures.courses(agency_id, year).order_by().values_list("topic")
    there = Count("attendances", filter=Q(attendances__present=True))
    return [
        (topic, n, people) for topic, n, people in rows.annotate(n=Count("pk", distinct=True), people=there)
    ]


def shown(agency_id: int, year: int) -> list[Shown]:
    """The examinations behind the year's figures, the latest first, counted as these are; a fixed number of queries."""
    rows = list(learning_figures.examinations(agency_id, year).prefetch_related("sittings")[:MOST])
    counts = examinations.counts(rows)
    sat = learning_figures.sat_by_examination(agency_id, year)
    found, now = [], clock.now()
    for each in rows:
        held_at = [
            sitting
            for sitting in each.sittings.all()
            if sitting.called_off_at is None and sitting.begins_at <= now
        ]
        last = max((sitting.begins_at for sitting in held_at), default=None)
        resits = sum(sitting.resit for sitting in held_at)
        day = timezone.localtime(last).date() if last else None
        count = Counted(counts[each.pk].enrolled, *sat[each.pk])
        found.append(Shown(each.title, each.subject, len(held_at), resits, day, count))
    return found
