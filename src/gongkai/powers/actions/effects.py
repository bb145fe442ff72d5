"""What a move does beside changing the state: dates, digest, the predecessor's last day, projections."""

from __future__ import annotations

from datetime import timedelta

from gongkai.core import clock, public_version
from gongkai.powers.actions import projecting
from gongkai.powers.actions.base import digest_of
from gongkai.powers.models import Entry, Version


def before_saving(version: Version, key: str) -> None:
    """Sets the version's own fields."""
    if key == "publish":
        version.in_force_from = version.in_force_from or clock.today()
        version.published_at = clock.now()
        version.digest = digest_of(version)


def after_saving(version: Version, key: str) -> None:
    """Sets what stands beside it."""
    if key in ("publish", "withdraw"):
        line_up(version.entry)


def line_up(entry: Entry) -> None:
    """Each published version ends the day before the next one begins; what is shown and counted follows."""
    published = list(entry.versions.filter(state="published").order_by("in_force_from", "number"))
    for version, follower in zip(published, [*published[1:], None], strict=False):
        ends = follower.in_force_from - timedelta(days=1) if follower and follower.in_force_from else None
        if version.in_force_until != ends:
            Version.objects.filter(pk=version.pk).update(in_force_until=ends)
    if published:
        Entry.objects.filter(pk=entry.pk).update(title=published[-1].title)
    projecting.follow(entry)
    public_version.public_changed()
