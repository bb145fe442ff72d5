"""Cases of accountability (责任追究案件): who moved them on, the talks (谈话) and the statements (陈述) in them."""

from __future__ import annotations

from django.db import models

from gongkai.complaints.models import Matter
from gongkai.people.models import Agency, Person, Unit
from gongkai.supervision.models.findings import Finding


class Case(models.Model):
    """A case on its way (``domain.supervision.accountability``): against a person of a unit, or against the unit."""

    class Source(models.TextChoices):
        HAND = "hand"
        FINDING = "finding"
        MATTER = "matter"
        FIRST_CONTACT = "first_contact"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: 追责编号, unique within the agency.
    number = models.CharField(max_length=40)
    #: The form's own token: a second click finds the first one.
    token = models.CharField(max_length=64, null=True, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: ``None``: the case is the unit's.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    #: A kind of fault of ``law/accountability.toml``, and in a line what happened.
    fault = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    facts = models.TextField()
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.HAND)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, default="opened")
    opened_on = models.DateField()
    #: The last day of the present step; ``None``: nothing is owed.
    act_by = models.DateField(null=True)
    #: What the person or unit was told, on which day, and until when they may state their side.
    told = models.TextField(blank=True)
    told_on = models.DateField(null=True)
    hear_until = models.DateField(null=True)
    #: The day of the last statement since they were told.
    stated_on = models.DateField(null=True)
    proposed_measure = models.CharField(max_length=24, blank=True)
    proposal = models.TextField(blank=True)
    measure = models.CharField(max_length=24, blank=True)
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    appeal_until = models.DateField(null=True)
    #: How it was carried out, and what was put right.
    result = models.TextField(blank=True)
    carried_out_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    appealed_on = models.DateField(null=True)
    review = models.TextField(blank=True)
    reviewed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_case_per_number"),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True) | models.Q(told_on__isnull=False),
                name="nobody_is_judged_untold",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-id"], name="case_by_state"),
            models.Index(fields=["unit", "state", "-id"], name="case_of_unit"),
            models.Index(fields=["person", "state"], name="case_of_person"),
        ]

    def __str__(self) -> str:
        return self.number


class CaseStep(models.Model):
    """Who made which move in a case, and in which words. Written once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=30)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Talk(models.Model):
    """A talk (谈话): of the enquiry, or the result itself carried out. Its words are private. Written once."""

    class Kind(models.TextChoices):
        ENQUIRY = "enquiry"
        RESULT = "result"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="talks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()
    led_by = models.CharField(max_length=120)
    held_with = models.CharField(max_length=120)
    words = models.TextField()
    #: The result that was carried out by it.
    measure = models.CharField(max_length=24, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Statement(models.Model):
    """What the person or unit concerned says: before a result, or to have it reviewed. Written once."""

    class Kind(models.TextChoices):
        STATED = "stated"
        TAKEN_DOWN = "taken_down"
        APPEAL = "appeal"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
