"""Do the staff's screens lead an activity from its record to the public page, with reasons where they do not?"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import publicizing as stage
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.duties.models import Activity, ActivityPhoto, Board, Partner
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/workspace/publicity/"
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def here(made: Activity, rest: str = "") -> str:
    return f"{LIST}{made.pk}/{rest}"


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A complete activity as the form sends it."""
    return {
        "title": "12·4普法宣传",
        "kind": "law_day",
        "unit": cast.units["waste"].pk,
        "begins_on": clock.today().isoformat(),
        "place": "示例广场",
        "printed": "300",
        "given_out": "280",
        "consulted": "12",
        "counted_how": "登记表",
        "words": "向市民讲解市容管理规定。",
        **changes,
    }


def move(client: Client, made: Activity, key: str, **given: Any) -> Any:
    seen = Activity.objects.get(pk=made.pk).revision
    said = {f"{key}-{name}": value for name, value in given.items()}
    return post(client, here(made, f"moves/{key}/"), version=seen, **said)


def test_from_the_record_to_the_public_page(cast: Cast) -> None:
    keeper, leader = client_of(cast, "publicist"), client_of(cast, "duty_leader")
    assert f'href="{LIST}new/"' in words_of(keeper.get(LIST))
    assert f'href="{LIST}new/"' not in words_of(leader.get(LIST))
    assert post(keeper, f"{LIST}new/", **typed(cast, words="")).status_code == 302
    made = Activity.objects.get()
    page = words_of(keeper.get(here(made)))
    assert f'href="{here(made, "edit/#id_words")}"' in page
    assert 'aria-describedby="why-submit"' in page, "it may not be submitted yet, and the page says why"
    assert move(keeper, made, "submit").status_code == 409
    assert post(keeper, here(made, "edit/"), **typed(cast, version=made.revision)).status_code == 302
    photo = SimpleUploadedFile("a.jpg", stage.picture().getvalue(), "image/jpeg")
    kept = keeper.post(here(made, "photos/"), {"photos": [photo], "caption": "咨询台"})
    assert kept.status_code == 302
    each = ActivityPhoto.objects.get()
    assert move(keeper, made, "submit").status_code == 302
    assert move(leader, made, "publish").status_code == 409, "nobody looked at the photo"
    veil = f"{LIST}photos/{each.pk}/veil/"
    assert "boxes" in words_of(leader.get(veil))
    assert post(leader, veil, do="veil", boxes="1 10 10 20 20 face").status_code == 302
    assert leader.get(f"{LIST}photos/{each.pk}.jpg?veiled=1").status_code == 200
    assert move(keeper, made, "publish").status_code == 403
    assert move(leader, made, "publish").status_code == 302
    public = f"/publicity/{cast.agency.code}/{made.number}/"
    assert f'href="{public}"' in words_of(keeper.get(here(made)))
    shown = words_of(Client().get(public))
    assert f"/publicity/photos/{each.pk}.jpg" in shown
    assert "咨询台" in shown
    assert move(leader, made, "withdraw", reason="日期写错").status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"), ({"title": "长" * 121}, "title"), ({"kind": ""}, "kind"), ({"unit": "99"}, "unit"),
        ({"begins_on": "昨天"}, "begins_on"), ({"begins_on": "2999-01-01"}, "begins_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"), ({"printed": "许多"}, "printed"), ({"consulted": "-1"}, "consulted"),
        ({"words": "电话13800138000"}, "words"), ({"press_url": "javascript:1"}, "press_url"),
    ],
)  # fmt: skip
def test_what_cannot_be_stands_at_its_field_of_an_activity(
    cast: Cast, changes: dict[str, str], field: str
) -> None:
    keeper = client_of(cast, "publicist")
    for address in (f"{LIST}new/", here(stage.drafted(cast), "edit/")):
        answer = post(keeper, address, **typed(cast, version=1, **changes))
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}  # type: ignore[attr-defined]
        page = words_of(answer)
        assert f'href="#id_{field}"' in page
        assert "登记表" in page, "nothing typed is lost"


