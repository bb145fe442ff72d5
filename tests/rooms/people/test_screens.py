"""Do the screens open for those they are for, keep what was typed, and stay quick however many rows?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

import cast
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.people import actions, urls
from gongkai.people.models import Appointment, Body, Membership, Person, Post, Unit

pytestmark = pytest.mark.django_db

LISTS = (
    "people_accounts",
    "people_units",
    "people_delegations",
    "people_bodies",
    "people_agencies",
    "people_ledger",
)


@pytest.fixture
def bureau(db: None) -> Iterator[cast.Cast]:
    with translation.override("en"):
        yield cast.make_cast()


def _client(bureau: cast.Cast, name: str) -> Client:
    client = Client()
    client.force_login(bureau.person(name), backend="gongkai.people.sign_in.Backend")
    return client


def _url(name: str, *args: object) -> str:
    return reverse(f"workspace:{name}", args=args)


def test_every_address_carries_its_rule() -> None:
    rules = {each.name: getattr(each.callback, "access_rule", None) for each in urls.staff}
    assert {name for name, rule in rules.items() if rule == "sign-in"} == {"sign_in", "second_step"}
    assert {rule for name, rule in rules.items() if name not in {"sign_in", "second_step"}} == {"staff"}


def _more(bureau: cast.Cast, number: int) -> None:
    unit = Unit.objects.create(
        agency=bureau.agency, code=f"u{number}", name=f"第{number}科", opened_on=cast.BEGIN
    )
    who = cast.person(f"clerk-{number}", bureau.agency, unit, ["publishing.drafter"], f"科员{number}")
    post = Post.objects.get(unit=unit)
    body = Body.objects.create(agency=bureau.agency, name=f"小组{number}", kind="other", begins_on=cast.BEGIN)
    Membership.objects.create(body=body, seat="head", post=post, begins_on=cast.BEGIN)
    Membership.objects.create(body=body, seat="member", person=who, begins_on=cast.BEGIN)
    actions.delegate(
        actor=bureau.permission_admin,
        appointment_id=Appointment.objects.get(person=who).pk,
        deputy_id=bureau.person("drafter").pk,
        begins_on=clock.today(),
        ends_on=clock.today(),
        reason="leave",
    )
    actions.open_agency(
        actor=bureau.system_admin, code=f"a{number}", data=actions.AgencyData(f"第{number}局")
    )


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_more_rows(bureau: cast.Cast, name: str) -> None:
    reader = "audit_admin"
    client = _client(bureau, reader)
    _more(bureau, 1)
    client.get(_url(name))  # caches of the process are filled

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(_url(name)).status_code == 200
        return len(queries)

    few = count()
    for number in range(2, 8):
        _more(bureau, number)
    client.get(_url(name))  # the name of the site is read anew after a public change
    assert count() == few
    assert few <= 25


def test_the_pages_of_the_three_open_for_them(bureau: cast.Cast) -> None:
    for name in ("system_admin", "permission_admin", "audit_admin"):
        client = _client(bureau, name)
        for page in ("people_accounts", "people_units", "people_permissions", "account", "password", "totp"):
            assert client.get(_url(page)).status_code == 200, (name, page)
        person = bureau.person("drafter")
        assert client.get(_url("people_account", person.pk)).status_code == 200


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("people_accounts", "drafter"),
        ("people_ledger", "drafter"),
        ("people_ledger", "system_admin"),
        ("people_account_new", "permission_admin"),
        ("people_appoint", "system_admin"),
        ("people_unit_new", "office"),
        ("people_body_new", "system_admin"),
        ("people_agency_new", "permission_admin"),
    ],
)
def test_a_page_for_others_gives_its_reason(bureau: cast.Cast, page: str, who: str) -> None:
    answer = _client(bureau, who).get(_url(page))
    assert answer.status_code == 403
    assert "Your posts do not include it" in answer.content.decode()


def test_the_outsider_sees_nothing_of_the_bureau(bureau: cast.Cast) -> None:
    client = _client(bureau, "outsider")
    post = Post.objects.filter(unit=bureau.units["waste"]).first()
    assert post is not None
    body = Body.objects.create(agency=bureau.agency, name="领导小组", kind="other", begins_on=cast.BEGIN)
    pages = [
        _url("people_account", bureau.person("drafter").pk),
        _url("people_unit", bureau.units["waste"].pk),
        _url("people_post", post.pk),
        _url("people_body", body.pk),
        _url("people_agency", bureau.agency.pk),
        _url("people_units") + f"?agency={bureau.agency.pk}",
    ]
    assert [client.get(page).status_code for page in pages] == [403] * len(pages)
    assert "渣土管理科" not in client.get(_url("people_units")).content.decode()


def test_opening_an_account_shows_its_first_password_once(bureau: cast.Cast) -> None:
    client = _client(bureau, "system_admin")
    sent = {"name": "王五", "username": "wang-wu", "email": ""}
    answer = client.post(_url("people_account_new"), sent)
    assert answer.status_code == 200
    made = Person.objects.get(username="wang-wu")
    password = next(
        code["value"] for code in answer.context["codes"] if made.check_password(str(code["value"]))
    )
    assert password in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    twice = client.post(_url("people_account_new"), sent)
    assert twice.status_code == 422
    assert "is taken" in twice.content.decode()
    assert 'value="王五"' in twice.content.decode(), "what was typed is still there"


def test_a_post_is_opened_given_and_ended_through_the_screens(bureau: cast.Cast) -> None:
    system, permission = _client(bureau, "system_admin"), _client(bureau, "permission_admin")
    unit = bureau.units["other"]
    sent = {"title": "审核岗", "roles": ["publishing.section_head"]}
    assert system.post(_url("people_post_new", unit.pk), sent).status_code == 302
    post = Post.objects.get(title="审核岗")
    given = {
        "person": bureau.person("drafter").pk,
        "post": post.pk,
        "begins_on": clock.today().isoformat(),
        "ends_on": "",
        "basis": "",
    }
    assert permission.post(_url("people_appoint"), given).status_code == 302
    assert bureau.drafter.holds("publishing.section_head")
    twice = permission.post(_url("people_appoint"), given)
    assert twice.status_code == 422
    assert "holds this post" in twice.content.decode()
    row = Appointment.objects.get(post=post)
    ended = {"last_day": clock.today().isoformat(), "reason": "reorganised"}
    assert permission.post(_url("people_appointment_end", row.pk), ended).status_code == 302
    page = permission.get(_url("people_account", bureau.person("drafter").pk)).content.decode()
    assert "ended the post 审核岗 of drafter-name" in page


def test_wrong_dates_and_choices_are_sentences_not_crashes(bureau: cast.Cast) -> None:
    client = _client(bureau, "permission_admin")
    sent = {"person": "999999", "post": "x", "begins_on": "2026-02-31", "ends_on": "never"}
    answer = client.post(_url("people_appoint"), sent)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert client.get(_url("people_account", 10**25)).status_code == 403
    for page in ("people_units", "people_accounts"):
        assert client.get(_url(page) + "?agency=abc&unit=zz&after=%00&state=x").status_code in {200, 403}


def test_a_form_seen_before_somebody_elses_change_is_refused(bureau: cast.Cast) -> None:
    client = _client(bureau, "system_admin")
    unit = bureau.units["other"]
    seen = client.get(_url("people_unit_change", unit.pk)).context["seen"]
    sent = {"name": "市容一科", "kind": "section", "position": "1", "seen": seen}
    assert client.post(_url("people_unit_change", unit.pk), sent).status_code == 302
    late = client.post(_url("people_unit_change", unit.pk), {**sent, "name": "市容二科"})
    assert late.status_code == 422
    assert "Somebody else changed this record" in late.content.decode()
    assert 'value="市容二科"' in late.content.decode()


def test_a_delegation_through_the_screens(bureau: cast.Cast) -> None:
    client = _client(bureau, "drafter")
    row = Appointment.objects.get(person=bureau.person("drafter"))
    today = clock.today().isoformat()
    sent = {
        "appointment": row.pk,
        "deputy": bureau.person("neighbour").pk,
        "begins_on": today,
        "ends_on": today,
        "reason": "annual leave",
    }
    assert client.post(_url("people_delegation_new"), sent).status_code == 302
    page = client.get(_url("people_delegations"))
    assert "neighbour-name" in page.content.decode()
    made = row.delegations.get()
    assert _client(bureau, "leader").post(_url("people_delegation_end", made.pk)).status_code == 403
    assert client.post(_url("people_delegation_end", made.pk)).status_code == 302
    deputy = _client(bureau, "neighbour")
    assert "neighbour-name" in deputy.get(_url("people_delegations")).content.decode()


def test_the_openness_office_keeps_contact_data_and_bodies(bureau: cast.Cast) -> None:
    client = _client(bureau, "office")
    page = client.get(_url("people_agency_change", bureau.agency.pk))
    form = page.context["form"]
    sent = {name: form.initial.get(name) or "" for name in form.fields} | {
        "telephone": "0558-5559999",
        "seen": page.context["seen"],
    }
    assert client.post(_url("people_agency_change", bureau.agency.pk), sent).status_code == 302
    fresh = client.get(_url("people_agency_change", bureau.agency.pk)).context["seen"]
    wrong = {**sent, "index_pattern": "{year}", "seen": fresh}
    bad = client.post(_url("people_agency_change", bureau.agency.pk), wrong)
    assert "must hold one of {organisation}" in bad.content.decode()
    assert bad.status_code == 422
    body = {"name": "领导小组", "kind": "leading_group", "begins_on": clock.today().isoformat()}
    assert client.post(_url("people_body_new"), body).status_code == 302
    made = Body.objects.get()
    post = Appointment.objects.get(person=bureau.person("leader")).post
    seat = {"seat": "head", "post": post.pk, "person": "", "begins_on": clock.today().isoformat()}
    assert client.post(_url("people_seat_new", made.pk), seat).status_code == 302
    assert "leader-name" in client.get(_url("people_body", made.pk)).content.decode()


def _events(bureau: cast.Cast, number: int) -> None:
    for _ in range(number):
        with transaction.atomic():
            ledger.record(
                actions.accounts.RESET,
                subject=("people.person", bureau.person("drafter").pk),
                actor=bureau.system_admin,
                private={"person": "drafter-name"},
                reason="forgotten",
            )


def test_the_ledger_is_paged_filtered_and_verified(bureau: cast.Cast) -> None:
    _events(bureau, 120)
    client = _client(bureau, "audit_admin")
    address = _url("people_ledger")
    first = client.get(address)
    seen = [entry.seq for entry in first.context["page"].entries]
    assert "system-admin-name gave drafter-name a new password" in first.content.decode()
    second = client.get(address + first.context["older_url"])
    below = [entry.seq for entry in second.context["page"].entries]
    assert below[0] == seen[-1] - 1
    back = client.get(address + second.context["newer_url"])
    assert [entry.seq for entry in back.context["page"].entries] == seen
    assert back.context["newer_url"] == ""

    def found(query: str) -> int:
        return len(client.get(f"{address}?{query}").context["page"].entries)

    assert found("verb=people.installation.founded") == 0
    assert found("person=system-admin") == 50
    assert found("person=nobody") == 0
    assert found(f"subject=people.person:{bureau.person('leader').pk}") == 0
    assert found(f"until={cast.BEGIN.isoformat()}") == 0
    for query in ("since=yesterday&before=x", "before=" + "9" * 30, "until=9999-12-31", "since=0001-01-01"):
        assert client.get(f"{address}?{query}").status_code == 200
    checked = client.post(address)
    assert f"{Event.objects.count()} events checked" in checked.content.decode()
    assert checked.context["head"]["digest"] in checked.content.decode()


def test_the_ledger_page_names_the_first_broken_link(bureau: cast.Cast) -> None:
    _events(bureau, 3)
    Event.objects.filter(pk=0).delete()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_event_update")
        else:
            cursor.execute("ALTER TABLE core_event DISABLE TRIGGER ledger_event_update")
        cursor.execute("UPDATE core_event SET reason = 'changed' WHERE seq = 2")
    page = _client(bureau, "audit_admin").post(_url("people_ledger")).content.decode()
    assert "broken after 1 whole events" in page


def test_supervision_of_another_agency_does_not_read_this_ledger(bureau: cast.Cast) -> None:
    _events(bureau, 2)
    assert not _client(bureau, "outsider").get(_url("people_ledger")).context["page"].entries
    assert _client(bureau, "supervisor").get(_url("people_ledger")).context["page"].entries


def test_the_matrix_names_every_move_and_every_deed(bureau: cast.Cast) -> None:
    from gongkai.domain.disclosure import PROCESS
    from gongkai.people.access import DEEDS

    page = _client(bureau, "drafter").get(_url("people_permissions"))
    lines = page.context["processes"][0]["lines"]
    assert {line["move"] for line in lines} == {move.label for move in PROCESS.moves}
    assert len(page.context["deeds"]["lines"]) == len(DEEDS)
