"""Does the demonstration show a rule's whole life, and what is open now, in little time and nobody's name in public?"""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.complaints.models import Matter
from gongkai.consultations.models import (
    Beside,
    Collection,
    Document,
    Follower,
    Opinion,
    OpinionFile,
    Problem,
    Remark,
    Sheet,
)
from gongkai.consultations.queries import (
    collecting,
    documents,
    evaluation_public,
    evaluation_work,
    opinions,
    public,
    texts,
    worklists,
    yearly,
)
from gongkai.core import clock, ledger
from gongkai.demo import (
    bureau,
    collecting_year,
    complaint_stage,
    consultations_year,
    consultations_years,
    evaluating_year,
)
from gongkai.demo import consultation_texts as words
from gongkai.demo.bureau import actor
from gongkai.demo.stage import Stage
from gongkai.domain.consultations import rules
from gongkai.publishing.actions import sync_catalogue
from gongkai.publishing.models import Document as Published
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2026, 9, 16, 14, 20))
TODAY = NOW.date()
#: Seconds of the processor that all of it may take.
MOST = 6.0


def played() -> float:
    """The rules and collections without the other rooms; gives how long they took."""
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        bureau.found()
    with clock.travel_to(NOW):
        stage = Stage(random.Random(2012))
        complaint_stage.ComplaintStage(stage).furnish(date(2025, 9, 16))
        begun = time.process_time()
        consultations_years.play(stage)
        scenes = consultations_year.Course(stage, TODAY).scenes()
        scenes += collecting_year.Course(stage, TODAY).scenes()
        scenes += evaluating_year.Course(stage, TODAY).scenes()
        for _day, _order, scene in sorted(scenes, key=lambda each: (each[0], each[1])):
            scene()
        return time.process_time() - begun


built = once_a_file(played)


@pytest.fixture(autouse=True)
def took(built: float) -> float:
    return on_stage(built)


def the(title: str) -> Document:
    return Document.objects.select_related("agency", "unit").get(title=title)


def test_it_takes_little_time(took: float) -> None:
    assert took < MOST


def test_the_rule_was_put_out_twice_and_every_kind_of_change_is_in_it() -> None:
    rule = the(words.TITLE)
    first, second = texts.put_out(rule)
    assert 28 <= sum(row["level"] == "article" for row in first.provisions) <= 33
    assert sum(row["level"] == "chapter" for row in first.provisions) == 5
    changes = Counter(each.op for each in texts.compared(first, second))
    assert {"same", "changed", "moved", "added", "removed"} == set(changes)
    for version in (first, second):
        assert version.opens_on is not None
        assert version.closes_on is not None
        assert (version.closes_on - version.opens_on).days >= 30


def test_the_public_way_begins_with_the_first_draft_not_with_the_last() -> None:
    rule = the(words.TITLE)
    opened = rule.versions.order_by("number").values_list("opens_on", flat=True)
    begun = public.drafted_on(rule)
    assert begun is not None
    assert begun <= opened[0] < opened[1]


def test_sixty_opinions_came_five_ways_and_each_has_what_became_of_it() -> None:
    rule = the(words.TITLE)
    every = Opinion.objects.filter(document=rule)
    assert every.count() == 60
    assert set(every.values_list("channel", flat=True)) == {"web", "letter", "phone", "meeting", "visit"}
    told = documents.tally(rule)
    assert told.unanswered == 0
    assert all(told.by_verdict.values()), "all five verdicts"
    assert every.exclude(hidden_reason="").count() == 60 - told.opinions == 4
    assert set(every.exclude(hidden_reason="").values_list("hidden_reason", flat=True)) == {
        "attack",
        "spam",
        "personal",
    }
    needing = {row["key"] for row in rules.rows("verdict") if row["reason"]}
    assert not every.filter(verdict__in=needing, reason="").exists()
    groups = opinions.groups(rule)
    assert groups.count() == 5
    assert every.filter(clause="").exists()
    assert every.exclude(start=None).exists()
    assert every.exclude(clause="").filter(start=None).exists()


def test_opinions_on_words_that_are_gone_stand_with_the_old_version() -> None:
    rule = the(words.TITLE)
    second = texts.put_out(rule)[1]
    placed = opinions.place(list(Opinion.objects.filter(document=rule, version__number=1)), second)
    orphans = [each for each in placed if each.orphan]
    assert 3 <= len(orphans) < len(placed) / 2


def test_some_came_with_a_photo_three_follow_and_an_answer_names_what_was_taken_out() -> None:
    assert OpinionFile.objects.count() == 4
    assert OpinionFile.objects.filter(opinion__document=the(words.TITLE)).count() == 3
    passed = Opinion.objects.exclude(passed_on="").get()
    assert Matter.objects.get(number=passed.passed_on).files.count() == 1, "the photo went along"
    assert sorted(Follower.objects.values_list("language", flat=True)) == ["en", "zh-hans", "zh-hans"]
    rule = the(words.TITLE)
    first, second = ({row["key"] for row in each.provisions} for each in texts.put_out(rule))
    taken = first - second
    assert Opinion.objects.filter(document=rule, answer_clause__in=taken).count() == 1


def test_one_opinion_was_passed_on_and_seen_to() -> None:
    row = Opinion.objects.exclude(passed_on="").get()
    matter = Matter.objects.get(number=row.passed_on)
    assert (row.verdict, matter.state, matter.channel) == ("outside", "closed", "transfer")


