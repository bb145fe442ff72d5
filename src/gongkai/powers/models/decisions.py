"""Decisions (执法决定): typed facts, the row applied, the amount, their way, and the prepared figures over them.

Who a decision is about is sealed; the public page shows ``party_public``, made by rule. The figures are kept up to date
by the deeds that change them, so that a page over a million decisions reads a few hundred rows.
"""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit
from gongkai.powers.models.register import Entry, Version


class Decision(models.Model):
    """A penalty, licence or coercion decision on its way (``domain.powers.decision_course``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: A kind of ``law/decisions.toml``.
    kind = models.CharField(max_length=12)
    #: Document number (文号), unique in the agency.
    number = models.CharField(max_length=80)
    #: Under which number another system keeps it.
    outside_system = models.CharField(max_length=40, blank=True)
    outside_number = models.CharField(max_length=80, blank=True)
    #: The power it uses, the discretion table it is held against, and that table's version.
    item = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    table = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    table_version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    party_kind = models.CharField(max_length=20)
    #: Name and identity number, sealed.
    party_sealed = models.TextField(blank=True)
    #: As it stands on the public page: a citizen's family name, an organisation's name.
    party_public = models.CharField(max_length=200, blank=True)
    #: Keyed digest of the identity: earlier offences of the same party are counted by it.
    party_mark = models.CharField(max_length=64, blank=True)
    conduct = models.CharField(max_length=300)
    conduct_on = models.DateField()
    filed_on = models.DateField()
    #: Facts as the table's factors name them.
    facts = models.JSONField(default=dict)
    #: SHA-256 of table, row and facts: the same facts are found by it.
    facts_digest = models.CharField(max_length=64, blank=True)
    rows = models.JSONField(default=list)
    outcome = models.CharField(max_length=12, blank=True)
    #: In yuan; of fines only.
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    minimum = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    maximum = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    outside_range = models.BooleanField(default=False)
    #: Why the amount lies outside the range.
    deviation = models.TextField(blank=True)
    #: Keys of circumstances (``law/discretion.toml``), and the record of education where someone is spared.
    circumstances = models.JSONField(default=list)
    education = models.TextField(blank=True)
    #: Facts, reasons and basis in words, as the notice and the decision give them (说理).
    reasons = models.TextField(blank=True)
    notice_on = models.DateField(null=True)
    #: What the party said to it, sealed.
    defence_sealed = models.TextField(blank=True)
    review_ground = models.CharField(max_length=30, blank=True)
    review_opinion = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    served_way = models.CharField(max_length=20, blank=True)
    #: Judgement of social impact (社会影响): yes or no, why, who, when.
    impact = models.CharField(max_length=3, blank=True)
    impact_reason = models.TextField(blank=True)
    impact_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    impact_at = models.DateTimeField(null=True)
    #: What the public reads.
    public_text = models.TextField(blank=True)
    published_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    revoked_reason = models.TextField(blank=True)
    #: Who handles it; for decisions from elsewhere the officer's code there.
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    officer_code = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, default="filed")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_decision_per_number"),
            models.UniqueConstraint(
                fields=["agency", "outside_system", "outside_number"],
                condition=~models.Q(outside_number=""),
                name="one_decision_per_outside_number",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "unit"], name="decision_by_state"),
            models.Index(fields=["agency", "kind", "decided_on"], name="decision_by_day"),
            models.Index(fields=["state", "published_on"], name="decision_public"),
            models.Index(fields=["table", "facts_digest"], name="decision_same_facts"),
            models.Index(fields=["party_mark", "decided_on"], name="decision_by_party"),
        ]

    def __str__(self) -> str:
        return self.number


class DecisionStep(models.Model):
    """Who made which move with a decision. Written once."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=30)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class StripFigure(models.Model):
    """Published decisions of a month in a row of a table, by where in the row's range the amount lies."""

    table = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    row = models.CharField(max_length=60)
    #: First day of the month of the decision.
    month = models.DateField()
    outcome = models.CharField(max_length=12)
    #: Twentieth of the range from 0 to 20; -1 below it, 21 above it; 0 where there is no range.
    place = models.SmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row", "month", "outcome", "place"], name="one_strip_figure"
            )
        ]


class SpreadFigure(models.Model):
    """Decisions with an amount, of a year in a row of a table by unit and officer: count, sum, squares, ends."""

    table = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    row = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: The person's key, or the officer's code elsewhere; empty when nobody is named.
    officer = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)
    outside = models.PositiveIntegerField(default=0)
    #: Of the places in the range (0 to 1), so that rows with different ranges compare: sum and sum of squares.
    places = models.FloatField(default=0.0)
    squares = models.FloatField(default=0.0)
    amounts = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    least = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    most = models.DecimalField(max_digits=16, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row", "year", "unit", "officer"], name="one_spread_figure"
            )
        ]


class SameFactsFigure(models.Model):
    """Decisions of a year on the very same facts: how many, and from which amount to which."""

    table = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    facts_digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    least = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    most = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    #: ``most`` - ``least``; the widest first.
    spread = models.DecimalField(max_digits=16, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "year", "facts_digest"], name="one_same_facts_figure")
        ]
        indexes = [models.Index(fields=["table", "year", "-spread"], name="same_facts_widest")]
