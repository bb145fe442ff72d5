"""Who: agencies, units, posts, people, bodies, delegation."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Agency(models.Model):
    """An agency (机关). One installation serves many."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=160, blank=True)
    #: Nine characters without the hyphen; the first part of index numbers.
    organisation_code = models.CharField(max_length=9, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    index_pattern = models.CharField(max_length=80, default="{organisation}/{year}-{serial:05d}")
    #: The agency above, which receives reports and complaints about this one (主管部门).
    superior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subordinates"
    )
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    fax = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    office_hours = models.CharField(max_length=200, blank=True)
    head_name = models.CharField(max_length=60, blank=True)
    functions = models.TextField(blank=True)
    working_body = models.CharField(max_length=120, blank=True)
    site_code = models.CharField(max_length=20, blank=True)
    icp_number = models.CharField(max_length=60, blank=True)
    police_number = models.CharField(max_length=60, blank=True)
    #: The agency whose name stands over the site.
    is_host = models.BooleanField(default=False)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_host"], condition=models.Q(is_host=True), name="one_host_agency"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit (科室、大队、下属单位) of an agency."""

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership", "局领导"
        SECTION = "section", "科室"
        BRIGADE = "brigade", "执法大队"
        SUBORDINATE = "subordinate", "下属单位"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SECTION)
    duties = models.TextField(blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="one_unit_per_code")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post (岗位) in a unit; its roles say what whoever holds it may do."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=80)
    roles = models.JSONField(default=list)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class PersonManager(BaseUserManager["Person"]):
    """Looks accounts up by their name, as the sign-in does."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A member of staff with an account. There is no superuser."""

    username = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people")
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    #: The time-based one-time password's secret, encrypted; empty: not switched on.
    totp_secret = models.CharField(max_length=255, blank=True)
    totp_last_step = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A person holds a post for a time (任职)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    basis = models.CharField(max_length=120, blank=True)
    begins_on = models.DateField()
    #: The last day; ``None``: open.
    ends_on = models.DateField(null=True, blank=True)


class Delegation(models.Model):
    """During an absence somebody else acts in a post (委托代理)."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    begins_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)
    ended_early_on = models.DateField(null=True)


class Body(models.Model):
    """A standing group such as the leading group or the supervision group (领导小组、监督小组)."""

    class Kind(models.TextChoices):
        LEADING_GROUP = "leading_group", "领导小组"
        OFFICE = "office", "领导小组办公室"
        SUPERVISION_GROUP = "supervision_group", "监督小组"
        OTHER = "other", "其他"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    duties = models.TextField(blank=True)
    basis = models.CharField(max_length=160, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A term of office in a body: whoever holds a post, or a person by name."""

    class Seat(models.TextChoices):
        HEAD = "head", "组长"
        DEPUTY = "deputy", "副组长"
        DIRECTOR = "director", "主任"
        MEMBER = "member", "成员"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    seat = models.CharField(max_length=20, choices=Seat.choices)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    basis = models.CharField(max_length=160, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post__isnull=False) | models.Q(person__isnull=False),
                name="somebody_sits_there",
            )
        ]
