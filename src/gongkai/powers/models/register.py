"""The register (权责登记): entries of every kind, their dated versions, and who did what to them.

What an entry says is JSON in the shape of its kind (``domain.powers.schema``); a kind that is counted or searched by
its fields has a projection of the version in force, written anew with each publication.
"""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit


class Entry(models.Model):
    """A power, flowchart, risk point, discretion table or service, through all its versions."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: The unit that answers for it and drafts its versions.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: A kind of ``law/powers.toml``.
    kind = models.CharField(max_length=12)
    #: Unique in the agency and kind; never changes.
    code = models.CharField(max_length=60)
    #: Of the newest version.
    title = models.CharField(max_length=200)
    #: The power it belongs to, if any.
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    #: ``None``: brought in from the shell.
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "code"], name="one_power_per_code"),
        ]
        indexes = [models.Index(fields=["kind", "agency", "unit"], name="power_by_unit")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Version(models.Model):
    """What the entry says from one day to another; published, it never changes but for its last day."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    #: A state of ``domain.powers.course``.
    state = models.CharField(max_length=12, default="draft")
    title = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    #: Why this version was made; shown beside the comparison.
    note = models.CharField(max_length=500, blank=True)
    #: First and last day in force. A draft without a first day begins on the day it is published.
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField(null=True)
    #: SHA-256 of what was published.
    digest = models.CharField(max_length=64, blank=True)
    #: A table published elsewhere and loaded as it is: its own checks may fail, and that is shown.
    as_published = models.BooleanField(default=False)
    #: Raised with each change: two people never overwrite each other.
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="one_power_version_per_number"),
            models.UniqueConstraint(
                fields=["entry"],
                condition=models.Q(state__in=["draft", "in_review", "approved"]),
                name="one_open_version_per_power",
            ),
        ]
        indexes = [models.Index(fields=["state", "in_force_from"], name="power_in_force")]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"


class Step(models.Model):
    """Who made which move with a version: what two pairs of eyes look at. Written once."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps")
    #: A move of ``domain.powers.course``, or ``author`` for whoever wrote in it.
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class RiskPoint(models.Model):
    """A risk point as published, for counts and the heat map; a projection of the version in force."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="risk_point")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20)
    grade = models.CharField(max_length=10)
    post = models.CharField(max_length=400)
    has_measure = models.BooleanField()
    #: ``None``: brought in as published elsewhere, without a day that can be read.
    graded_on = models.DateField(null=True)
    regrade_on = models.DateField()
    #: The step of a flowchart it is pinned to.
    chart = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="pinned")
    step = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "unit", "grade"], name="risk_by_unit_and_grade"),
            models.Index(fields=["regrade_on"], name="risk_by_regrade"),
        ]
