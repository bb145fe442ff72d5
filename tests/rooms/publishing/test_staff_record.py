"""Does the record show where a document stands, offer what may be done, and say why not?"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, draft, go, make_cast, published, walk_to
from desk import client_of, record, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Channel, Document, Release

pytestmark = pytest.mark.django_db
PARTS = ("text", "course", "versions", "releases")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def move(client: Client, document: Document, key: str, **data: Any) -> Any:
    version = data.pop("version", Document.objects.get(pk=document.pk).version)
    given = {f"{key}-{name}": value for name, value in data.items()}
    return client.post(f"{record(document.pk)}moves/{key}/", {"version": version, **given})


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("state", ["draft", "secrecy_review", "release", "published"])
def test_every_part_of_every_state_is_shown(cast: Cast, state: str, part: str) -> None:
    document = walk_to(cast, state)
    for who in ("drafter", "secrecy", "office", "supervisor"):
        response = client_of(cast, who).get(f"{record(document.pk)}?part={part}")
        assert response.status_code == 200
        assert document.index_number in words_of(response)


def test_outsider_and_unknown_numbers_meet_no_such_page(cast: Cast) -> None:
    document = published(cast)
    outsider = client_of(cast, "outsider")
    for path in ("", "edit/", "preview/", "versions/1/", "compare/", "files/1/"):
        assert outsider.get(f"{record(document.pk)}{path}").status_code == 404
    drafter = client_of(cast, "drafter")
    for address in (
        record(99_999_999),
        f"{record(document.pk)}versions/9/",
        f"{record(document.pk)}files/99999999/",
        "/workspace/deadlines/99999999/",
        "/workspace/channels/99999999/",
        "/workspace/catalogue/nothing/",
    ):
        assert drafter.get(address).status_code == 404
    assert move(client_of(cast, "office"), document, "no-such-move").status_code == 404


def test_stranger_is_sent_to_the_sign_in(cast: Cast) -> None:
    document = published(cast)
    response = Client().get(record(document.pk))
    assert response.status_code == 302
    assert "sign-in" in response.headers["Location"]


def test_the_whole_way_on_screen(cast: Cast) -> None:
    document = draft(cast)
    for key, who in (
        ("submit", "drafter"),
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
        ("publish", "office"),
    ):
        client = client_of(cast, who)
        assert f"/moves/{key}/" in words_of(client.get(record(document.pk)))
        assert move(client, document, key).status_code == 302
    assert Document.objects.get(pk=document.pk).state == "published"


def test_move_that_is_refused_now_says_why_and_cites(cast: Cast) -> None:
    document = walk_to(cast, "section_review")
    from gongkai.people.models import Appointment, Post

    post = Post.objects.create(
        unit=cast.units["waste"], title="科长", roles=["publishing.section_head"], opened_on=clock.today()
    )
    Appointment.objects.create(person=cast.person("drafter"), post=post, begins_on=clock.today())
    page = words_of(client_of(cast, "drafter").get(record(document.pk)))
    assert 'aria-describedby="why-section_agree"' in page
    assert "第十七条" in page
    assert "/moves/section_agree/" not in page


def test_missing_reason_is_asked_for_in_place(cast: Cast) -> None:
    document = walk_to(cast, "section_review")
    response = move(client_of(cast, "section_head"), document, "section_return", reason="  ")
    assert response.status_code == 422
    page = words_of(response)
    assert 'id="id_section_return-reason"' in page
    assert '<details class="deed deed--form" id="move-section_return" open>' in page
    assert Document.objects.get(pk=document.pk).state == "section_review"


def test_conflict_keeps_what_was_typed(cast: Cast) -> None:
    document = walk_to(cast, "approval")
    seen = document.version
    go(cast, document, "approve", "leader")
    before = Event.objects.count()
    response = move(
        client_of(cast, "leader"), document, "approve_return", version=seen, reason="我写了很长的理由"
    )
    assert response.status_code == 409
    assert "我写了很长的理由" in words_of(response)
    assert Event.objects.count() == before


def test_double_click_is_one_deed(cast: Cast) -> None:
    document = walk_to(cast, "approval")
    leader = client_of(cast, "leader")
    for _ in range(2):
        assert move(leader, document, "approve", version=document.version).status_code == 302
    assert document.steps.filter(move="approve").count() == 1


@pytest.mark.parametrize("moment", ["明天早上", "2026-02-30T10:00", "2001-01-01T10:00", ""])
def test_wrong_moment_is_said_at_its_field(cast: Cast, moment: str) -> None:
    document = walk_to(cast, "release")
    response = move(client_of(cast, "office"), document, "schedule", moment=moment)
    assert response.status_code == 422
    page = words_of(response)
    assert 'id="id_schedule-moment_error"' in page
    assert Document.objects.get(pk=document.pk).state == "release"


def test_time_is_taken_as_the_clock_on_the_wall(cast: Cast) -> None:
    document = walk_to(cast, "release")
    day = clock.today() + timedelta(days=3)
    assert move(client_of(cast, "office"), document, "schedule", moment=f"{day}T09:30").status_code == 302
    fresh = Document.objects.get(pk=document.pk)
    assert fresh.scheduled_for is not None
    assert fresh.scheduled_for.isoformat().startswith(f"{day}T01:30")  # 09:30 in Shanghai


def test_closing_takes_ground_and_day_from_the_law(cast: Cast) -> None:
    document = walk_to(cast, "secrecy_review", openness="closed", closing_ground="trade_secret")
    secrecy = client_of(cast, "secrecy")
    page = words_of(secrecy.get(record(document.pk)))
    assert '<option value="trade_secret" selected>' in page
    past = clock.today() - timedelta(days=1)
    assert (
        move(secrecy, document, "secrecy_close", ground="trade_secret", review_again_on=past).status_code
        == 422
    )
    assert (
        move(secrecy, document, "secrecy_close", ground="made up", review_again_on="2027-01-05").status_code
        == 422
    )
    on_request = move(secrecy, document, "secrecy_close", ground="on_request", review_again_on="2027-01-05")
    assert on_request.status_code == 422
    ahead = clock.today() + timedelta(days=300)
    assert (
        move(secrecy, document, "secrecy_close", ground="trade_secret", review_again_on=ahead).status_code
        == 302
    )
    assert Document.objects.get(pk=document.pk).closing_ground == "trade_secret"


def test_move_of_another_post_is_refused_with_everything_kept(cast: Cast) -> None:
    document = published(cast)
    response = move(client_of(cast, "supervisor"), document, "withdraw", reason="想撤下")
    assert response.status_code == 403
    page = words_of(response)
    assert "想撤下" in page
    assert Document.objects.get(pk=document.pk).state == "published"


def test_withdrawn_record_still_shows_its_title(cast: Cast) -> None:
    document = published(cast)
    go(cast, document, "withdraw", "office", reason="含有个人信息")
    office = client_of(cast, "office")
    assert "建筑垃圾运输管理办法" in words_of(office.get(record(document.pk)))
    assert "建筑垃圾运输管理办法" in words_of(office.get("/workspace/documents/?state=withdrawn"))


def test_versions_are_compared(cast: Cast) -> None:
    document = published(cast)
    document = go(cast, document, "correct", "drafter", reason="数字有误")
    actions.save_draft(
        document_id=document.pk, actor=cast.drafter, expected_version=document.version,
        content=actions.DraftInput(title="改正后的标题", body="<p>运输车辆应当密闭并冲洗。</p>"),
    )  # fmt: skip
    drafter = client_of(cast, "drafter")
    assert "数字有误" in words_of(drafter.get(f"{record(document.pk)}?part=versions"))
    page = words_of(drafter.get(f"{record(document.pk)}compare/?old=1&new=2"))
    assert "<ins>" in page
    assert words_of(drafter.get(f"{record(document.pk)}compare/?old=x&new=2"))
    assert "数字有误" in words_of(drafter.get(f"{record(document.pk)}versions/2/"))
    # A colleague of another unit sees what is public, not what is being worked on.
    assert client_of(cast, "neighbour").get(f"{record(document.pk)}versions/2/").status_code == 404
    assert "改正后的标题" not in words_of(client_of(cast, "neighbour").get(record(document.pk)))


def test_release_is_recorded_with_evidence_and_struck_with_reason(cast: Cast) -> None:
    document = published(cast)
    office = client_of(cast, "office")
    paper = Channel.objects.create(agency=cast.agency, kind="newspaper", name="晚报", opened_on=clock.today())
    scan = io.BytesIO("剪报".encode())
    scan.name = "剪报.txt"
    data = {
        "release-channel": paper.pk,
        "release-released_on": clock.today(),
        "release-note": "第3版",
        "release-evidence": scan,
    }
    assert office.post(f"{record(document.pk)}releases/", data).status_code == 302
    release = Release.objects.get(channel=paper)
    assert release.evidence is not None
    sent = office.get(f"{record(document.pk)}releases/{release.pk}/evidence/")
    assert "attachment" in sent.headers["Content-Disposition"]
    strike = f"{record(document.pk)}releases/{release.pk}/strike/"
    assert office.post(strike, {"reason": ""}).status_code == 422
    assert office.post(strike, {"reason": "登记错了渠道"}).status_code == 302
    assert "登记错了渠道" in words_of(office.get(f"{record(document.pk)}?part=releases"))
    assert client_of(cast, "drafter").post(strike, {"reason": "我也要撤"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"release-released_on": "2999-01-01"},
        {"release-released_on": "x"},
        {"release-channel": "999"},
        {"release-url": "no address"},
    ],
)
def test_wrong_release_keeps_what_was_typed(cast: Cast, wrong: dict[str, str]) -> None:
    document = published(cast)
    channel = queries.channels(cast.agency.pk)[0]
    data = {
        "release-channel": channel.pk,
        "release-released_on": clock.today(),
        "release-note": "第3版",
        **wrong,
    }
    response = client_of(cast, "office").post(f"{record(document.pk)}releases/", data)
    assert response.status_code == 422
    assert "第3版" in words_of(response)


def test_staff_file_is_always_a_download(cast: Cast) -> None:
    document = draft(cast)
    source = io.BytesIO("内容".encode())
    attachment = actions.attach(document_id=document.pk, actor=cast.drafter, source=source, name="名单.txt")
    response = client_of(cast, "secrecy").get(f"{record(document.pk)}files/{attachment.pk}/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == "内容".encode()  # type: ignore[attr-defined]
    assert client_of(cast, "neighbour").get(f"{record(document.pk)}files/{attachment.pk}/").status_code == 404


def test_record_costs_the_same_however_long_its_history(cast: Cast) -> None:
    document = published(cast)
    office = client_of(cast, "office")

    def cost(part: str) -> int:
        office.get(f"{record(document.pk)}?part={part}")
        with CaptureQueriesContext(connection) as asked:
            office.get(f"{record(document.pk)}?part={part}")
        return len(asked)

    before = {part: cost(part) for part in PARTS}
    channel = queries.channels(cast.agency.pk)[0]
    for _ in range(5):
        actions.record_release(
            document_id=document.pk, actor=cast.office, channel_id=channel.pk, released_on=clock.today()
        )
    for number in range(3):
        go(cast, document, "correct", "office", reason=f"第{number}次")
        go(cast, document, "set_aside", "office", reason="不改了")
    assert {part: cost(part) for part in PARTS} == before
