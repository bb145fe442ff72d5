"""The archive with a package behind its addresses."""

from __future__ import annotations

from typing import Any

from cast import Cast
from gongkai.archive.actions.archiving import archive_record
from gongkai.requests.models import Request


class Archive:
    """What stands behind the addresses of the archive: the package of a concluded request."""

    def __init__(self, cast: Cast, request: Request) -> None:
        self.package = archive_record(
            agency_id=cast.agency.pk, kind="request", record=request.pk, actor=cast.archivist
        )

    def of(self, name: str) -> dict[str, Any]:
        """The values of an address."""
        if name.startswith("workspace:archive_year"):
            return {"year": self.package.year, "form": "csv"}
        return {"pk": self.package.pk}
