"""What the room's records share on their way to the archive: the step that ended one, and that it is no unit's."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet, Value

from gongkai.core import archiving
from gongkai.domain.archive.rules import kinds
from gongkai.domain.process import Process
from gongkai.duties.models import DutyStep


def ending(kind: str, process: Process, record: str) -> QuerySet[DutyStep]:
    """The steps that ended a record, the last one first; ``record``: its kind in ``law/archive.toml``."""
    moves = archiving.moves_into(process, kinds()[record].states)
    return DutyStep.objects.filter(kind=kind, record=OuterRef("pk"), move__in=moves).order_by("-pk")


def of_agency(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Records that are the agency's and no unit's."""
    answered: QuerySet[Any] = rows.annotate(no_unit=Value(None, BigIntegerField()))
    return answered
