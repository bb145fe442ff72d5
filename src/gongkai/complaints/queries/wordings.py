"""The wordings for replies as their keeper looks at them: in use, before, retired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.complaints.models import ReplyTemplate, RoutingRule
from gongkai.complaints.queries.desk import agencies_of
from gongkai.core import ledger
from gongkai.people.actor import StaffActor

__all__ = ["Kept", "ReplyTemplate", "kept", "versions", "why_retired", "wording"]


@dataclass(frozen=True, slots=True)
class Kept:
    """The wordings in use, and the last version of each that was retired."""

    used: list[ReplyTemplate]
    gone: list[ReplyTemplate]


def kept(agency_id: int, *, category: str = "", result: str = "") -> Kept:
    """All wordings of an agency, or those for a class (and what is made for every class) and a result; one query."""
    rows = ReplyTemplate.objects.filter(agency_id=agency_id).order_by("key", "version")
    newest = {row.key: row for row in rows}.values()
    fitting = [
        row
        for row in newest
        if (
            not category
            or not row.category
            or category.startswith(row.category)
            or row.category.startswith(category)
        )
        and (not result or row.result in ("", result))
    ]
    fitting.sort(key=lambda row: (row.category, row.result, row.title, row.pk))
    return Kept(
        [row for row in fitting if row.retired_at is None],
        [row for row in fitting if row.retired_at is not None],
    )


def why_retired(kind: str, verb: str, rows: Iterable[ReplyTemplate | RoutingRule]) -> dict[int, str]:
    """Why rules or wordings were retired, from the ledger: the row itself keeps why it was made. One query."""
    subjects = [(kind, row.pk) for row in rows if row.retired_at is not None]
    return {int(each.subject): each.reason for each in ledger.events_of(subjects) if each.verb == verb}


def wording(actor: StaffActor, pk: int) -> ReplyTemplate | None:
    """A version of a wording of an agency in which the actor sees matters."""
    rows = ReplyTemplate.objects.select_related("agency", "created_by")
    return rows.filter(pk=pk, agency_id__in=agencies_of(actor)).first()


def versions(row: ReplyTemplate) -> list[ReplyTemplate]:
    """Every version of this wording, the newest first."""
    rows = ReplyTemplate.objects.filter(agency_id=row.agency_id, key=row.key)
    return list(rows.select_related("created_by").order_by("-version"))
