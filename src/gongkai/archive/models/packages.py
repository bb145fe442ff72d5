"""Packages (档案包) of records that ended, and what kept one from being made."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit


class Package(models.Model):
    """A record in the archive: its number, how long it is kept, every file with its digest. Written once.

    Only what stands after it (``standing``, ``superseded_by``), the last check and what is kept of people change.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: A kind of ``law/archive.toml``, and the record's own key.
    kind = models.CharField(max_length=24)
    record = models.BigIntegerField()
    #: Where it stood when it ended, and the step that ended it (0: none is kept).
    state = models.CharField(max_length=20)
    step = models.BigIntegerField(default=0)
    #: 档号, its parts, and the item's place among them; never used for anything else.
    number = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    item = models.PositiveIntegerField()
    #: How often this record was archived.
    revision = models.PositiveSmallIntegerField(default=1)
    record_number = models.CharField(max_length=120)
    document_number = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    responsible = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField()
    ended = models.CharField(max_length=200, blank=True)
    #: A key of ``retention`` in ``law/archive.toml``; ``None``: kept for good.
    retention = models.CharField(max_length=12)
    keep_until = models.DateField(null=True)
    papers = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True)
    #: Every file of the payload: path, sha256, size, kind, name, made_on, who, media, kept.
    files = models.JSONField(default=list)
    #: Papers whose bytes were erased before: kind and name.
    gone = models.JSONField(default=list)
    #: Bytes of the payload, and SHA-256 of ``manifest-sha256.txt``.
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    #: Where the files the archive keeps itself lie, sealed (``core.sealed``).
    kept_key = models.CharField(max_length=64)
    #: The same of papers in words that hold personal data: apart, so that they can be erased. Empty: none are kept.
    personal_key = models.CharField(max_length=64, blank=True)
    #: The room's last erasure of personal data this package follows already.
    erasure = models.DateTimeField(null=True)
    #: What ``personal_key`` was before an erasure, until its bytes are gone.
    leftover_key = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    #: ``None``: the clock.
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    #: The one that holds for its record; what was opened and ended again has a later one.
    standing = models.BooleanField(default=True)
    superseded_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    checked_at = models.DateTimeField(null=True)
    #: Files that were missing or changed at the last check.
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_package_per_archive_number"),
            models.UniqueConstraint(
                fields=["agency", "kind", "record", "state", "step"], name="one_package_per_ending"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "record"],
                condition=models.Q(standing=True),
                name="one_standing_package_per_record",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "year", "number"], name="package_by_year"),
            models.Index(fields=["agency", "kind", "year"], name="package_by_kind"),
            models.Index(fields=["agency", "keep_until"], name="package_by_end"),
            models.Index(fields=["agency", "record_number"], name="package_by_record_number"),
        ]

    def __str__(self) -> str:
        return self.number


class Trouble(models.Model):
    """Why a record could not be archived the last time it was tried; empty once it was."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    record = models.BigIntegerField()
    at = models.DateTimeField()
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "record"], name="one_trouble_per_record")
        ]
