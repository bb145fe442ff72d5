"""Do the staff's screens lead a campaign from its draft to its results, with reasons where they do not?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import campaigning as stage
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.campaigns.actions import clues, sites
from gongkai.campaigns.models import Campaign, Listed
from gongkai.core import clock
from gongkai.core.models import Event
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/workspace/campaigns/"
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def here(made: Campaign, rest: str = "") -> str:
    return f"{LIST}{made.pk}/{rest}"


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A complete campaign as the form sends it."""
    return {
        "title": "渣土车辆运输专项治理",
        "unit": cast.units["office"].pk,
        "checklist": "six_in_place",
        "begins_on": clock.today().isoformat(),
        "ends_on": (clock.today() + timedelta(days=60)).isoformat(),
        "aim": "减少带泥上路。",
        "basis": "示例市建筑垃圾管理办法第十二条。",
        "letter_words": "请自查。",
        **changes,
    }


def move(client: Client, made: Campaign, key: str, **given: Any) -> Any:
    seen = Campaign.objects.get(pk=made.pk).revision
    said = {f"{key}-{name}": value for name, value in given.items()}
    return post(client, here(made, f"moves/{key}/"), version=seen, **said)


def test_from_a_draft_to_the_results(cast: Cast) -> None:
    organiser, publisher = client_of(cast, "organiser"), client_of(cast, "campaign_publisher")
    assert f'href="{LIST}new/"' in words_of(organiser.get(LIST))
    assert f'href="{LIST}new/"' not in words_of(publisher.get(LIST))
    assert 'value="six_in_place"' in words_of(organiser.get(f"{LIST}new/"))
    assert post(organiser, f"{LIST}new/", **typed(cast)).status_code == 302
    made = Campaign.objects.get()
    page = words_of(organiser.get(here(made)))
    assert "手续到位" in page
    assert f'href="{here(made, "sites/")}"' in page
    assert 'aria-describedby="why-submit"' in page, "it may not be submitted yet, and the page says why"
    refused = move(organiser, made, "submit")
    assert refused.status_code == 409
    assert "What you typed" not in words_of(refused)
    place = stage.site(cast)
    assert place.name in words_of(organiser.get(here(made, "sites/")))
    assert post(organiser, here(made, "sites/"), do="put", sites=[place.pk]).status_code == 302
    assert move(organiser, made, "submit").status_code == 302
    assert move(organiser, made, "announce").status_code == 403
    assert move(publisher, made, "announce").status_code == 302
    assert post(organiser, here(made, "results/"), version=0, results="检查一处。").status_code == 409
    seen = Campaign.objects.get(pk=made.pk).revision
    assert post(organiser, here(made, "results/"), version=seen, results="检查一处。").status_code == 302
    assert "检查一处。" in words_of(organiser.get(here(made)))
    assert move(publisher, made, "close").status_code == 302
    page = words_of(organiser.get(here(made)))
    assert "/workspace/" in page
    assert page.count("<li><p>") == len(Event.objects.filter(subject_type="campaigns.campaign"))


def test_the_record_in_english_marks_what_was_not_read(cast: Cast) -> None:
    made = stage.drafted(cast)
    page = words_of(client_of(cast, "organiser").get(f"/en{here(made)}"))
    assert "configuration, not read in the original" in page
    assert "Papers in place" in page
    assert 'lang="zh-Hans"' in page


def test_what_is_missing_leads_to_its_field(cast: Cast) -> None:
    made = stage.drafted(cast, aim="", basis="")
    page = words_of(client_of(cast, "organiser").get(here(made)))
    for anchor in ("edit/#id_aim", "edit/#id_basis", "sites/"):
        assert f'href="{here(made, anchor)}"' in page
    shown = client_of(cast, "campaign_publisher").get(here(made))
    assert here(made, "edit/") not in words_of(shown), "who does not write gets no way to the form"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"unit": ""}, "unit"),
        ({"unit": "99999"}, "unit"),
        ({"checklist": "none"}, "checklist"),
        ({"begins_on": "昨天"}, "begins_on"),
        ({"begins_on": ""}, "begins_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"aim": "联系人示例甲，电话13800138000"}, "aim"),
        ({"basis": "长" * 2001}, "basis"),
    ],
)
def test_what_cannot_be_stands_at_its_field_and_nothing_is_lost(
    cast: Cast, changes: dict[str, str], field: str
) -> None:
    organiser = client_of(cast, "organiser")
    for address in (f"{LIST}new/", here(stage.drafted(cast), "edit/")):
        answer = post(organiser, address, **typed(cast, version=1, **changes))
        page = words_of(answer)
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}  # type: ignore[attr-defined]
        assert f'href="#id_{field}"' in page
        assert "请自查。" in page
    assert Campaign.objects.count() == 1


