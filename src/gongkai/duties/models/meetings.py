"""Special meetings (专题会议): agenda, who was called and came, minutes, and the decisions that become tasks."""

from __future__ import annotations

from django.db import models

from gongkai.duties.models.plans import Task, WorkPlan
from gongkai.people.models import Agency, Body, Membership, Person, Unit


class Meeting(models.Model):
    """A meeting on its way (``domain.duties.meetings``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-HY-2026-01.
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    begins_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    minutes = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="draft")
    called_on = models.DateField(null=True)
    held_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="one_meeting_per_number")]
        indexes = [models.Index(fields=["agency", "state", "-begins_at"], name="meeting_by_state")]

    def __str__(self) -> str:
        return self.number


class AgendaItem(models.Model):
    """An item of the agenda: an open task, a record of any room by its number, or words. Taken out, it stays."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    title = models.CharField(max_length=200)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class Called(models.Model):
    """A member of the body as called to the meeting, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="called")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    #: How many of those who sit there were told by mail.
    mailed = models.PositiveSmallIntegerField(default=0)
    #: ``present``, ``excused`` or ``absent``; empty before the meeting.
    presence = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="a_member_called_once")]


class Decision(models.Model):
    """A decision of a meeting (议定事项); a task once the minutes are signed. Taken out, it stays."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    text = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    #: The adopted plan the task goes to; none: it stands under the meeting.
    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, null=True, related_name="+")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, related_name="+")
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
