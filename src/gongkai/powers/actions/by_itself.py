"""What the register does by itself: at midnight versions come into force, and what is searched and counted follows."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from gongkai.core import clock, ledger, public_version
from gongkai.powers.actions import projecting
from gongkai.powers.models import Entry, Version

#: Days looked back when the process begins: it may have stood still over a long holiday.
LOOK_BACK = 40
_day: date | None = None


def turn_the_day() -> int:
    """Writes anew the projections of every entry whose version in force changed with the day. Gives how many.

    Runs once a day and once when the process begins; again it changes nothing.
    """
    global _day
    today = clock.today()
    if _day == today:
        return 0
    number = follow_since(_day or today - timedelta(days=LOOK_BACK), today)
    _day = today
    return number


def follow_since(day: date, today: date) -> int:
    """The same for every change between the days, both included."""
    turned = Q(in_force_from__range=(day, today)) | Q(in_force_until__range=(day - timedelta(days=1), today))
    versions = Version.objects.filter(turned, state="published")
    with transaction.atomic():
        ledger.take_turn()
        entries = Entry.objects.filter(pk__in=versions.values("entry_id")).select_related("agency", "unit")
        number = 0
        for entry in entries.order_by("pk"):
            projecting.follow(entry)
            number += 1
        if number:
            public_version.public_changed()
    return number
