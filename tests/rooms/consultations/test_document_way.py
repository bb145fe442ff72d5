"""Does a rule reach the public only with its consultation, its answers, its reviews and other people's eyes?"""

from __future__ import annotations

from datetime import timedelta

import consulting as stage
import pytest
from django.db import DatabaseError, connection, transaction

from cast import Cast
from gongkai.consultations.actions import by_itself, records, writing
from gongkai.consultations.actions.records import Voice
from gongkai.consultations.models import Beside, Document, Version
from gongkai.consultations.queries import documents as reads
from gongkai.consultations.queries import public, texts
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.consultations import rules

pytestmark = pytest.mark.django_db


def deeds() -> list[str]:
    rows = Event.objects.filter(verb__startswith="consultations.").order_by("seq")
    return [each.verb.removeprefix("consultations.") for each in rows]


def test_a_rule_goes_its_whole_way(cast: Cast) -> None:
    made = stage.consulting(cast)
    stage.opinion(made)
    stage.ended(made)
    stage.answered(cast, made)
    signed = stage.signed(cast, made)
    assert signed.formal_number.endswith("001号")
    done = stage.published(cast, made)
    assert done.lapses_on == rules.lapses_on(clock.today())
    filed = stage.go(made, "file", cast.rule_publisher, on=clock.today())
    assert (filed.state, filed.filed_on) == ("in_force", clock.today())
    assert deeds() == [
        "document.begun", "document.begin", "document.text", "document.submit", "document.consult", "opinion.given",
        "document.end", "opinion.answered", "document.review_fairly", "document.fairly_reviewed",
        "document.review_legally", "document.legally_reviewed", "beside.recorded", "document.sign",
        "document.with_it", "document.publish", "document.file",
    ]  # fmt: skip
    assert ledger.verify()[1] is None


def test_unified_numbers_have_no_gap(cast: Cast) -> None:
    numbers = []
    for _ in range(2):
        made = stage.ended(stage.consulting(cast))
        numbers.append(stage.signed(cast, made).formal_number[-4:])
    assert numbers == ["001号", "002号"]


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("rule_drafter", True), ("second_rule_drafter", True), ("rule_legal", True), ("rule_leader", True),
        ("rule_publisher", True), ("supervisor", True), ("rival_rule_drafter", False), ("drafter", False),
        ("organiser", False), ("outsider", False),
    ],
)  # fmt: skip
def test_who_sees_a_document_on_its_way(cast: Cast, name: str, sees: bool) -> None:
    made = stage.project(cast)
    assert (reads.document(getattr(cast, name), made.pk) is not None) is sees


@pytest.mark.parametrize(
    "name", ["rival_rule_drafter", "rule_legal", "rule_leader", "rule_publisher", "outsider"]
)
def test_only_drafters_of_the_unit_begin_and_write(cast: Cast, name: str) -> None:
    actor = getattr(cast, name)
    with pytest.raises(NotAllowed):
        writing.begin_project(
            actor=actor, agency_id=cast.agency.pk, unit_id=cast.units["waste"].pk, given=stage.said()
        )
    made = stage.drafted(cast)
    with pytest.raises(NotAllowed):
        stage.write(cast, made, actor=actor)


#: Move → where it is asked, and who may make it.
MAY = {
    "begin": ("project", "rule_drafter"),
    "submit": ("drafting", "rule_drafter"),
    "consult": ("to_consult", "rule_publisher"),
    "send_back": ("to_consult", "rule_publisher"),
    "review_fairly": ("sorting", "rule_drafter"),
    "fairly_reviewed": ("fair_review", "rule_legal"),
    "legally_reviewed": ("legality", "rule_legal"),
    "sign": ("discussion", "rule_leader"),
    "publish": ("signed", "rule_publisher"),
    "file": ("published", "rule_publisher"),
    "repeal": ("in_force", "rule_leader"),
}
EVERYBODY = (
    "rule_drafter", "rival_rule_drafter", "rule_legal", "rule_leader", "rule_publisher", "supervisor", "outsider",
)  # fmt: skip


