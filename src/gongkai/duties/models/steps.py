"""Who made which move with a record of the room. Written once."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Person


class DutyStep(models.Model):
    """A move, or ``author`` for whoever wrote in the record; two pairs of eyes look at these."""

    #: The record: its process (``plan``, ``task``, ``meeting`` …) and its key.
    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["kind", "record", "id"], name="duty_step_of_record"),
            models.Index(fields=["person", "kind", "-id"], name="duty_step_of_person"),
        ]
