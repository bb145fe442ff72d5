"""The yearly search for risks (风险排查): opened for all units, signed off by each, closed by the publisher."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit


class Search(models.Model):
    """A search campaign of a year; once closed it does not change."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    #: The last day for the units.
    closes_on = models.DateField()
    #: ``None``: brought in from the shell.
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    #: Needed where a unit had not signed off.
    closing_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="one_search_a_year"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="search_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"


class SearchPart(models.Model):
    """A unit's part in a search; signed once."""

    search = models.ForeignKey(Search, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)
    #: Points written new, and points graded again, while the search was open: counted when the unit signed.
    found = models.PositiveIntegerField(default=0)
    regraded = models.PositiveIntegerField(default=0)
    #: Why nothing new was found.
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["unit__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["search", "unit"], name="one_search_part_per_unit"),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True) | models.Q(found__gt=0) | ~models.Q(reason=""),
                name="nothing_found_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.search_id} {self.unit_id}"
