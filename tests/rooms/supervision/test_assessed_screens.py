"""Does the screen of an entry explain every point, and lose nothing of what those assessed and reviewers typed?"""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import assessing_desk as at
import assessment_stage as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import PARTS, Cast, make_cast, published
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.domain.supervision import sheets
from gongkai.supervision.actions import assessing, entries
from gongkai.supervision.models import Assessed, Evidence, Finding
from gongkai.supervision.queries import assessed, records_reach
from gongkai.supervision.staff.assessing.entry_records import SIZE
from rooms.supervision import finding_stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
SEE_ALL = {"supervisor", "duty_leader"}
ASSESSED = {"section_head", "unit_head", "doer", "second_doer"}
#: A sheet that counts findings of dead links, at most five points.
COUNTED = sheets.indicators_from(
    [
        {
            "title": "链接有效",
            "points": "4",
            "rules": [
                {"text": "每处失效链接扣1分", "points": "1", "measure": "dead_links"},
                {"text": "没有专人扣2分", "points": "2", "way": "once"},
            ],
        }
    ]
)
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def links(cast: Cast, number: int, unit: str = "waste") -> list[Finding]:
    return [finding_stage.found(cast, unit, monitor="dead_link") for _ in range(number)]


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def rules(client: Client, row: Assessed) -> dict[str, dict[str, Any]]:
    groups = client.get(f"/en{at.of(row)}").context["groups"]
    return {rule["key"]: rule for group in groups for line in group["lines"] for rule in line["rules"]}


def test_from_the_self_assessment_to_the_decided_appeal(cast: Cast) -> None:
    row = stage.opened(cast)
    entry = stage.entry(row, cast)
    head, supervisor = client_of(cast, "section_head"), client_of(cast, "supervisor")
    page = words_of(head.get(at.of(entry)))
    assert 'name="cases-2.1"' in page
    assert 'name="cases-1.1"' not in page, "what records count is not asked of those assessed"
    assert 'name="cases-2.1"' not in words_of(supervisor.get(at.of(entry)))
    assert at.act(head, entry, "hand_in", at.OWN).status_code == 302
    shown = rules(head, entry)
    assert shown["2.1"]["own"] == {"cases": 1, "of": None, "percent": False, "note": "只开过一次"}
    assert shown["2.2"]["why"] == "10 of 100: 6 points × 10 ÷ 100 = 0.6"
    assert "详见台账" in words_of(head.get(at.of(entry)))
    with clock.travel_to(clock.now() + timedelta(days=60)):
        row = stage.moved(cast, row, "review")
        page = words_of(supervisor.get(at.of(entry)))
        assert 'value="只开过一次"' in page, "the self-assessment is filled in"
        asked = rules(supervisor, entry)["1.1"]["asked"]
        assert (asked["corrects"], asked["cases"].value(), asked["open"]) == (True, None, False)
        assert at.act(supervisor, entry, "review", at.REVIEW).status_code == 302
        stage.reviewed(cast, row, "other")
        row = stage.moved(cast, row, "tell")
        assert at.act(head, entry, "appeal", {"appeal-words": "会议都开了，培训有签到"}).status_code == 302
        leader = client_of(cast, "duty_leader")
        page = words_of(leader.get(at.of(entry)))
        assert "会议都开了，培训有签到" in page
        assert 'value="一半没有参加"' in page
        said = {**at.REVIEW, "cases-2.2": "10", "note-2.2": "", "reason": "签到属实"}
        assert at.act(leader, entry, "decide", said).status_code == 302
    done = Assessed.objects.get(pk=entry.pk)
    assert (done.state, done.points, done.appeal_answer) == ("decided", Decimal("19.40"), "签到属实")
    assert "签到属实" in words_of(head.get(at.of(entry)))


def test_points_are_explained_live_until_the_review_counts_them(cast: Cast) -> None:
    row = stage.opened(cast, indicators=COUNTED)
    entry = stage.entry(row, cast)
    links(cast, 2)
    links(cast, 5, "other")
    head = client_of(cast, "section_head")
    first = rules(head, entry)["1.1"]
    assert (first["records"]["cases"], first["points"]) == (2, "-2")
    assert first["why"] == "Cases: 2 × 1 points = 2"
    assert head.get(at.of(entry)).context["total"]["points"] == "2"
    links(cast, 4)
    page = head.get(f"/en{at.of(entry)}")
    assert page.context["total"]["points"] == "0"
    assert "no more than its points are taken" in words_of(page)
    with clock.travel_to(clock.now() + timedelta(days=60)):
        stage.moved(cast, row, "review")
    links(cast, 3)
    assert rules(head, entry)["1.1"]["records"]["cases"] == 6, "from the review on it stays as counted"


