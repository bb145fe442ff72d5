"""The question bank (题库), examinations (考试), their sittings, candidates, results and certificates (合格证)."""

from __future__ import annotations

from django.db import models

from gongkai.domain.duties.examining import Question as Asked
from gongkai.duties.models.learning import Learner
from gongkai.people.models import Agency, Person, Unit


class Question(models.Model):
    """A question of the bank. A paper keeps its own copy: what is changed here changes no paper."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: Such as ST-0001, or the number of the file it came from.
    code = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    text = models.TextField()
    options = models.JSONField(default=list)
    #: Letters of the right options, T or F, or the model answer.
    key = models.TextField()
    marks = models.PositiveSmallIntegerField()
    #: The article it asks about.
    source = models.CharField(max_length=120, blank=True)
    #: From this day it is drawn no more; nothing is deleted.
    retired_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="one_question_per_code")]
        indexes = [models.Index(fields=["agency", "subject", "kind"], name="question_by_subject")]

    def __str__(self) -> str:
        return self.code

    def asked(self) -> Asked:
        """The question as a paper keeps it."""
        return Asked(self.kind, self.text, tuple(self.options), self.key, self.marks, self.source)


class Examination(models.Model):
    """An examination on its way (``domain.duties.examining``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-KS-2026-001; never reused.
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    subject = models.CharField(max_length=40)
    way = models.CharField(max_length=10, default="paper")
    about = models.TextField(blank=True)
    #: As ``law/duties_learning.toml`` says when it is written; online the full mark is the paper's.
    full_mark = models.PositiveSmallIntegerField()
    pass_line = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    #: Kind of question → how many the paper has; only online.
    wanted = models.JSONField(default=dict)
    #: The dice of the drawing, and the paper itself, fixed when the examination is released.
    seed = models.PositiveIntegerField(default=0)
    paper = models.JSONField(default=list)
    state = models.CharField(max_length=16, default="draft")
    released_on = models.DateField(null=True)
    #: The day its results were confirmed last.
    confirmed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_examination_per_number")
        ]
        indexes = [models.Index(fields=["agency", "state", "-id"], name="examination_by_state")]

    def __str__(self) -> str:
        return self.number


class Sitting(models.Model):
    """A sitting (考场): when, where, and whether it is a resit. Online it is the window in which one may begin."""

    examination = models.ForeignKey(Examination, on_delete=models.PROTECT, related_name="sittings")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    resit = models.BooleanField(default=False)
    called_off_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["begins_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="sitting_ends_after_it_begins"
            )
        ]


class Candidate(models.Model):
    """A learner enrolled in a sitting (参考人员), with the result as it stands now."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="candidates")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="candidacies")
    #: The unit when the person was enrolled.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    #: Nothing: not marked yet. False: absent.
    present = models.BooleanField(null=True)
    marks = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    passed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "learner"], name="one_candidacy_per_sitting"),
            models.CheckConstraint(
                condition=models.Q(passed=False) | models.Q(present=True), name="only_who_was_there_passed"
            ),
        ]
        indexes = [models.Index(fields=["learner", "sitting"], name="candidacy_of_learner")]


class Result(models.Model):
    """A result as it was entered. A correction is a new row, so that every year can be counted as it stood."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="results")
    present = models.BooleanField()
    marks = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    passed = models.BooleanField()
    #: entered, imported, online
    way = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    #: When the leader confirmed it; set once.
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["candidate", "id"], name="result_of_candidate")]


class Attempt(models.Model):
    """What a candidate wrote in an online sitting; kept page by page."""

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="attempt")
    started_at = models.DateTimeField()
    #: When the time is over; nothing is taken after it.
    until = models.DateTimeField()
    #: Place of the question in the paper (from 0, as text) → letters, T/F, or words.
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    #: When it was handed in, by the person or by the end of the time.
    submitted_at = models.DateTimeField(null=True)
    #: Marks of the written questions, by place; given by the trainer.
    given = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)


class Certificate(models.Model):
    """A certificate (合格证): its number without a gap in the year, and until when it holds. Written once."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="certificates")
    examination = models.ForeignKey(Examination, on_delete=models.PROTECT, related_name="certificates")
    subject = models.CharField(max_length=40)
    issued_on = models.DateField()
    #: The last day it holds.
    valid_until = models.DateField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_certificate_per_number"),
            models.UniqueConstraint(
                fields=["learner", "examination"], name="one_certificate_per_examination"
            ),
        ]
        indexes = [models.Index(fields=["agency", "valid_until"], name="certificate_by_end")]
