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
    #: ``{"length", "unit", "label", "source", "verified"}`` of a period that is no legal clock of ``law/clocks.toml``
    #: (see ``core.periods``): it runs from moment to moment. ``None``: a clock in days.
    period = models.JSONField(null=True)
    started_at = models.DateTimeField(null=True)
    #: ``[[first, last or null, reason], …]`` with ISO dates; with ISO moments where there is a ``period``.
    pauses = models.JSONField(default=list)
    #: In the unit of the rule or the period.
    extension = models.PositiveSmallIntegerField(default=0)
    #: The day whose law applies where the clock began anew later; ``None``: the day it started.
    law_of = models.DateField(null=True)
    #: A last day set by a decision or by the law itself as a date, instead of a counted period.
    fixed_on = models.DateField(null=True)
    #: ``None`` while an open pause runs.
    due_on = models.DateField(null=True)
    #: The moment itself, where there is a ``period``; ``due_on`` is its day.
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    stopped_on = models.DateField(null=True)
    stopped_at = models.DateTimeField(null=True)
    #: Whether the steps of urging (``core.ladder``) follow this clock.
    urging = models.BooleanField(default=False, db_default=False)
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
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(stopped_on__isnull=True, due_at__isnull=False),
                name="deadline_next_moment",
            ),
            models.Index(fields=["subject_type", "subject"], name="deadline_subject"),
        ]


class LadderStep(models.Model):
    """A step of urging (督办) on a running clock: fires once for one due moment (see ``core.ladder``)."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="steps")
    #: A key of ``law/ladder.toml``.
    step = models.CharField(max_length=40)
    #: The due moment the step was planned for; an extension plans new steps for the new moment.
    due_at = models.DateTimeField()
    fire_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "step", "due_at"], name="one_firing_per_due_moment")
        ]
        indexes = [
            models.Index(
                fields=["fire_at", "id"],
                condition=models.Q(fired_at__isnull=True, cancelled_at__isnull=True),
                name="ladder_to_fire",
            )
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


class LetterHead(models.Model):
    """What an agency's letters carry (文书要素): its mark, where to turn for review and suit. The newest row holds."""

    agency = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    #: 机关代字, the first part of document numbers.
    mark = models.CharField(max_length=40)
    review_authority = models.CharField(max_length=120)
    court = models.CharField(max_length=120, blank=True)
    #: Where an application for review can be made on the network.
    review_online = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "version"], name="one_letter_head_per_version")
        ]


class LetterTemplate(models.Model):
    """An agency's own text of a kind of letter (文书模板). The newest holds; without one ``law/letters.toml`` does."""

    agency = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    text = models.TextField()
    #: Own wording of the block ``remedies_block`` of ``law/remedies.toml``; it holds as long as that block does.
    remedies_text = models.TextField(blank=True)
    remedies_block = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "version"], name="one_letter_text_per_version")
        ]


class Letter(models.Model):
    """A letter as it was issued (文书). It never changes; erasing blanks what is personal (see ``core.letters``)."""

    subject_type = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    agency = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    #: 发文字号, such as 示城管公开〔2026〕12号; series, year and serial are its parts.
    number = models.CharField(max_length=120)
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    #: The agency's name as it read that day.
    issuer = models.CharField(max_length=200)
    #: Sealed: to whom it went, and its paragraphs, tables and attachments as they were sent.
    addressee = models.TextField()
    body = models.TextField()
    remedies = models.TextField(blank=True)
    remedies_block = models.CharField(max_length=40, blank=True)
    outcome_group = models.CharField(max_length=40, blank=True)
    #: The values put in, without the personal ones.
    facts = models.JSONField(default=dict)
    template_version = models.PositiveIntegerField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    post = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_letter_per_number"),
            models.UniqueConstraint(
                fields=["agency", "series", "year", "serial"], name="one_letter_per_serial"
            ),
        ]
        indexes = [models.Index(fields=["subject_type", "subject", "id"], name="letter_subject")]

    def __str__(self) -> str:
        return self.number


class LetterService(models.Model):
    """How and when a letter was served (送达). A row entered by mistake is struck and stays."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="services")
    #: A key of ``service_way`` in ``law/letters.toml``.
    way = models.CharField(max_length=30)
    served_on = models.DateField()
    #: Sealed: who took it, and what proves it.
    recipient = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_reason = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True)


class Mail(models.Model):
    """A message waiting to go out by e-mail, or gone. To whom and what is sealed, and blanked once it is sent."""

    recipient = models.TextField(blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    #: JSON of further headers (RFC 2369, RFC 8058), sealed: the way to leave a list is one reader's alone.
    headers = models.TextField(blank=True, default="")
    subject_type = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mail_to_send",
            )
        ]


class ApiKey(models.Model):
    """A key a program writes with (API 密钥). The key itself is nowhere, only its digest; see ``core.api_keys``."""

    name = models.CharField(max_length=80)
    #: The part that may be shown, and by which the row is found.
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    #: What it is good for: keys of ``core.api_keys.SCOPES``.
    scopes = models.JSONField(default=list)
    #: Code of the agency it writes for.
    agency = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(revoked_at__isnull=True), name="one_open_key_per_name"
            )
        ]


class ReceivedMail(models.Model):
    """A mail taken from the mailbox (收到的电子邮件), so that each is handled once; it names nobody."""

    #: ``Message.key``: the same for every copy of one mail.
    digest = models.CharField(max_length=64, unique=True)
    #: Where it lay last: a digest of account and folder, the folder's UIDVALIDITY, the mail's UID (RFC 3501).
    mailbox = models.CharField(max_length=32)
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    at = models.DateTimeField()
    #: What became of it; empty: not settled, it is tried again at ``again_at``.
    outcome = models.CharField(max_length=30, blank=True)
    #: The record it belongs to.
    subject_type = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    again_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["mailbox", "validity", "uid"], name="received_mail_place"),
            models.Index(fields=["subject_type", "subject"], name="received_mail_subject"),
        ]
