"""Links to other sites (外部链接) and what came of asking for them."""

from __future__ import annotations

from django.db import models


class OutsideLink(models.Model):
    """A link to another site that stands in something public. What is kept is the last answer, no history."""

    url = models.TextField()
    #: SHA-256 of the address: it may be long.
    digest = models.CharField(max_length=64, unique=True)
    #: The last day on which it stood in something public.
    seen_on = models.DateField()
    asked_on = models.DateField(null=True)
    #: A status of HTTP, or a word of ``domain.supervision.outside``; empty: not asked yet.
    outcome = models.CharField(max_length=12, blank=True)
    #: Failures in a row, each on another day, and the day of the first.
    failures = models.PositiveSmallIntegerField(default=0)
    since = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seen_on", "asked_on"], name="outside_link_to_ask")]

    def __str__(self) -> str:
        return self.url
