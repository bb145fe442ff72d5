"""What is on record beside the text: hearings, expert argument, risk assessment, reviews, discussion."""

from __future__ import annotations

from django.db import models

from gongkai.consultations.models.documents import Document
from gongkai.consultations.models.opinions import Opinion
from gongkai.people.models import Person


class Beside(models.Model):
    """One such record. Written once; a mistake is struck with its reason and written anew."""

    class Kind(models.TextChoices):
        HEARING = "hearing"
        EXPERTS = "experts"
        RISK = "risk"
        FAIR_REVIEW = "fair_review"
        LEGALITY = "legality"
        DISCUSSION = "discussion"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="besides")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: The version it was about.
    version = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    #: What came of it, for the public where the record is.
    outcome = models.TextField()
    #: Of a discussion: [{"who", "says", "dissent"}, …] in the order in which they spoke, the head last.
    voices = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["document", "kind"], name="beside_by_kind")]


class RiskClue(models.Model):
    """What a risk assessment or an opinion showed, and the risk point that was begun from it. Written once."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="risk_clues")
    beside = models.OneToOneField(Beside, on_delete=models.PROTECT, null=True, related_name="risk_clue")
    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, null=True, related_name="risk_clue")
    #: Code of the risk point in the register, and why it was passed on.
    code = models.CharField(max_length=80)
    note = models.CharField(max_length=2000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(beside__isnull=True) ^ models.Q(opinion__isnull=True),
                name="a_risk_clue_is_of_one_record",
            )
        ]
