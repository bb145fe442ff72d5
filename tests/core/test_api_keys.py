"""Is a key shown once, kept as a digest, found again, refused when wrong, and revoked for good?"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.core import api_keys, clock, ledger
from gongkai.core.models import ApiKey, Event
from gongkai.core.refusals import Invalid
from gongkai.domain.refusal import Refused

ACTOR = ledger.System(agency_code="CG")
WRITE = api_keys.OPEN311_WRITE


def made(name: str = "城管随手拍", **more: object) -> tuple[api_keys.Key, str]:
    return api_keys.create(name=name, actor=ACTOR, agency="CG", **more)  # type: ignore[arg-type]


def refused(key: str, scope: str = WRITE) -> str:
    found = api_keys.check(key, scope)
    assert isinstance(found, Refused)
    return str(found)


@pytest.mark.django_db
def test_a_key_is_known_again_and_stands_nowhere() -> None:
    found, key = made()
    assert api_keys.check(key, WRITE) == found
    assert key.startswith(found.prefix)
    row = ApiKey.objects.get()
    secret = key.removeprefix(f"{found.prefix}_")
    assert len(secret) == 48
    kept = " ".join(str(getattr(row, field.name)) for field in ApiKey._meta.fields)
    kept += " ".join(f"{event.data} {event.reason}" for event in Event.objects.all())
    assert secret not in kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda key: "", "missing"),
        (lambda key: key[:-1] + ("0" if key[-1] != "0" else "1"), "not known"),
        (lambda key: key.upper(), "not known"),
        (lambda key: f"{key} ", "not known"),
        (lambda key: f"{key}\n", "not known"),
        (lambda key: "gk_00000000" + key[11:], "not known"),
        (lambda key: "密钥\x00' OR 1=1 --\ud800", "not known"),
        (lambda key: "x" * 100_000, "not known"),
    ],
    ids=["none", "last-sign", "capitals", "blank", "line-end", "other-prefix", "hostile", "long"],
)
def test_a_wrong_key_is_refused(spoil: object, said: str) -> None:
    _, key = made()
    assert said in refused(spoil(key))  # type: ignore[operator]
    assert ApiKey.objects.get().last_used_on is None


@pytest.mark.django_db
def test_a_key_of_another_installation_is_not_known(settings: object) -> None:
    _, key = made()
    settings.GONGKAI_FIELD_KEY = "another"  # type: ignore[attr-defined]
    assert "not known" in refused(key)


@pytest.mark.django_db
def test_a_key_is_good_for_its_scope_alone() -> None:
    _, key = made()
    assert "not for archive:write" in refused(key, "archive:write")


@pytest.mark.django_db
def test_a_revoked_key_is_refused_and_stays_on_the_list() -> None:
    found, key = made()
    gone = api_keys.revoke(which=found.prefix, actor=ACTOR, reason="给错了人")
    assert gone.revoked_at is not None
    assert "revoked" in refused(key)
    assert [each.prefix for each in api_keys.all_keys()] == [found.prefix]
    with pytest.raises(Invalid, match="revoked already"):
        api_keys.revoke(which=found.name, actor=ACTOR, reason="again")
    again, _ = made()
    assert api_keys.revoke(which=again.name, actor=ACTOR, reason="x").prefix == again.prefix


@pytest.mark.django_db
def test_making_and_revoking_stand_in_the_ledger() -> None:
    found, _ = made()
    api_keys.revoke(which=found.name, actor=ACTOR, reason="给错了人")
    events = list(Event.objects.filter(subject_type="core.api_key").order_by("seq"))
    assert [event.verb for event in events] == ["core.api_key.created", "core.api_key.revoked"]
    assert events[0].data == {"name": found.name, "prefix": found.prefix, "scopes": [WRITE], "agency": "CG"}
    assert (events[1].reason, events[1].agency) == ("给错了人", "CG")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\nb", "a\x00b", "gk_0123abcd"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="cannot be the name"):
        made(name)
    assert not ApiKey.objects.exists()


@pytest.mark.django_db
def test_two_open_keys_never_share_a_name() -> None:
    made("one")
    with pytest.raises(Invalid, match="already"):
        made(" one ")


@pytest.mark.django_db
@pytest.mark.parametrize("scopes", [(), ("open311:write", "everything")])
def test_an_unknown_scope_is_refused(scopes: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match="open311:write"):
        made(scopes=scopes)


@pytest.mark.django_db
@pytest.mark.parametrize(("which", "reason"), [("nobody", "x"), ("a\x00b", "x"), ("one", "  ")])
def test_a_revocation_that_cannot_be_done_says_why(which: str, reason: str) -> None:
    made("one")
    with pytest.raises(Invalid):
        api_keys.revoke(which=which, actor=ACTOR, reason=reason)
    assert ApiKey.objects.get().revoked_at is None


@pytest.mark.django_db
def test_the_day_of_use_is_written_once_a_day() -> None:
    _, key = made()
    writes = []
    for day in (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 3)):
        with clock.travel_to(day), CaptureQueriesContext(connection) as asked:
            api_keys.check(key, WRITE)
        writes.append(sum(query["sql"].startswith("UPDATE") for query in asked))
        assert len(asked) <= 2
        assert ApiKey.objects.get().last_used_on == day
    assert writes == [1, 0, 1]
