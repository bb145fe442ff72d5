"""Collections and problems as programs read them: narrowed lists, and the numbers of one collection."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gongkai.consultations.models import Collection, Problem
from gongkai.consultations.queries import collecting as reads


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many remarks came in and how many of them are shown; how many problems they showed."""

    received: int
    shown: int
    problems: int


def collections(state: str = "", agency: str = "", kind: str = "") -> QuerySet[Collection]:
    """The public collections, narrowed; the newest first."""
    rows = reads.public()
    narrowed = (("state", state), ("agency__code", agency), ("kind", kind))
    return rows.filter(**{name: value for name, value in narrowed if value}).order_by("-id")


def problems(state: str = "", agency: str = "") -> QuerySet[Problem]:
    """The public problems, narrowed; the newest first."""
    rows = reads.public_problems(agency)
    return rows.filter(state=state) if state else rows


def problem(agency: str, number: str) -> Problem | None:
    """One of them by its number."""
    return reads.public_problems(agency).filter(number=number).first()


def numbers(found: Collection) -> Numbers:
    """The numbers of a collection; two queries."""
    said = found.remarks.aggregate(
        received=Count("id"), shown=Count("id", filter=Q(shown_at__isnull=False, hidden_reason=""))
    )
    return Numbers(said["received"], said["shown"], reads.public_problems().filter(collection=found).count())
