"""What happens without anybody: at night what ended long enough ago is archived."""

from __future__ import annotations

from gongkai.archive.actions.archiving import archive_due
from gongkai.people.models import Agency


def run() -> int:
    """One round over every agency; gives how many were archived. Safe to run twice, and after a fall."""
    return sum(
        archive_due(agency)[0] for agency in Agency.objects.filter(closed_on__isnull=True).order_by("id")
    )
