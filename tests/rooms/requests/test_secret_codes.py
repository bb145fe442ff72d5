"""Is the secret code easy to pass on, hard to guess, kept nowhere, and does it open one request only?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

import requesting
from cast import Cast, make_cast
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, Refusal
from gongkai.requests import actions, house, numbers, secret
from gongkai.requests.actions import Submitted
from gongkai.requests.models import Request
from request_stage import TODAY

TOKENS = st.text(alphabet=st.characters(codec="ascii", min_codepoint=33), min_size=1, max_size=64)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


@pytest.fixture
def sent(cast: Cast) -> Submitted:
    return actions.submit(agency_id=cast.agency.pk, actor=None, application=requesting.application())


@given(TOKENS)
def test_a_code_has_ten_signs_none_of_which_is_taken_for_another(token: str) -> None:
    code = secret.code_of(token)
    assert code[5] == "-"
    assert len(secret.plain(code)) == secret.LENGTH
    assert not set(code) & set("01IOilo")
    assert secret.code_of(token) == code


@given(TOKENS, st.sampled_from(["{}", " {} ", "{} ", "·{}。"]), st.booleans())
def test_however_it_is_typed_it_fits(token: str, frame: str, small: bool) -> None:
    code = secret.code_of(token)
    digest = secret.digest_of("CGJ-2026-00001", code)
    typed = frame.format(code.replace("-", " - "))
    assert secret.fits("CGJ-2026-00001", typed.lower() if small else typed, digest)
    assert not secret.fits("CGJ-2026-00002", code, digest)
    assert not secret.fits("CGJ-2026-00001", code, "")


def test_every_sign_of_the_alphabet_is_as_likely_as_any_other() -> None:
    """Thirty-one signs do not divide a byte: the first ones come a little oftener, never twice as often."""
    counted = dict.fromkeys(secret.ALPHABET, 0)
    for number in range(4000):
        for sign in secret.plain(secret.code_of(str(number))):
            counted[sign] += 1
    assert min(counted.values()) > 0.75 * 40_000 / len(secret.ALPHABET)
    assert max(counted.values()) < 1.35 * 40_000 / len(secret.ALPHABET)
    assert len(secret.ALPHABET) ** secret.LENGTH > 8e14


def test_the_code_is_kept_nowhere_and_lies_under_the_installations_key(sent: Submitted) -> None:
    kept = Request.objects.values().get(pk=sent.request.pk)
    for code in (sent.code, secret.plain(sent.code)):
        assert not [name for name, value in kept.items() if code in str(value)]
        assert not Event.objects.filter(data__icontains=code).exists()
    assert secret.fits(sent.request.number, sent.code, kept["code_digest"])
    with override_settings(SECRET_KEY="another"):
        assert not secret.fits(sent.request.number, sent.code, kept["code_digest"])
        assert secret.code_of(str(sent.request.token)) != sent.code


def test_number_and_code_open_the_request_as_people_type_them(sent: Submitted) -> None:
    for number in (sent.request.number, sent.request.number.lower(), sent.request.number.replace("-", "－")):
        assert actions.let_in(number=f" {number} ", code=sent.code.lower()).pk == sent.request.pk


def test_an_unknown_number_and_a_wrong_code_are_told_alike(sent: Submitted) -> None:
    told = []
    for number, code in (("341600CG-2026-99999", sent.code), (sent.request.number, "AAAAA-AAAAA")):
        with pytest.raises(Invalid) as refused:
            actions.let_in(number=number, code=code)
        told.append(str(refused.value.reason))
    assert told[0] == told[1]


def test_a_code_opens_no_other_request(cast: Cast, sent: Submitted) -> None:
    other = requesting.submitted(cast)
    with pytest.raises(Invalid):
        actions.let_in(number=other.number, code=sent.code)


def test_what_the_desk_entered_has_a_code_too_and_a_part_has_its_own(cast: Cast) -> None:
    form = requesting.application(channel="in_person", evidence="窗口")
    made = actions.submit(agency_id=cast.agency.pk, actor=cast.desk, application=form)
    assert actions.let_in(number=made.request.number, code=made.code).pk == made.request.pk
    request = requesting.go(cast, made.request, "register", "desk")
    (part,) = actions.split(
        request_id=request.pk, actor=cast.desk, expected_version=request.version, subjects=["一", "二"]
    )
    for code in ("", made.code):
        with pytest.raises(Invalid):
            actions.let_in(number=part.number, code=code)
    own = secret.code_of(part.token or "")
    assert actions.let_in(number=part.number, code=own).pk == part.pk
    with pytest.raises(Invalid):
        actions.let_in(number=made.request.number, code=own)


def test_after_too_many_wrong_codes_the_request_is_locked_for_a_while(sent: Submitted) -> None:
    for _ in range(house.number("tries")):
        with pytest.raises(Refusal):
            actions.let_in(number=sent.request.number, code="AAAAA-AAAAA")
    with pytest.raises(Refusal, match="too many wrong tries"):
        actions.let_in(number=sent.request.number, code=sent.code)
    with clock.travel_to(clock.now() + timedelta(minutes=house.number("lock_minutes"), seconds=1)):
        assert actions.let_in(number=sent.request.number, code=sent.code).pk == sent.request.pk


def test_one_wrong_code_now_and_then_locks_nobody_out(sent: Submitted) -> None:
    for _ in range(3 * house.number("tries")):
        with pytest.raises(Invalid):
            actions.let_in(number=sent.request.number, code="AAAAA-AAAAA")
        assert actions.let_in(number=sent.request.number, code=sent.code).pk == sent.request.pk


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("cgj-2026-00012", "CGJ-2026-00012"), (" CGJ — 2026 - 00012 ", "CGJ-2026-00012"), ("", "")],
)
def test_a_number_is_read_however_it_is_typed(typed: str, stored: str) -> None:
    assert numbers.plain(typed) == stored


def test_the_mark_finds_the_same_applicant_and_tells_nobody_who() -> None:
    number = requesting.MARKERS["identity_number"]
    assert secret.mark_of(f" {number[:6]} {number[6:]} ") == secret.mark_of(number)
    assert secret.mark_of("34010219900101987x") == secret.mark_of("34010219900101987X")
    assert number not in secret.mark_of(number)
    assert secret.mark_of("") == ""