def test_who_was_slower_sees_what_happened_and_keeps_what_was_typed(cast: Cast) -> None:
    made = stage.drafted(cast)
    organiser = client_of(cast, "organiser")
    assert post(organiser, here(made, "edit/"), **typed(cast, title="先改的", version=1)).status_code == 302
    answer = post(organiser, here(made, "edit/"), **typed(cast, title="后改的", version=1))
    assert answer.status_code == 409
    page = words_of(answer)
    assert "后改的" in page
    assert 'name="version" value="2"' in page, "a second press saves it"
    assert post(organiser, here(made, "edit/"), **typed(cast, title="后改的", version=2)).status_code == 302


def test_a_reason_is_asked_where_the_move_needs_one(cast: Cast) -> None:
    made = stage.drafted(cast)
    organiser = client_of(cast, "organiser")
    assert move(organiser, made, "discard").status_code == 422
    assert move(organiser, made, "discard", reason="重复").status_code == 302
    assert "重复" in words_of(organiser.get(here(made)))
    assert post(organiser, here(made, "moves/nonsense/"), version=1).status_code == 404
    assert organiser.get(here(made, "moves/submit/")).status_code == 405


def test_the_list_is_narrowed_by_state_unit_and_words(cast: Cast) -> None:
    one = stage.drafted(cast, title="户外广告安全检查", checklist="advert_safety")
    two = stage.running(cast)
    organiser = client_of(cast, "organiser")
    for query, shown, hidden in (
        ("state=draft", one, two),
        ("state=running", two, one),
        ("text=广告", one, two),
        (f"text={two.number.lower()}", two, one),
    ):
        page = words_of(organiser.get(f"{LIST}?{query}"))
        assert shown.number in page
        assert hidden.number not in page
    page = words_of(organiser.get(f"{LIST}?unit={cast.units['waste'].pk}"))
    assert 'class="empty"' in page
    for nonsense in ("state=nonsense", "unit=x", "after=nonsense", "after=2026-01-01~x", "text=%00"):
        assert one.number in words_of(organiser.get(f"{LIST}?{nonsense}"))


def test_the_list_is_paged_by_its_last_row(cast: Cast) -> None:
    made = [stage.drafted(cast, begins_on=clock.today() + timedelta(days=at % 3)) for at in range(33)]
    organiser = client_of(cast, "organiser")
    first = organiser.get(LIST)
    page = words_of(first)
    after = first.context["next_url"]
    rest = words_of(organiser.get(after))
    assert sum(each.number in page for each in made) == 30
    assert all((each.number in page) != (each.number in rest) for each in made)


def test_sites_are_put_in_by_ticks_and_taken_out_with_a_reason(cast: Cast) -> None:
    made, organiser = stage.drafted(cast), client_of(cast, "organiser")
    places = [stage.site(cast, f"示例工地{at}") for at in range(3)]
    over = stage.site(cast, "已完工工地", ended_on=clock.today() - timedelta(days=1))
    address = here(made, "sites/")
    page = words_of(organiser.get(address))
    assert over.name not in page, "an ended site is inspected no more"
    assert places[2].name not in words_of(organiser.get(f"{address}?text=示例工地1"))
    for nothing in ({}, {"sites": ["x"]}, {"sites": ["99999"]}):
        assert post(organiser, address, do="put", **nothing).status_code == 422
    assert post(organiser, address, do="put", sites=[each.pk for each in places[:2]]).status_code == 302
    narrowed = organiser.get(f"{address}?text=示例工地1").context["listed"]
    assert [each["name"] for each in narrowed] == ["示例工地1"], "the filter narrows both lists"
    row = Listed.objects.get(campaign=made, site=places[0])
    assert post(organiser, address, do="out", listed=row.pk, reason="").status_code == 422
    assert post(organiser, address, do="out", listed="x", reason="误选").status_code == 422
    assert post(organiser, address, do="out", listed=row.pk, reason="误选").status_code == 302
    assert set(Listed.objects.filter(taken_out_at__isnull=True).values_list("site", flat=True)) == {
        places[1].pk
    }


