"""The first deed of an installation: its agency and the three administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Refusal
from gongkai.domain import index_number
from gongkai.domain.text import N_, say
from gongkai.people import passwords
from gongkai.people.actions import base
from gongkai.people.models import Agency, Appointment, Person, Post, Unit
from gongkai.people.roles import BY_KEY

FOUNDED = ledger.verb("people.installation.founded", N_("The installation was founded for {agency}"))

#: Account, role, title of the post.
FIRST_ACCOUNTS = (
    ("system-admin", "people.system_admin", "系统管理员"),
    ("permission-admin", "people.permission_admin", "权限管理员"),
    ("audit-admin", "people.audit_admin", "审计管理员"),
)


@dataclass(frozen=True, slots=True)
class Founded:
    """What was founded. ``accounts``: (user name, part, first password), to be handed over and changed."""

    agency: Agency
    accounts: list[tuple[str, str, str]]


def found_installation(*, name: str, code: str, organisation_code: str = "", short_name: str = "") -> Founded:
    """Founds the host agency, its openness office and three administrators, in an empty installation only.

    Raises ``Invalid`` for a bad name or code and ``Refusal`` where an agency is there already.
    """
    full = base.given(name, say("Give the agency its full name."), "name", 120)
    fields = {
        "name": full,
        "short_name": base.short(short_name, "short_name", 60) or full[:60],
        "code": base.code(code),
        "organisation_code": base.organisation_code(organisation_code),
        "index_pattern": index_number.default_pattern(),
        "opened_on": clock.today(),
    }
    try:
        with transaction.atomic():
            if Agency.objects.exists():
                raise _founded_before()
            agency = Agency.objects.create(**fields, is_host=True)
            accounts = _first_accounts(agency)
            ledger.record(
                FOUNDED,
                subject=("people.agency", agency.pk),
                actor=ledger.System(agency.code),
                data={"agency": agency.name, "accounts": [username for username, *_rest in accounts]},
            )
            public_version.public_changed()
    except IntegrityError as error:  # two at once: the database lets one host agency in
        raise _founded_before() from error
    return Founded(agency, accounts)


def _founded_before() -> Refusal:
    return Refusal(
        say(
            "There is an installation here already. A second one needs a data folder and a database of its own; "
            "a further agency is opened by the system administrator in the workspace."
        )
    )


def _first_accounts(agency: Agency) -> list[tuple[str, str, str]]:
    today = clock.today()
    office = Unit.objects.create(
        agency=agency, code="office", name="政务公开办公室", name_en="Openness Office", opened_on=today
    )
    accounts = []
    for username, role, title in FIRST_ACCOUNTS:
        password = passwords.strong()
        person = Person(
            username=username, name=title, agency=agency, must_change_password=True, opened_at=clock.now()
        )
        person.set_password(password)
        person.save()
        post = Post.objects.create(unit=office, title=title, roles=[role], opened_on=today)
        Appointment.objects.create(person=person, post=post, begins_on=today)
        accounts.append((username, _(BY_KEY[role].label), password))
    return accounts
