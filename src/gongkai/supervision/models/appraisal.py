"""Rounds of appraisal (社会评议): the frame and who was drawn from it, the answers tied to nobody, the results."""

from __future__ import annotations

import uuid

from django.db import models

from gongkai.people.models import Agency, Person


class Round(models.Model):
    """A round of appraisal on its way (``domain.supervision.appraisal``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-PY-2026-001; never reused.
    number = models.CharField(max_length=40)
    #: The year that is appraised.
    year = models.PositiveSmallIntegerField()
    #: A key of ``sheet`` in ``law/appraisal.toml``, kept from the day it was prepared.
    sheet = models.CharField(max_length=20)
    #: Who dealt with the agency from this day to that one may be drawn.
    period_from = models.DateField()
    period_to = models.DateField()
    #: The last day on which answers are taken.
    closes_on = models.DateField()
    #: What everybody draws by: the seed, the number of the ledger's event it is the digest of, or where it comes from.
    seed = models.CharField(max_length=100, blank=True)
    seed_event = models.BigIntegerField(null=True)
    seed_note = models.CharField(max_length=200, blank=True)
    #: One digest over the whole frame, and the numbers the draw and the publication go by.
    frame_digest = models.CharField(max_length=64, blank=True)
    rules = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="prepared")
    drawn_on = models.DateField(null=True)
    opened_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    #: Why it was called off.
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_appraisal_per_number"),
            models.UniqueConstraint(
                fields=["agency", "year"],
                condition=models.Q(state__in=["prepared", "drawn", "open", "closed", "counted"]),
                name="one_appraisal_under_way_of_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(period_from__lte=models.F("period_to")), name="an_appraised_period_runs_on"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-year"], name="appraisal_by_state")]

    def __str__(self) -> str:
        return self.number


class RoundStep(models.Model):
    """Who made which move with a round, ``author`` for whoever prepared it. Written once."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class FrameEntry(models.Model):
    """Somebody who might have been drawn: a digest under the installation's key, of this round alone. Written once."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="frame")
    #: A key of ``stratum`` in ``law/appraisal.toml``.
    stratum = models.CharField(max_length=20)
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ["stratum", "key"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="one_person_once_in_a_frame")]
        indexes = [models.Index(fields=["round", "stratum", "key"], name="frame_of_an_appraisal")]


class Invitation(models.Model):
    """Somebody who was drawn. What reaches them is sealed, and erased when the round is closed.

    That they answered stands here, and nothing of what; when, nowhere.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="invitations")
    #: From 1 in each round: how interviewers call it.
    place = models.PositiveIntegerField()
    stratum = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    telephone = models.TextField(blank=True)
    email = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    #: Keyed digest of the code that stands in the message; empty: nobody was written to, or the round is closed.
    code_digest = models.CharField(max_length=64, blank=True)
    #: The units that dealt with them, as ``,3,7,``: nobody of these calls.
    units = models.TextField(blank=True)
    #: A key of ``outcome`` in ``law/appraisal.toml``; empty: still to be asked.
    outcome = models.CharField(max_length=14, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["round", "place"]
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="one_invitation_per_place"),
            models.UniqueConstraint(fields=["round", "key"], name="one_invitation_per_person"),
            models.UniqueConstraint(
                fields=["code_digest"], condition=~models.Q(code_digest=""), name="one_invitation_per_code"
            ),
        ]
        indexes = [models.Index(fields=["round", "outcome", "tries", "place"], name="invitation_to_call")]


class InterviewCall(models.Model):
    """A call to somebody who was drawn, and what came of it; nothing of what was said. Written once."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="calls")
    #: ``no_answer``, or a key of ``outcome``.
    result = models.CharField(max_length=14)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class AppraisalAnswer(models.Model):
    """A filled-in sheet: grades alone. Written once.

    Its key is drawn by lot and it has no time: nothing ties it to an invitation, a browser or the words that came
    with it.
    """

    class Way(models.TextChoices):
        SAMPLE = "sample"
        OPEN = "open"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    way = models.CharField(max_length=6, choices=Way.choices)
    #: Question → grade from 1 to 5.
    grades = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["round", "way"], name="appraisal_answer_of_round")]


class AppraisalWords(models.Model):
    """What somebody wrote in their own words, apart from the grades that came with it; looked at before it is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="words")
    way = models.CharField(max_length=6, choices=AppraisalAnswer.Way.choices)
    question = models.CharField(max_length=40)
    #: As they were written, sealed; erased when the results are published.
    words = models.TextField(blank=True)
    #: What the public reads; empty: left out.
    public_words = models.TextField(blank=True)
    looked_at_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["round", "looked_at_by"], name="appraisal_words_to_look_at")]


class OpenForm(models.Model):
    """That a form of the open sheet was sent, by the mark of its token: sent twice it counts once. Written once."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    token_mark = models.CharField(max_length=64, unique=True)


class RoundResult(models.Model):
    """The results as they were counted (``domain.supervision.appraisal_results``). Written once."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="result")
    #: Of those drawn, and of the open sheet; never added up.
    sample = models.JSONField()
    open = models.JSONField()
    #: Stratum → how many in the frame and drawn; outcome → how many.
    strata = models.JSONField()
    outcomes = models.JSONField()
    counted_at = models.DateTimeField()
