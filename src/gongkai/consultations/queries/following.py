"""Who follows consultations by e-mail (邮件订阅): whether it is offered, how many there are, and who is told what."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.consultations import followers
from gongkai.consultations.models import Follower, News
from gongkai.core import mail
from gongkai.people.models import Agency

SUBJECT = "consultations.follower"


def offered() -> bool:
    """Whether anybody can follow: messages go out, and their links know the address of this site."""
    return mail.available() and bool(settings.PUBLIC_URL)


def staying() -> QuerySet[Follower]:
    """Everybody who has not left."""
    return Follower.objects.filter(left_at__isnull=True)


def following(mark: str, agency: Agency | None) -> Follower | None:
    """Whoever follows this agency (``None``: all of them) under this mark."""
    return staying().filter(mark=mark, agency=agency).select_related("agency").first()


def by_leave_key(key: str) -> Follower | None:
    """Whose key to leave with it is, also when they left."""
    pk = followers.read_leave_key(key)
    return Follower.objects.filter(pk=pk).select_related("agency").first() if pk is not None else None


def how_many(agencies: Collection[int]) -> int:
    """How many addresses are told of what one of these agencies puts out."""
    rows = staying().filter(Q(agency__isnull=True) | Q(agency_id__in=agencies))
    return rows.values("mark").distinct().count()


def to_be_told(news: News) -> QuerySet[Follower]:
    """Who is still to be told, in the order in which they came; who follows the agency and all of them is told once."""
    before = staying().filter(since__lte=news.found_at)
    of_all = before.filter(mark=OuterRef("mark"), agency__isnull=True)
    rows = before.filter(
        Q(agency__isnull=True) | Q(agency_id=news.document.agency_id) & ~Exists(of_all), pk__gt=news.last
    )
    return rows.order_by("id")
