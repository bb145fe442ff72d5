"""Standing channels (意见箱、问卷、座谈会、走访、作风评议), what came in through them, and the problems it showed."""

from __future__ import annotations

from django.db import models

from gongkai.consultations.models.documents import Document
from gongkai.people.models import Agency, Person, Unit


class Collection(models.Model):
    """A way opinions are collected (``domain.consultations.collecting``): a box, a survey, a meeting."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-ZJ-2026-004.
    number = models.CharField(max_length=40)
    #: A key of ``collection`` in ``law/consultations.toml``.
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    #: The document it is about, if any: a questionnaire or hearing on a draft.
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="collections")
    begins_on = models.DateField()
    #: ``None``: it stands until somebody closes it.
    ends_on = models.DateField(null=True)
    #: Where it takes place, and until when people sign up.
    place = models.CharField(max_length=200, blank=True)
    sign_up_until = models.DateField(null=True)
    #: ``domain.consultations.questionnaires``.
    questions = models.JSONField(default=list)
    #: How many were asked, and who: groups and organisations, no persons.
    invited = models.PositiveIntegerField(null=True)
    sample = models.TextField(blank=True)
    #: Minutes of a meeting or hearing; what came of it all.
    minutes = models.TextField(blank=True)
    results = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="draft")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    told_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_collection_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")),
                name="collection_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-begins_on"], name="collection_by_state")]

    def __str__(self) -> str:
        return self.number


class CollectionStep(models.Model):
    """Who made which move with a collection or problem, ``author`` for whoever wrote in it. Written once."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, null=True, related_name="steps")
    problem = models.ForeignKey(
        "consultations.Problem", on_delete=models.PROTECT, null=True, related_name="steps"
    )
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
                condition=models.Q(collection__isnull=True) ^ models.Q(problem__isnull=True),
                name="a_step_is_of_one_record",
            )
        ]


class Problem(models.Model):
    """A problem that opinions showed (问题), and how it is put right (``domain.consultations.problems``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: The unit that puts it right.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="problems")
    measure = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    #: What was done, and what proves it.
    outcome = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="found")
    settled_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="one_problem_per_number")]
        indexes = [models.Index(fields=["agency", "state", "due_on"], name="problem_by_state")]

    def __str__(self) -> str:
        return self.number


class Remark(models.Model):
    """What somebody said through a standing channel. Anonymous ones are tied to nobody; the words never change."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="remarks")
    reference = models.CharField(max_length=20, unique=True)
    code_digest = models.CharField(max_length=64, blank=True)
    #: As it was said, sealed; and as the public reads it.
    words = models.TextField()
    public_words = models.TextField(blank=True)
    author = models.TextField(blank=True)
    by_email = models.BooleanField(default=False)
    channel = models.CharField(max_length=12)
    token_mark = models.CharField(max_length=64, blank=True)
    received_on = models.DateField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    shown_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=12, blank=True)
    looked_at_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="remarks")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_mark"], condition=~models.Q(token_mark=""), name="one_remark_per_form"
            )
        ]
        indexes = [
            models.Index(fields=["collection", "problem", "id"], name="remark_by_problem"),
            models.Index(fields=["collection", "shown_at", "id"], name="remark_shown"),
        ]


class Sheet(models.Model):
    """A filled-in questionnaire: choices in the clear, free answers sealed, nobody's name. Never changes."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="sheets")
    answers = models.JSONField(default=dict)
    #: Sealed JSON: question → free answer.
    free = models.TextField(blank=True)
    channel = models.CharField(max_length=12)
    token_mark = models.CharField(max_length=64, unique=True)
    received_on = models.DateField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["collection", "id"], name="sheet_of_collection")]


class SheetCount(models.Model):
    """How often an answer stands in the sheets of a collection: added to as each sheet is kept, never typed.

    ``question`` and ``place`` are a mark of ``domain.consultations.questionnaires``; the empty question is the sheets
    themselves.
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="sheet_counts")
    question = models.CharField(max_length=40, blank=True)
    place = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "question", "place"], name="one_count_per_answer")
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.question}:{self.place}"


class SignUp(models.Model):
    """Somebody who wants to come to a meeting or hearing."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="sign_ups")
    reference = models.CharField(max_length=20, unique=True)
    code_digest = models.CharField(max_length=64)
    #: Sealed: name, contact, e-mail.
    author = models.TextField()
    by_email = models.BooleanField(default=False)
    #: For whom they speak, and what they want to say.
    stands_for = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    token_mark = models.CharField(max_length=64, unique=True)
    at = models.DateField()
    #: ``None``: not decided yet; the reason where not.
    accepted = models.BooleanField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["collection", "accepted"], name="sign_up_of_collection")]
