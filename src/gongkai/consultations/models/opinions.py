"""Opinions (意见) on a version, groups of alike ones, and what became of each."""

from __future__ import annotations

from django.db import models

from gongkai.consultations.models.documents import Document, Version
from gongkai.people.models import Person


class OpinionGroup(models.Model):
    """Opinions that say the same and are answered together."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="groups")
    title = models.CharField(max_length=200)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()


class Opinion(models.Model):
    """An opinion as it came. What was said never changes; the answer to it may until it is published."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="opinions")
    #: The version it was given on.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="opinions")
    #: Public and short, says nothing of how many there are: YJ-7KMP3XQR.
    reference = models.CharField(max_length=20, unique=True)
    #: Keyed digest of the code by which its author reads the answer; empty for what staff entered.
    code_digest = models.CharField(max_length=64, blank=True)
    #: Where it lies (``domain.consultations.versions.Anchor``).
    clause = models.CharField(max_length=20, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    #: As it was written, sealed: people name themselves and others in it.
    words = models.TextField()
    #: What the public reads: as written where nothing personal is in it, else what the moderator left.
    public_words = models.TextField(blank=True)
    #: A key of ``channel`` in ``law/consultations.toml``.
    channel = models.CharField(max_length=12)
    #: Name, contact and e-mail, sealed; empty for an anonymous one: then nothing ties it to a person.
    author = models.TextField(blank=True)
    by_email = models.BooleanField(default=False)
    #: Keyed digest of the form's token: a second click gives the same opinion.
    token_mark = models.CharField(max_length=64, blank=True)
    #: Digest over clause and words: the very same text again is found by it.
    words_mark = models.CharField(max_length=64, blank=True)
    received_on = models.DateField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    #: Shown to the public once somebody looked at it, or hidden with a reason (``moderation``).
    shown_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=12, blank=True)
    looked_at_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(OpinionGroup, on_delete=models.PROTECT, null=True, related_name="opinions")
    #: The answer: a key of ``verdict``, why, and the provision it led to.
    verdict = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    answer_clause = models.CharField(max_length=20, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    #: It was no opinion but a complaint: the number it has there, and the code its author follows it with, sealed.
    passed_on = models.CharField(max_length=80, blank=True)
    passed_code = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_mark"], condition=~models.Q(token_mark=""), name="one_opinion_per_form"
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__lt=models.F("end")) & ~models.Q(clause=""),
                name="a_range_lies_in_a_clause",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | ~models.Q(verdict=""),
                name="an_answer_has_its_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["document", "verdict", "id"], name="opinion_by_verdict"),
            models.Index(fields=["document", "clause", "id"], name="opinion_by_clause"),
            models.Index(fields=["document", "shown_at", "id"], name="opinion_shown"),
            models.Index(fields=["document", "words_mark"], name="opinion_alike"),
        ]

    def __str__(self) -> str:
        return self.reference


class OpinionFile(models.Model):
    """A file that came with an opinion (附件), sealed on disk. It is never public and never changes."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="files")
    #: What it is called here: people name files after themselves.
    name = models.CharField(max_length=160)
    #: ``core.sealed.keep``.
    key = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=120)
    size = models.BigIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
