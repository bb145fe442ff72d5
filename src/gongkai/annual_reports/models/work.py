"""The tables of work reports (年度工作报告): text with figures in it, frozen counts, editions, templates."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person


class WorkReport(models.Model):
    """An agency's work report of one year on its way (``domain.annual_report.work_course``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="draft")
    revision = models.PositiveIntegerField(default=1)
    #: Raised with each correction of a published report.
    round = models.PositiveSmallIntegerField(default=1)
    #: Section or ``section.topic`` → text with figures in braces.
    texts = models.JSONField(default=dict)
    #: What was counted when it was checked (``domain.annual_report.work.dump``), and its digest.
    counts = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="one_work_report_per_year")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"


class WorkStep(models.Model):
    """Who made which move in which round, ``author`` for whoever wrote in it. Written once."""

    report = models.ForeignKey(WorkReport, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]


class WorkEdition(models.Model):
    """A work report as it was published. It never changes; a correction is a new edition."""

    report = models.ForeignKey(WorkReport, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    #: The whole document as JSON.
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_work_edition_per_number")
        ]


class WorkTemplate(models.Model):
    """The text an agency's work reports begin with; a change is a new row, the newest holds."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField(default=dict)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "-id"], name="work_template_of_agency")]
