"""Who gets in, how, and what stops those who should not?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import cast
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.people import actions, sign_in
from gongkai.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(db: None) -> Iterator[cast.Cast]:
    with translation.override("en"):
        yield cast.make_cast()


def _url(name: str) -> str:
    return reverse(f"workspace:{name}")


def _enter(client: Client, username: str = "drafter", password: str = cast.PASSWORD, **more: str) -> object:
    return client.post(_url("sign_in"), {"username": username, "password": password, **more})


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _verbs() -> list[str]:
    return list(
        Event.objects.filter(verb__startswith="people.session").order_by("seq").values_list("verb", flat=True)
    )


def test_name_and_password_open_a_session_under_a_new_key(bureau: cast.Cast, client: Client) -> None:
    assert client.get(_url("sign_in")).status_code == 200
    session = client.session
    session["before"] = "1"
    session.save()
    old = session.session_key
    answer = _enter(client, " Drafter ")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert _signed_in(client)
    assert client.session.session_key != old
    assert _verbs() == ["people.session.signed_in"]
    assert client.get(_url("sign_in")).status_code == 302, "who is in already goes on"


def test_a_wrong_password_says_the_same_as_an_unknown_name(bureau: cast.Cast, client: Client) -> None:
    wrong = _enter(client, password="Wrong-wrong-1")
    unknown = _enter(client, "nobody-here", "Wrong-wrong-1")
    for answer in (wrong, unknown):
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "do not belong together" in answer.content.decode()  # type: ignore[attr-defined]
    assert 'value="nobody-here"' in unknown.content.decode()  # type: ignore[attr-defined]
    assert not _signed_in(client)


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(
    bureau: cast.Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    work: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        work.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    _enter(client, password="Wrong-wrong-1")
    known = len(work)
    _enter(client, "nobody-here", "Wrong-wrong-1")
    assert len(work) == 2 * known


def test_a_closed_account_stays_outside(bureau: cast.Cast, client: Client) -> None:
    _enter(client)
    assert client.get(_url("account")).status_code == 200
    actions.close_account(actor=bureau.system_admin, person_id=bureau.person("drafter").pk, reason="left")
    assert client.get(_url("account")).status_code == 302, "the open session ends too"
    assert _enter(Client()).status_code == 422  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "target", ["https://else.example/", "//else.example/", "javascript:alert(1)", "/\\e"]
)
def test_nobody_is_sent_to_another_site(bureau: cast.Cast, client: Client, target: str) -> None:
    answer = _enter(client, next=target)
    assert answer.headers["Location"] == _url("home")  # type: ignore[attr-defined]


def test_a_page_asked_for_is_reached_after_signing_in(bureau: cast.Cast, client: Client) -> None:
    wanted = _url("people_units")
    asked = client.get(wanted)
    assert asked.status_code == 302
    assert _enter(client, next=wanted).headers["Location"] == wanted  # type: ignore[attr-defined]


def test_five_wrong_passwords_lock_the_account_and_one_event_says_so(
    bureau: cast.Cast, client: Client
) -> None:
    for _ in range(4):
        assert _enter(client, password="Wrong-wrong-1").status_code == 422  # type: ignore[attr-defined]
    for spelling in ("drafter", "DRAFTER", "drafter"):
        answer = _enter(client, spelling, "Wrong-wrong-1")
        assert answer.status_code == 429  # type: ignore[attr-defined]
    assert _enter(client).status_code == 429, "the right password does not help now"  # type: ignore[attr-defined]
    assert _verbs() == ["people.session.locked_out"]
    assert not _signed_in(client)
    assert _enter(client, "section-head").status_code == 302, "others are not locked"  # type: ignore[attr-defined]


def test_a_reset_ends_the_lock(bureau: cast.Cast, client: Client) -> None:
    for _ in range(5):
        _enter(client, password="Wrong-wrong-1")
    actions.reset_password(
        actor=bureau.system_admin, person_id=bureau.person("drafter").pk, password="Rain-on-stones-8"
    )
    assert _enter(client, password="Rain-on-stones-8").status_code == 302  # type: ignore[attr-defined]


def test_a_first_password_is_changed_before_anything_else(bureau: cast.Cast, client: Client) -> None:
    Person.objects.filter(username="drafter").update(must_change_password=True)
    _enter(client)
    for page in ("account", "people_units", "totp"):
        assert client.get(_url(page)).headers["Location"] == _url("password")
    sent = {"old": cast.PASSWORD, "new": "Rain-on-stones-8", "again": "Rain-on-stones-8"}
    assert client.post(_url("password"), {**sent, "old": "nothing"}).status_code == 422
    assert client.post(_url("password"), {**sent, "again": "other"}).status_code == 422
    assert client.post(_url("password"), {**sent, "new": "short", "again": "short"}).status_code == 422
    other = Client()
    _enter(other)
    assert client.post(_url("password"), sent).status_code == 302
    assert client.get(_url("account")).status_code == 200
    assert other.get(_url("account")).status_code == 302, "sessions elsewhere end"
    assert Event.objects.filter(verb="people.account.password_changed").count() == 1


def test_signing_out_is_a_post_and_an_event(bureau: cast.Cast, client: Client) -> None:
    _enter(client)
    assert client.get(_url("sign_out")).status_code == 405
    assert _signed_in(client)
    assert client.post(_url("sign_out")).status_code == 302
    assert not _signed_in(client)
    assert _verbs() == ["people.session.signed_in", "people.session.signed_out"]


def _switch_on(client: Client) -> str:
    page = client.get(_url("totp"))
    text = page.content.decode()
    assert "<svg" in text
    secret = sign_in.unseal(client.session["totp_secret_pending"])
    assert secret is not None
    assert " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) in text
    assert client.post(_url("totp"), {"code": "000000"}).status_code == 422
    again = sign_in.unseal(client.session["totp_secret_pending"])
    assert again == secret, "a wrong code does not change the secret on the phone"
    code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
    assert client.post(_url("totp"), {"code": code}).status_code == 302
    return secret


def test_the_second_step_from_switching_on_to_switching_off(bureau: cast.Cast, client: Client) -> None:
    _enter(client)
    secret = _switch_on(client)
    assert secret not in Person.objects.get(username="drafter").totp_secret
    client.post(_url("sign_out"))

    def code() -> str:
        return str(pyotp.TOTP(secret).at(int(clock.now().timestamp())))

    later = clock.now() + timedelta(minutes=2)
    with clock.travel_to(later):
        assert _enter(client, next=_url("people_units")).headers["Location"] == _url("second_step")  # type: ignore[attr-defined]
        assert not _signed_in(client), "the password alone opens nothing"
        assert client.get(_url("account")).status_code == 302
        assert client.post(_url("second_step"), {"code": "12"}).status_code == 422
        used = code()
        answer = client.post(_url("second_step"), {"code": used})
        assert answer.headers["Location"] == _url("people_units")
        assert _signed_in(client)
        client.post(_url("sign_out"))
        _enter(client)
        assert client.post(_url("second_step"), {"code": used}).status_code == 422, "a code counts once"
    with clock.travel_to(later + timedelta(minutes=2)):
        _enter(client)
        client.post(_url("second_step"), {"code": code()})
    with clock.travel_to(later + timedelta(minutes=4)):
        off = {"password": cast.PASSWORD, "code": code()}
        assert client.post(_url("totp"), {**off, "password": "wrong"}).status_code == 422
        assert client.post(_url("totp"), off).status_code == 302
    assert not Person.objects.get(username="drafter").totp_secret


def test_wrong_codes_lock_like_wrong_passwords(bureau: cast.Cast, client: Client) -> None:
    _enter(client)
    _switch_on(client)
    client.post(_url("sign_out"))
    _enter(client)
    codes = [client.post(_url("second_step"), {"code": "000000"}).status_code for _ in range(5)]
    assert codes == [422, 422, 422, 422, 429]
    assert _enter(client).status_code == 429, "nor does the password begin anew"  # type: ignore[attr-defined]
    assert "people.session.locked_out" in _verbs()


def test_the_second_step_waits_five_minutes(bureau: cast.Cast, client: Client) -> None:
    _enter(client)
    _switch_on(client)
    client.post(_url("sign_out"))
    _enter(client)
    with clock.travel_to(clock.now() + timedelta(minutes=6)):
        assert client.get(_url("second_step")).headers["Location"] == _url("sign_in")


def test_a_demonstration_shows_its_accounts_and_nothing_else_does(
    bureau: cast.Cast, client: Client, settings: pytest.FixtureRequest
) -> None:
    folder = Path(settings.DATA_DIR)  # type: ignore[attr-defined]
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"username": "demo-office", "password": "Demo-2026", "name": "李四", "part": "Openness office"}]
    (folder / "demonstration-accounts.json").write_text(json.dumps(rows), encoding="utf-8")
    assert "demo-office" not in client.get(_url("sign_in")).content.decode()
    (folder / "demonstration").write_text("2026-01-01", encoding="utf-8")
    assert "demo-office" in client.get(_url("sign_in")).content.decode()
    (folder / "demonstration-accounts.json").write_text("not json", encoding="utf-8")
    assert client.get(_url("sign_in")).status_code == 200
