"""Does a request go its usual way, with its clock, its letters and its ledger?"""

from __future__ import annotations

from datetime import date

import pytest

import requesting
from cast import Cast, make_cast
from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Deadline
from gongkai.requests.models import Request
from gongkai.requests.queries.subjects import subject_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_from_the_form_to_the_archive(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 2)):
        request = requesting.submitted(cast)
        assert (request.state, request.received_on) == ("received", None)
    with clock.travel_to(date(2026, 3, 3)):
        request = requesting.go(cast, request, "register", "desk")
        assert request.received_on == date(2026, 3, 3), "both sides have confirmed"
        (reply,) = deadlines.running(subject_of(request), "request.reply")
        assert reply.due_on == date(2026, 3, 31)
        requesting.go(cast, request, "accept", "desk", unit=cast.units["waste"].pk)
    with clock.travel_to(date(2026, 3, 10)):
        request = requesting.answered(cast, request)
        request = requesting.walk_to(cast, request, "archived")
    request = Request.objects.get(pk=request.pk)
    assert (request.outcome, request.closed_on) == ("refused_internal_affairs", date(2026, 3, 10))
    assert not Deadline.objects.filter(stopped_on__isnull=True).exists()
    verbs = [event.verb.rpartition(".")[2] for event in ledger.events_of([subject_of(request)])]
    assert verbs == [
        "submitted", "register", "accept", "saved", "submit_answer", "legal_agree", "approve", "issue",
        "serve", "archive",
    ]  # fmt: skip
    assert [each.letter.kind for each in request.letters.select_related("letter")] == [
        "registration_receipt",
        "answer_refused",
    ]
    assert ledger.verify()[1] is None
