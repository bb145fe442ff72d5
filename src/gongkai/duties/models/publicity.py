"""Publicity (普法宣传): activities with their photos, the standing boards, and the partners."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit


class Partner(models.Model):
    """Who helps with publicity (合作单位): a paper, a station, a school."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: A key of ``partner`` in ``law/duties_publicity.toml``.
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    #: Not chosen any more from this day on.
    ended_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="one_publicity_partner_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """A standing place of publicity (法制走廊、公示栏); each update of it is an activity."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: A key of ``board`` in ``law/duties_publicity.toml``.
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=160)
    set_up_on = models.DateField()
    ended_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="one_board_per_name")]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """An activity on its way (``domain.duties.publicity``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-XC-2026-001; never reused.
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    #: A key of ``kind`` in ``law/duties_publicity.toml``.
    kind = models.CharField(max_length=20)
    begins_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=160, blank=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="updates")
    co_organisers = models.CharField(max_length=200, blank=True)
    partners = models.ManyToManyField(Partner, related_name="activities")
    #: Copies.
    printed = models.PositiveIntegerField(default=0)
    given_out = models.PositiveIntegerField(default=0)
    in_stock = models.PositiveIntegerField(default=0)
    #: Person-times on the spot, and how they were counted.
    consulted = models.PositiveIntegerField(default=0)
    counted_how = models.CharField(max_length=200, blank=True)
    #: What the public reads.
    words = models.TextField(blank=True)
    #: The piece that appeared: title, outlet, day, address.
    press_title = models.CharField(max_length=120, blank=True)
    press_outlet = models.CharField(max_length=80, blank=True)
    press_on = models.DateField(null=True)
    press_url = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, default="draft")
    published_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_activity_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="activity_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_on__isnull=False),
                name="published_activity_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-begins_on"], name="activity_by_state"),
            models.Index(fields=["state", "-published_on"], name="activity_published"),
            models.Index(fields=["board", "state"], name="activity_of_board"),
        ]

    def __str__(self) -> str:
        return self.number


class ActivityPhoto(models.Model):
    """A photo of an activity, sealed on disk; only the veiled copy is ever shown outside."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="photos")
    caption = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=64, unique=True)
    veiled_key = models.CharField(max_length=64, blank=True)
    boxes = models.JSONField(default=list)
    #: Looked at and kept from the public.
    kept_back = models.BooleanField(default=False)
    size = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