def test_a_site_that_was_inspected_stays_and_what_was_typed_too(cast: Cast) -> None:
    running = stage.running(cast)
    stage.recorded(cast, running)
    row = stage.listed(running)
    organiser = client_of(cast, "organiser")
    answer = post(organiser, here(running, "sites/"), do="out", listed=row.pk, reason="已完工的理由")
    assert answer.status_code == 409
    assert "已完工的理由" in words_of(answer)


def test_the_record_says_what_each_site_stands_at_and_until_when(cast: Cast) -> None:
    one, two = stage.site(cast), stage.site(cast, "另一处工地", unit="other")
    running = stage.running(cast, one, two)
    wrong = stage.recorded(cast, running, "washing")
    inspector = client_of(cast, "inspector")
    page = words_of(inspector.get(here(running)))
    assert wrong.correct_by is not None
    assert f'datetime="{wrong.correct_by.isoformat()}"' in page
    assert page.count("/workspace/campaigns/inspect/") == 1, "only the own unit's site is inspected"
    assert two.name not in words_of(inspector.get(f"{here(running)}?stand=to_correct"))
    assert one.name not in words_of(inspector.get(f"{here(running)}?stand=unseen"))
    assert two.name in words_of(inspector.get(f"{here(running)}?stand=nonsense"))


def test_clues_of_other_rooms_stand_on_the_record(cast: Cast) -> None:
    running = stage.running(cast)
    site = stage.listed(running).site_id
    clues.take_clue(
        campaign=running, number="TS-2026-1", text="夜间车辆带泥", actor=cast.organiser, site_id=site
    )
    page = words_of(client_of(cast, "inspector").get(here(running)))
    assert "夜间车辆带泥" in page
    assert "TS-2026-1" in page


#: Who → the answers to list, draft, running, new, edit, results, sites, letters, a move.
MATRIX = {
    "organiser": (200, 200, 200, 200, 200, 200, 200, 200, 302),
    "campaign_publisher": (200, 200, 200, 403, 403, 403, 403, 200, 403),
    "supervisor": (200, 200, 200, 403, 403, 403, 403, 200, 403),
    "inspector": (200, 404, 200, 403, 404, 403, 404, 200, 404),
    "rival_inspector": (200, 404, 200, 403, 404, 403, 404, 200, 404),
    "drafter": (200, 404, 404, 403, 404, 404, 404, 404, 404),
    "case_handler": (200, 404, 404, 403, 404, 404, 404, 404, 404),
    "outsider": (200, 404, 404, 200, 404, 404, 404, 404, 404),
}


def test_who_may_open_which_address(cast: Cast) -> None:
    draft, running = stage.drafted(cast), stage.running(cast)
    sites.put_sites(campaign_id=draft.pk, actor=cast.organiser, site_ids=[stage.listed(running).site_id])
    gets = (
        LIST, here(draft), here(running), f"{LIST}new/", here(draft, "edit/"), here(running, "results/"),
        here(draft, "sites/"), here(running, "letters/"),
    )  # fmt: skip
    wrong = {}
    for who, wanted in reversed(MATRIX.items()):
        client = client_of(cast, who)
        answers = [client.get(address).status_code for address in gets]
        answers.append(post(client, here(draft, "moves/submit/"), version=draft.revision).status_code)
        if tuple(answers) != wanted:
            wrong[who] = answers
    assert wrong == {}
    assert Campaign.objects.get(pk=draft.pk).state == "in_review"


def test_nobody_without_a_part_sees_more_than_the_way_out(cast: Cast) -> None:
    stage.running(cast)
    page = words_of(client_of(cast, "drafter").get(LIST))
    assert 'class="empty"' in page
    assert 'data-go="j"' not in page
    assert 'data-go="j"' in words_of(client_of(cast, "inspector").get(LIST))


