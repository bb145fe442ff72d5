"""Matters (诉求), one record for every way in. Personal data stand apart, sealed, and can be erased."""

from __future__ import annotations

from django.db import models

from gongkai.core.models import Letter
from gongkai.people.models import Agency, Person, Unit


class Session(models.Model):
    """A session of a radio or television hotline (热线节目一期): its date, programme, guests and report back."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=120)
    station = models.CharField(max_length=120, blank=True)
    medium = models.CharField(max_length=12, default="radio")
    on = models.DateField()
    topic = models.CharField(max_length=200, blank=True)
    #: Who was on air for the bureau, as it is printed.
    guests = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    #: The progress report to the programme and to the correction office (纠风办), as letters.
    programme_letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    office_letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    reported_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "programme", "on"], name="one_session_per_programme_and_day"
            )
        ]


class Asset(models.Model):
    """A fixed asset (部件) such as a lamp or a manhole cover, with its place."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    category = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    lat = models.FloatField()
    lon = models.FloatField()
    district = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="one_asset_per_code")]
        indexes = [models.Index(fields=["agency", "lat", "lon"], name="asset_place")]


class Matter(models.Model):
    """A matter (诉求): what is reported, where it stands and how it ended. Nothing here names the reporter."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="matters")
    #: 受理编号, unique within the agency.
    number = models.CharField(max_length=60)
    code_digest = models.CharField(max_length=64, blank=True)
    #: The form's own token: a second click or a retried submission finds the first one.
    token = models.CharField(max_length=64, null=True, unique=True)
    #: 咨询 求助 投诉 举报 建议: a key of ``law/complaints.toml``.
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=24)
    #: Small class of ``law/complaint_categories.toml`` and the version in force when it arrived.
    category = models.CharField(max_length=20, blank=True)
    category_version = models.CharField(max_length=20, blank=True)
    #: What it is about, in a line without names.
    title = models.CharField(max_length=200)
    #: What the reporter said; blanked when the time of keeping is over.
    text = models.TextField(blank=True)
    #: Answers to the category's own questions: code → value.
    answers = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    #: The reporter agrees to an anonymised publication.
    may_publish = models.BooleanField(default=False)
    #: A report against a person or a unit: hidden from both (信访工作条例第三十条).
    against_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    against_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    #: WGS-84.
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    district = models.CharField(max_length=40, blank=True)
    grid = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="matters")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="matters")
    #: The number it has elsewhere (12345, another agency), and whose number that is.
    outside_system = models.CharField(max_length=40, blank=True)
    outside_number = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=20, default="received")
    version = models.PositiveIntegerField(default=1)
    #: Raised each time it is opened again.
    round = models.PositiveSmallIntegerField(default=1)
    #: The unit it was dispatched to, and the named person in it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="matters")
    handler = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="matters")
    #: 首问负责: the unit that is answerable until another has signed for it.
    answerable = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    #: The matter this one was joined with (并案).
    lead = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined")
    received_on = models.DateField()
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    #: Whether the first reply kept the period of handling; ``None``: none yet.
    on_time = models.BooleanField(null=True)
    #: How it ended: a result of ``law/complaints.toml``.
    result = models.CharField(max_length=20, blank=True)
    #: Closed although the reporter is not content: the recorded exception.
    exception = models.CharField(max_length=500, blank=True)
    #: What the reporter says of this round, by call-back or by own rating.
    answered = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    rating = models.CharField(max_length=20, blank=True)
    #: Ground and words for not taking it up.
    ground = models.CharField(max_length=20, blank=True)
    ground_reason = models.CharField(max_length=500, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    ruled = models.BooleanField(default=False)
    extension_asked = models.PositiveSmallIntegerField(default=0)
    extension_days = models.PositiveSmallIntegerField(default=0)
    shelving_asked = models.BooleanField(default=False)
    review_again_on = models.DateField(null=True)
    objection_until = models.DateField(null=True)
    imported = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_matter_per_number"),
            models.UniqueConstraint(
                fields=["agency", "outside_system", "outside_number"],
                condition=~models.Q(outside_number=""),
                name="one_matter_per_outside_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_at__isnull=False),
                name="a_closed_matter_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="merged") | models.Q(lead__isnull=False),
                name="a_joined_matter_has_its_lead",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-updated_at"], name="matter_worklist"),
            models.Index(fields=["unit", "state", "-updated_at"], name="matter_of_unit"),
            models.Index(fields=["agency", "-received_on", "-id"], name="matter_register"),
            models.Index(fields=["agency", "category", "received_on"], name="matter_class"),
            models.Index(fields=["agency", "lat", "lon"], name="matter_place"),
        ]

    def __str__(self) -> str:
        return self.number


class Reporter(models.Model):
    """Who reports (诉求人): sealed (``core.sealed``), masked on every list, erased when the time of keeping is over."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="reporter")
    #: A sealed JSON object: name, telephone, email, address.
    sealed = models.TextField(blank=True)
    anonymous = models.BooleanField(default=False)
    by_email = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    #: Digest of the telephone number: finds the caller's earlier matters, tells nobody who it is.
    mark = models.CharField(max_length=64, blank=True)
    erase_after = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["mark"], name="reporter_mark"),
            models.Index(
                fields=["erase_after"], condition=models.Q(erased_at__isnull=True), name="reporter_to_erase"
            ),
        ]


class MatterFile(models.Model):
    """A photo or file of a matter, sealed on disk: from the reporter, from the site, or going with the reply."""

    class Kind(models.TextChoices):
        REPORTED = "reported"
        BEFORE = "before"
        AFTER = "after"
        EVIDENCE = "evidence"
        REPLY = "reply"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=64, unique=True)
    #: The copy with faces and plates veiled; only this one is ever shown outside.
    veiled_key = models.CharField(max_length=64, blank=True)
    boxes = models.JSONField(default=list)
    content_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
