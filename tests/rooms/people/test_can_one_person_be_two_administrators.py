"""System, permissions and audit are three different people (三员分立). Is there any way round it?"""

from __future__ import annotations

from datetime import timedelta

import pytest

import cast
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.people import actions
from gongkai.people.models import Appointment, Delegation, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(db: None) -> cast.Cast:
    return cast.make_cast()


def _post(bureau: cast.Cast, *roles: str, title: str = "second") -> Post:
    return Post.objects.create(
        unit=bureau.units["office"], title=title, roles=list(roles), opened_on=cast.BEGIN
    )


def _appoint(bureau: cast.Cast, who: str, post: Post, **times: object) -> Appointment:
    given = {"begins_on": clock.today(), **times}
    return actions.appoint(
        actor=bureau.permission_admin,
        person_id=bureau.person(who).pk,
        post_id=post.pk,
        **given,  # type: ignore[arg-type]
    )


def test_not_by_an_appointment(bureau: cast.Cast) -> None:
    events = Event.objects.count()
    with pytest.raises(Refusal, match="three different people"):
        _appoint(bureau, "system_admin", _post(bureau, "people.audit_admin"))
    assert Event.objects.count() == events


def test_not_by_an_appointment_that_begins_later(bureau: cast.Cast) -> None:
    later = clock.today() + timedelta(days=300)
    with pytest.raises(Refusal, match="three different people"):
        _appoint(bureau, "audit_admin", _post(bureau, "people.permission_admin"), begins_on=later)


def test_one_after_the_other_is_fine(bureau: cast.Cast) -> None:
    _appoint(
        bureau, "drafter", _post(bureau, "people.audit_admin"), ends_on=clock.today() + timedelta(days=9)
    )
    next_post = _post(bureau, "people.system_admin", title="next")
    with pytest.raises(Refusal):
        _appoint(bureau, "drafter", next_post, begins_on=clock.today() + timedelta(days=9))
    assert _appoint(bureau, "drafter", next_post, begins_on=clock.today() + timedelta(days=10))


def test_not_by_standing_in(bureau: cast.Cast) -> None:
    row = Appointment.objects.get(person=bureau.person("audit_admin"))
    with pytest.raises(Refusal, match="three different people"):
        actions.delegate(
            actor=bureau.audit_admin,
            appointment_id=row.pk,
            deputy_id=bureau.person("system_admin").pk,
            begins_on=clock.today(),
            ends_on=clock.today(),
            reason="leave",
        )
    assert not Delegation.objects.exists()


def test_not_by_an_appointment_while_standing_in(bureau: cast.Cast) -> None:
    row = Appointment.objects.get(person=bureau.person("audit_admin"))
    actions.delegate(
        actor=bureau.audit_admin,
        appointment_id=row.pk,
        deputy_id=bureau.person("drafter").pk,
        begins_on=clock.today(),
        ends_on=clock.today() + timedelta(days=5),
        reason="leave",
    )
    with pytest.raises(Refusal, match="three different people"):
        _appoint(bureau, "drafter", _post(bureau, "people.system_admin"))


def test_not_by_one_post_with_both_roles(bureau: cast.Cast) -> None:
    roles = ["people.system_admin", "people.audit_admin"]
    with pytest.raises(Invalid):
        actions.open_post(
            actor=bureau.system_admin, unit_id=bureau.units["office"].pk, title="all", roles=roles
        )
    with pytest.raises(Invalid):
        actions.change_post_roles(
            actor=bureau.permission_admin, post_id=_post(bureau).pk, roles=roles, reason="simpler"
        )


def test_not_by_changing_the_roles_of_a_post_held(bureau: cast.Cast) -> None:
    post = _post(bureau, "publishing.drafter")
    _appoint(bureau, "system_admin", post)
    with pytest.raises(Refusal, match="three different people"):
        actions.change_post_roles(
            actor=bureau.permission_admin, post_id=post.pk, roles=["people.audit_admin"], reason="simpler"
        )


def test_not_by_changing_the_roles_of_a_post_stood_in_for(bureau: cast.Cast) -> None:
    post = _post(bureau, "publishing.drafter")
    row = _appoint(bureau, "drafter", post)
    actions.delegate(
        actor=bureau.drafter,
        appointment_id=row.pk,
        deputy_id=bureau.person("system_admin").pk,
        begins_on=clock.today(),
        ends_on=clock.today(),
        reason="leave",
    )
    with pytest.raises(Refusal, match="three different people"):
        actions.change_post_roles(
            actor=bureau.permission_admin, post_id=post.pk, roles=["people.audit_admin"], reason="simpler"
        )


def test_nobody_appoints_themselves_by_any_way(bureau: cast.Cast) -> None:
    post = _post(bureau, "publishing.leader")
    with pytest.raises(NotAllowed, match="themselves"):
        _appoint(bureau, "permission_admin", post)
    held = _appoint(bureau, "drafter", post)
    with pytest.raises(NotAllowed, match="themselves"):
        actions.delegate(
            actor=bureau.permission_admin,
            appointment_id=held.pk,
            deputy_id=bureau.person("permission_admin").pk,
            begins_on=clock.today(),
            ends_on=clock.today(),
            reason="leave",
        )
    own = Appointment.objects.get(person=bureau.person("permission_admin")).post
    with pytest.raises(Refusal, match="hold this post yourself"):
        actions.change_post_roles(
            actor=bureau.permission_admin,
            post_id=own.pk,
            roles=["people.permission_admin", "publishing.leader"],
            reason="more",
        )


def test_a_system_administrator_cannot_become_another_by_setting_a_password(bureau: cast.Cast) -> None:
    for who in ("permission_admin", "audit_admin"):
        with pytest.raises(NotAllowed, match="on the server only"):
            actions.reset_password(
                actor=bureau.system_admin, person_id=bureau.person(who).pk, password="Rain-on-stones-8"
            )


def test_the_last_of_the_three_stays(bureau: cast.Cast) -> None:
    for who in ("system_admin", "permission_admin", "audit_admin"):
        row = Appointment.objects.get(person=bureau.person(who))
        with pytest.raises(Refusal, match="Appoint a successor"):
            actions.end_appointment(
                actor=bureau.permission_admin, appointment_id=row.pk, last_day=clock.today()
            )
    with pytest.raises(Refusal, match="Appoint a successor"):
        actions.close_account(
            actor=bureau.system_admin, person_id=bureau.person("audit_admin").pk, reason="left"
        )
    _appoint(bureau, "neighbour", _post(bureau, "people.audit_admin"))
    actions.close_account(actor=bureau.system_admin, person_id=bureau.person("audit_admin").pk, reason="left")
    assert not bureau.person("audit_admin").__class__.objects.get(username="audit-admin").is_active


def test_the_last_of_the_three_cannot_lose_the_role_with_the_post(bureau: cast.Cast) -> None:
    post = Appointment.objects.get(person=bureau.person("audit_admin")).post
    with pytest.raises(Refusal, match="Appoint a successor"):
        actions.change_post_roles(actor=bureau.permission_admin, post_id=post.pk, roles=[], reason="less")
