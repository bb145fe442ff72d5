"""The tables of annual reports (政府信息公开工作年度报告): prose, frozen figures, what was declared and explained.

Figures counted from records are not kept here until they are frozen: until then they are asked for each time.
"""

from __future__ import annotations

from django.db import models

from gongkai.core.models import StoredFile
from gongkai.people.models import Agency, Person, Unit


class Report(models.Model):
    """An agency's report of one year on its way (``domain.annual_report.course``)."""

    class Scope(models.TextChoices):
        OWN = "own"
        #: The sum over the agencies below and the agency itself: a government's report.
        SUM = "sum"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.OWN)
    #: The format (``law/report_forms.toml``).
    form = models.CharField(max_length=12)
    #: How disputes of several years are counted (``law/report_forms.toml``).
    dispute_rule = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default="draft")
    version = models.PositiveIntegerField(default=1)
    #: Raised with each correction of a published report.
    round = models.PositiveSmallIntegerField(default=1)
    #: Section or ``section.topic`` → prose with fields.
    sections = models.JSONField(default=dict)
    #: What was counted when it was checked: ``dump`` of the figures, and counts of the year for prose and charts.
    figures = models.JSONField(null=True)
    records = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    #: ``None``: begun by the installation's own clock.
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "scope"], name="one_report_per_year_and_scope")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"


class Step(models.Model):
    """Who made which move in which round: what two pairs of eyes look at. Written once."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    #: A move of ``domain.annual_report.course``, or ``author`` for whoever wrote in it or declared a figure.
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]


class Edition(models.Model):
    """A report as it was published. It never changes; a correction is a new edition."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    #: The whole document as JSON: figures, prose with its fields filled, how each figure was counted.
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    #: Why it was corrected; empty for the first one.
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_edition_per_number")]


class DeclaredFigure(models.Model):
    """A figure whose records live in another system (申报数据): who declared it, when, on what evidence."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="declared_figures")
    year = models.PositiveSmallIntegerField()
    #: The unit it is declared for; ``None``: the whole agency. The figures of the units add up.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    #: A figure of table two or of the fee, by the name prose calls it: ``regulations.in_force``.
    key = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=20, decimal_places=4)
    evidence = models.CharField(max_length=500)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=160, blank=True)
    #: ``None``: entered by the operator of the installation, from the shell.
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    declared_at = models.DateTimeField()
    #: A later declaration took its place; nothing is deleted.
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "key", "unit"],
                condition=models.Q(replaced_at__isnull=True, unit__isnull=False),
                name="one_declared_figure_per_unit",
            ),
            models.UniqueConstraint(
                fields=["agency", "year", "key"],
                condition=models.Q(replaced_at__isnull=True, unit__isnull=True),
                name="one_declared_figure_per_agency",
            ),
        ]
        indexes = [models.Index(fields=["agency", "year", "key"], name="declared_figure_lookup")]


class Explanation(models.Model):
    """Why a check that fails may stand (说明): on the record, and published with the report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="explanations")
    #: The finding's key and its two sides, as they stood when it was explained.
    key = models.CharField(max_length=160)
    left = models.CharField(max_length=30)
    right = models.CharField(max_length=30)
    text = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_explanation_per_finding",
            )
        ]