def test_what_records_count_is_corrected_with_a_note_alone(cast: Cast) -> None:
    row = stage.opened(cast, indicators=COUNTED)
    links(cast, 2)
    entry = stage.entry(row, cast)
    with clock.travel_to(clock.now() + timedelta(days=60)):
        stage.moved(cast, row, "review")
    supervisor = client_of(cast, "supervisor")
    said = {"cases-1.1": "1", "note-1.1": "", "cases-1.2": "0"}
    answer = at.act(supervisor, entry, "review", said)
    page = words_of(answer)
    assert answer.status_code == 422
    assert 'href="#id_note-1.1"' in page
    assert 'id="id_note-1.1_error"' in page
    assert '<details class="rule__asked" open>' in page
    assert at.act(supervisor, entry, "review", {**said, "note-1.1": "一处已经修好"}).status_code == 302
    shown = rules(supervisor, entry)["1.1"]
    assert (shown["judged"]["cases"], shown["judged"]["note"], shown["points"]) == (1, "一处已经修好", "-1")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"cases-2.1": "两次"}, "cases-2.1"),
        ({"cases-2.1": ""}, "cases-2.1"),
        ({"cases-2.1": "-1"}, "cases-2.1"),
        ({"cases-2.1": "1.5"}, "cases-2.1"),
        ({"cases-2.1": "9" * 9000}, "cases-2.1"),
        ({"cases-2.2": "101"}, "cases-2.2"),
        ({"note-2.2": "长" * 301}, "note-2.2"),
        ({"cases-1.1": "3"}, "note-1.1"),
        ({"note-1.1": "漏了一份"}, "cases-1.1"),
    ],
)
def test_what_cannot_be_taken_stands_at_its_field_and_is_kept(
    cast: Cast, given: dict[str, str], field: str
) -> None:
    entry = stage.entry(stage.in_review(cast), cast)
    answer = at.act(client_of(cast, "supervisor"), entry, "review", {**at.REVIEW, **given})
    page = words_of(answer)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}_error"' in page
    assert all(f'value="{value}"' in page for value in {**at.REVIEW, **given}.values() if value)
    assert Assessed.objects.get(pk=entry.pk).state == "handed_in"


def test_who_was_slower_keeps_what_was_typed_and_a_double_click_is_one_deed(cast: Cast) -> None:
    row = stage.opened(cast)
    entry = stage.entry(row, cast)
    head, doer = client_of(cast, "section_head"), client_of(cast, "doer")
    for _click in range(2):
        assert at.act(head, entry, "hand_in", at.OWN, seen=1).status_code == 302
    assert Event.objects.filter(verb="supervision.assessed.hand_in").count() == 1
    slower = at.act(doer, entry, "hand_in", {**at.OWN, "note-2.1": "乙的说明", "words": "乙\x00的话"}, seen=1)
    page = words_of(slower)
    assert slower.status_code == 409
    assert 'value="乙的说明"' in page
    assert "乙的话" in page
    assert 'name="version" value="2"' in page, "a second press would send it"
    with clock.travel_to(clock.now() + timedelta(days=60)):
        stage.moved(cast, row, "review")
    late = at.act(doer, entry, "hand_in", {**at.OWN, "note-2.1": "来晚了"}, seen=1)
    assert late.status_code == 409
    assert "来晚了" in words_of(late), "the form is gone, what was typed is not"