def _ready(cast: Cast, state: str) -> Document:
    """A document with everything done, put where the move is asked."""
    made = stage.ended(stage.consulting(cast))
    stage.answered(cast, made) if made.opinions.exists() else None
    for kind in ("discussion",):
        Document.objects.filter(pk=made.pk).update(state="discussion")
        stage.discussed(cast, made)
        assert kind
    for review in ("legality", *(["fair_review"] if state != "sorting" else [])):
        Beside.objects.create(
            document=made, kind=review, version=1, held_on=clock.today(), outcome="通过",
            by_id=cast.person("rule_legal").pk, at=clock.now(),
        )  # fmt: skip
    Document.objects.filter(pk=made.pk).update(
        state=state, interpretation="解读", channels="网站", closes_on=clock.today() + timedelta(days=30)
    )
    if state in ("project", "drafting", "to_consult"):
        stage.write(cast, made, ["第一条 另一个文本。"]) if state != "to_consult" else _second_text(
            cast, made
        )
    return stage.now(made)


def _second_text(cast: Cast, made: Document) -> None:
    Document.objects.filter(pk=made.pk).update(state="drafting")
    stage.write(cast, made, ["第一条 另一个文本。"])
    Document.objects.filter(pk=made.pk).update(state="to_consult")


@pytest.mark.parametrize("key", MAY)
def test_who_may_make_which_move(cast: Cast, key: str) -> None:
    state, who = MAY[key]
    made = _ready(cast, state)
    given = {"reason": "需要修改", "opinion": "通过", "on": clock.today()}
    for name in EVERYBODY:
        if name == who:
            continue
        with pytest.raises(NotAllowed), transaction.atomic():
            stage.go(made, key, getattr(cast, name), **given)
    assert stage.now(made).state == state
    stage.go(made, key, getattr(cast, who), **given)


def test_a_short_consultation_needs_its_reason(cast: Cast) -> None:
    made = stage.drafted(cast, kind="decision", closes_on=clock.today() + timedelta(days=10))
    stage.go(made, "submit", cast.rule_drafter)
    with pytest.raises(Refusal):
        stage.go(made, "consult", cast.rule_publisher)
    stage.go(made, "send_back", cast.rule_publisher, reason="请说明理由")
    given = stage.said(kind="decision", closes_on=made.closes_on, shorter_reason="防汛应急需要。")
    writing.write_document(document_id=made.pk, actor=cast.rule_drafter, expected_revision=None, given=given)
    stage.go(made, "submit", cast.rule_drafter)
    stage.go(made, "consult", cast.rule_publisher)
    version = texts.newest_public(made)
    assert version is not None
    assert version.shorter_reason == "防汛应急需要。"


def test_nothing_is_reviewed_while_an_opinion_has_no_answer(cast: Cast) -> None:
    made = stage.consulting(cast)
    stage.opinion(made)
    stage.ended(made)
    with pytest.raises(Refusal):
        stage.go(made, "review_fairly", cast.rule_drafter)
    stage.answered(cast, made)
    assert stage.go(made, "review_fairly", cast.rule_drafter).state == "fair_review"


def test_a_major_decision_owes_experts_and_risk(cast: Cast) -> None:
    made = stage.ended(stage.consulting(cast, kind="decision"))
    with pytest.raises(Refusal):
        stage.go(made, "review_fairly", cast.rule_drafter)
    for kind in ("experts", "risk"):
        records.put_on_record(
            document_id=made.pk, actor=cast.rule_drafter, kind=kind, held_on=clock.today(), outcome="可行。"
        )
    assert stage.go(made, "review_fairly", cast.rule_drafter).state == "fair_review"


def test_a_new_version_is_reviewed_anew_and_put_out_only_when_it_differs(cast: Cast) -> None:
    made = stage.ended(stage.consulting(cast))
    stage.go(made, "review_fairly", cast.rule_drafter)
    stage.go(made, "fairly_reviewed", cast.rule_legal, opinion="通过")
    stage.go(made, "redraft", cast.rule_drafter, reason="吸收意见")
    stage.write(cast, made)
    Document.objects.filter(pk=made.pk).update(closes_on=clock.today() + timedelta(days=30))
    with pytest.raises(Refusal):
        stage.go(made, "submit", cast.rule_drafter)
    stage.write(cast, made, [*stage.TEXT[:-1], "第五条 本办法自2027年1月1日起施行。"])
    assert "fair_reviewed" not in reads.flags(stage.now(made))
    stage.go(made, "submit", cast.rule_drafter)
    stage.go(made, "consult", cast.rule_publisher)
    assert [each.number for each in public.versions(made)] == [1, 2]