def test_a_huge_number_is_no_page(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    for rest in ("", "edit/", "sites/", "letters/", "results/"):
        assert organiser.get(f"{LIST}{2**70}/{rest}").status_code == 404


def test_a_nul_goes_no_further_than_the_form(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    assert post(organiser, f"{LIST}new/", **typed(cast, title="名\x00称")).status_code == 302
    assert Campaign.objects.get().title == "名称"


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_and_records_take_the_same_questions_however_many_rows(cast: Cast) -> None:
    first = stage.running(cast, *[stage.site(cast, f"甲工地{at}") for at in range(2)])
    clients = {who: client_of(cast, who) for who in ("organiser", "inspector", "campaign_publisher")}
    pages = (LIST, here(first), here(first, "letters/"), "/workspace/", "/workspace/deadlines/")
    cache.clear()
    before = {(who, page): asked(client, page) for who, client in clients.items() for page in pages}
    more = [stage.site(cast, f"乙工地{at}") for at in range(6)]
    sites.put_sites(campaign_id=first.pk, actor=cast.organiser, site_ids=[each.pk for each in more])
    for _ in range(4):
        stage.drafted(cast)
    stage.recorded(cast, first, "fence")
    stage.recorded(cast, first)
    after = {(who, page): asked(client, page) for who, client in clients.items() for page in pages}
    # The first record brings its clock and its sentence: a few questions, not one for each row.
    assert {key: (before[key], count) for key, count in after.items() if count > before[key] + 4} == {}


def test_my_work_names_campaigns_records_and_sites_to_visit(cast: Cast) -> None:
    made = stage.drafted(cast, title="等我写完的行动")
    running = stage.running(cast, title="正在开展的行动")
    place = stage.listed(running).site
    home = {who: client_of(cast, who) for who in ("organiser", "inspector", "campaign_publisher", "outsider")}
    assert "等我写完的行动" in words_of(home["organiser"].get("/workspace/"))
    page = words_of(home["inspector"].get("/workspace/"))
    assert place.name in page
    assert "/workspace/campaigns/inspect/" in page
    assert place.name not in words_of(client_of(cast, "rival_inspector").get("/workspace/"))
    record = stage.recorded(cast, running)
    assert record.number in words_of(home["campaign_publisher"].get("/workspace/"))
    assert record.number in words_of(home["inspector"].get("/workspace/?list=waiting"))
    assert place.name not in words_of(home["inspector"].get("/workspace/"))
    stage.record_moved(record, "publish", cast.campaign_publisher)
    assert record.number in words_of(home["inspector"].get("/workspace/?list=done"))
    assert made.number not in words_of(home["outsider"].get("/workspace/"))


def test_the_deadline_board_shows_when_a_record_must_be_public(cast: Cast) -> None:
    record = stage.recorded(cast, stage.running(cast))
    for who in ("campaign_publisher", "inspector", "supervisor"):
        assert record.number in words_of(client_of(cast, who).get("/workspace/deadlines/"))
    for who in ("rival_inspector", "outsider", "drafter"):
        assert record.number not in words_of(client_of(cast, who).get("/workspace/deadlines/"))
    from gongkai.core.models import Deadline

    row = Deadline.objects.get(subject_type="campaigns.inspection")
    assert client_of(cast, "inspector").get(f"/workspace/deadlines/{row.pk}/").status_code == 200
    assert client_of(cast, "rival_inspector").get(f"/workspace/deadlines/{row.pk}/").status_code == 404


def test_the_search_field_leads_to_campaign_site_and_record(cast: Cast) -> None:
    running = stage.running(cast)
    record, place = stage.recorded(cast, running), stage.listed(running).site
    organiser = client_of(cast, "organiser")
    for text, page in (
        (running.number.lower(), here(running)),
        (place.code, f"{LIST}sites/{place.pk}/"),
        (record.number, f"{LIST}inspections/{record.pk}/"),
    ):
        assert organiser.get("/workspace/search/", {"q": text})["Location"] == page
    words = organiser.get("/workspace/search/", {"q": "渣土"})["Location"]
    assert words.startswith(f"{LIST}?text=")
    assert LIST not in client_of(cast, "drafter").get("/workspace/search/", {"q": running.number})["Location"]


def test_every_page_is_there_in_both_languages(cast: Cast) -> None:
    made = stage.running(cast)
    organiser = client_of(cast, "organiser")
    for language in ("", "/en"):
        with translation.override("en" if language else "zh-hans"):
            for address in (
                LIST,
                here(made),
                here(made, "letters/"),
                here(made, "sites/"),
                here(made, "results/"),
            ):
                assert organiser.get(f"{language}{address}").status_code == 200
