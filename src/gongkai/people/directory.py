"""The agencies as anybody may look them up (机构概况)."""

from __future__ import annotations

from gongkai.people.models import Agency


def agencies(*, with_closed: bool = False) -> list[Agency]:
    """The agencies of the installation, the host first; one query."""
    query = Agency.objects.select_related("superior").order_by("-is_host", "code")
    return list(query if with_closed else query.filter(closed_on__isnull=True))


def agency(code: str) -> Agency | None:
    """The agency with this code, open or closed."""
    return Agency.objects.select_related("superior").filter(code=code).first()