def test_it_was_discussed_with_one_dissent_signed_published_and_filed() -> None:
    rule = the(words.TITLE)
    assert rule.state == "in_force"
    kinds = set(Beside.objects.filter(document=rule).values_list("kind", flat=True))
    assert kinds == {"experts", "risk", "fair_review", "legality", "discussion"}
    voices = documents.beside(rule, "discussion")[0].voices
    assert [each["head"] for each in voices] == [False] * (len(voices) - 1) + [True]
    assert sum(each["dissent"] for each in voices) == 1
    assert rule.formal_number == f"示城管规〔{TODAY.year}〕001号"
    assert None not in (rule.signed_on, rule.published_on, rule.filed_on, rule.lapses_on)
    text = Published.objects.get(index_number=rule.publication)
    assert text.live is not None
    assert (text.state, text.live.title, text.live.document_number) == (
        "published",
        words.TITLE,
        rule.formal_number,
    )
    assert Published.objects.filter(live__title=f"《{words.TITLE}》解读", state="published").exists()


def test_one_is_open_now_one_is_drafted_one_lapses_soon_and_two_are_over() -> None:
    with clock.travel_to(NOW):
        now_open = public.open_now().get()
        assert now_open.kind == "decision"
        assert now_open.closes_on is not None
        assert now_open.closes_on > TODAY
        new = Opinion.objects.filter(document=now_open, shown_at=None, hidden_reason="")
        assert new.count() == 6
        assert {each.kind for each in now_open.besides.all()} == {"experts", "risk"}
        assert worklists.lapsing(actor("office")) == [the(words.EARLIER[0][0])]
    states = Counter(Document.objects.values_list("state", flat=True))
    assert {key: states[key] for key in ("drafting", "sorting", "repealed", "lapsed")} == {
        "drafting": 2,
        "sorting": 1,
        "repealed": 1,
        "lapsed": 1,
    }
    old = the(words.TITLE_2012)
    assert (old.state, old.versions.count(), old.formal_number) == ("lapsed", 2, "示城管规〔2012〕001号")
    assert old.ended_on == (old.lapses_on or TODAY) + timedelta(days=1)


def test_the_years_agree_with_what_the_annual_reports_declared() -> None:
    agency = the(words.TITLE).agency_id
    figures = [yearly.counted(agency, year) for year in (2012, TODAY.year - 1, TODAY.year)]
    assert [list(each.values()) for each in figures] == [[1, 0, 1], [1, 0, 6], [1, 1, 6]]


def test_a_box_is_open_a_survey_and_a_hearing_told_what_came_of_them() -> None:
    kinds = {each.kind: each for each in Collection.objects.all()}
    assert {key: each.state for key, each in kinds.items()} == {
        "box": "open",
        "survey": "told",
        "hearing": "told",
        "meeting": "open",
        "form": "draft",
    }
    assert Sheet.objects.filter(collection=kinds["survey"]).count() == 36
    assert collecting.response_rate(kinds["survey"]) == 0.9
    assert kinds["hearing"].document == the(words.TITLE)
    assert kinds["hearing"].minutes
    accepted = Counter(kinds["hearing"].sign_ups.values_list("accepted", flat=True))
    assert accepted == {True: 3, False: 1}
    assert set(Problem.objects.values_list("state", flat=True)) == {"planned", "settled", "found"}
    assert Remark.objects.filter(collection=kinds["box"], shown_at=None).count() == 2


def test_the_rules_of_the_room_hold_under_the_clock_of_the_play() -> None:
    for step in Document.objects.get(title=words.TITLE).steps.filter(move="consult"):
        authors = set(step.document.steps.filter(move="author").values_list("person_id", flat=True))
        assert step.person_id not in authors
    for opinion in Opinion.objects.select_related("version"):
        assert opinion.version.opens_on is not None
        assert opinion.received_on >= opinion.version.opens_on
        assert opinion.received_on <= TODAY
    assert ledger.verify()[1] is None


def test_nobody_who_spoke_stands_in_public() -> None:
    rule, client = the(words.TITLE), Client()
    home = f"/consultations/{rule.agency.code}/{rule.number}/"
    with clock.travel_to(NOW):
        for address in (home, f"{home}opinions/", f"{home}report/"):
            page = client.get(address)
            assert page.status_code == 200, address
            for name in ("示例甲", "示例乙", "13800138000", "opinion0@", "姓甲的", "示例苑三栋"):
                assert name not in page.content.decode(), (address, name)


def test_rules_in_force_were_evaluated_and_listed() -> None:
    with clock.travel_to(NOW):
        evaluation = evaluation_public.evaluations().get()
        listed = evaluation_public.clean_ups().get()
        results = evaluation_public.results(listed)
        assert evaluation.conclusion == "amend"
        assert (results["amend"], results["repeal"]) == (1, 1)
        assert results["continue"] == sum(results.values()) - 2 > 0
        told = [entry.reason for entry in evaluation_public.entries(listed, "amend")]
        assert evaluation.number in told[0], "the list says what the evaluation concluded"
        work = evaluation_work.my_work(actor("head"))
        assert [entry.result for entry in work.to_end] == ["repeal"], "the head is offered the repeal"
        assert the(words.EARLIER[evaluating_year.TO_REPEAL][0]).ended_on is None
