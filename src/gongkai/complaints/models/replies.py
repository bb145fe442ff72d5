"""Replies and what the reporter says of them, questions, and the anonymised projection."""

from __future__ import annotations

from django.db import models

from gongkai.complaints.models.matters import Matter
from gongkai.people.models import Agency, Person


class ReplyTemplate(models.Model):
    """A wording for replies by category and result (答复模板). The newest version holds; old ones stay."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    #: A class or the beginning of one; empty: every category.
    category = models.CharField(max_length=20, blank=True)
    result = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    reason = models.CharField(max_length=300)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key", "version"], name="one_reply_text_per_version")
        ]


class Reply(models.Model):
    """The reply (答复) of one round; once sent, its wording stays as it was sent."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    result = models.CharField(max_length=20, blank=True)
    #: What shows that it is so: found on the spot, a document, a photo's description.
    evidence = models.TextField(blank=True)
    template = models.ForeignKey(ReplyTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    #: How the reporter was told: online, telephone, letter …
    way = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["matter", "round"], name="one_reply_per_round")]


class Call(models.Model):
    """A call-back (回访), or the reporter's own rating: answered, solved and content asked apart."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="calls")
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_reporter = models.BooleanField(default=False)
    way = models.CharField(max_length=20, default="telephone")
    began_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=0)
    reached = models.BooleanField(default=True)
    answered = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    rating = models.CharField(max_length=20)
    #: Sealed: what the reporter said.
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Exchange(models.Model):
    """A question to the reporter and the answer, or a supplement sent unasked (补充)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="exchanges")
    question = models.TextField(blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class PublicMatter(models.Model):
    """The anonymised projection (公开版): all that pages for everybody, open data and Open311 ever read."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="public")
    #: ASCII, not the matter's own number: knowing it opens nothing.
    public_id = models.CharField(max_length=40, unique=True)
    agency = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    category = models.CharField(max_length=20, blank=True)
    #: open or closed, and the detailed word of the extensions.
    status = models.CharField(max_length=10, default="open")
    detailed = models.CharField(max_length=20, default="RECEIVED")
    district = models.CharField(max_length=40, blank=True)
    #: Rounded to about a hundred metres.
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    requested_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expected_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    #: Empty until somebody has removed what is personal and somebody else has released it.
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    photos = models.JSONField(default=list)
    result = models.CharField(max_length=20, blank=True)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    #: Taken from the public lists again, with the reason.
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-requested_at", "-id"], name="public_matter_newest"),
            models.Index(fields=["agency", "-updated_at", "-id"], name="public_matter_updated"),
            models.Index(fields=["agency", "category", "status"], name="public_matter_class"),
            models.Index(fields=["agency", "lat", "lon"], name="public_matter_place"),
        ]


class PublicUpdate(models.Model):
    """A change of a public matter's status, for the updates extension of Open311."""

    public = models.ForeignKey(PublicMatter, on_delete=models.PROTECT, related_name="updates")
    status = models.CharField(max_length=30)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["at", "id"], name="public_update_at")]
