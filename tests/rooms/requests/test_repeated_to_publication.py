"""Does what several people were given become a draft of a public document, without anything of theirs (Article 44)?"""

from __future__ import annotations

import io
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock, ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.journeys import request_to_publication as story
from gongkai.people.actor import StaffActor, actor_of
from gongkai.people.models import Appointment, Post
from gongkai.publishing.models import Attachment, Document
from gongkai.requests import actions
from gongkai.requests.actions import AnswerInput
from gongkai.requests.models import Request
from gongkai.requests.queries import repeated

pytestmark = pytest.mark.django_db
LIST = "/workspace/requests/repeated/"
GIVEN = AnswerInput(kind="open", outcome="granted", pointer="名单见附件。")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def opened(cast: Cast, **changes: Any) -> Request:
    request = requesting.handling(cast, **changes)
    for name, delivered in (("名单.txt", True), ("原件.txt", False)):
        version = Request.objects.get(pk=request.pk).version
        actions.add_file(
            request_id=request.pk, actor=cast.officer, expected_version=version,
            source=io.BytesIO(name.encode()), name=name, delivered=delivered,
        )  # fmt: skip
    return requesting.walk_to(cast, requesting.answered(cast, request, GIVEN), "closed")


def asked_by(number: str) -> dict[str, str]:
    return {"identity_number": number}


def drafting_officer(cast: Cast) -> StaffActor:
    """An officer who also drafts."""
    post = Post.objects.create(
        unit=cast.units["waste"], title="兼任起草", roles=["publishing.drafter"], opened_on=clock.today()
    )
    Appointment.objects.create(person=cast.person("officer"), post=post, begins_on=clock.today())
    return actor_of(cast.person("officer"))


def test_several_askers_of_the_same_make_a_group(cast: Cast) -> None:
    opened(cast, subject="渣土运输企业名单", identity=asked_by("1"))
    requesting.handling(cast, subject="申请公开：渣土运输企业名单。", identity=asked_by("2"))
    opened(cast, subject="公园绿化面积", identity=asked_by("1"))
    requesting.handling(cast, subject="公园绿化面积", identity=asked_by("1"))
    requesting.closed(cast, subject="内部会议纪要", identity=asked_by("1"))
    requesting.closed(cast, subject="内部会议纪要", identity=asked_by("2"))
    (group,) = repeated.groups(cast.head)
    assert (group.subject, group.askers, len(group.requests)) == ("渣土运输企业名单", 2, 2)
    page = words_of(client_of(cast, "head").get(LIST))
    assert "渣土运输企业名单" in page
    assert "公园绿化面积" not in page, "one person asking twice is not several"
    assert "内部会议纪要" not in page, "what was refused is not proposed"
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0], "only drafters begin drafts"


def test_draft_takes_what_was_given_and_nothing_of_anybody(cast: Cast) -> None:
    request = opened(cast, subject="渣土运输企业名单")
    document = story.propose_publication(request.pk, drafting_officer(cast))
    fresh = Document.objects.select_related("working").get(pk=document.pk)
    assert fresh.working is not None
    assert (fresh.state, fresh.working.title, fresh.working.openness) == (
        "draft",
        "渣土运输企业名单",
        "active",
    )
    assert fresh.working.body == "<p>名单见附件。</p>"
    assert [each.name for each in Attachment.objects.filter(revision=fresh.working)] == ["名单.txt"]
    written = " ".join(str(value) for value in fresh.working.__dict__.values())
    assert not [marker for marker in requesting.MARKERS.values() if marker in written]
    told = [
        each
        for each in ledger.events_of([("requests.request", request.pk)])
        if each.verb.endswith("proposed")
    ]
    assert [event.data["document"] for event in told] == [document.index_number]
    assert ledger.verify()[1] is None


def test_button_leads_into_the_draft_once(cast: Cast) -> None:
    request = opened(cast, identity=asked_by("1"))
    opened(cast, identity=asked_by("2"))
    drafting_officer(cast)
    client = client_of(cast, "officer")
    (group,) = repeated.groups(cast.officer)
    assert group.opened is not None
    response = client.post(LIST, {"request": group.opened.pk})
    document = Document.objects.get()
    assert response.headers["Location"] == f"/workspace/documents/{document.pk}/edit/"
    assert document.index_number in words_of(client.get(LIST))
    assert client.post(LIST, {"request": group.opened.pk}).headers["Location"] == LIST
    for nonsense in ("", "x", "99999999", "-1"):
        assert client.post(LIST, {"request": nonsense}).status_code == 302
    assert Document.objects.count() == 1
    assert request.pk


def test_who_may_not_and_what_cannot_be_proposed(cast: Cast) -> None:
    given, refused = opened(cast), requesting.closed(cast)
    before = ledger.head()
    for actor in (cast.officer, cast.head, cast.drafter, cast.outsider):
        with pytest.raises(NotAllowed):
            story.propose_publication(given.pk, actor)
    with pytest.raises(Refusal):
        story.propose_publication(refused.pk, drafting_officer(cast))
    assert ledger.head() == before
    assert not Document.objects.exists()
