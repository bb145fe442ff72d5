"""Replies of a matter, the wordings they may begin with, and the anonymised version."""

from __future__ import annotations

from django.db.models import Q

from gongkai.complaints import checks
from gongkai.complaints.models import Matter, PublicMatter, Reply, ReplyTemplate

__all__ = ["PublicMatter", "Reply", "ReplyTemplate", "of_matter", "public_version", "reply_of", "wordings"]

#: The reason kept with what is never published.
NEVER = "matter"
#: Wordings offered for one reply.
MOST = 40


def of_matter(matter: Matter) -> list[Reply]:
    """The replies of every round, the newest first."""
    return list(matter.replies.select_related("template").order_by("-round"))


def reply_of(matter: Matter) -> Reply | None:
    """The reply of the present round."""
    return checks.reply_of(matter)


def wordings(matter: Matter) -> list[ReplyTemplate]:
    """The wordings in use that fit the matter's class, those made for it alone first; one query."""
    large = matter.category.partition("-")[0]
    fitting = Q(category="") | Q(category__in=[matter.category, large, large[:1]])
    rows = ReplyTemplate.objects.filter(agency_id=matter.agency_id, retired_at__isnull=True).filter(fitting)
    found = list(rows.order_by("key", "-version")[:MOST])
    return sorted(found, key=lambda row: (-len(row.category), row.result, row.title))


def wording(matter: Matter, pk: int) -> ReplyTemplate | None:
    """One of them."""
    return next((each for each in wordings(matter) if each.pk == pk), None)


def public_version(matter: Matter) -> PublicMatter | None:
    """The anonymised version; nothing for what is never published."""
    row = PublicMatter.objects.filter(matter=matter).select_related("prepared_by", "released_by").first()
    # Reports and what is against somebody never had one, or lost it when that was found out.
    return None if row is None or row.hidden_reason == NEVER else row