@pytest.mark.parametrize(
    "voices",
    [
        [],
        [Voice("局长", "同意。", head=True)],
        [Voice("局长", "同意。", head=True), Voice("副局长", "同意。")],
        [Voice("副局长", "同意。"), Voice("局长", "同意。")],
        [Voice("副局长", ""), Voice("局长", "同意。", head=True)],
    ],
)
def test_the_head_speaks_last(cast: Cast, voices: list[Voice]) -> None:
    made = stage.ended(stage.consulting(cast))
    Document.objects.filter(pk=made.pk).update(state="discussion")
    with pytest.raises(Invalid) as refused:
        records.put_on_record(
            document_id=made.pk, actor=cast.rule_drafter, kind="discussion", held_on=clock.today(),
            outcome="通过", voices=voices,
        )  # fmt: skip
    assert refused.value.field == "voices"


def test_time_ends_consultations_and_validity(cast: Cast) -> None:
    made = stage.consulting(cast)
    assert by_itself.run() == 0
    Document.objects.filter(pk=made.pk).update(closes_on=clock.today() - timedelta(days=1))
    assert by_itself.run() == 1
    assert stage.now(made).state == "sorting"
    stage.signed(cast, made)
    stage.published(cast, made)
    Document.objects.filter(pk=made.pk).update(lapses_on=clock.today() - timedelta(days=1))
    assert by_itself.run() == 1
    assert stage.now(made).state == "lapsed"
    assert by_itself.run() == 0


def test_a_version_put_out_never_changes(cast: Cast) -> None:
    made = stage.consulting(cast)
    with pytest.raises(NotAllowed):
        stage.write(cast, made, ["第一条 改。"])
    for statement in (
        "UPDATE consultations_version SET explanation = '改'",
        "UPDATE consultations_version SET opens_on = NULL",
        "DELETE FROM consultations_version",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Version.objects.get(document=made).explanation != "改"


def test_two_writers_do_not_overwrite_each_other(cast: Cast) -> None:
    made = stage.drafted(cast)
    with pytest.raises(Conflict):
        writing.write_document(
            document_id=made.pk,
            actor=cast.rule_drafter,
            expected_revision=made.revision - 1,
            given=stage.said(title="改"),
        )


def test_a_second_click_on_a_move_changes_nothing(cast: Cast) -> None:
    from gongkai.consultations.actions.moving import move

    made = stage.drafted(cast)
    for _ in range(2):
        again = move(
            document_id=made.pk, key="submit", actor=cast.rule_drafter, expected_revision=made.revision
        )
    assert again.state == "to_consult"
    assert deeds().count("document.submit") == 1


def test_keys_of_clauses_are_kept_and_never_given_twice(cast: Cast) -> None:
    made = stage.drafted(cast)
    before = {each.provision.text: each.provision.key for each in texts.numbered(texts.newest(made))}
    stage.write(cast, made, ["第一条 新增的第一条规定内容。", *stage.TEXT[1:]], from_file=True)
    after = {each.provision.text: each.provision.key for each in texts.numbered(texts.newest(made))}
    assert all(after[text] == key for text, key in before.items() if text in after)
    assert after["新增的第一条规定内容。"] not in before.values()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"), ({"title": "长" * 201}, "title"), ({"kind": "law"}, "kind"),
        ({"identity": "finger"}, "identity"), ({"closes_on": clock.today() - timedelta(days=1)}, "closes_on"),
    ],
)  # fmt: skip
def test_what_a_project_cannot_say_is_refused_at_its_field(
    cast: Cast, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        stage.project(cast, **changes)
    assert refused.value.field == field


def test_what_is_missing_is_named_before_it_is_put_out(cast: Cast) -> None:
    made = stage.project(cast, need="", closes_on=None)
    assert [name for name, _ in reads.faults(made)] == ["need", "text"]
    stage.write(cast, made, ["（一）没有条。"], explanation="")
    assert [name for name, _ in reads.faults(made)] == [
        "need", "explanation", "provision:0", "provision:0", "closes_on",
    ]  # fmt: skip
