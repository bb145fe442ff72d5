"""Does every deed compare, refuse clearly, write one event, and delete nothing?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import cast
from gongkai.core import clock, ledger, public_version
from gongkai.core.models import Event, EventSecret
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.people import actions, queries
from gongkai.people.actor import actor_of
from gongkai.people.models import Appointment, Body, Delegation, Person, Post, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(db: None) -> cast.Cast:
    return cast.make_cast()


def _last() -> Event:
    return Event.objects.order_by("-seq")[0]


def _day(offset: int) -> date:
    return clock.today() + timedelta(days=offset)


def _delegate(bureau: cast.Cast, first: int = 0, last: int = 5, deputy: str = "neighbour") -> Delegation:
    return actions.delegate(
        actor=bureau.drafter,
        appointment_id=Appointment.objects.get(person=bureau.person("drafter")).pk,
        deputy_id=bureau.person(deputy).pk,
        begins_on=_day(first),
        ends_on=_day(last),
        reason="annual leave",
    )


def test_a_persons_name_stands_beside_the_chain(bureau: cast.Cast) -> None:
    made = actions.open_account(
        actor=bureau.system_admin,
        agency_id=bureau.agency.pk,
        username="Wang-Wu",
        name="王五",
        password="Rain-on-stones-8",
    )
    event = _last()
    assert made.username == "wang-wu"
    assert "王五" not in str(event.data)
    assert EventSecret.objects.get(event=event, name="person").value == "王五"
    assert event.post == "政务公开办公室 system-admin"
    assert ledger.verify()[1] is None


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("username", {"username": "王五"}),
        ("username", {"username": "drafter"}),
        ("name", {"name": " "}),
        ("email", {"email": "nowhere"}),
        ("password", {"password": "short"}),
        ("password", {"password": "alllowercaseletters"}),
    ],
)
def test_an_account_is_refused_with_the_field(bureau: cast.Cast, field: str, changes: dict[str, str]) -> None:
    values = {"username": "wang-wu", "name": "王五", "password": "Rain-on-stones-8", **changes}
    before = Person.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.open_account(actor=bureau.system_admin, agency_id=bureau.agency.pk, **values)
    assert refused.value.field == field
    assert Person.objects.count() == before


def test_closing_an_account_ends_posts_and_deletes_nothing(bureau: cast.Cast) -> None:
    made = _delegate(bureau)
    actions.close_account(
        actor=bureau.system_admin, person_id=bureau.person("neighbour").pk, reason="moved away"
    )
    closed = Person.objects.get(username="neighbour")
    assert not closed.is_active
    assert Appointment.objects.get(person=closed).ends_on == clock.today()
    assert Delegation.objects.get(pk=made.pk).ended_early_on == clock.today()
    assert (_last().reason, _last().data["posts"]) == ("moved away", 1)
    events = Event.objects.count()
    actions.close_account(actor=bureau.system_admin, person_id=closed.pk, reason="again")
    assert Event.objects.count() == events, "a second click changes nothing"
    actions.reopen_account(
        actor=bureau.system_admin, person_id=closed.pk, password="Rain-on-stones-8", reason="came back"
    )
    back = Person.objects.get(pk=closed.pk)
    assert back.is_active
    assert back.must_change_password
    with clock.travel_to(_day(1)):
        assert not actor_of(back).holdings


def test_a_reset_ends_the_second_step_and_asks_for_a_new_password(bureau: cast.Cast) -> None:
    person = bureau.person("drafter")
    Person.objects.filter(pk=person.pk).update(totp_secret="x")
    actions.reset_password(person_id=person.pk, password="Rain-on-stones-8", actor=ledger.System())
    fresh = Person.objects.get(pk=person.pk)
    assert fresh.check_password("Rain-on-stones-8")
    assert fresh.must_change_password
    assert not fresh.totp_secret
    assert (_last().person, _last().agency) == (None, bureau.agency.code)


def test_two_administrators_at_once_leave_one_result(bureau: cast.Cast) -> None:
    unit = Unit.objects.get(code="other", agency=bureau.agency)
    seen = queries.stamp(unit)
    actions.change_unit(
        actor=bureau.system_admin, unit_id=unit.pk, data=actions.UnitData("市容一科"), seen=seen
    )
    with pytest.raises(Conflict):
        actions.change_unit(
            actor=bureau.system_admin, unit_id=unit.pk, data=actions.UnitData("市容二科"), seen=seen
        )
    assert Unit.objects.get(pk=unit.pk).name == "市容一科"

    post = Post.objects.create(unit=unit, title="clerk", roles=[], opened_on=cast.BEGIN)
    seen = queries.stamp(post)
    change = {"actor": bureau.permission_admin, "post_id": post.pk, "reason": "work", "seen": seen}
    actions.change_post_roles(roles=["publishing.drafter"], **change)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        actions.change_post_roles(roles=["publishing.leader"], **change)  # type: ignore[arg-type]

    give = {"actor": bureau.permission_admin, "person_id": bureau.person("leader").pk, "post_id": post.pk}
    actions.appoint(begins_on=clock.today(), **give)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="holds this post"):
        actions.appoint(begins_on=clock.today(), **give)  # type: ignore[arg-type]
    assert Appointment.objects.filter(post=post).count() == 1


def test_changing_what_the_site_says_is_seen_by_the_public_at_once(bureau: cast.Cast) -> None:
    before = public_version.current()
    data = actions.AgencyData(
        name=bureau.agency.name,
        organisation_code="014314799",
        telephone="0558-5551111",
        head_name="赵六",
        index_pattern="{organisation}/{year}-{serial:05d}",
    )
    actions.change_agency(actor=bureau.office, agency_id=bureau.agency.pk, data=data)
    assert public_version.current() > before
    event = _last()
    assert event.data["after"]["telephone"] == "0558-5551111"
    assert "赵六" not in str(event.data)
    events = Event.objects.count()
    actions.change_agency(actor=bureau.office, agency_id=bureau.agency.pk, data=data)
    assert Event.objects.count() == events, "no change, no event"


@pytest.mark.parametrize(
    "pattern", ["{year}-{serial}", "{organisation}{year}{serial}", "{", "{organisation}/{year}"]
)
def test_a_form_of_index_numbers_that_cannot_work_is_refused(bureau: cast.Cast, pattern: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_agency(
            actor=bureau.office,
            agency_id=bureau.agency.pk,
            data=actions.AgencyData(name="x", organisation_code="014314799", index_pattern=pattern),
        )
    assert refused.value.field == "index_pattern"


def test_units_and_posts_close_from_the_bottom_up(bureau: cast.Cast) -> None:
    unit = bureau.units["other"]
    post, *others = Post.objects.filter(unit=unit)
    with pytest.raises(Refusal, match="open posts"):
        actions.close_unit(actor=bureau.system_admin, unit_id=unit.pk, reason="merged")
    with pytest.raises(Refusal, match="still hold"):
        actions.close_post(actor=bureau.system_admin, post_id=post.pk, reason="merged")
    for each in (post, *others):
        row = Appointment.objects.get(post=each)
        actions.end_appointment(actor=bureau.permission_admin, appointment_id=row.pk, last_day=_day(-1))
        actions.close_post(actor=bureau.system_admin, post_id=each.pk, reason="merged")
    actions.close_unit(actor=bureau.system_admin, unit_id=unit.pk, reason="merged")
    assert Unit.objects.get(pk=unit.pk).closed_on == clock.today()
    assert Post.objects.filter(pk=post.pk).exists()
    with pytest.raises(Refusal, match="closed"):
        actions.open_post(actor=bureau.system_admin, unit_id=unit.pk, title="x", roles=[])


def test_an_ended_post_counts_to_its_last_day(bureau: cast.Cast) -> None:
    row = Appointment.objects.get(person=bureau.person("drafter"))
    actions.end_appointment(actor=bureau.permission_admin, appointment_id=row.pk, last_day=_day(2))
    with clock.travel_to(_day(2)):
        assert bureau.drafter.holds("publishing.drafter")
    with clock.travel_to(_day(3)):
        assert not bureau.drafter.holds("publishing.drafter")
    with pytest.raises(Invalid):
        actions.end_appointment(actor=bureau.permission_admin, appointment_id=row.pk, last_day=_day(-2))
    with pytest.raises(Refusal, match="ends on"):
        actions.end_appointment(actor=bureau.permission_admin, appointment_id=row.pk, last_day=_day(9))


def test_standing_in_begins_ends_and_is_named(bureau: cast.Cast) -> None:
    made = _delegate(bureau, 1, 3)
    assert bureau.neighbour.holds("publishing.drafter", unit_id=bureau.units["waste"].pk) is None
    with clock.travel_to(_day(1)):
        held = bureau.neighbour.holds("publishing.drafter", unit_id=bureau.units["waste"].pk)
        assert held is not None
        assert bureau.neighbour.acting_as(held).on_behalf_of_id == bureau.person("drafter").pk
    with clock.travel_to(_day(4)):
        assert bureau.neighbour.holds("publishing.drafter", unit_id=bureau.units["waste"].pk) is None
    actions.end_delegation(actor=bureau.drafter, delegation_id=made.pk)
    with clock.travel_to(_day(1)):
        assert bureau.neighbour.holds("publishing.drafter", unit_id=bureau.units["waste"].pk) is None
    with pytest.raises(Refusal, match="ended already"):
        actions.end_delegation(actor=bureau.drafter, delegation_id=made.pk)


@pytest.mark.parametrize(
    ("field", "first", "last", "deputy"),
    [
        ("deputy", 0, 1, "drafter"),
        ("deputy", 0, 1, "outsider"),
        ("ends_on", 3, 1, "neighbour"),
        ("begins_on", -1, 1, "neighbour"),
        ("ends_on", 0, 90, "neighbour"),
    ],
)
def test_standing_in_is_refused(bureau: cast.Cast, field: str, first: int, last: int, deputy: str) -> None:
    with pytest.raises(Invalid) as refused:
        _delegate(bureau, first, last, deputy)
    assert refused.value.field == field
    assert not Delegation.objects.exists()


def test_the_longest_standing_in_is_configuration(bureau: cast.Cast, settings: pytest.FixtureRequest) -> None:
    settings.GONGKAI_DELEGATION_DAYS = 2  # type: ignore[attr-defined]
    with pytest.raises(Invalid):
        _delegate(bureau, 0, 2)
    assert _delegate(bureau, 0, 1)


def test_one_deputy_at_a_time(bureau: cast.Cast) -> None:
    _delegate(bureau)
    with pytest.raises(Refusal, match="in that time already"):
        _delegate(bureau, 5, 6, "second_drafter")


def test_a_body_its_seats_and_their_terms(bureau: cast.Cast) -> None:
    body = actions.found_body(
        actor=bureau.office,
        agency_id=bureau.agency.pk,
        name="领导小组",
        kind="leading_group",
        begins_on=_day(-9),
    )
    post = Appointment.objects.get(person=bureau.person("leader")).post
    seat = {"actor": bureau.office, "body_id": body.pk, "begins_on": _day(-5)}
    row = actions.seat_member(seat="head", post_id=post.pk, **seat)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="have a seat"):
        actions.seat_member(seat="member", post_id=post.pk, **seat)  # type: ignore[arg-type]
    both = {"post_id": post.pk, "person_id": bureau.person("leader").pk}
    with pytest.raises(Invalid):
        actions.seat_member(seat="member", **both, **seat)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        actions.seat_member(seat="member", person_id=bureau.person("outsider").pk, **seat)  # type: ignore[arg-type]
    named = actions.seat_member(seat="member", person_id=bureau.person("secrecy").pk, **seat)  # type: ignore[arg-type]
    assert "secrecy-name" not in str(_last().data)
    actions.end_membership(actor=bureau.office, membership_id=named.pk, last_day=_day(0), reason="retired")
    actions.dissolve_body(actor=bureau.office, body_id=body.pk, last_day=_day(1), reason="reorganised")
    row.refresh_from_db()
    assert row.ends_on == _day(1)
    assert Body.objects.get(pk=body.pk).memberships.count() == 2
