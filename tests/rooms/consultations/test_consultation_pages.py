"""Does the public read every clause, every shown opinion on its words and what became of it, and never who said it?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import consulting as stage
import pytest
from consulted import NEVER, Floor, body, build, get, own
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from desk import words_of
from gongkai.consultations.actions import records
from gongkai.consultations.models import Document
from gongkai.core import clock
from gongkai.core.refusals import Invalid
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(build)


@pytest.fixture
def floor(built: Any) -> Floor:
    found: Floor = on_stage(built)
    return found


def everything(floor: Floor) -> list[str]:
    """Every address at which the public meets consultations."""
    found = ["/consultations/", "/consultations/answer/", "/", "/sitemap/", "/processes/consultation/"]
    for each in (floor.opened, floor.decided, floor.by_name):
        page = own(each)
        found += [page, f"{page}opinions/", f"{page}report/", f"{page}versions/1/"]
        found += [f"{page}text.{form}" for form in ("txt", "json")]
    page = own(floor.opened)
    found += [f"{page}compare/1/2/", f"{page}compare/1/2/?view=marked", f"{page}opinion/"]
    found += ["/search/?q=建筑垃圾管理", "/search/?q=骂人"]
    local = [f"{language}{address}" for language in ("", "/en") for address in found]
    api = [
        f"/api/v1/consultations/{each.agency.code}/{each.number}{more}"
        for each in (floor.opened, floor.decided, floor.by_name)
        for more in ("", "/opinions")
    ]
    plain = ["/consultations.ics", "/consultations/feed.atom", "/sitemap-0.xml", "/api/v1/consultations"]
    return [*local, *plain, *api, "/api/v1/docs"]


def test_no_address_tells_who_said_it_or_what_is_not_public(floor: Floor) -> None:
    for address in everything(floor):
        answer = Client().get(address, follow=True)
        assert answer.status_code == 200, address
        said = f"{answer.headers} {body(answer).decode(errors='replace')}"
        for never in (*NEVER, floor.unseen.reference, floor.hidden.reference):
            if never == "骂人的话" and "search" in address:
                continue
            assert never not in said, (address, never)


def test_the_list_says_what_is_open_being_decided_and_decided(floor: Floor) -> None:
    page = get("/en/consultations/")
    assert page.index(floor.opened.title) < page.index(floor.decided.title)
    assert "Open now" in page
    assert "30 days left" in page
    assert floor.decided.formal_number in page
    stage.ended(floor.opened)
    later = get("/en/consultations/")
    assert "Being decided" in later
    assert f'href="/en{own(floor.opened)}opinion/"' not in later


def test_every_clause_has_its_anchor_its_name_and_its_opinions(floor: Floor) -> None:
    answer = Client().get(f"/en{own(floor.opened)}")
    page = words_of(answer)
    for each in answer.context["clauses"]:
        assert f'id="{each["anchor"]}"' in page
        assert each["text"] in page
        assert f'href="{each["opinion_url"]}"'.replace("&", "&amp;") in page
    names = {each["name"]: each["count"] for each in answer.context["clauses"]}
    assert (names["第一条"], names["第四条"], names["第二条"]) == (1, 1, 0)
    assert "第三条第（一）项" in names
    for said in (
        "规范运输单位条件和行驶时间",
        "Opinions are taken until the end of",
        "Anyone, without a name",
        "听证会已举行",
    ):
        assert said in page, said
    assert answer.context["received"] == 5
    assert answer.context["shown_count"] == 3


def test_a_shorter_time_says_why(floor: Floor) -> None:
    made = stage.consulting(
        floor.cast, closes_on=clock.today() + timedelta(days=2), shorter_reason="汛期将至，亟需规范。"
    )
    page = get(f"/en{own(made)}")
    assert "This time is shorter than the 7 working days of the rule" in page
    assert "汛期将至，亟需规范。" in page


def test_an_old_version_stands_as_it_was_and_leads_to_the_newest(floor: Floor) -> None:
    page = get(f"/en{own(floor.opened)}versions/1/")
    assert "二十二时至次日六时" in page
    assert "You are reading version 1" in page
    assert f'href="/en{own(floor.opened)}opinion/"' not in page
    newest = Client().get(f"{own(floor.opened)}versions/2/")
    assert (newest.status_code, newest["Location"]) == (302, own(floor.opened))
    for number in (0, 3, 10**20):
        assert Client().get(f"{own(floor.opened)}versions/{number}/").status_code == 404


def test_versions_stand_side_by_side_and_as_marked_up_text(floor: Floor) -> None:
    for view in ("", "?view=marked"):
        page = get(f"/en{own(floor.opened)}compare/1/2/{view}")
        assert "1 clause differs" in page
        for words in ("removed:", "added:"):
            assert f'<span class="visually-hidden">{words}' in page
        key = stage.clause(floor.opened, "第四条")
        assert page.count(f'id="p-{key}"') == 1
    for pair in ("2/1", "1/1", "1/9", "0/1"):
        assert Client().get(f"{own(floor.opened)}compare/{pair}/").status_code == 404


def test_an_opinion_stands_on_its_words_or_beside_the_old_ones(floor: Floor) -> None:
    answer = Client().get(f"/en{own(floor.opened)}opinions/")
    page = words_of(answer)
    rows = {each["reference"]: each for each in (*answer.context["rows"], *answer.context["orphans"])}
    assert set(rows) == {each.reference for each in (floor.on_words, floor.orphan, floor.whole)}
    on_words, orphan = rows[floor.on_words.reference], rows[floor.orphan.reference]
    assert "".join(text for text, hit in on_words["pieces"] if hit) == floor.on_words.quote
    assert (on_words["version"], on_words["orphan"], on_words["changed"]) == (1, False, False)
    assert "".join(text for text, hit in orphan["pieces"] if hit) == floor.orphan.quote == "二十二时"
    assert orphan["url"] == f"/en{own(floor.opened)}versions/1/#p-{floor.orphan.clause}"
    assert orphan["orphan"]
    assert f"<mark>{floor.orphan.quote}</mark>" in page
    assert "On words that are gone" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("?on=whole", 1), ("?channel=meeting", 1), ("?on=nonsense", 3), ("?on=%00&after=%00", 3),
     ("?after=99999999999999999999", 3), ("?verdict=adopted", 3)],
)  # fmt: skip
def test_the_opinions_follow_the_address(floor: Floor, query: str, found: int) -> None:
    answer = Client().get(f"{own(floor.opened)}opinions/{query}")
    words_of(answer)
    assert len(answer.context["rows"]) + len(answer.context["orphans"]) == found
    key = floor.on_words.clause
    answer = Client().get(f"{own(floor.opened)}opinions/?on={key}")
    assert [each["reference"] for each in answer.context["rows"]] == [floor.on_words.reference]


def test_the_report_tells_numbers_answers_and_reasons_once_all_are_answered(floor: Floor) -> None:
    early = get(f"/en{own(floor.opened)}report/")
    assert "The report is not there yet" in early
    answer = Client().get(f"/en{own(floor.decided)}report/")
    page = words_of(answer)
    assert dict(answer.context["verdicts"])["Adopted"] == 1
    assert dict(answer.context["verdicts"])["Not adopted"] == 1
    assert answer.context["hidden_count"] == 1
    for said in (
        "建议细化尺寸。",
        "建议放宽材质。",
        "已研究。",
        "Advertising, or sent again and again",
        "On this site",
    ):
        assert said in page, said
    assert "广告广告" not in page


def test_an_answer_leads_to_what_changed(floor: Floor) -> None:
    stage.ended(floor.opened)
    key = stage.clause(floor.opened, "第四条")
    stage.answered(floor.cast, floor.opened, "adopted", clause=key, reason="已修改。")
    page = get(f"{own(floor.opened)}report/")
    assert f'href="{own(floor.opened)}compare/1/2/#p-{key}"' in page
    opinions = get(f"{own(floor.opened)}opinions/?verdict=adopted")
    assert "已修改。" in opinions


def test_the_final_text_has_its_number_interpretation_and_validity(floor: Floor) -> None:
    page = get(f"/en{own(floor.decided)}")
    for said in (
        *(
            floor.decided.formal_number,
            "为什么制定、主要内容、怎么执行。",
            "本局网站、政务公开栏、新闻发布会",
        ),
        *(
            "In force until",
            date_format(floor.decided.lapses_on, "j F Y"),
            "会议同意，按程序签发。",
            "This is the text that was decided",
        ),
    ):
        assert said in page, said
    assert "Give your opinion on the whole" not in page


def test_the_discussion_is_told_after_the_signature_only(floor: Floor) -> None:
    cast = floor.cast
    made = stage.ended(stage.consulting(cast))
    stage.go(made, "review_fairly", cast.rule_drafter)
    stage.go(made, "fairly_reviewed", cast.rule_legal, opinion="未发现。")
    stage.go(made, "review_legally", cast.rule_drafter)
    stage.go(made, "legally_reviewed", cast.rule_legal, opinion="合法。")
    stage.discussed(cast, made)
    assert "会议同意" not in get(own(made))
    stage.go(made, "sign", cast.rule_leader)
    page = get(own(made))
    assert "会议同意" in page
    assert "测城管规" not in page


def test_what_is_not_put_out_is_not_there(floor: Floor) -> None:
    drafted = Document.objects.get(title="起草中的办法")
    page = own(drafted)
    for address in (
        *(page, f"{page}opinions/", f"{page}report/", f"{page}opinion/", f"{page}text.txt"),
        *(f"/consultations/nowhere/{floor.opened.number}/", f"{own(floor.opened)[:-1]}%00/"),
        *(f"{own(floor.opened)}text.exe", f"{own(floor.opened)}text.txt?version=7"),
    ):
        assert Client().get(address).status_code == 404, address


def test_what_was_given_up_says_so_and_leaves_lists_and_search(floor: Floor) -> None:
    stage.ended(floor.opened)
    stage.go(floor.opened, "give_up", floor.cast.rule_leader, reason="并入他法")
    assert "The draft was given up" in get(f"/en{own(floor.opened)}")
    assert floor.opened.title not in get("/consultations/")
    assert f'href="{own(floor.opened)}"' not in get("/search/?q=建筑垃圾管理")
    assert floor.opened.number not in body(Client().get("/consultations/feed.atom")).decode()


def test_a_page_asks_as_often_for_many_as_for_few(floor: Floor) -> None:
    page, over = own(floor.opened), own(floor.decided)
    api = f"/api/v1/consultations/{floor.cast.agency.code}/{floor.opened.number}"
    addresses = [
        *("/consultations/", page, f"{page}opinions/", f"{over}report/", f"{page}compare/1/2/", "/"),
        *("/consultations.ics", "/consultations/feed.atom", "/api/v1/consultations", api, f"{api}/opinions"),
        "/search/?q=管理办法",
    ]
    counts = []
    for turn in range(2):
        asked = []
        get(page)  # whose site it is and the calendar are read once after a change, and kept
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                body(Client().get(address))
            asked.append((address, len(queries)))
        counts.append(asked)
        if not turn:
            _more(floor)
    assert counts[0] == counts[1]


def _more(floor: Floor) -> None:
    key = stage.clause(floor.opened, "第二条")
    kept = [stage.opinion(floor.opened, f"意见{n}", clause=key, start=0, end=3).opinion for n in range(5)]
    stage.shown(floor.cast, *kept)
    for n in range(3):
        stage.consulting(floor.cast, title=f"示例市又一项管理办法{n}")


def test_what_is_put_on_record_for_the_public_names_no_numbers_of_persons(floor: Floor) -> None:
    with pytest.raises(Invalid):
        records.put_on_record(
            document_id=floor.opened.pk,
            actor=floor.cast.rule_drafter,
            kind="hearing",
            held_on=clock.today(),
            outcome="请与李某联系，13800138000。",
        )
