"""Packages that still keep papers of a person whose data the room has erased."""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery

from gongkai.archive.models import Package
from gongkai.archive.queries.sources import sources
from gongkai.core.archiving import erasure_of


def behind(kind: str) -> QuerySet[Package]:
    """Packages of a kind, superseded ones too, whose record was erased since; ``erased`` is when, by the room."""
    source = sources()[kind]
    rows = source.rows().filter(pk=OuterRef("record")).order_by()
    marks = rows.annotate(arch_erased=erasure_of(source)).values("arch_erased")[:1]
    found = Package.objects.filter(kind=kind).exclude(personal_key="").select_related("agency")
    since = Q(erasure__isnull=True, erased__isnull=False) | Q(erased__gt=F("erasure"))
    erased = Subquery(marks, output_field=DateTimeField(null=True))
    return found.annotate(erased=erased).filter(since).order_by("pk")


def kinds_erased() -> list[str]:
    """The kinds whose rooms erase personal data."""
    return [kind for kind, source in sources().items() if source.erased is not None]


def leftovers() -> QuerySet[Package]:
    """Packages whose erased bytes may lie there still: the machine went down before they were gone."""
    return Package.objects.exclude(leftover_key="").order_by("pk")


def is_behind(package: Package) -> bool:
    """Whether the room erased data of the record since; at most one query."""
    return package.kind in kinds_erased() and behind(package.kind).filter(pk=package.pk).exists()


def erased_at(package: Package) -> datetime:
    """When the room erased, of a package found by ``behind``."""
    found: datetime = package.erased  # type: ignore[attr-defined]
    return found
