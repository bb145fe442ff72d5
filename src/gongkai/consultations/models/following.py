"""Who wants to be told of consultations by e-mail (邮件订阅), and what they were told of already."""

from __future__ import annotations

from django.db import models

from gongkai.consultations.models.documents import Document
from gongkai.people.models import Agency


class Follower(models.Model):
    """A confirmed address. Left, the row stays and holds nothing of the address any more."""

    #: ``None``: the consultations of every agency.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    #: The address, sealed; and a keyed digest of it, by which the same one is found again.
    address = models.TextField(blank=True)
    mark = models.CharField(max_length=64, blank=True)
    #: In which language the messages are written.
    language = models.CharField(max_length=10)
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mark", "agency"],
                condition=models.Q(left_at__isnull=True, agency__isnull=False),
                name="one_follower_of_an_agency",
            ),
            models.UniqueConstraint(
                fields=["mark"],
                condition=models.Q(left_at__isnull=True, agency__isnull=True),
                name="one_follower_of_all",
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(address="", mark=""),
                name="who_left_is_forgotten",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "id"], condition=models.Q(left_at__isnull=True), name="follower_here"
            )
        ]


class News(models.Model):
    """Something followers are told of, once: a version put out, its end near, its report, the text published."""

    class Kind(models.TextChoices):
        OUT = "out"
        ENDING = "ending"
        REPORT = "report"
        PUBLISHED = "published"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="news")
    #: The version it is about; 0: the document as a whole.
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    found_at = models.DateTimeField()
    #: The last follower whose message is queued; the messages and this number are written together.
    last = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "version", "kind"], name="news_are_told_once")
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(done_at__isnull=True), name="news_to_tell")]
