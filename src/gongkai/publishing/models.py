"""The tables of active disclosure (主动公开)."""

from __future__ import annotations

from django.db import models

from gongkai.core.models import StoredFile
from gongkai.people.models import Agency, Person, Unit


class CatalogueEntry(models.Model):
    """A row of the disclosure catalogue (公开目录), dated. Rows of the law are in step with ``law/catalogue.toml``."""

    key = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=200)
    label_en = models.CharField(max_length=240, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    content = models.TextField(blank=True)
    instrument = models.CharField(max_length=120, blank=True)
    article = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=60, default="publication.general")
    mode = models.CharField(max_length=20, default="active")
    audience = models.CharField(max_length=40, blank=True)
    scheme = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    #: ``None``: a row of the law, for every agency.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="catalogue_entries")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.label


class CatalogueDuty(models.Model):
    """Which unit and person of an agency answer for a catalogue row (责任部门、责任人)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="catalogue_duties")
    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="catalogue_duties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="catalogue_duties")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "entry"], name="one_duty_per_row")]


class Topic(models.Model):
    """A topic page (专题) that gathers documents."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="topics")
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A record of government information (政府信息): its identity, where it stands, and its revisions."""

    class Audience(models.TextChoices):
        PUBLIC = "public"
        STAFF = "staff"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="documents")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    #: 索引号: never changed, never reused.
    index_number = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    #: Where the matter stands in ``domain.disclosure``.
    state = models.CharField(max_length=30, default="draft")
    #: Raised by every deed; a deed on an older version is refused.
    version = models.PositiveIntegerField(default=1)
    #: The revision being worked on; ``None`` while nothing is.
    working = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    #: The revision the public sees; ``None``: nothing is public.
    live = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    #: 有效 / 修改 / 废止 / 失效, keys of ``law/openness.toml``.
    validity = models.CharField(max_length=20, default="valid")
    validity_since = models.DateField(null=True)
    first_published_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    scheduled_for = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    #: Shown on the page that stays after withdrawal.
    withdrawal_reason = models.TextField(blank=True)
    #: Why it is not open, and when that is looked at again (Article 18).
    closing_ground = models.CharField(max_length=60, blank=True)
    closing_reason = models.TextField(blank=True)
    review_again_on = models.DateField(null=True)
    #: For what an interpretation (解读) is owed after publication.
    wants_interpretation = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    #: Kinds of channel on which imported history is said to have appeared; recorded when it is confirmed.
    imported_channels = models.JSONField(default=list)
    locked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    locked_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(live__isnull=False),
                name="document_public_order",
            ),
            models.Index(fields=["agency", "state", "-updated_at"], name="document_worklist"),
            models.Index(
                fields=["scheduled_for"], condition=models.Q(state="scheduled"), name="document_scheduled"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["published", "repealed", "lapsed", "superseded"])
                | models.Q(live__isnull=False),
                name="what_is_public_has_a_revision",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | models.Q(live__isnull=True),
                name="withdrawn_is_not_live",
            ),
        ]

    def __str__(self) -> str:
        return self.index_number


class Revision(models.Model):
    """The content of a document at one time. Once published it never changes (the database refuses)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=80, blank=True)
    issuing_agency = models.CharField(max_length=200, blank=True)
    #: ``made`` by the agency, or ``obtained`` from somebody (Articles 2 and 10).
    origin = models.CharField(max_length=10, default="made")
    obtained_from = models.CharField(max_length=200, blank=True)
    date_made = models.DateField(null=True)
    subject = models.CharField(max_length=120, blank=True)
    keywords = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    #: 主动公开 / 依申请公开 / 不予公开, keys of ``law/openness.toml``.
    openness = models.CharField(max_length=20, default="active")
    closing_ground = models.CharField(max_length=60, blank=True)
    closing_reason = models.TextField(blank=True)
    review_again_on = models.DateField(null=True)
    audience = models.CharField(
        max_length=10, choices=Document.Audience.choices, default=Document.Audience.PUBLIC
    )
    #: For the staff only: a key of ``law/internal.toml``, and the first day of the month it is for.
    internal_kind = models.CharField(max_length=30, blank=True, default="")
    internal_month = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    #: What a clarification (澄清) answers: the rumour in a sentence.
    clarifies = models.CharField(max_length=300, blank=True)
    catalogue = models.ManyToManyField(CatalogueEntry, related_name="revisions")
    topics = models.ManyToManyField(Topic, related_name="revisions")
    correction_reason = models.TextField(blank=True)
    #: key of a finding → the drafter's reason why it may stand.
    explanations = models.JSONField(default=dict)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    #: SHA-256 of the canonical content, set when it is submitted and again when it is published.
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return self.title


class Attachment(models.Model):
    """A file that belongs to a revision."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    title = models.CharField(max_length=200, blank=True)
    #: For images in the body: what they show.
    alternative = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    #: Taken off the draft again; the row stays.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]


class Link(models.Model):
    """How one document bears on another: it interprets, clarifies, amends, repeals, replaces or belongs with it."""

    class Kind(models.TextChoices):
        INTERPRETS = "interprets", "解读"
        CLARIFIES = "clarifies", "澄清"
        AMENDS = "amends", "修改"
        REPEALS = "repeals", "废止"
        REPLACES = "replaces", "替代"
        RELATED = "related", "相关"

    source = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="linked_from")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "target"],
                condition=models.Q(removed_at__isnull=True),
                name="one_link_of_a_kind",
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="no_link_to_itself"),
        ]


class Step(models.Model):
    """Who did which move on which revision: what the rule of two pairs of eyes looks at."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="steps")
    #: A move of ``domain.disclosure``, or ``author`` for whoever wrote in the revision.
    move = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]


class Channel(models.Model):
    """Where releases go (公开渠道): site, portal, superior's site, WeChat account, newspaper, notice board …"""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="channels")
    #: A kind of ``law/channels.toml``.
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    url = models.URLField(blank=True)
    #: This installation itself: a release is recorded here by publishing.
    is_here = models.BooleanField(default=False)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """A document was put out on a channel on a day, with a link or evidence."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="releases")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="releases")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="releases")
    released_on = models.DateField()
    url = models.URLField(blank=True, max_length=500)
    note = models.CharField(max_length=300, blank=True)
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    #: Taken back as recorded by mistake; the row stays.
    struck_at = models.DateTimeField(null=True)
    struck_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["channel", "released_on"], name="release_channel_day")]


class Wording(models.Model):
    """A forbidden or doubtful wording (敏感词、错敏词) looked for before submission."""

    class Severity(models.TextChoices):
        REFUSE = "refuse"
        REASON = "reason"
        NOTE = "note"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="wordings")
    pattern = models.CharField(max_length=120)
    is_regex = models.BooleanField(default=False)
    advice = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.REASON)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
