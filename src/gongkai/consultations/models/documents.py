"""Documents (规范性文件、重大决策) on their way, who moved them on, and their versions."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit


class Document(models.Model):
    """A rule or decision on its way (``domain.consultations.course``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: The unit that drafts it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: Of the project, such as CGJ-JC-2026-003; never reused.
    number = models.CharField(max_length=40)
    #: A key of ``kind`` in ``law/consultations.toml``.
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    #: Why it is needed, and on which basis.
    need = models.TextField(blank=True)
    state = models.CharField(max_length=20, default="project")
    #: How a consultation is to be held: the last day, why it is shorter than the rule, who may give an opinion.
    closes_on = models.DateField(null=True)
    shorter_reason = models.CharField(max_length=500, blank=True)
    identity = models.CharField(max_length=10, default="anyone")
    #: What is published with it.
    interpretation = models.TextField(blank=True)
    channels = models.TextField(blank=True)
    #: 统一编号, given with the signature, and the serial of its year.
    formal_number = models.CharField(max_length=80, blank=True)
    signed_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    #: Years of validity; ``None``: the house's longest.
    validity_years = models.PositiveSmallIntegerField(null=True)
    lapses_on = models.DateField(null=True)
    filed_on = models.DateField(null=True)
    #: Index number of the final text among the published documents, once its draft was begun there.
    publication = models.CharField(max_length=80, blank=True)
    ended_on = models.DateField(null=True)
    ended_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_document_per_number"),
            models.UniqueConstraint(
                fields=["agency", "formal_number"],
                condition=~models.Q(formal_number=""),
                name="one_document_per_formal_number",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-updated_at"], name="document_by_state"),
            models.Index(fields=["state", "closes_on"], name="document_open"),
            models.Index(fields=["lapses_on"], name="document_lapses"),
        ]

    def __str__(self) -> str:
        return self.number


class DocumentStep(models.Model):
    """Who made which move with a document, ``author`` for whoever wrote in it. Written once."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=30)
    #: The version it was about.
    version = models.PositiveSmallIntegerField(null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Version(models.Model):
    """A text of the document. Put out for opinions, it never changes."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    #: Rows of ``domain.consultations.clauses``: [{"level", "text", "key"}, …].
    provisions = models.JSONField(default=list)
    #: What is proposed and why, beside the text (起草说明).
    explanation = models.TextField(blank=True)
    #: SHA-256 over the provisions.
    digest = models.CharField(max_length=64, blank=True)
    #: First and last day of its consultation, and the reason where it is shorter than the rule.
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    shorter_reason = models.CharField(max_length=500, blank=True)
    identity = models.CharField(max_length=10, blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(opens_on__isnull=True), name="one_text_being_written"
            ),
            models.CheckConstraint(
                condition=models.Q(opens_on__isnull=True) | models.Q(closes_on__gte=models.F("opens_on")),
                name="consultation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"
