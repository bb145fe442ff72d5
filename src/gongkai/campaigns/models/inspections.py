"""Inspections (现场检查) as they were recorded on the street, their photos, and who moved them on."""

from __future__ import annotations

from django.db import models

from gongkai.campaigns.models.sites import Listed
from gongkai.people.models import Agency, Person, Unit


class Inspection(models.Model):
    """A filled-in check-list of a site. What was recorded never changes; a note is added, or it is withdrawn."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    listed = models.ForeignKey(Listed, on_delete=models.PROTECT, related_name="inspections")
    #: Such as CGJ-JC-2026-00012.
    number = models.CharField(max_length=40)
    #: Made by the device before there was a net: the same record sent twice is one record.
    device_key = models.UUIDField(unique=True)
    #: SHA-256 over what the device sent; another content under the same key is refused.
    sent_digest = models.CharField(max_length=64)
    #: A key of ``cause`` in ``law/campaigns.toml``, and the matter it comes from.
    cause = models.CharField(max_length=20)
    cause_number = models.CharField(max_length=80, blank=True)
    #: The check-list as it was that day.
    checklist = models.CharField(max_length=40)
    checklist_from = models.DateField()
    #: Item → {"verdict", "note"}.
    answers = models.JSONField(default=dict)
    #: ``passed`` or ``to_correct``, and until when.
    result = models.CharField(max_length=12)
    correct_by = models.DateField(null=True)
    remark = models.TextField(blank=True)
    inspector = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    #: Sealed: who of the site was there and was told the result.
    present = models.TextField(blank=True)
    #: When it was made by the device's clock, and when it arrived here.
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    #: WGS-84 degrees, and the metres the device was unsure of.
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)
    state = models.CharField(max_length=12, default="recorded")
    published_on = models.DateField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_inspection_per_number"),
            models.CheckConstraint(
                condition=~models.Q(inspector=models.F("second")), name="two_people_inspect"
            ),
            models.CheckConstraint(
                condition=models.Q(result="passed") | models.Q(correct_by__isnull=False),
                name="what_is_wrong_has_its_last_day",
            ),
        ]
        indexes = [
            models.Index(fields=["listed", "-made_at"], name="inspection_of_site"),
            models.Index(fields=["agency", "state", "-made_at"], name="inspection_by_state"),
            models.Index(fields=["unit", "state"], name="inspection_of_unit"),
        ]

    def __str__(self) -> str:
        return self.number


class InspectionPhoto(models.Model):
    """A photo of an item, sealed on disk; only the veiled copy is ever shown outside."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="photos")
    #: Key of the item of the check-list.
    item = models.CharField(max_length=40)
    key = models.CharField(max_length=64, unique=True)
    veiled_key = models.CharField(max_length=64, blank=True)
    boxes = models.JSONField(default=list)
    #: Looked at and kept from the public.
    kept_back = models.BooleanField(default=False)
    size = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class InspectionStep(models.Model):
    """Who made which move with a record. Written once."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
