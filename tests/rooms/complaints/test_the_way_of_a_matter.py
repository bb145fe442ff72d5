"""Does a matter go from the call to the call-back, with every deed in the ledger?"""

from __future__ import annotations

import pytest

from cast import Cast
from gongkai.complaints.models import Leg, Matter, PublicMatter, Step
from gongkai.core import deadlines, ledger
from mattering import closed, entered, go

pytestmark = pytest.mark.django_db


def test_from_the_call_to_the_call_back(cast: Cast) -> None:
    matter = closed(cast)
    matter.refresh_from_db()
    assert (matter.state, matter.rating, matter.on_time, matter.result) == (
        "closed",
        "satisfied",
        True,
        "solved",
    )
    told = [
        event.verb.removeprefix("complaints.")
        for event in ledger.events_of([("complaints.matter", matter.pk)])
    ]
    assert told == [
        "matter.entered",
        "matter.dispatch",
        "matter.sign",
        "check.entered",
        "reply.drafted",
        "matter.submit_reply",
        "matter.agree_reply",
        "matter.send_reply",
        "matter.call_back",
        "matter.close",
    ]
    assert Leg.objects.get(matter=matter).ended_by == "send_reply"
    assert not deadlines.running(("complaints.matter", matter.pk)).exists()
    assert PublicMatter.objects.get(matter=matter).status == "closed"
    assert Step.objects.filter(matter=matter, move="author").count() == 1


def test_a_return_goes_back_to_the_desk_and_the_clock_runs_on(cast: Cast) -> None:
    matter = entered(cast)
    go(cast, matter, "dispatch", "taker", unit=cast.units["waste"].pk)
    due = deadlines.running(("complaints.matter", matter.pk), "complaint.handle").get().due_at
    go(cast, matter, "return", "handler", article="测试规定第五条", reason="属市容科职责")
    go(cast, matter, "dispatch", "taker", unit=cast.units["other"].pk)
    assert deadlines.running(("complaints.matter", matter.pk), "complaint.handle").get().due_at == due
    go(cast, matter, "dispute", "rival", article="测试规定第六条", reason="不属市容科职责")
    go(
        cast,
        matter,
        "rule",
        "chief",
        unit=cast.units["waste"].pk,
        article="测试规定第五条",
        reason="先由渣土科办理",
    )
    assert [each.ended_by for each in Leg.objects.filter(matter=matter)] == ["return", "dispute", ""]
    assert Matter.objects.get(pk=matter.pk).ruled
