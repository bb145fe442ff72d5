"""What becomes of rules in force: their post-evaluation (后评估) and the lists of a clean-up (清理目录)."""

from __future__ import annotations

from django.db import models

from gongkai.consultations.models.documents import Document
from gongkai.people.models import Agency, Person, Unit


class Evaluation(models.Model):
    """A post-evaluation of a normative document in force (``domain.consultations.evaluating``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: The unit that evaluates: the one that drafted the document.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-PG-2026-001; never reused.
    number = models.CharField(max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="evaluations")
    #: The day by which it was due when it began.
    due_on = models.DateField()
    evaluated_on = models.DateField(null=True)
    #: Who evaluated: units and organisations, no persons.
    evaluators = models.CharField(max_length=300, blank=True)
    #: Keys of ``evaluation_method`` in ``law/consultations.toml``, and how it was done in words.
    methods = models.JSONField(default=list)
    approach = models.TextField(blank=True)
    #: What was found, for the staff; the summary is what the public reads.
    findings = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    #: A key of ``conclusion`` in ``law/consultations.toml``.
    conclusion = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12, default="draft")
    published_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_evaluation_per_number"),
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(state__in=["draft", "confirming", "confirmed"]),
                name="one_evaluation_under_way",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "due_on"], name="evaluation_by_state")]

    def __str__(self) -> str:
        return self.number


class CleanUp(models.Model):
    """A list of what becomes of every normative document in force on a day (``domain.consultations.cleaning``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: The unit that draws it up.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-QL-2026-001; never reused.
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    #: What everybody reads before the table: basis, scope, principles.
    introduction = models.TextField(blank=True)
    #: The documents in force at the end of this day are on it.
    as_of = models.DateField()
    state = models.CharField(max_length=12, default="draft")
    decided_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="one_clean_up_per_number")]
        indexes = [models.Index(fields=["agency", "state", "-as_of"], name="clean_up_by_state")]

    def __str__(self) -> str:
        return self.number


class CleanUpEntry(models.Model):
    """What is to become of one document of the list."""

    clean_up = models.ForeignKey(CleanUp, on_delete=models.PROTECT, related_name="entries")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clean_up_entries")
    #: A key of ``clean_up_result`` in ``law/consultations.toml``; empty: not proposed yet.
    result = models.CharField(max_length=10, blank=True)
    #: Why, for the public.
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["clean_up", "document"], name="a_document_once_on_a_list")
        ]


class EvaluationStep(models.Model):
    """Who made which move with an evaluation or a list, ``author`` for whoever wrote in it. Written once."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, null=True, related_name="steps")
    clean_up = models.ForeignKey(CleanUp, on_delete=models.PROTECT, null=True, related_name="steps")
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
                condition=models.Q(evaluation__isnull=True) ^ models.Q(clean_up__isnull=True),
                name="an_evaluation_step_is_of_one",
            )
        ]
