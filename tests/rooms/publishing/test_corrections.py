"""After publication: corrections, what one document does to another, withdrawal, validity."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cast import WAY, Cast, content, draft, go, make_cast, published, walk_to
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.publishing import actions, integrity, queries
from gongkai.publishing.models import Document, Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def fresh(document: Document) -> Document:
    return Document.objects.select_related("live", "working").get(pk=document.pk)


def linked(cast: Cast, kind: str, target: Document, **changes: Any) -> Document:
    document = draft(cast, title="新文件", **changes)
    actions.link(
        document_id=document.pk,
        actor=cast.drafter,
        kind=kind,
        target_index=target.index_number,
        expected_version=document.version,
    )
    return document


def along(cast: Cast, document: Document, until: str = "published") -> Document:
    for key, who in WAY:
        if fresh(document).state == until:
            break
        document = go(cast, document, key, who)
    return fresh(document)


@pytest.mark.parametrize(("kind", "state"), [("repeals", "repealed"), ("replaces", "superseded")])
def test_publishing_ends_what_it_repeals_or_replaces(cast: Cast, kind: str, state: str) -> None:
    old = published(cast)
    new = along(cast, linked(cast, kind, old))
    assert (new.state, fresh(old).state, fresh(old).validity) == ("published", state, "repealed")
    assert queries.public_document(old.slug) is not None
    assert queries.history(old)[-1].data["to"] == state
    assert integrity.verify()[1] is None


def test_a_set_time_repeals_as_well_in_the_name_of_whoever_set_it(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 3)):
        old = published(cast)
        new = along(cast, linked(cast, "repeals", old), "release")
        go(cast, new, "schedule", "office", moment=clock.now() + timedelta(hours=3))
    with clock.travel_to(date(2026, 3, 4)):
        assert actions.publish_due() == 1
    assert (fresh(new).state, fresh(old).state) == ("published", "repealed")
    told = queries.history(old)[-1]
    assert (told.verb, told.person) == ("publishing.document.repeal", cast.person("office").pk)


def test_publishing_marks_what_it_amends_and_says_so(cast: Cast) -> None:
    old = published(cast)
    new = along(cast, linked(cast, "amends", old))
    again = fresh(old)
    assert (again.state, again.validity, again.version) == ("published", "amended", old.version + 1)
    told = queries.history(old)[-1]
    assert (told.verb, told.data["source"]) == ("publishing.document.amended", new.index_number)
    # Its own next correction leaves it amended.
    go(cast, again, "correct", "drafter", reason="有误")
    assert along(cast, again).validity == "amended"


def test_another_agencys_document_is_its_own_to_mark(cast: Cast) -> None:
    theirs = published(cast)
    unit = cast.outsider.holdings[0].unit_id
    colleagues = [cast.outsider]
    from cast import person
    from gongkai.people.actor import actor_of

    roles = [role for holding in cast.outsider.holdings for role in holding.roles]
    from gongkai.people.models import Unit

    hall = Unit.objects.get(pk=unit)
    colleagues += [actor_of(person(f"other-{n}", cast.outside_agency, hall, roles)) for n in range(4)]
    for kind in ("repeals", "amends"):
        mine = actions.start_document(actor=colleagues[0], unit_id=unit, content=content())
        actions.link(
            document_id=mine.pk,
            actor=colleagues[0],
            kind=kind,
            target_index=theirs.index_number,
            expected_version=mine.version,
        )
        for (key, _), actor in zip(WAY, colleagues, strict=True):
            mine = actions.move(document_id=mine.pk, key=key, actor=actor, expected_version=None)
        assert mine.state == "published"
    assert (fresh(theirs).state, fresh(theirs).validity) == ("published", "valid")


def test_a_document_under_correction_is_not_repealed_unnoticed(cast: Cast) -> None:
    old = published(cast)
    new = along(cast, linked(cast, "repeals", old), "release")
    go(cast, old, "correct", "drafter", reason="有误")
    with pytest.raises(Refusal, match="being corrected"):
        go(cast, new, "publish", "office")
    assert fresh(new).state == "release"
    go(cast, old, "set_aside", "drafter", reason="不改了")
    go(cast, new, "publish", "office")
    assert fresh(old).state == "repealed"


def test_only_what_is_public_can_take_the_place_of_something(cast: Cast) -> None:
    old, unfinished = published(cast), draft(cast)
    for index in (unfinished.index_number, old.index_number, "nonsense"):
        with pytest.raises(Invalid):
            go(cast, old, "supersede", "office", link=index)
    assert fresh(old).state == "published"


@pytest.mark.parametrize("openness", ["closed", "on_request"])
def test_what_was_proposed_as_not_open_cannot_become_public(cast: Cast, openness: str) -> None:
    """Its contents were never checked for publication."""
    document = walk_to(
        cast,
        "secrecy_review",
        openness=openness,
        closing_ground="process",
        closing_reason="讨论中",
        body="<p>联系人身份证号：11010519491231002X。</p>",
    )
    with pytest.raises(Refusal, match="not checked for publication"):
        go(cast, document, "secrecy_open", "secrecy")
    referred = go(cast, document, "secrecy_refer", "secrecy", agency="某局", reason="不能确定")
    with pytest.raises(Refusal, match="not checked for publication"):
        go(cast, referred, "referred_open", "secrecy", opinion="可以")
    go(
        cast,
        referred,
        "referred_close",
        "secrecy",
        opinion="不可以",
        ground="process",
        review_again_on=clock.today() + timedelta(9),
    )


@pytest.mark.parametrize(("ground", "again"), [("nonsense", 30), ("", 30), ("process", 0), ("process", -1)])
def test_closing_needs_a_legal_ground_and_a_day_ahead(cast: Cast, ground: str, again: int) -> None:
    document = walk_to(cast, "secrecy_review")
    with pytest.raises(Refusal):
        go(
            cast,
            document,
            "secrecy_close",
            "secrecy",
            ground=ground,
            review_again_on=clock.today() + timedelta(days=again),
            reason="因为",
        )
    assert fresh(document).state == "secrecy_review"


def test_reopened_and_published_again_is_valid_again(cast: Cast) -> None:
    document = published(cast)
    document = go(cast, document, "repeal", "office", reason="已废止")
    document = go(cast, document, "withdraw", "office", reason="误发")
    assert queries.tombstone(document.slug) is not None
    document = go(cast, document, "reopen", "drafter", reason="重新公开")
    # Sent on unchanged: whoever submits it answers for the text, so the review is not stuck for want of an author.
    document = along(cast, document)
    assert (document.state, document.validity) == ("published", "valid")
    assert queries.tombstone(document.slug) is None
    assert integrity.verify()[1] is None


def test_a_text_changed_after_the_review_is_not_published(cast: Cast) -> None:
    document = walk_to(cast, "release")
    Revision.objects.filter(document=document).update(summary="改过")
    with pytest.raises(Refusal, match="not the one that was reviewed"):
        go(cast, document, "publish", "office")
    assert fresh(document).live is None


def test_the_public_sees_the_old_version_while_a_correction_is_under_way(cast: Cast) -> None:
    document = published(cast)
    document = go(cast, document, "correct", "drafter", reason="有误")
    actions.save_draft(
        document_id=document.pk,
        actor=cast.drafter,
        expected_version=document.version,
        content=actions.DraftInput(title="改正的标题", openness="active"),
    )
    shown = queries.public_document(document.slug)
    assert shown is not None
    assert shown.live is not None
    assert shown.live.title == "建筑垃圾运输管理办法"
    assert queries.revision_of(document, 2, public=True) is None
    aside = go(cast, document, "set_aside", "drafter", reason="不改了")
    assert (aside.state, aside.working_id) == ("published", None)
    # The next correction begins from what is public, never from the attempt that was set aside.
    again = go(cast, aside, "correct", "drafter", reason="再改")
    assert again.working is not None
    assert (again.working.number, again.working.title) == (3, "建筑垃圾运输管理办法")


def test_autosaves_join_the_event_of_the_same_persons_last_change(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 3)):
        document = draft(cast)

        def autosave(who: str, text: str) -> None:
            nonlocal document
            document = actions.save_draft(
                document_id=document.pk,
                actor=getattr(cast, who),
                expected_version=document.version,
                content=actions.DraftInput(body=f"<p>{text}</p>"),
                quiet=True,
            )

        autosave("drafter", "一")
        autosave("drafter", "二")
        assert len(queries.history(document)) == 1
        autosave("second_drafter", "三")
        autosave("second_drafter", "四")
        assert len(queries.history(document)) == 2
        autosave("drafter", "五")
        assert len(queries.history(document)) == 3
        clock.step(timedelta(minutes=16))
        autosave("drafter", "六")
        events = queries.history(document)
        assert len(events) == 4
        assert events[-1].data["fields"] == ["body"]
        assert events[-1].data["before"] != events[-1].data["after"]
        autosave("drafter", "六")
    assert fresh(document).version == 7
    assert ledger.verify()[1] is None


def test_saving_an_old_version_is_a_conflict_and_keeps_what_is_there(cast: Cast) -> None:
    document = draft(cast)
    seen = document.version
    for text, raises in (("甲", False), ("乙", True)):
        deed: dict[str, Any] = {"document_id": document.pk, "actor": cast.drafter, "expected_version": seen}
        if raises:
            with pytest.raises(Conflict):
                actions.save_draft(**deed, content=actions.DraftInput(title=text))
        else:
            actions.save_draft(**deed, content=actions.DraftInput(title=text))
    assert fresh(document).working.title == "甲"  # type: ignore[union-attr]


WRONG: tuple[tuple[str, Any], ...] = (
    ("title", "长" * 201),
    ("title", "坏\x00字"),
    ("title", "坏\ud800字"),
    ("document_number", "长" * 81),
    ("issuing_agency", "长" * 201),
    ("keywords", "长" * 301),
    ("subject", "长" * 121),
    ("clarifies", "长" * 301),
    ("obtained_from", "长" * 201),
    ("openness", "nonsense"),
    ("openness", ""),
    ("closing_ground", "nonsense"),
    ("origin", "nonsense"),
    ("audience", "everybody"),
    ("body", "<p>" + "长" * 2_000_001 + "</p>"),
    ("body", "<p>坏\x00字</p>"),
    ("catalogue", ["nonsense"]),
    ("topics", ["nonsense"]),
)


@pytest.mark.parametrize(("name", "value"), WRONG, ids=[f"{name}-{n}" for n, (name, _) in enumerate(WRONG)])
def test_input_of_the_wrong_kind_is_refused_and_loses_nothing(cast: Cast, name: str, value: Any) -> None:
    document = draft(cast)
    events = Event.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.save_draft(
            document_id=document.pk,
            actor=cast.drafter,
            expected_version=document.version,
            content=actions.DraftInput(**{"summary": "不保存", name: value}),
        )
    assert refused.value.field == name
    again = fresh(document)
    assert (again.version, again.working.summary) == (1, "规范建筑垃圾运输。")  # type: ignore[union-attr]
    assert Event.objects.count() == events


def test_internal_information_is_counted_on_no_public_channel(cast: Cast) -> None:
    document = published(cast, audience="staff")
    assert queries.public_document(document.slug) is None
    assert queries.releases(document) == []
