"""Work plans (工作方案) with their goals and measures, and the tasks (任务) under them."""

from __future__ import annotations

from django.db import models

from gongkai.core.models import StoredFile
from gongkai.duties.models.themes import Theme
from gongkai.people.models import Agency, Person, Post, Unit


class WorkPlan(models.Model):
    """A plan on its way (``domain.duties.plans``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-FA-2026-01; never reused.
    number = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    basis = models.TextField(blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="draft")
    adopted_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="one_plan_per_number")]
        indexes = [models.Index(fields=["agency", "year", "state"], name="plan_by_year")]

    def __str__(self) -> str:
        return self.number


class Goal(models.Model):
    """A goal of a plan (目标)."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="goals")
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "title"], name="a_goal_once_in_a_plan")]


class Measure(models.Model):
    """A measure towards a goal (举措)."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="measures")
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["goal", "title"], name="a_measure_once_in_a_goal")]


class Task(models.Model):
    """A task on its way (``domain.duties.tasks``); of a plan, or of a meeting's decision."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, null=True, related_name="tasks")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, related_name="tasks")
    meeting = models.ForeignKey("duties.Meeting", on_delete=models.PROTECT, null=True, related_name="tasks")
    #: The plan's or meeting's number and a serial of its own.
    number = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    #: What counts as done (完成标准).
    standard = models.TextField(blank=True)
    #: The lead unit (牵头单位) and those that help (配合单位).
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    co_units = models.ManyToManyField(Unit, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="tasks")
    begins_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, default="planned")
    percent = models.PositiveSmallIntegerField(default=0)
    #: The day it came into force: the plan adopted, the task added after that, or the minutes signed.
    given_on = models.DateField(null=True)
    #: Why it was added to an adopted plan.
    added_because = models.CharField(max_length=500, blank=True)
    done_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_task_per_number"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("begins_on")), name="task_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(plan__isnull=False) | models.Q(meeting__isnull=False),
                name="task_comes_from_somewhere",
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="no_more_than_the_whole_task"),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "due_on"], name="task_by_limit"),
            models.Index(fields=["unit", "state", "due_on"], name="task_of_unit"),
        ]

    def __str__(self) -> str:
        return self.number


class TaskProgress(models.Model):
    """How far a task had come on a day (进展). Written once."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="progress")
    percent = models.PositiveSmallIntegerField()
    words = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class TaskEvidence(models.Model):
    """What shows that something was done (佐证): a file, or the number of a record. Written once."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    words = models.CharField(max_length=200)
    #: Number of a publication or of a record of any room.
    number = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False) | ~models.Q(number=""), name="evidence_is_something"
            )
        ]


class TaskReminder(models.Model):
    """A reminder that went out: how many days before which limit (-1: after it). Written once."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reminders")
    due_on = models.DateField()
    days = models.SmallIntegerField()
    mailed = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "due_on", "days"], name="reminded_once_of_a_limit")
        ]
