"""The foundation's tables: ledger, numbers, calendar, deadlines, files, jobs."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One deed in the ledger (台账). Written once; triggers refuse every change (see ``core.triggers``)."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    agency = models.CharField(max_length=40, blank=True)
    #: Account number of who did it; ``None``: the system's own clock.
    person = models.BigIntegerField(null=True)
    #: Title of the post in which it was done, as it read that day.
    post = models.CharField(max_length=120, blank=True)
    #: Account number of the absent person in whose place it was done.
    on_behalf_of = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    #: field → digest of (salt, value) for values kept apart so that they can be erased.
    sealed = models.JSONField(default=dict)
    digest_name = models.CharField(max_length=12)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject", "seq"], name="ledger_subject"),
            models.Index(fields=["person", "seq"], name="ledger_person"),
            models.Index(fields=["verb", "seq"], name="ledger_verb"),
        ]


class EventSecret(models.Model):
    """A personal value of an event, kept outside the chain. Erasing blanks it; its digest stays in the chain."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="secrets")
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=64, blank=True)
    value = models.TextField(blank=True)
    erased_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="one_secret_per_name")]


class LedgerHead(models.Model):
    """The last link of the chain: a single row, so that a cut tail is noticed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)


class Counter(models.Model):
    """The last number given in a series, such as the index numbers of one agency and year."""

    series = models.CharField(max_length=120, primary_key=True)
    last = models.BigIntegerField(default=0)


class CalendarNotice(models.Model):
    """A holiday notice (放假安排通知) loaded by a clerk; it makes its year announced."""

    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=80, blank=True)
    published_on = models.DateField(null=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.BigIntegerField(null=True)
    #: A later notice for the same year takes the place of this one; nothing is deleted.
    replaced_at = models.DateTimeField(null=True)


class CalendarDay(models.Model):
    """One day a notice names: a holiday, or a make-up working day (调休)."""

    notice = models.ForeignKey(CalendarNotice, on_delete=models.PROTECT, related_name="days")
    date = models.DateField()
    working = models.BooleanField()
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "date"], name="one_meaning_per_day")]


class Deadline(models.Model):
    """A legal clock running on a matter. The date is stored and recomputed; its trail is computed when asked."""

    subject_type = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    agency = models.CharField(max_length=40)
    #: Number of the unit that owes the step; ``None``: the whole agency.
    unit = models.BigIntegerField(null=True)
    #: What the matter is called on lists.
    title = models.CharField(max_length=300)
    rule = models.CharField(max_length=60)
    started_on = models.DateField()
    #: ``[[first, last or null, reason], …]`` with ISO dates.
    pauses = models.JSONField(default=list)
    extension = models.PositiveSmallIntegerField(default=0)
    #: ``None`` while an open pause runs.
    due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    stopped_on = models.DateField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject", "rule"],
                condition=models.Q(stopped_on__isnull=True),
                name="one_running_clock_per_rule",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=models.Q(stopped_on__isnull=True), name="deadline_next_due"
            ),
            models.Index(fields=["subject_type", "subject"], name="deadline_subject"),
        ]


class StoredFile(models.Model):
    """A file kept under the digest of its bytes; the same bytes are kept once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    pages = models.PositiveIntegerField(null=True)
    has_text = models.BooleanField(null=True)
    metadata = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    #: It carries a script, a launch action or an attached file; cleaning removes them.
    needs_cleaning = models.BooleanField(default=False)
    stored_at = models.DateTimeField()


class JobRun(models.Model):
    """When a periodic job last ran and when it is due again; claimed by compare-and-set."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    runs = models.PositiveBigIntegerField(default=0)


class Presence(models.Model):
    """Who has a record open right now, so that two people on one record see each other. Not part of any record."""

    subject_type = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    person = models.BigIntegerField()
    name = models.CharField(max_length=60)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject", "person"], name="one_seat_each")
        ]
