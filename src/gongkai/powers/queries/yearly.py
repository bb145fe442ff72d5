"""Decisions as the annual report counts them (第二十条第五、六项): made in the year, whatever became of them later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, QuerySet

from gongkai.domain.powers import decisions as rules
from gongkai.powers.models import Decision


def of_year(agency_id: int, year: int) -> QuerySet[Decision]:
    """The decisions an agency made in the year; who was spared was not punished."""
    days = (date(year, 1, 1), date(year, 12, 31))
    return Decision.objects.filter(agency_id=agency_id, decided_on__range=days).exclude(outcome="spared")


def counted(agency_id: int, year: int) -> Mapping[str, int]:
    """Figure of the report → how many, of the kinds with decisions in the records of the year; one query."""
    rows = of_year(agency_id, year).order_by().values_list("kind").annotate(number=Count("pk"))
    return {field: number for kind, number in rows for field in rules.kinds()[kind].report_fields}


def behind(agency_id: int, year: int, field: str) -> QuerySet[Decision]:
    """The decisions a figure of the report counts."""
    kinds = [kind.key for kind in rules.kinds().values() if field in kind.report_fields]
    return of_year(agency_id, year).filter(kind__in=kinds)
