"""The tables of requests for information (依申请公开). Personal data stand apart, sealed, and can be erased."""

from __future__ import annotations

from django.db import models

from gongkai.core.models import Letter, StoredFile
from gongkai.people.models import Agency, Person, Unit


class Request(models.Model):
    """A request (申请): what is asked, where it stands and how it ended. Nothing here names the applicant."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    #: 登记号, unique within the agency.
    number = models.CharField(max_length=60)
    #: Digest of the secret code under the installation's key; the code itself is kept nowhere.
    code_digest = models.CharField(max_length=64, blank=True)
    #: The form's own token: a second click or a retried submission finds the first one.
    token = models.CharField(max_length=64, null=True, unique=True)
    #: ``information``, or ``own_record`` (Article 41), which the annual table does not count.
    matter = models.CharField(max_length=20, default="information")
    channel = models.CharField(max_length=24)
    #: One of the six columns of the annual table.
    applicant_kind = models.CharField(max_length=40)
    #: What it is about, in a line without names.
    subject = models.CharField(max_length=200)
    #: Name, number or another feature of the information (Article 29).
    description = models.TextField(blank=True)
    #: What was added by a correction or a supplement. Sealed (``own_words``).
    supplement = models.TextField(blank=True)
    form_wanted = models.CharField(max_length=20, blank=True)
    way_wanted = models.CharField(max_length=20, blank=True)
    help_needed = models.JSONField(default=list)
    help_given = models.CharField(max_length=300, blank=True)
    written_by_staff = models.BooleanField(default=False)
    #: Handed in, signed for, or sent in.
    arrived_on = models.DateField()
    agency_confirmed_on = models.DateField(null=True)
    applicant_confirmed_on = models.DateField(null=True)
    #: The day of receipt (Article 31); ``None``: not received yet in the sense of the law.
    received_on = models.DateField(null=True)
    #: Sealed (``own_words``).
    receipt_evidence = models.TextField(blank=True)
    #: Where it stands in ``domain.requests``.
    state = models.CharField(max_length=20, default="received")
    version = models.PositiveIntegerField(default=1)
    #: Rounds of answering: raised when it is answered anew.
    round = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="requests")
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="requests")
    #: How it ended: a row of the annual table (``law/outcomes.toml``); empty: still open. The first answer counts.
    outcome = models.CharField(max_length=48, blank=True)
    closed_on = models.DateField(null=True)
    #: For ``own_record``: how it ended.
    own_record_result = models.CharField(max_length=20, blank=True)
    withdrawn_on = models.DateField(null=True)
    correction_asked_on = models.DateField(null=True)
    correction_by = models.DateField(null=True)
    correction_wanted = models.TextField(blank=True)
    corrected_on = models.DateField(null=True)
    extension_asked = models.PositiveSmallIntegerField(default=0)
    extension_days = models.PositiveSmallIntegerField(default=0)
    reasons_asked_on = models.DateField(null=True)
    reasons_by = models.DateField(null=True)
    #: Sealed (``own_words``).
    reasons = models.TextField(blank=True)
    delayed_until = models.DateField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)
    #: One request with several matters is split: the first of them (Article 29; fee measures).
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    imported = models.BooleanField(default=False)
    #: Wrong secret codes in a row, and until when the page is locked.
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_request_per_number"),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(closed_on__isnull=False),
                name="an_outcome_has_its_day",
            ),
        ]
        indexes = [
            # The annual tables are counted from this index alone.
            models.Index(
                fields=["agency", "matter", "received_on", "closed_on", "applicant_kind", "outcome"],
                name="request_annual_table",
            ),
            models.Index(fields=["agency", "state", "-updated_at"], name="request_worklist"),
            models.Index(fields=["agency", "-received_on", "-id"], name="request_register"),
        ]

    def __str__(self) -> str:
        return self.number


class Applicant(models.Model):
    """Who asks (申请人): sealed (``core.sealed``), masked on every list, erased when the time of keeping is over."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="applicant")
    #: A sealed JSON object: name, organisation, representative, agent, identity, identity_number, telephone, email,
    #: address, postcode, fax.
    sealed = models.TextField(blank=True)
    #: Wants to be told of news by e-mail.
    by_email = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    #: Digest of the identity number under the installation's key: finds the same applicant, tells nobody who it is.
    mark = models.CharField(max_length=64, blank=True)
    erase_after = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["mark"], name="applicant_mark"),
            models.Index(
                fields=["erase_after"], condition=models.Q(erased_at__isnull=True), name="applicant_to_erase"
            ),
        ]


