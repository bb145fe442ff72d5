"""The agencies as anybody may look them up (机构概况)."""

from __future__ import annotations

from gongkai.people.models import Agency, Unit


def agencies(*, with_closed: bool = False) -> list[Agency]:
    """The agencies of the installation, the host first; one query."""
    query = Agency.objects.select_related("superior").order_by("-is_host", "code")
    return list(query if with_closed else query.filter(closed_on__isnull=True))


def agency(code: str) -> Agency | None:
    """The agency with this code, open or closed."""
    return Agency.objects.select_related("superior").filter(code=code).first()


def units(agency_id: int) -> list[Unit]:
    """The units of an agency that are open, in the order in which they were founded."""
    rows = Unit.objects.filter(agency_id=agency_id, closed_on__isnull=True).select_related("agency")
    return list(rows.order_by("id"))
