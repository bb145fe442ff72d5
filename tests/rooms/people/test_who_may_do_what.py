"""Which of the cast may do which deed? Everybody else is refused, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

import cast
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import NotAllowed
from gongkai.people import access, actions
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Appointment, Body, Delegation, Membership, Person, Post, Unit

pytestmark = pytest.mark.django_db

EVERYBODY = (*cast.PARTS, "outsider")
SYSTEM, PERMISSIONS, OFFICE = {"system_admin"}, {"permission_admin"}, {"office"}
TABLES = (Agency, Unit, Post, Person, Appointment, Delegation, Body, Membership, Event)


@pytest.fixture
def bureau(db: None) -> cast.Cast:
    return cast.make_cast()


def _appointment(bureau: cast.Cast, name: str) -> Appointment:
    return Appointment.objects.get(person=bureau.person(name))


def _spare_post(bureau: cast.Cast) -> Post:
    return Post.objects.get_or_create(
        unit=bureau.units["other"], title="spare", defaults={"roles": [], "opened_on": cast.BEGIN}
    )[0]


def _body(bureau: cast.Cast) -> Body:
    return Body.objects.get_or_create(
        agency=bureau.agency, name="领导小组", kind="leading_group", begins_on=cast.BEGIN
    )[0]


def _seat(bureau: cast.Cast) -> Membership:
    return Membership.objects.get_or_create(
        body=_body(bureau), seat="head", person=bureau.person("leader"), begins_on=cast.BEGIN
    )[0]


def _delegation(bureau: cast.Cast) -> Delegation:
    today = clock.today()
    return Delegation.objects.get_or_create(
        appointment=_appointment(bureau, "drafter"),
        deputy=bureau.person("second_drafter"),
        begins_on=today,
        ends_on=today,
        reason="leave",
    )[0]


def _delegate(bureau: cast.Cast, actor: StaffActor) -> None:
    actions.delegate(
        actor=actor,
        appointment_id=_appointment(bureau, "drafter").pk,
        deputy_id=bureau.person("neighbour").pk,
        begins_on=clock.today(),
        ends_on=clock.today() + timedelta(days=3),
        reason="annual leave",
    )


def _end_appointment(bureau: cast.Cast, actor: StaffActor) -> None:
    row = _appointment(bureau, "second_drafter")
    actions.end_appointment(actor=actor, appointment_id=row.pk, last_day=clock.today())


DEEDS: dict[str, tuple[set[str], Callable[[cast.Cast, StaffActor], object]]] = {
    "open_agency": (
        SYSTEM,
        lambda b, a: actions.open_agency(actor=a, code="new", data=actions.AgencyData("测试市新局")),
    ),
    "change_agency": (
        SYSTEM | OFFICE,
        lambda b, a: actions.change_agency(
            actor=a, agency_id=b.agency.pk, data=actions.AgencyData("测试市城市管理局", address="人民路1号")
        ),
    ),
    "open_unit": (
        SYSTEM,
        lambda b, a: actions.open_unit(
            actor=a, agency_id=b.agency.pk, code="new", data=actions.UnitData("新科")
        ),
    ),
    "change_unit": (
        SYSTEM,
        lambda b, a: actions.change_unit(
            actor=a, unit_id=b.units["other"].pk, data=actions.UnitData("市容管理科")
        ),
    ),
    "close_unit": (
        SYSTEM,
        lambda b, a: actions.close_unit(
            actor=a,
            unit_id=Unit.objects.get_or_create(
                agency=b.agency, code="old", name="旧科", opened_on=cast.BEGIN
            )[0].pk,
            reason="merged",
        ),
    ),
    "open_post": (
        SYSTEM,
        lambda b, a: actions.open_post(
            actor=a, unit_id=b.units["other"].pk, title="clerk", roles=["publishing.drafter"]
        ),
    ),
    "close_post": (
        SYSTEM,
        lambda b, a: actions.close_post(actor=a, post_id=_spare_post(b).pk, reason="not needed"),
    ),
    "open_account": (
        SYSTEM,
        lambda b, a: actions.open_account(
            actor=a, agency_id=b.agency.pk, username="newcomer", name="新人", password="Rain-on-stones-8"
        ),
    ),
    "close_account": (
        SYSTEM,
        lambda b, a: actions.close_account(actor=a, person_id=b.person("neighbour").pk, reason="left"),
    ),
    "reset_password": (
        SYSTEM,
        lambda b, a: actions.reset_password(
            actor=a, person_id=b.person("section_head").pk, password="Rain-on-stones-8"
        ),
    ),
    "change_post_roles": (
        PERMISSIONS,
        lambda b, a: actions.change_post_roles(
            actor=a, post_id=_spare_post(b).pk, roles=["publishing.drafter"], reason="new work"
        ),
    ),
    "appoint": (
        PERMISSIONS,
        lambda b, a: actions.appoint(
            actor=a, person_id=b.person("neighbour").pk, post_id=_spare_post(b).pk, begins_on=clock.today()
        ),
    ),
    "end_appointment": (PERMISSIONS, _end_appointment),
    "delegate": (PERMISSIONS | {"drafter"}, _delegate),
    "end_delegation": (
        PERMISSIONS | {"drafter", "second_drafter"},
        lambda b, a: actions.end_delegation(actor=a, delegation_id=_delegation(b).pk),
    ),
    "found_body": (
        OFFICE,
        lambda b, a: actions.found_body(
            actor=a, agency_id=b.agency.pk, name="监督小组", kind="supervision_group", begins_on=clock.today()
        ),
    ),
    "dissolve_body": (
        OFFICE,
        lambda b, a: actions.dissolve_body(
            actor=a, body_id=_body(b).pk, last_day=clock.today(), reason="done"
        ),
    ),
    "seat_member": (
        OFFICE,
        lambda b, a: actions.seat_member(
            actor=a, body_id=_body(b).pk, seat="member", post_id=_spare_post(b).pk, begins_on=clock.today()
        ),
    ),
    "end_membership": (
        OFFICE,
        lambda b, a: actions.end_membership(actor=a, membership_id=_seat(b).pk, last_day=clock.today()),
    ),
}


def _rows() -> dict[str, list[dict[str, object]]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}  # type: ignore[attr-defined]


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_those_named_may(bureau: cast.Cast, deed: str, who: str) -> None:
    allowed, do = DEEDS[deed]
    _spare_post(bureau), _seat(bureau), _delegation(bureau) if deed == "end_delegation" else None
    if deed == "close_unit":
        Unit.objects.create(agency=bureau.agency, code="old", name="旧科", opened_on=cast.BEGIN)
    before = _rows()
    if who in allowed:
        do(bureau, getattr(bureau, who))
        written = Event.objects.count() - len(before["Event"])
        assert written == 1, "one deed, one event"
        return
    with pytest.raises(NotAllowed) as refused:
        do(bureau, getattr(bureau, who))
    assert str(refused.value.reason), "a refusal gives its reason"
    assert _rows() == before, "nothing is written"


def test_nobody_else_reads_the_whole_ledger(bureau: cast.Cast) -> None:
    readers = {who for who in EVERYBODY if access.may(getattr(bureau, who), "see_ledger")}
    assert readers == {"audit_admin", "supervisor", "outsider"}
    assert access.ledger_scope(bureau.audit_admin) is None
    assert access.ledger_scope(bureau.supervisor) == [bureau.agency.code]
    # The outsider supervises the other agency, and reads that one's events only.
    assert access.ledger_scope(bureau.outsider) == [bureau.outside_agency.code]


def test_administrators_of_the_host_serve_every_agency_and_others_only_their_own(bureau: cast.Cast) -> None:
    made = actions.open_account(
        actor=bureau.system_admin,
        agency_id=bureau.outside_agency.pk,
        username="far-admin",
        name="远方",
        password="Rain-on-stones-8",
    )
    unit = Unit.objects.get(agency=bureau.outside_agency)
    post = actions.open_post(
        actor=bureau.system_admin, unit_id=unit.pk, title="系统管理员", roles=["people.system_admin"]
    )
    actions.appoint(
        actor=bureau.permission_admin, person_id=made.pk, post_id=post.pk, begins_on=clock.today()
    )
    from gongkai.people.actor import actor_of

    far = actor_of(Person.objects.get(pk=made.pk))
    assert access.may(far, "keep_units", bureau.outside_agency.pk)
    assert not access.may(far, "keep_units", bureau.agency.pk)
    assert not access.may(far, "open_agency")
    with pytest.raises(NotAllowed):
        actions.open_unit(actor=far, agency_id=bureau.agency.pk, code="x1", data=actions.UnitData("越界科"))


def test_the_holiday_notice_is_loaded_by_the_office_of_the_host_only(bureau: cast.Cast) -> None:
    assert {who for who in EVERYBODY if access.may(getattr(bureau, who), "keep_calendar")} == {"office"}
