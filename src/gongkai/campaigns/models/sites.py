"""Sites (检查对象、工地): where they lie, who builds, digs and hauls there, and in which campaigns they are."""

from __future__ import annotations

from django.db import models

from gongkai.campaigns.models.campaigns import Campaign
from gongkai.people.models import Agency, Person, Unit


class Site(models.Model):
    """A place that is inspected, such as a construction site; it stays when its works are over."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-GD-0001: what stands in addresses and files.
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    #: WGS-84 degrees.
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    #: What is done there, and under which permit.
    works = models.CharField(max_length=200, blank=True)
    permit = models.CharField(max_length=80, blank=True)
    #: The unit that inspects it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: Until when works go on; an ended site is inspected no more.
    ended_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="one_site_per_code"),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="site_on_the_globe",
            ),
        ]
        indexes = [models.Index(fields=["unit", "code"], name="site_of_unit")]

    def __str__(self) -> str:
        return self.code


class SiteParty(models.Model):
    """Who is written to about a site: builder, contractor, haulier. One that changes is ended and entered anew."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="parties")
    #: A key of ``party`` in ``law/campaigns.toml``.
    role = models.CharField(max_length=20)
    #: The organisation; public.
    name = models.CharField(max_length=120)
    #: Sealed: contact person, telephone, e-mail, postal address.
    contact = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "role"],
                condition=models.Q(until__isnull=True),
                name="one_party_per_role_at_a_time",
            )
        ]


class Listed(models.Model):
    """A site in a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="listed")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="listed")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    #: Taken out of the campaign, and why.
    taken_out_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["site__code"]
        constraints = [models.UniqueConstraint(fields=["campaign", "site"], name="a_site_once_in_a_campaign")]
