"""Letters to the parties of a site (致工程建设单位和施工单位的信) and whether they were acknowledged."""

from __future__ import annotations

from django.db import models

from gongkai.campaigns.models.campaigns import Campaign
from gongkai.campaigns.models.sites import SiteParty
from gongkai.core.models import Letter


class Notice(models.Model):
    """A letter of a campaign to one party; acknowledged by its code, or by a receipt brought in."""

    class Way(models.TextChoices):
        CODE = "code"
        RECEIPT = "receipt"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="notices")
    party = models.ForeignKey(SiteParty, on_delete=models.PROTECT, related_name="notices")
    #: ``None`` only within the deed that issues it.
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    #: What the party types in: short, and nothing can be told from it.
    reference = models.CharField(max_length=20, unique=True)
    #: Keyed digest of the code in the letter.
    code_digest = models.CharField(max_length=64)
    issued_on = models.DateField()
    #: After this day who has not acknowledged it is reminded.
    acknowledge_by = models.DateField()
    reminded_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    #: Sealed: who acknowledged it, in which function.
    acknowledged_by = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "party"], name="one_letter_per_party_and_campaign"),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True) | ~models.Q(acknowledged_way=""),
                name="an_acknowledgement_has_its_way",
            ),
        ]
        indexes = [
            models.Index(
                fields=["acknowledge_by"],
                condition=models.Q(acknowledged_at__isnull=True),
                name="notice_to_acknowledge",
            )
        ]

    def __str__(self) -> str:
        return self.reference
