"""Is every opinion kept as it was given, on its words, once, and tied to nobody who did not say who they are?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import consulting as stage
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cast import Cast
from gongkai.consultations.actions import answering, opinions
from gongkai.consultations.actions.opinions import OpinionInput
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import opinions as reads
from gongkai.consultations.queries import public, texts
from gongkai.core import clock, secret_codes
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.consultations.rules import Answer

pytestmark = pytest.mark.django_db


def test_an_opinion_lies_on_the_words_that_were_marked(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    kept = stage.opinion(made, clause=key, start=5, end=9)
    assert kept.opinion.quote == "当在二十"
    assert reads.words_of(kept.opinion) == "建议放宽行驶时间。"
    assert secret_codes.fits("opinion", kept.opinion.reference, kept.code, kept.opinion.code_digest)


def test_an_anonymous_opinion_is_tied_to_nobody(cast: Cast) -> None:
    kept = stage.opinion(stage.consulting(cast)).opinion
    assert (kept.author, kept.entered_by_id, kept.by_email) == ("", None, False)
    event = Event.objects.get(verb="consultations.opinion.given")
    assert (event.person, event.post) == (None, "")
    assert set(event.data) == {"number", "title", "reference", "version", "clause"}


def test_the_same_form_sent_twice_is_one_opinion(cast: Cast) -> None:
    made, token = stage.consulting(cast), secret_codes.new_token()
    given = OpinionInput(words="同意。")
    two = [
        opinions.give_opinion(document_id=made.pk, version_number=1, token=token, given=given)
        for _ in range(2)
    ]
    assert two[0].opinion.pk == two[1].opinion.pk
    assert two[0].code == two[1].code
    assert Opinion.objects.count() == 1


def test_what_was_said_is_sealed_and_never_changes(cast: Cast) -> None:
    kept = stage.opinion(stage.consulting(cast)).opinion
    assert "放宽" not in kept.words
    for statement in (
        "UPDATE consultations_opinion SET words = 'v1.other'",
        "UPDATE consultations_opinion SET quote = 'x'",
        "DELETE FROM consultations_opinion",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nothing_is_taken_after_the_last_day_or_on_an_old_version(cast: Cast) -> None:
    made = stage.consulting(cast)
    with pytest.raises(Refusal):
        opinions.give_opinion(
            document_id=made.pk, version_number=2, token=secret_codes.new_token(), given=OpinionInput("同意")
        )
    Document.objects.filter(pk=made.pk).update(closes_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refusal):
        stage.opinion(made)


@pytest.mark.parametrize(
    ("identity", "author", "field"),
    [
        ("anyone", Author(), ""),
        ("email", Author(), "email"),
        ("email", Author(email="a@example.cn"), ""),
        ("name", Author("示例甲"), "contact"),
        ("name", Author(contact="0558-5550001"), "name"),
        ("name", Author("示例甲", "0558-5550001"), ""),
    ],
)
def test_who_may_give_an_opinion(cast: Cast, identity: str, author: Author, field: str) -> None:
    made = stage.consulting(cast, identity=identity)
    if not field:
        assert stage.opinion(made, author=author).opinion.pk
        return
    with pytest.raises(Invalid) as refused:
        stage.opinion(made, author=author)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "words"),
        ({"text": "长" * 4001}, "words"),
        ({"clause": "c999"}, "clause"),
        ({"clause": "第四条", "start": 3, "end": 3}, "clause"),
        ({"clause": "第四条", "start": 0, "end": 999}, "clause"),
    ],
)
def test_what_is_no_opinion_is_refused_at_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    made = stage.consulting(cast)
    if changes.get("clause") == "第四条":
        changes = {**changes, "clause": stage.clause(made, "第四条")}
    with pytest.raises(Invalid) as refused:
        stage.opinion(made, changes.pop("text", "同意"), **changes)
    assert refused.value.field == field


def test_staff_enter_what_came_another_way(cast: Cast) -> None:
    made = stage.consulting(cast)
    row = stage.entered(cast, made)
    assert (row.channel, row.entered_by_id, row.code_digest) == (
        "meeting",
        cast.person("rule_drafter").pk,
        "",
    )
    assert reads.author_of(row).name == "示例甲"
    for channel, day in (("web", clock.today()), ("letter", clock.today() + timedelta(days=1))):
        with pytest.raises(Invalid):
            opinions.enter_opinion(
                document_id=made.pk, actor=cast.rule_drafter, version_number=1, channel=channel, received_on=day,
                given=OpinionInput("同意"),
            )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["rival_rule_drafter", "rule_legal", "rule_leader", "supervisor", "outsider"]
)
def test_only_drafting_unit_and_publisher_handle_opinions(cast: Cast, name: str) -> None:
    made = stage.consulting(cast)
    kept, actor = stage.opinion(made).opinion, getattr(cast, name)
    deeds = (
        lambda: answering.show_opinions(document_id=made.pk, actor=actor, opinion_ids=[kept.pk]),
        lambda: answering.hide_opinion(document_id=made.pk, actor=actor, opinion_id=kept.pk, reason="spam"),
        lambda: answering.group_opinions(
            document_id=made.pk, actor=actor, opinion_ids=[kept.pk], title="时间"
        ),
        lambda: answering.answer_opinions(
            document_id=made.pk, actor=actor, opinion_ids=[kept.pk], answer=Answer("outside", "不属于")
        ),
    )
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()


def test_an_opinion_is_shown_only_without_anything_personal(cast: Cast) -> None:
    made = stage.consulting(cast)
    kept = stage.opinion(made, "我是示例甲，电话13800138000，建议放宽。").opinion
    assert not public.opinions(made).exists()
    with pytest.raises(Invalid):
        answering.show_opinions(document_id=made.pk, actor=cast.rule_drafter, opinion_ids=[kept.pk])
    answering.show_opinions(
        document_id=made.pk, actor=cast.rule_drafter, opinion_ids=[kept.pk], public_words="建议放宽。"
    )
    assert [each.public_words for each in public.opinions(made)] == ["建议放宽。"]
    assert "13800138000" in reads.words_of(Opinion.objects.get(pk=kept.pk))


def test_a_hidden_opinion_is_kept_counted_by_its_reason_and_needs_no_answer(cast: Cast) -> None:
    made = stage.consulting(cast)
    kept = stage.opinion(made, "骂人的话").opinion
    answering.hide_opinion(
        document_id=made.pk, actor=cast.rule_publisher, opinion_id=kept.pk, reason="attack"
    )
    assert public.hidden(made) == {"attack": 1}
    assert public.tally(made).opinions == 0
    assert reads.words_of(Opinion.objects.get(pk=kept.pk)) == "骂人的话"


def test_alike_opinions_are_found_grouped_and_answered_together(cast: Cast) -> None:
    made = stage.consulting(cast)
    one, two = stage.opinion(made, "放宽 行驶时间").opinion, stage.opinion(made, "放宽行驶时间").opinion
    assert [each.pk for each in reads.alike(one)] == [two.pk]
    group = answering.group_opinions(
        document_id=made.pk, actor=cast.rule_drafter, opinion_ids=[one.pk, two.pk], title="行驶时间"
    )
    key = stage.clause(made, "第四条")
    count = answering.answer_group(
        document_id=made.pk,
        actor=cast.rule_drafter,
        group_id=group.pk,
        answer=Answer("partly", "已放宽一小时。", key),
    )
    assert count == 2
    tally = public.tally(made)
    assert (tally.unanswered, tally.by_verdict["partly"]) == (0, 2)


def test_answers_are_public_once_every_opinion_has_one_and_the_consultation_is_over(cast: Cast) -> None:
    made = stage.consulting(cast)
    stage.opinion(made)
    assert not public.answered(stage.now(made))
    stage.ended(made)
    assert not public.answered(stage.now(made))
    stage.answered(cast, made)
    assert public.answered(stage.now(made))


def test_opinions_are_carried_to_the_next_version_or_shown_as_orphans(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    text = next(
        each.provision.text for each in texts.numbered(texts.newest(made)) if each.provision.key == key
    )
    at = text.index("二十二时")
    stands = stage.opinion(made, clause=key, start=at, end=at + 4).opinion
    gone = stage.opinion(
        made, clause=key, start=text.index("次日六时"), end=text.index("次日六时") + 4
    ).opinion
    dropped = stage.opinion(made, clause=stage.clause(made, "第三条第（二）项")).opinion
    whole = stage.opinion(made).opinion
    stage.ended(made)
    stage.go(made, "redraft", cast.rule_drafter, reason="吸收意见")
    lines = [
        line.replace("运输车辆", "建筑垃圾运输车辆").replace("次日六时", "次日七时") for line in stage.TEXT
    ]
    lines.pop(6)
    new = stage.write(cast, made, lines, from_file=True)
    placed = {each.opinion.pk: each for each in reads.place(list(reads.of(made)), new)}
    anchor = placed[stands.pk].carried.anchor
    assert anchor is not None
    assert texts.names(new)[anchor.key] == "第四条"
    standing = next(each.provision.text for each in texts.numbered(new) if each.provision.key == key)
    assert standing[anchor.start : anchor.end] == "二十二时"
    assert placed[gone.pk].orphan
    assert placed[dropped.pk].orphan
    assert not placed[whole.pk].orphan


def test_placing_asks_no_more_for_more_opinions(cast: Cast) -> None:
    made = stage.consulting(cast)
    version = texts.newest_public(made)
    assert version is not None
    counts = []
    for many in (1, 9):
        for _ in range(many):
            stage.opinion(made)
        with CaptureQueriesContext(connection) as asked:
            reads.place(list(reads.of(made)), version)
        counts.append(len(asked))
    assert counts[0] == counts[1]
