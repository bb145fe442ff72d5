"""Does a document reach the public page, and only by its lawful way?"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from cast import WAY, Cast, draft, go, make_cast, published, walk_to
from gongkai.core import deadlines, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Document, Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_usual_way_ends_on_the_public_page(cast: Cast) -> None:
    document = published(cast)
    assert document.state == "published"
    shown = queries.public_document(document.slug)
    assert shown is not None
    assert shown.live is not None
    assert shown.live.title == "建筑垃圾运输管理办法"
    assert shown.index_number == "014314799/2026-00001"


def test_every_move_leaves_one_event(cast: Cast) -> None:
    document = published(cast)
    verbs = [event.verb for event in queries.history(document)]
    expected = ["started", "submit", "section_agree", "secrecy_open", "approve", "publish"]
    assert verbs == [f"publishing.document.{key}" for key in expected]
    count, broken = ledger.verify()
    assert broken is None
    assert count == Event.objects.count()


def test_publication_clock_runs_from_the_date_made_and_stops(cast: Cast) -> None:
    document = draft(cast)
    running = deadlines.running(("publishing.document", document.pk)).get()
    assert running.rule == "publication.general"
    assert running.due_on is not None
    assert running.due_on.isoformat() == "2026-03-30"
    for key, who in WAY:
        go(cast, document, key, who)
    assert not deadlines.running(("publishing.document", document.pk)).exists()


@pytest.mark.parametrize(
    ("state", "key", "who"),
    [
        ("section_review", "section_agree", "drafter"),
        ("section_review", "section_agree", "neighbour"),
        ("section_review", "section_agree", "outsider"),
        ("secrecy_review", "secrecy_open", "section_head"),
        ("approval", "approve", "office"),
        ("release", "publish", "leader"),
        ("release", "publish", "supervisor"),
        ("published", "withdraw", "drafter"),
    ],
)
def test_nobody_makes_a_move_that_is_not_theirs(cast: Cast, state: str, key: str, who: str) -> None:
    document = walk_to(cast, state)
    before = Event.objects.count()
    with pytest.raises(NotAllowed):
        go(cast, document, key, who, reason="因为")
    assert Document.objects.get(pk=document.pk).state == state
    assert Event.objects.count() == before


def test_two_people_at_once_leave_one_result(cast: Cast) -> None:
    document = walk_to(cast, "approval")
    seen = document.version
    actions.move(document_id=document.pk, key="approve", actor=cast.leader, expected_version=seen)
    from gongkai.publishing.actions.moving import Given

    with pytest.raises(Conflict):
        actions.move(
            document_id=document.pk,
            key="approve_return",
            actor=cast.leader,
            expected_version=seen,
            given=Given(reason="迟了"),
        )
    assert Document.objects.get(pk=document.pk).state == "release"


def test_double_click_is_one_deed(cast: Cast) -> None:
    document = walk_to(cast, "approval")
    for _ in range(2):
        actions.move(
            document_id=document.pk, key="approve", actor=cast.leader, expected_version=document.version
        )
    assert document.steps.filter(move="approve").count() == 1


def test_published_revision_never_changes(cast: Cast) -> None:
    document = published(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=document.live_id).update(title="改了")
    with pytest.raises(DatabaseError), transaction.atomic():
        document.revisions.all().delete()


def test_correction_keeps_the_old_version_public_until_the_new_one_is(cast: Cast) -> None:
    document = published(cast)
    document = go(cast, document, "correct", "drafter", reason="数字有误")
    assert document.state == "draft"
    assert queries.public_document(document.slug) is not None
    actions.save_draft(
        document_id=document.pk,
        actor=cast.drafter,
        expected_version=document.version,
        content=actions.drafting.DraftInput(body="<p>改正后的正文。</p>"),
    )
    for key, who in WAY:
        document = go(cast, document, key, who)
    numbers = [revision.number for revision in queries.versions(document)]
    assert numbers == [2, 1]
    compared = queries.comparison(document.revisions.get(number=1), document.revisions.get(number=2))
    assert any(row.op != "equal" for row in compared.rows)


def test_withdrawal_leaves_a_page_that_says_when_and_why(cast: Cast) -> None:
    document = published(cast)
    document = go(cast, document, "withdraw", "office", reason="含有个人信息")
    assert queries.public_document(document.slug) is None
    stone = queries.tombstone(document.slug)
    assert stone is not None
    assert stone.withdrawal_reason == "含有个人信息"


def test_submission_is_refused_while_a_finding_stands(cast: Cast) -> None:
    document = draft(cast, body="<p>联系人身份证号：11010519491231002X。</p>")
    with pytest.raises(Refusal):
        go(cast, document, "submit", "drafter")


def test_deputy_and_absent_person_are_one_pair_of_eyes(cast: Cast) -> None:
    from datetime import timedelta

    from gongkai.core import clock
    from gongkai.people.models import Delegation

    document = walk_to(cast, "section_review")
    appointment = cast.person("section_head").appointments.get()
    Delegation.objects.create(
        appointment=appointment,
        deputy=cast.person("secrecy"),
        begins_on=clock.today(),
        ends_on=clock.today() + timedelta(days=3),
        reason="出差",
    )
    document = go(cast, document, "section_agree", "secrecy")
    with pytest.raises(Refusal):
        go(cast, document, "secrecy_open", "secrecy")