def test_whoever_was_slower_sees_it_and_loses_nothing(cast: Cast) -> None:
    made = stage.drafted(cast)
    answer = post(client_of(cast, "publicist"), here(made, "edit/"), **typed(cast, version=made.revision - 1))
    assert answer.status_code == 409
    page = words_of(answer)
    assert "12·4普法宣传" in page
    assert f'href="{here(made)}"' in page


def test_a_reason_is_asked_and_a_second_click_does_nothing(cast: Cast) -> None:
    made, leader = stage.in_review(cast), client_of(cast, "duty_leader")
    assert move(leader, made, "send_back").status_code == 422
    seen = Activity.objects.get(pk=made.pk).revision
    for _ in range(2):
        answer = post(
            leader, here(made, "moves/send_back/"), version=seen, **{"send_back-reason": "补充地点"}
        )
        assert answer.status_code == 302
    assert Event.objects.filter(verb="duties.publicity.send_back").count() == 1
    assert leader.post(here(made, "moves/none/")).status_code == 404


def test_who_has_no_part_is_told_where_to_read_it(cast: Cast) -> None:
    made = stage.drafted(cast)
    clerk = client_of(cast, "drafter")
    page = words_of(clerk.get(LIST))
    assert 'href="/publicity/"' in page
    assert clerk.get(here(made)).status_code == 404
    assert clerk.get(f"{LIST}new/").status_code == 403
    assert client_of(cast, "rival_publicist").get(here(made, "edit/")).status_code == 403


def test_the_list_is_narrowed_by_its_address(cast: Cast) -> None:
    one, two = stage.drafted(cast), stage.drafted(cast, title="法制讲座进校园", kind="lecture")
    keeper = client_of(cast, "publicist")
    page = words_of(keeper.get(f"{LIST}?kind=lecture&text=校园"))
    assert two.number in page
    assert one.number not in page
    assert "kind=lecture" in page, "the tabs keep the filter"
    assert one.number in words_of(
        keeper.get(f"{LIST}?year={clock.today().year}&unit={one.unit_id}&state=draft")
    )
    assert words_of(keeper.get(f"{LIST}?text=%00没有")).count("data-list-item") == 0
    straight = keeper.get(f"/workspace/search/?q={one.number}")
    assert straight["Location"] == here(one)


