"""Score sheets (考核评分表), assessments (考核) and what is assessed in them, with who made which move."""

from __future__ import annotations

from django.db import models

from gongkai.core.models import StoredFile
from gongkai.people.models import Agency, Person, Unit


class ScoreSheet(models.Model):
    """A score sheet of an agency, on its way (``domain.supervision.assessment.SHEET``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    #: Who is assessed by it: ``units`` or ``agencies``.
    kind = models.CharField(max_length=10)
    #: Where it stands written, in its own words.
    source = models.CharField(max_length=300, blank=True)
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField(null=True)
    #: Indicators as ``domain.supervision.sheets`` keeps them, and their digest.
    indicators = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    #: What the last simulation gave (``queries.simulating``), of which year, and the digest of what was simulated.
    simulation = models.JSONField(default=dict)
    simulated_digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, default="draft")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "state"], name="score_sheet_by_state")]

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """An assessment of a year by an adopted sheet (``domain.supervision.assessment.ROUND``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    #: The sheet as it stood when the assessment was opened: a later change does not move a result.
    indicators = models.JSONField(default=list)
    #: Units or agencies that are to be assessed; each has its row from the opening on.
    subjects = models.JSONField(default=list)
    self_until = models.DateField(null=True)
    appeal_until = models.DateField(null=True)
    state = models.CharField(max_length=12, default="prepared")
    told_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    #: The published results, and their digest.
    results = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "year"],
                condition=~models.Q(state="called_off"),
                name="one_assessment_per_sheet_and_year",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Assessed(models.Model):
    """A unit or a bureau as it is assessed (``domain.supervision.assessment.ENTRY``)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="assessed")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    #: The bureau, where bureaus are assessed; otherwise the unit's.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="awaited")
    #: Key of a rule → ``{"cases", "note"}``, as those assessed see themselves, and in their words.
    own = models.JSONField(default=dict)
    own_words = models.TextField(blank=True)
    #: Measure → ``{"cases", "of", "records"}`` as counted when it was reviewed; ``counted_at`` says when.
    computed = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)
    #: Key of a rule → ``{"cases", "note"}`` as reviewed; it stands over what records gave.
    judged = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(max_length=12, blank=True)
    rank = models.PositiveSmallIntegerField(null=True)
    appeal = models.TextField(blank=True)
    appeal_answer = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "unit"],
                condition=models.Q(unit__isnull=False),
                name="one_entry_per_unit",
            ),
            models.UniqueConstraint(
                fields=["assessment", "agency"],
                condition=models.Q(unit__isnull=True),
                name="one_entry_per_agency",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="assessed_of_unit")]


class Evidence(models.Model):
    """Evidence (佐证材料) for a line of the sheet: words, and a file. Written once; taken back by a later one."""

    assessed = models.ForeignKey(Assessed, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.CharField(max_length=20)
    words = models.CharField(max_length=500)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=160, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class AssessmentStep(models.Model):
    """Who made which move with a sheet, an assessment or an entry of it. Written once."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, null=True, related_name="steps")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="steps")
    assessed = models.ForeignKey(Assessed, on_delete=models.PROTECT, null=True, related_name="steps")
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sheet__isnull=False)
                | models.Q(assessment__isnull=False)
                | models.Q(assessed__isnull=False),
                name="a_step_is_of_something",
            )
        ]
