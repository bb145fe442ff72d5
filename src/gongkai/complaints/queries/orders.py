"""What is told back about work orders: where each stands, the reply as sent, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from gongkai.complaints import house
from gongkai.complaints.models import Matter, Reply
from gongkai.domain.complaints import PROCESS

#: The fields of an order told back, in their order.
FIELDS = (
    "number", "system", "matter", "state", "state_label", "unit", "result", "result_label", "reply", "replied_at",
    "closed_at", "on_time", "answered", "solved", "rating", "ground", "ground_reason", "updated_at",
)  # fmt: skip


def progress(
    agency_id: int, *, since: datetime | None = None, numbers: tuple[str, ...] = (), limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Orders changed since a moment, or those named, the last changed last. Two queries for every thousand."""
    sent = Reply.objects.filter(sent_at__isnull=False).order_by("-round")
    rows = (
        Matter.objects.filter(agency_id=agency_id)
        .exclude(outside_number="")
        .select_related("unit", "lead")
        .prefetch_related(Prefetch("replies", queryset=sent, to_attr="sent"))
        .order_by("updated_at", "id")
    )
    if since is not None:
        rows = rows.filter(updated_at__gte=since)
    if numbers:
        rows = rows.filter(outside_number__in=numbers)
    if limit is not None:
        rows = rows[:limit]
    for matter in rows.iterator(chunk_size=1000):
        yield _line(matter)


def _line(matter: Matter) -> dict[str, Any]:
    sent: list[Reply] = matter.sent  # type: ignore[attr-defined]  # prefetched above
    result = house.row("result", matter.result) or {}
    return {
        "number": matter.outside_number,
        "system": matter.outside_system,
        "matter": matter.number,
        "state": matter.state,
        "state_label": _(PROCESS.state(matter.state).label),
        "unit": matter.unit.name if matter.unit else "",
        "result": matter.result,
        "result_label": result.get("label", ""),
        "reply": sent[0].text if sent else "",
        "replied_at": _iso(matter.replied_at),
        "closed_at": _iso(matter.closed_at),
        "on_time": matter.on_time,
        "answered": matter.answered,
        "solved": matter.solved,
        "rating": matter.rating,
        "ground": matter.ground,
        "ground_reason": matter.ground_reason,
        "updated_at": _iso(matter.updated_at),
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