DEEDS: dict[str, tuple[Any, dict[str, Any], set[str]]] = {
    "hand_in": (stage.opened, at.OWN, ASSESSED),
    "review": (stage.in_review, at.REVIEW, {"supervisor"}),
    "appeal": (stage.told, {"appeal-words": "不服"}, ASSESSED),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_who_does_what_with_an_entry(cast: Cast, deed: str) -> None:
    make, said, allowed = DEEDS[deed]
    entry = stage.entry(make(cast), cast)
    others = [name for name in (*PARTS, "outsider") if name not in allowed]
    for name in (*others, sorted(allowed)[0]):
        status = at.act(client_of(cast, name), entry, deed, said).status_code
        assert status == (302 if name in allowed else 403 if name in SEE_ALL | ASSESSED else 404), name


def test_only_the_leader_decides_and_says_why(cast: Cast) -> None:
    entry = stage.entry(stage.told(cast), cast)
    entries.appeal(entry_id=entry.pk, actor=cast.doer, expected_revision=None, words="不服")
    said = {**at.REVIEW, "reason": "维持"}
    for name in (*PARTS, "outsider"):
        if name != "duty_leader":
            status = at.act(client_of(cast, name), entry, "decide", said).status_code
            assert status == (403 if name in SEE_ALL | ASSESSED else 404), name
    leader = client_of(cast, "duty_leader")
    empty = at.act(leader, entry, "decide", {**said, "reason": " "})
    assert (empty.status_code, "reason" in empty.context["sheet_form"].errors) == (422, True)
    gap = at.act(leader, entry, "decide", {**said, "cases-2.1": ""})
    assert "cases-2.1" in gap.context["sheet_form"].errors, "a decision leaves nothing unjudged"
    assert at.act(leader, entry, "decide", said).status_code == 302


def test_what_cannot_be_done_now_says_why(cast: Cast) -> None:
    entry = stage.entry(stage.opened(cast), cast)
    page = words_of(client_of(cast, "section_head").get(f"/en{at.of(entry)}"))
    assert "The next step is with" in page
    supervisor = client_of(cast, "supervisor").get(f"/en{at.of(entry)}")
    assert "The review has not begun, or it is over." in words_of(supervisor)
    assert supervisor.context["sheet_form"] is None
    assert client_of(cast, "supervisor").get(at.of(entry, "moves/review/")).status_code == 405
    assert at.act(client_of(cast, "supervisor"), entry, "fix", {}).status_code == 404
    assert at.act(client_of(cast, "supervisor"), entry, "nonsense", {}).status_code == 404


def test_evidence_is_added_to_its_line_and_downloaded_by_whom_sees_the_entry(cast: Cast) -> None:
    row = stage.opened(cast)
    entry = stage.entry(row, cast)
    head = client_of(cast, "section_head")
    file = io.BytesIO("会议纪要".encode())
    file.name = "minutes.txt"
    said = {"evidence-indicator": "2", "evidence-evidence": "会议纪要两份", "evidence-file": file}
    assert head.post(at.of(entry, "evidence/"), said).status_code == 302
    piece = Evidence.objects.get()
    address = at.of(entry, f"evidence/{piece.pk}/")
    page = words_of(head.get(at.of(entry)))
    assert page.count(f'href="{address}"') == 2, "at its line, and in the list"
    opened = set()
    for name in (*PARTS, "outsider"):
        answer = client_of(cast, name).get(address)
        if answer.status_code == 200:
            opened.add(name)
            assert answer["Content-Disposition"].startswith("attachment")
            assert b"".join(answer.streaming_content) == "会议纪要".encode()
    assert opened == SEE_ALL | ASSESSED
    other = stage.entry(row, cast, "other")
    assert client_of(cast, "supervisor").get(at.of(other, f"evidence/{piece.pk}/")).status_code == 404
    assert head.get(at.of(entry, f"evidence/{2**63}/")).status_code == 404
    leader = client_of(cast, "duty_leader")
    assert "evidence_form" in leader.get(at.of(entry)).context
    assert leader.get(at.of(entry)).context["evidence_form"] is None
    assert leader.post(at.of(entry, "evidence/"), {**said, "evidence-file": ""}).status_code == 409


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"evidence-indicator": "7"}, "indicator"),
        ({"evidence-evidence": ""}, "evidence"),
        ({"evidence-evidence": "长" * 501}, "evidence"),
    ],
)
def test_evidence_that_cannot_be_taken_is_kept(cast: Cast, given: dict[str, str], field: str) -> None:
    entry = stage.entry(stage.opened(cast), cast)
    said = {"evidence-indicator": "1", "evidence-evidence": "台账", **given}
    answer = client_of(cast, "doer").post(at.of(entry, "evidence/"), said)
    page = words_of(answer)
    assert answer.status_code == 422
    assert field in answer.context["evidence_form"].errors
    assert '<details class="deed deed--form" open>' in page
    assert said["evidence-evidence"] in page
    assert not Evidence.objects.exists()