class SealedFile(models.Model):
    """A file the applicant gave (身份证明、附件、补正材料), sealed on disk."""

    class Kind(models.TextChoices):
        IDENTITY = "identity"
        ATTACHMENT = "attachment"
        SUPPLEMENT = "supplement"
        EVIDENCE = "evidence"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class Step(models.Model):
    """Who made which move in which round: what two pairs of eyes and "who held it how long" look at."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    #: A move of ``domain.requests``, or ``author`` for whoever wrote in the answer.
    move = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    by_applicant = models.BooleanField(default=False)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class Consultation(models.Model):
    """A third party heard (征求第三方意见, Article 32) or another agency asked (Articles 33 and 34)."""

    class Kind(models.TextChoices):
        THIRD_PARTY = "third_party"
        AGENCY = "agency"
        JOINT = "joint"

    class Result(models.TextChoices):
        AGREES = "agrees"
        OBJECTS = "objects"
        SILENT = "silent"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="consultations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    #: Sealed: a third party may be a person.
    name = models.TextField()
    contact = models.TextField(blank=True)
    question = models.TextField(blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField()
    #: The letter's receipt: the fifteen working days are counted from here.
    letter_received_on = models.DateField(null=True)
    result = models.CharField(max_length=20, choices=Result.choices, blank=True)
    opinion = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    #: The third party was told that it is opened against the objection (public interest).
    override_letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]


class Answer(models.Model):
    """An answer (答复) of one round: its kind, the row it counts in, its text and what it rests on."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    #: One of ``law/outcomes.toml``'s answers.
    kind = models.CharField(max_length=40, blank=True)
    #: The row of the annual table, confirmed by the officer.
    outcome = models.CharField(max_length=48, blank=True)
    own_record_result = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    ground = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    #: Where, by whom and with which words was searched: "does not exist" needs it.
    search_record = models.TextField(blank=True)
    #: Where and how it is to be had (already public, a publication), or the way a complaint would take.
    pointer = models.TextField(blank=True)
    #: For "not this agency": which one, and how to reach it, where it is known.
    right_agency = models.CharField(max_length=160, blank=True)
    right_agency_contact = models.CharField(max_length=200, blank=True)
    #: The law with rules of its own for company and land registers (Article 36 (7)).
    regime = models.CharField(max_length=160, blank=True)
    #: For a repeated request: number and day of the earlier answer.
    earlier_number = models.CharField(max_length=80, blank=True)
    earlier_on = models.DateField(null=True)
    #: Public interest against a third party's objection.
    override_reason = models.TextField(blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["request", "round"], name="one_answer_per_round")]


class AnswerFile(models.Model):
    """A file of an answer. The original of a redacted copy (脱敏件) stays with the staff."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    title = models.CharField(max_length=200, blank=True)
    #: Given to the applicant; an original is not.
    delivered = models.BooleanField(default=True)
    redacted_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies")
    #: Boxes with their grounds, as burnt in.
    boxes = models.JSONField(default=list)
    #: What the proof found: no text, one picture a page, boxes black.
    proof = models.JSONField(default=dict)
    removed_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Fee(models.Model):
    """A processing fee (信息处理费): one method a request, worked out by ``domain.fees``."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="fees")
    method = models.CharField(max_length=10)
    count = models.PositiveIntegerField()
    #: By item: how many requests of the same applicant came before it in the month.
    before = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    trace = models.JSONField(default=list)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    notified_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    receipt = models.CharField(max_length=60, blank=True)
    cancelled_on = models.DateField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    lapsed_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Correspondence(models.Model):
    """A letter of a request, in the order in which they were sent."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="letters")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    to_applicant = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]


class Transfer(models.Model):
    """Handed to the complaints' way or come from there (Article 39); both numbers are kept."""

    class Direction(models.TextChoices):
        TO_COMPLAINT = "to_complaint"
        FROM_COMPLAINT = "from_complaint"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="transfers")
    direction = models.CharField(max_length=20, choices=Direction.choices)
    #: The matter's number over there, and whose number it is (12345, the bureau's own register …).
    number = models.CharField(max_length=80)
    system = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]


class Dispute(models.Model):
    """A review or a suit (行政复议、行政诉讼), or a complaint to the competent authority (Article 51)."""

    class Kind(models.TextChoices):
        REVIEW = "administrative_review"
        DIRECT = "litigation_direct"
        AFTER_REVIEW = "litigation_after_review"
        AUTHORITY = "authority_complaint"

    class Result(models.TextChoices):
        UPHELD = "upheld"
        CORRECTED = "corrected"
        OTHER = "other_result"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="disputes")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, null=True, related_name="disputes")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    #: The authority's or the court's own number.
    number = models.CharField(max_length=80, blank=True)
    authority = models.CharField(max_length=120, blank=True)
    filed_on = models.DateField()
    #: The day the agency received the copy: its time to reply runs from here.
    copy_received_on = models.DateField(null=True)
    replied_on = models.DateField(null=True)
    #: The review a suit follows.
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="suits")
    #: Empty: not concluded (尚未审结).
    result = models.CharField(max_length=20, choices=Result.choices, blank=True)
    closed_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    imported = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result="", closed_on__isnull=True)
                | (~models.Q(result="") & models.Q(closed_on__isnull=False)),
                name="a_result_has_its_day",
            )
        ]
        indexes = [
            models.Index(fields=["agency", "filed_on", "closed_on", "kind", "result"], name="dispute_table")
        ]


class Notice(models.Model):
    """A reminder that was given: once for each clock and step, in office hours (催办提醒)."""

    deadline = models.BigIntegerField()
    step = models.CharField(max_length=20)
    due_on = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, null=True, related_name="reminders")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "step", "due_on"], name="one_reminder_per_step")
        ]
