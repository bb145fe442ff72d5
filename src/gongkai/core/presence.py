"""Being there: who else has a record open right now. No part of any record, so no event."""

from __future__ import annotations

from datetime import timedelta

from gongkai.core import clock
from gongkai.core.models import Presence

#: Seconds after which somebody who gave no sign of life is no longer shown as present.
HERE_SECONDS = 60


def sign_of_life(subject: tuple[str, object], *, person: int, name: str) -> list[str]:
    """Notes that the person has the record open. Gives the names of the others who have."""
    kind, key = subject
    now = clock.now()
    Presence.objects.update_or_create(
        subject_type=kind, subject=str(key), person=person, defaults={"name": name, "seen_at": now}
    )
    here = Presence.objects.filter(
        subject_type=kind, subject=str(key), seen_at__gte=now - timedelta(seconds=HERE_SECONDS)
    )
    return list(here.exclude(person=person).order_by("name").values_list("name", flat=True))
