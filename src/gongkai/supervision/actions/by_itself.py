"""What happens without anybody: once a night the monitors look at every agency."""

from __future__ import annotations

from django.utils import timezone

from gongkai.core import clock
from gongkai.people.models import Agency
from gongkai.supervision.actions.looking import look
from gongkai.supervision.models import Look


def run() -> int:
    """One round: every agency not looked at today; gives how many were. Safe to run twice, and after a fall."""
    looked = 0
    for agency in Agency.objects.filter(closed_on__isnull=True).order_by("id"):
        last = Look.objects.filter(agency=agency).order_by("-id").first()
        if last is None or timezone.localtime(last.at).date() < clock.today():
            look(agency)
            looked += 1
    return looked
