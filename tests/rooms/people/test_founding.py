"""What does an empty installation begin with, and can it begin twice?"""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, Refusal
from gongkai.people import actions
from gongkai.people.actor import actor_of
from gongkai.people.models import Agency, Person, Unit

pytestmark = pytest.mark.django_db


def _found(**changes: str) -> actions.Founded:
    return actions.found_installation(
        **{"name": "测试市城市管理局", "code": "cgj", "organisation_code": "01431479-9", **changes}
    )


def test_an_agency_its_office_and_three_administrators() -> None:
    made = _found(short_name="城管局")
    assert (made.agency.is_host, made.agency.short_name) == (True, "城管局")
    assert made.agency.organisation_code == "014314799"
    assert Unit.objects.get().name == "政务公开办公室"
    assert [username for username, *_ in made.accounts] == ["system-admin", "permission-admin", "audit-admin"]
    roles = [actor_of(Person.objects.get(username=username)).roles for username, *_ in made.accounts]
    assert roles == [{"people.system_admin"}, {"people.permission_admin"}, {"people.audit_admin"}]
    assert Event.objects.count() == 1
    assert ledger.verify() == (1, None)


def test_the_first_passwords_are_strong_and_must_be_changed(client: Client) -> None:
    made = _found()
    assert len({password for *_, password in made.accounts}) == 3
    for username, _part, password in made.accounts:
        person = Person.objects.get(username=username)
        assert len(password) == 16
        assert person.check_password(password)
        assert person.must_change_password


def test_a_second_time_is_refused() -> None:
    _found()
    with pytest.raises(Refusal, match="already"):
        _found(code="other")
    assert Agency.objects.count() == 1
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("code", ""),
        ("code", "城管"),
        ("code", "a b"),
        ("organisation_code", "123"),
        ("name", "局" * 121),
    ],
)
def test_wrong_input_names_its_field_and_founds_nothing(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        _found(**{field: value})
    assert refused.value.field == field
    assert not Agency.objects.exists()
