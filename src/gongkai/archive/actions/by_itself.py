"""What happens without anybody: what ended long enough ago is archived, what the rooms erased of people goes."""

from __future__ import annotations

from gongkai.archive.actions.archiving import archive_due
from gongkai.archive.actions.erasing import erase_due
from gongkai.people.models import Agency


def run() -> int:
    """One round over every agency; gives how many were archived. Safe to run twice, and after a fall."""
    erase_due()
    return sum(
        archive_due(agency)[0] for agency in Agency.objects.filter(closed_on__isnull=True).order_by("id")
    )
