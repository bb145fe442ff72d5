"""Does a request that is a complaint, and a complaint that is a request, go on in the other room under both numbers?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone

import mattering
import requesting
from cast import Cast, make_cast
from gongkai.complaints import actions as complaints
from gongkai.complaints.identity import read as read_contact
from gongkai.complaints.models import Link, Matter, Reporter
from gongkai.core import clock, ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.journeys.complaint_to_request import convert
from gongkai.journeys.request_to_complaint import pass_on
from gongkai.requests import actions as requests
from gongkai.requests.identity import read as read_identity
from gongkai.requests.models import Applicant, Request, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(timezone.make_aware(datetime(2026, 11, 25, 9, 0))):
        yield make_cast()


def test_a_request_goes_on_as_a_complaint_under_both_numbers(cast: Cast) -> None:
    handed_in = requests.submit(agency_id=cast.agency.pk, actor=None, application=requesting.application())
    request = requesting.go(cast, handed_in.request, "register", "desk")
    begun = pass_on(
        request_id=request.pk,
        actor=cast.desk,
        expected_version=request.version,
        kind="complaint",
        reason="反映扰民",
    )
    matter = Matter.objects.get(pk=begun.matter.pk)
    assert (matter.channel, matter.state, matter.title) == ("transfer", "received", request.subject)
    assert Transfer.objects.get(request=request).number == matter.number
    assert Link.objects.get(matter=matter, kind="from_request").number == request.number
    assert read_contact(Reporter.objects.get(matter=matter)).telephone == requesting.MARKERS["telephone"]
    # The code known already opens the matter as well.
    assert complaints.let_in(number=matter.number, code=handed_in.code).pk == matter.pk
    with pytest.raises(Refusal, match="passed on before"):
        pass_on(
            request_id=request.pk, actor=cast.desk, expected_version=None, kind="complaint", reason="再来"
        )
    assert Matter.objects.count() == 1


def test_a_complaint_goes_on_as_a_request_under_both_numbers(cast: Cast) -> None:
    handed_in = mattering.handed_in(cast, kind="enquiry")
    matter = handed_in.matter
    begun = convert(matter_id=matter.pk, actor=cast.taker, expected_version=matter.version)
    matter.refresh_from_db()
    request = Request.objects.get(pk=begun.request.pk)
    assert matter.state == "converted"
    assert Link.objects.get(matter=matter, kind="to_request").number == request.number
    came_from = Transfer.objects.get(request=request)
    assert (came_from.direction, came_from.number) == ("from_complaint", matter.number)
    assert read_identity(Applicant.objects.get(request=request)).name == mattering.MARKERS["name"]
    assert requests.let_in(number=request.number, code=handed_in.code).pk == request.pk
    told = [each.verb for each in ledger.events_of([("requests.request", request.pk)])]
    assert told
    assert told[0].startswith("requests.request.")


def test_only_the_desk_passes_it_on_and_nothing_is_left_half(cast: Cast) -> None:
    matter = mattering.submitted(cast, kind="enquiry")
    with pytest.raises(NotAllowed):
        convert(matter_id=matter.pk, actor=cast.caller, expected_version=matter.version)
    assert not Request.objects.exists()
    request = requesting.submitted(cast)
    with pytest.raises(NotAllowed):
        pass_on(
            request_id=request.pk,
            actor=cast.legal,
            expected_version=request.version,
            kind="complaint",
            reason="x",
        )
    assert Matter.objects.count() == 1


def test_a_report_of_a_wrong_is_never_a_request(cast: Cast) -> None:
    matter = mattering.submitted(cast, kind="report")
    with pytest.raises(Refusal, match="no request for information"):
        convert(matter_id=matter.pk, actor=cast.taker, expected_version=matter.version)
