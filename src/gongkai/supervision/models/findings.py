"""Findings (监督发现) of the monitors, the urging notices (督办) they become, and the looks that made them."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit


class Finding(models.Model):
    """Something a monitor found, on its way (``domain.supervision.course``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: The unit concerned; ``None``: the openness office.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    #: A key of ``law/supervision.toml``, and what makes it the same fault at the next look.
    monitor = models.CharField(max_length=24)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    #: What is wrong: a msgid with its values.
    msgid = models.TextField()
    params = models.JSONField(default=dict)
    #: The page of the record: name of the address and what it is made of.
    address = models.CharField(max_length=60, blank=True)
    address_args = models.JSONField(default=list)
    found_on = models.DateField()
    last_seen_on = models.DateField()
    #: Until when somebody must have acted.
    act_by = models.DateField()
    #: What the notice asks for, and what was answered.
    asked = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="found")
    #: Keeps the same fault from being found anew: until it is closed; of a dismissed one, until the fault is gone.
    standing = models.BooleanField(default=True)
    urged_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["act_by", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "monitor", "key"],
                condition=models.Q(standing=True),
                name="one_standing_finding_per_fault",
            )
        ]
        indexes = [
            models.Index(fields=["agency", "state", "act_by"], name="finding_by_state"),
            models.Index(fields=["unit", "state", "act_by"], name="finding_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.monitor} {self.title}"


class FindingStep(models.Model):
    """Who made which move with a finding. Written once."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Look(models.Model):
    """A look of a monitor at an agency: what it found, or why it failed. Written once."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    monitor = models.CharField(max_length=24)
    at = models.DateTimeField()
    found = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    #: The sentence of what went wrong; empty: it looked.
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "monitor", "-id"], name="look_of_monitor")]
