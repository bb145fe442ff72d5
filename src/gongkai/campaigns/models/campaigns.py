"""Campaigns (专项治理) and who moved them on; clues other rooms passed to one."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit


class Campaign(models.Model):
    """A campaign on its way (``domain.campaigns.course``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: The unit that organises it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-ZX-2026-001; never reused.
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    aim = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    #: A key of ``law/campaigns.toml``; the list in force on the day of an inspection holds for that inspection.
    checklist = models.CharField(max_length=40)
    begins_on = models.DateField()
    ends_on = models.DateField()
    #: What the letter to the parties says beside what it always says.
    letter_words = models.TextField(blank=True)
    #: What came of it, written before it is closed.
    results = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="draft")
    announced_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_campaign_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="campaign_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-begins_on"], name="campaign_by_state")]

    def __str__(self) -> str:
        return self.number


class CampaignStep(models.Model):
    """Who made which move with a campaign, ``author`` for whoever wrote in it. Written once."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Clue(models.Model):
    """What another room passed to a campaign (线索): a complaint's number and the words with it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="clues")
    #: Number of the matter it comes from.
    number = models.CharField(max_length=80)
    words = models.TextField()
    #: The site it is about, where that is known.
    site = models.ForeignKey("campaigns.Site", on_delete=models.PROTECT, null=True, related_name="clues")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_clue_per_matter_and_campaign")
        ]
