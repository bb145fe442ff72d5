"""Sent twice, by a double click or a retry on a bad line: is it one request, with the same number and code?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid
from gongkai.requests import actions, own_words, secret
from gongkai.requests.actions import Given, Submitted, Upload
from gongkai.requests.models import Applicant, Request, SealedFile
from gongkai.requests.people import ApplicantActor
from request_stage import TODAY, stand
from together import own_database

once = pytest.mark.django_db
at_once = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def send(cast: Cast, token: str, **changes: Any) -> Submitted:
    files = [Upload(io.BytesIO("证明".encode()), "证明.txt")]
    form = requesting.application(**changes)
    return actions.submit(agency_id=cast.agency.pk, actor=None, application=form, token=token, files=files)


@once
def test_the_same_form_twice_is_one_request_with_the_same_code(cast: Cast) -> None:
    token = secret.new_token()
    first, second = send(cast, token), send(cast, token)
    assert (first.again, second.again) == (False, True)
    assert (second.request.pk, second.request.number, second.code) == (
        first.request.pk,
        first.request.number,
        first.code,
    )
    assert (Request.objects.count(), Applicant.objects.count(), SealedFile.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(verb="requests.request.submitted").count() == 1


@once
def test_a_retry_finds_the_first_even_after_it_was_registered(cast: Cast) -> None:
    token = secret.new_token()
    first = send(cast, token)
    requesting.go(cast, first.request, "register", "desk")
    again = send(cast, token, subject="另一行字")
    assert (again.again, again.request.pk, again.request.state) == (True, first.request.pk, "registered")
    assert again.request.subject == requesting.SUBJECT, "what was sent first stands"


@once
def test_another_form_is_another_request(cast: Cast) -> None:
    one, two = send(cast, secret.new_token()), send(cast, secret.new_token())
    assert one.request.pk != two.request.pk
    assert one.code != two.code
    nameless = [send(cast, "") for _ in range(2)]
    assert len({each.request.pk for each in nameless}) == 2


@once
def test_a_token_that_was_never_made_here_is_no_key(cast: Cast) -> None:
    """Longer than the column: it counts as none, and breaks nothing."""
    made = send(cast, "x" * 5000)
    assert made.request.token is not None
    assert len(made.request.token) <= secret.LONGEST_TOKEN


@once
def test_what_was_refused_leaves_nothing_and_can_be_sent_again(cast: Cast) -> None:
    token = secret.new_token()
    with pytest.raises(Invalid):
        send(cast, token, description="")
    assert (Request.objects.count(), Event.objects.filter(verb__startswith="requests").count()) == (0, 0)
    made = send(cast, token)
    assert (made.again, made.request.number) == (False, "341600CG-2026-00001")


@once
def test_a_second_click_on_a_move_changes_nothing(cast: Cast) -> None:
    request = stand(cast, "received")

    def click() -> Request:
        return actions.move(
            request_id=request.pk, key="register", actor=cast.desk, expected_version=request.version
        )

    first, second = click(), click()
    assert (first.version, second.version) == (request.version + 1, request.version + 1)
    assert request.steps.filter(move="register").count() == 1
    assert request.letters.count() == 1


@once
def test_an_old_page_is_a_conflict_and_not_a_second_click(cast: Cast) -> None:
    request = stand(cast, "handling")
    seen = request.version
    requesting.go(cast, request, "reassign", "desk", unit=cast.units["waste"].pk, reason="分工")
    for key, actor in (("reassign", cast.head), ("withdraw", cast.desk)):
        with pytest.raises(Conflict):
            actions.move(
                request_id=request.pk,
                key=key,
                actor=actor,
                expected_version=seen,
                given=Given(unit=cast.units["waste"].pk, reason="分工", evidence="电话"),
            )


@once
def test_the_applicants_second_click_is_one_correction_with_one_set_of_files(cast: Cast) -> None:
    request = stand(cast, "correction")
    own = ApplicantActor(request.pk, cast.agency.code)

    def click() -> Request:
        return actions.complete(
            request_id=request.pk,
            actor=own,
            expected_version=request.version,
            text="2025年度",
            files=[Upload(io.BytesIO("补正".encode()), "补正.txt")],
        )

    assert click().state == click().state == "registered"
    request.refresh_from_db()
    assert own_words.read(request, "supplement") == "2025年度"
    assert request.files.filter(kind="supplement").count() == 1


@at_once
def test_the_same_form_at_once_is_one_request(transactional_db: None, tmp_path: Path) -> None:
    with own_database(tmp_path) as together:
        cast: Cast = together.alone(make_cast)
        token = secret.new_token()
        outcome = together.at_once(*[lambda: send(cast, token)] * 4)
        assert [type(each) for each in outcome] == [Submitted] * 4
        assert len({(each.request.pk, each.request.number, each.code) for each in outcome}) == 1
        assert sorted(each.again for each in outcome) == [False, True, True, True]
        counted = together.alone(lambda: (Request.objects.count(), SealedFile.objects.count()))
        assert counted == (1, 1)
