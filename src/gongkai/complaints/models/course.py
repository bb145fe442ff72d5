"""What happens to a matter on its way: steps, legs, returns and rulings, instructions, checks, urging."""

from __future__ import annotations

from django.db import models

from gongkai.complaints.models.matters import Matter
from gongkai.people.models import Agency, Person, Unit


class Step(models.Model):
    """Who made which move in which round: what two pairs of eyes look at."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    #: A move of ``domain.complaints``, or ``author`` for whoever wrote in the reply.
    move = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    by_reporter = models.BooleanField(default=False)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class Leg(models.Model):
    """How long which unit held it (流转段): from the dispatch, signed for or not, to its end."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="legs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    dispatched_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    #: The move that ended it.
    ended_by = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["unit", "dispatched_at"], name="leg_of_unit")]


class CoUnit(models.Model):
    """A unit that helps (协办) the one in the lead (领办), and what it contributed."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="co_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    contribution = models.TextField(blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    contributed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit"],
                condition=models.Q(ended_at__isnull=True),
                name="one_seat_per_co_unit",
            )
        ]


class Return(models.Model):
    """A unit says that it is another's (退回), citing the article; the second time is ruled on (裁定)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="sent_back")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200)
    reason = models.TextField()
    #: Whose the unit says it is.
    suggested = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    disputed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]


class Ruling(models.Model):
    """A ruling on who is responsible: a precedent (先例) that routing offers next time."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="rulings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20)
    district = models.CharField(max_length=40, blank=True)
    grid = models.CharField(max_length=40, blank=True)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    article = models.CharField(max_length=200)
    reason = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "category", "district"], name="ruling_precedent")]


class Instruction(models.Model):
    """A leader's instruction (批示) on a matter: a record with its own due date."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="instructions")
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    due_on = models.DateField()
    at = models.DateTimeField()
    report = models.TextField(blank=True)
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class SiteCheck(models.Model):
    """What was found on the spot (现场核查)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="checks")
    round = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["id"]


class RoutingRule(models.Model):
    """A routing rule (派单规则): ordered and dated. A changed rule is a new row; the old one is retired."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)
    #: The conditions of ``domain.complaints.routing``.
    when = models.JSONField(default=dict)
    lead = models.CharField(max_length=40)
    co = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key", "version"], name="one_routing_rule_per_version")
        ]
        indexes = [
            models.Index(
                fields=["agency", "position"],
                condition=models.Q(retired_at__isnull=True),
                name="routing_in_order",
            )
        ]


class Link(models.Model):
    """Where a matter goes on or came from in another room or register; both numbers are kept."""

    class Kind(models.TextChoices):
        TO_REQUEST = "to_request"
        FROM_REQUEST = "from_request"
        FROM_OPINION = "from_opinion"
        PENALTY_CASE = "penalty_case"
        RISK_POINT = "risk_point"
        CAMPAIGN = "campaign"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField(max_length=80)
    system = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["id"]


class Nudge(models.Model):
    """A step of the ladder as it was taken (催办、督办): to whom, when, and what was said."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="nudges")
    #: The row of ``core.LadderStep``; ``None``: urged by hand.
    ladder_step = models.BigIntegerField(null=True, unique=True)
    step = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