def test_more_rows_ask_no_more_questions(cast: Cast) -> None:
    keeper = client_of(cast, "publicist")

    def asked(address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert keeper.get(address).status_code == 200
        return len(queries)

    board = stage.board(cast)
    stage.partner(cast)
    addresses = (LIST, f"{LIST}boards/", f"{LIST}partners/", "/workspace/", f"{LIST}activities.csv")
    stage.published(cast, kind="corridor", board_id=board.pk)
    stage.drafted(cast)
    asked("/workspace/")  # the first visit is written down
    before = {address: asked(address) for address in addresses}
    for number in range(3):
        stage.published(cast, title=f"更新{number}", kind="corridor", board_id=board.pk)
        stage.drafted(cast)
        stage.board(cast, f"公示栏{number}", kind="notice_board")
        stage.partner(cast, f"示例电台{number}", kind="radio")
    asked("/workspace/")  # what the layout keeps until something is published
    assert {address: asked(address) for address in addresses} == before


def test_boards_and_partners_are_entered_and_changed(cast: Cast) -> None:
    keeper = client_of(cast, "publicist")
    old = (clock.today() - timedelta(days=500)).isoformat()
    given = {
        "name": "大厅公示栏",
        "kind": "notice_board",
        "place": "办事大厅",
        "unit": cast.units["waste"].pk,
    }
    assert post(keeper, f"{LIST}boards/new/", **given, set_up_on=old).status_code == 302
    assert post(keeper, f"{LIST}boards/new/", **given, set_up_on=old).status_code == 422, "one board per name"
    board = Board.objects.get()
    one = f"{LIST}boards/{board.pk}/"
    page = words_of(keeper.get(one))
    assert f'href="{LIST}new/?board={board.pk}"' in page
    assert "需更新" in page or "To be renewed" in words_of(keeper.get(f"/en{one}"))
    assert 'value="办事大厅"' in words_of(keeper.get(f"{LIST}new/?board={board.pk}"))
    for version, status in ((1, 302), (0, 409)):
        changed = {**given, "name": "大厅电子公示栏", "place": f"一楼{version}"}
        assert post(keeper, one, version=version, **changed, set_up_on=old).status_code == status
    assert post(client_of(cast, "rival_publicist"), one, version=2, **given, set_up_on=old).status_code == 403
    assert post(keeper, f"{LIST}partners/new/", name="示例电台", kind="radio").status_code == 302
    partner = Partner.objects.get()
    today = clock.today().isoformat()
    ended = {"name": "示例电台", "kind": "radio", "ended_on": today, "version": 1}
    assert post(keeper, f"{LIST}partners/{partner.pk}/", **ended).status_code == 302
    assert "示例电台" not in words_of(keeper.get(f"{LIST}new/")), "whoever helps no more is not offered"
    assert client_of(cast, "duty_leader").get(f"{LIST}partners/{partner.pk}/").status_code == 403


def test_no_photo_is_kept_of_what_is_none(cast: Cast) -> None:
    made, keeper = stage.drafted(cast), client_of(cast, "publicist")
    answer = keeper.post(here(made, "photos/"), {"photos": [SimpleUploadedFile("a.jpg", b"no photo")]})
    assert answer.status_code == 422
    assert 'href="#id_photos"' in words_of(answer)
    assert keeper.post(here(made, "photos/"), {}).status_code == 422
    assert not ActivityPhoto.objects.exists()
    photo = stage.photographed(cast, made, veiled=False)
    veil = f"{LIST}photos/{photo.pk}/veil/"
    assert post(keeper, veil, do="veil", boxes="nonsense").status_code == 422
    assert keeper.get(f"{LIST}photos/{photo.pk}.jpg?veiled=1").status_code == 404
    assert post(keeper, veil, do="keep_back").status_code == 302
    assert client_of(cast, "drafter").get(f"{LIST}photos/{photo.pk}.jpg").status_code == 404
    assert keeper.get(f"{LIST}photos/{2**70}.jpg").status_code == 404


def test_a_file_is_looked_at_and_brought_in_once(cast: Cast) -> None:
    keeper = client_of(cast, "publicist")
    text = (
        "名称,种类,单位,日期,地点,印制份数\n"
        "法制讲座,法制讲座,waste,2026-03-02,示例中学,20\n社区宣传,stall,渣土管理科,2026/3/3,示例社区,\n"
    )
    for times in (1, 2):
        sent = keeper.post(f"{LIST}bring/", {"file": SimpleUploadedFile("a.csv", text.encode())})
        look = keeper.get(sent["Location"])
        page = words_of(look)
        assert "示例中学" not in page
        assert page.count("法制讲座") >= 1
        if times == 1:
            assert post(keeper, sent["Location"], do="bring").status_code == 302
        else:
            assert 'value="bring"' not in page, "nothing is new the second time"
            assert post(keeper, sent["Location"], do="discard").status_code == 302
    assert list(Activity.objects.order_by("begins_on").values_list("printed", "state")) == [
        (20, "draft"), (0, "draft"),
    ]  # fmt: skip
    bad = "名称,种类,单位,日期\n讲座,none,waste,2026-03-02\n讲座,lecture,waste,昨天\n"
    sent = keeper.post(f"{LIST}bring/", {"file": SimpleUploadedFile("b.csv", bad.encode())})
    page = words_of(keeper.get(sent["Location"]))
    assert page.count('<th scope="row" class="num"') == 2
    assert Activity.objects.count() == 2
    assert client_of(cast, "duty_leader").get(f"{LIST}bring/").status_code == 403


def test_what_is_exported_can_be_brought_in_again(cast: Cast) -> None:
    stage.published(cast, press_title="说法", press_on=clock.today(), partner_ids=(stage.partner(cast).pk,))
    keeper = client_of(cast, "publicist")
    written = keeper.get(f"{LIST}activities.csv").content
    sent = keeper.post(f"{LIST}bring/", {"file": SimpleUploadedFile("again.csv", io.BytesIO(written).read())})
    page = words_of(keeper.get(sent["Location"]))
    assert 'class="num"' not in page, "nothing is wrong in it"
    assert 'value="bring"' not in page, "and nothing is new"