def test_records_are_named_and_lead_where_the_reader_may_go(cast: Cast) -> None:
    row = stage.opened(cast, indicators=COUNTED)
    entry = stage.entry(row, cast)
    made = links(cast, SIZE + 3)
    head = client_of(cast, "section_head")
    address = at.of(entry, "records/dead_links/")
    first = head.get(address)
    page = words_of(first)
    assert f'href="{reverse("workspace:supervision_finding", args=[made[0].pk])}"' in page
    assert "dead_link" not in [each["name"].partition(" ")[0] for each in first.context["rows"]]
    rest = head.get(first.context["next_url"])
    assert [len(each.context["rows"]) for each in (first, rest)] == [SIZE, 3]
    assert 'start="51"' in words_of(rest)
    for wrong in ("?page=0", "?page=99", "?page=x", "?page=" + "9" * 40, "?page=%00"):
        assert len(head.get(f"{address}{wrong}").context["rows"]) == SIZE
    for nothing in ("records/late_tasks/", "records/nonsense/"):
        assert head.get(at.of(entry, nothing)).status_code == 404
    with clock.travel_to(clock.now() + timedelta(days=60)):
        stage.moved(cast, row, "review")
    other = stage.entry(row, cast, "other")
    assert 'class="empty"' in words_of(client_of(cast, "supervisor").get(at.of(other, "records/dead_links/")))


def test_a_link_is_shown_exactly_where_the_page_opens(cast: Cast) -> None:
    document = published(cast)
    places = [("workspace:document", (document.pk,)), ("workspace:document", (0,)), ("", ())]
    places += [("workspace:supervision_finding", (links(cast, 1)[0].pk,))]
    for name in ("supervisor", "section_head", "neighbour", "outsider"):
        opened = records_reach.openable(getattr(cast, name), cast.agency.pk, places)
        client = client_of(cast, name)
        for place, filled in places:
            if place:
                there = client.get(reverse(place, args=filled)).status_code == 200
                assert ((place, filled) in opened) is there, (name, place, filled)


def test_queries_do_not_grow_with_records_or_evidence(cast: Cast) -> None:
    row = stage.opened(cast, indicators=COUNTED)
    entry = stage.entry(row, cast)
    links(cast, 5)
    supervisor, head = client_of(cast, "supervisor"), client_of(cast, "section_head")
    add = {"entry_id": entry.pk, "actor": cast.doer, "indicator": "1"}
    entries.add_evidence(**add, words="一")
    addresses = [at.of(entry), at.of(entry, "records/dead_links/")]
    before = [queries(client, address) for client in (supervisor, head) for address in addresses]
    links(cast, 55)
    for number in range(20):
        entries.add_evidence(**add, words=f"{number}")
    after = [queries(client, address) for client in (supervisor, head) for address in addresses]
    assert [n for n, was in zip(after, before, strict=True) if n > was] == []
    assert len(head.get(at.of(entry)).context["evidence"]) == 21


def test_an_agency_is_assessed_as_a_whole(cast: Cast) -> None:
    sheet = stage.adopted(cast, kind="agencies", indicators=COUNTED)
    row = assessing.prepare(
        sheet_id=sheet.pk,
        actor=cast.supervisor,
        year=stage.year(),
        who=[cast.agency.pk, cast.outside_agency.pk],
    )
    stage.moved(cast, row, "open")
    links(cast, 2)
    links(cast, 1, "other")
    entry = Assessed.objects.get(assessment=row, agency=cast.agency)
    office = client_of(cast, "office")
    assert rules(office, entry)["1.1"]["records"]["cases"] == 3
    assert at.act(office, entry, "hand_in", {"cases-1.2": "0"}).status_code == 302
    outside = Assessed.objects.get(assessment=row, agency=cast.outside_agency)
    assert office.get(at.of(outside)).status_code == 404
    outsider = client_of(cast, "outsider")
    assert outsider.get(at.of(outside)).status_code == 200
    assert outsider.get(at.of(entry)).status_code == 404
    assert assessed.behind(outside, "dead_links") is not None
