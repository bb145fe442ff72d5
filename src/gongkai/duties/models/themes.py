"""Campaign years and themes (深化年、专题), and the publications that belong to one."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person


class Theme(models.Model):
    """A theme on its way (``domain.duties.themes``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-ZT-2026-01.
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    begins_on = models.DateField()
    ends_on = models.DateField()
    aim = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="draft")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_theme_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="theme_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ThemePublication(models.Model):
    """A publication of a theme, by its index number: which document that is, other floors know."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="publications")
    index_number = models.CharField(max_length=80)
    title = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "index_number"], name="a_publication_once_in_a_theme")
        ]


class ThemePublicationTurn(models.Model):
    """A publication was taken out of its theme, or put back. Written once; the last turn says how it stands."""

    publication = models.ForeignKey(ThemePublication, on_delete=models.PROTECT, related_name="turns")
    number = models.PositiveSmallIntegerField()
    inside = models.BooleanField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="a_turn_of_a_publication_once")
        ]
