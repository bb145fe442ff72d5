"""Who may record, publish and withdraw publicity, and what stands in the way?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import publicizing as stage
import pytest
from django.db import DatabaseError, transaction

from cast import Cast
from everybody import forget_actors, who_may
from gongkai.core import clock, ledger, search
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.duties.actions import publicity, publicity_moving, publicity_photos, publicity_places
from gongkai.duties.models import Activity, ActivityPhoto
from gongkai.duties.queries import publicity as reads
from gongkai.duties.queries import publicity_figures, publicity_lists, publicity_public

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anew() -> None:
    """The actors looked up belong to the cast of the test before."""
    forget_actors()


def test_an_activity_goes_its_way_with_an_event_for_every_deed(cast: Cast) -> None:
    made = stage.published(cast, photos=1)
    assert (made.state, made.published_on) == ("published", clock.today())
    gone = stage.moved(made, "withdraw", cast.duty_leader, "日期写错，另行补录。")
    assert (gone.state, gone.withdrawn_on) == ("withdrawn", clock.today())
    deeds = [each.verb for each in Event.objects.order_by("seq") if each.verb.startswith("duties.")]
    assert deeds == [
        f"duties.publicity.{key}"
        for key in ("drafted", "photos_added", "veiled", "submit", "publish", "withdraw")
    ]
    assert ledger.verify()[1] is None


def test_who_records_publishes_and_withdraws(cast: Cast) -> None:
    def record(actor: Any) -> object:
        return publicity.record_activity(actor=actor, agency_id=cast.agency.pk, given=stage.said(cast))

    assert who_may(cast, record) == {"publicist"}
    made = stage.in_review(cast)
    assert who_may(cast, lambda actor: stage.moved(made, "publish", actor)) == {"duty_leader"}
    assert who_may(cast, lambda actor: stage.moved(made, "send_back", actor, "补充地点")) == {"duty_leader"}
    assert who_may(cast, lambda actor: stage.moved(made, "take_back", actor)) == {"publicist"}
    out = stage.published(cast)
    assert who_may(cast, lambda actor: stage.moved(out, "withdraw", actor, "重复")) == {"duty_leader"}


def test_who_sees_a_draft_and_keeps_boards_and_partners(cast: Cast) -> None:
    made, board, partner = stage.drafted(cast), stage.board(cast), stage.partner(cast)

    def look(actor: Any) -> object:
        if reads.activity(actor, made.pk) is None:
            raise NotAllowed("不可见")
        return None

    assert who_may(cast, look) == {"publicist", "rival_publicist", "duty_leader", "supervisor"}
    given = publicity_places.BoardInput(
        "新栏", "notice_board", "大厅", cast.units["waste"].pk, date(2026, 1, 5)
    )
    renamed = publicity_places.PartnerInput("示例日报", "press")

    def add_board(actor: Any) -> object:
        return publicity_places.add_board(actor=actor, agency_id=cast.agency.pk, given=given)

    def write_board(actor: Any) -> object:
        return publicity_places.write_board(
            board_id=board.pk, actor=actor, expected_revision=1,
            given=publicity_places.BoardInput("新栏", "corridor", "大厅", cast.units["waste"].pk, date(2026, 1, 5)),
        )  # fmt: skip

    def write_partner(actor: Any) -> object:
        return publicity_places.write_partner(
            partner_id=partner.pk, actor=actor, expected_revision=1, given=renamed
        )

    assert who_may(cast, add_board) == {"publicist"}
    assert who_may(cast, write_board) == {"publicist"}
    assert who_may(cast, write_partner) == {"publicist", "rival_publicist"}


def test_who_prepares_photos(cast: Cast) -> None:
    made = stage.drafted(cast)
    photo = stage.photographed(cast, made, veiled=False)

    def add(actor: Any) -> object:
        return publicity_photos.add_photos(activity_id=made.pk, actor=actor, sources=[stage.picture()])

    def veil(actor: Any) -> object:
        return publicity_photos.veil_photo(photo_id=photo.pk, actor=actor, boxes=[])

    assert who_may(cast, add) == {"publicist"}
    assert who_may(cast, veil) == {"publicist", "duty_leader"}
    assert who_may(cast, lambda actor: publicity_photos.keep_photo_back(photo_id=photo.pk, actor=actor)) == {
        "publicist", "duty_leader",
    }  # fmt: skip


def test_whoever_wrote_it_does_not_publish_it(cast: Cast) -> None:
    post = cast.person("duty_leader").appointments.get().post
    post.unit_id, post.roles = cast.units["waste"].pk, ["duties.leader", "duties.publicist"]
    post.save()
    made = publicity.record_activity(actor=cast.duty_leader, agency_id=cast.agency.pk, given=stage.said(cast))
    stage.moved(made, "submit", cast.publicist)
    with pytest.raises(Refusal):
        stage.moved(made, "publish", cast.duty_leader)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"words": ""}, "words"), ({"place": ""}, "place"), ({"kind": "corridor"}, "board"),
        ({"kind": "press"}, "press_title"), ({"kind": "press", "press_title": "说法"}, "press_on"),
    ],
)  # fmt: skip
def test_an_incomplete_activity_is_not_submitted(cast: Cast, changes: dict[str, Any], missing: str) -> None:
    made = stage.drafted(cast, **changes)
    assert missing in dict(reads.faults(made))
    with pytest.raises(Refusal):
        stage.moved(made, "submit", cast.publicist)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"), ({"kind": "none"}, "kind"), ({"words": "请找示例甲，电话13800138000"}, "words"),
        ({"ends_on": date(2000, 1, 1)}, "ends_on"), ({"printed": -1}, "printed"), ({"consulted": 10**9}, "consulted"),
        ({"begins_on": date(2999, 1, 1)}, "begins_on"), ({"press_url": "javascript:alert(1)"}, "press_url"),
        ({"press_url": "https://[::1"}, "press_url"), ({"unit_id": 0}, "unit"),
        ({"kind": "corridor", "board_id": 0}, "board"), ({"partner_ids": (0,)}, "partners"),
        ({"title": "长" * 121}, "title"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_of_publicity(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        stage.drafted(cast, **changes)
    assert refused.value.field == field


def test_more_given_out_than_there_was_is_only_remarked(cast: Cast) -> None:
    made = stage.drafted(cast, printed=10, given_out=40, in_stock=20)
    assert any("40" in str(each.params) for each in reads.remarks(made))
    assert stage.moved(made, "submit", cast.publicist).state == "in_review"


def test_a_photo_nobody_looked_at_stands_in_the_way(cast: Cast) -> None:
    made = stage.drafted(cast)
    photo = stage.photographed(cast, made, veiled=False)
    stage.moved(made, "submit", cast.publicist)
    with pytest.raises(Refusal):
        stage.moved(made, "publish", cast.duty_leader)
    publicity_photos.keep_photo_back(photo_id=photo.pk, actor=cast.duty_leader)
    out = stage.moved(made, "publish", cast.duty_leader)
    assert publicity_public.shown(out) == []
    assert publicity_public.photo(photo.pk) is None


def test_a_caption_that_names_somebody_is_refused(cast: Cast) -> None:
    made = stage.drafted(cast)
    with pytest.raises(Invalid) as refused:
        stage.photographed(cast, made, caption="电话13800138000")
    assert refused.value.field == "caption"
    with pytest.raises(Invalid) as other:
        publicity_photos.add_photos(
            activity_id=made.pk, actor=cast.publicist, sources=[__import__("io").BytesIO(b"x")]
        )
    assert other.value.field == "photos"
    assert not ActivityPhoto.objects.exists()


def test_at_most_so_many_photos(cast: Cast) -> None:
    made = stage.drafted(cast)
    with pytest.raises(Invalid):
        publicity_photos.add_photos(
            activity_id=made.pk, actor=cast.publicist, sources=[stage.picture() for _ in range(13)]
        )
    assert not ActivityPhoto.objects.exists()


def test_two_people_write_at_once_and_the_second_sees_the_first(cast: Cast) -> None:
    made = stage.drafted(cast)
    given = stage.said(cast, title="另一个名称")
    for expected in (made.revision, made.revision + 1):
        publicity.write_activity(
            activity_id=made.pk, actor=cast.publicist, expected_revision=expected, given=given
        )  # the second time nothing is another: nothing is written
    with pytest.raises(Conflict):
        publicity.write_activity(
            activity_id=made.pk, actor=cast.publicist, expected_revision=made.revision, given=given
        )


def test_a_second_click_publishes_once(cast: Cast) -> None:
    made = stage.in_review(cast)
    seen = Activity.objects.get(pk=made.pk).revision
    for _ in range(2):
        publicity_moving.move_activity(
            activity_id=made.pk, key="publish", actor=cast.duty_leader, expected_revision=seen
        )
    assert Event.objects.filter(verb="duties.publicity.publish").count() == 1


def test_the_database_keeps_what_was_published(cast: Cast) -> None:
    made = stage.published(cast)
    for change in ({"printed": 9}, {"published_on": None}, {"words": "改"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Activity.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(pk=made.pk).delete()


def test_figures_are_those_of_the_end_of_the_year(cast: Cast) -> None:
    with clock.travel_to(clock.now().replace(year=2025, month=12, day=4)):
        stage.published(cast, printed=300, given_out=200, consulted=12)
        late = stage.in_review(cast, printed=7)
    with clock.travel_to(clock.now().replace(year=2026, month=1, day=6)):
        stage.moved(late, "publish", cast.duty_leader)
    assert publicity_figures.of_year(cast.agency.pk, 2025) == publicity_figures.PublicityFigures(
        1, 300, 200, 12
    )
    first = publicity_figures.behind(cast.agency.pk, 2025, "printed")[0]
    stage.moved(first, "withdraw", cast.duty_leader, "重复记录")
    # What was withdrawn in the year after still stood on 31 December.
    assert publicity_figures.of_year(cast.agency.pk, 2025).activities == 1
    assert publicity_figures.of_year(cast.outside_agency.pk, 2025) == publicity_figures.PublicityFigures()
    with pytest.raises(KeyError):
        publicity_figures.behind(cast.agency.pk, 2025, "words")


def test_a_board_gets_stale_and_is_renewed_by_a_published_update(cast: Cast) -> None:
    with clock.travel_to(clock.now() - timedelta(days=400)):
        board = stage.board(cast, set_up_on=clock.today())
    assert [each.board for each in publicity_lists.stale_boards(cast.publicist)] == [board]
    assert publicity_lists.stale_boards(cast.rival_publicist) == []
    before = publicity_lists.to_do_count(cast.publicist)
    made = stage.published(cast, kind="corridor", board_id=board.pk)
    assert publicity_lists.stale_boards(cast.publicist) == []
    assert publicity_lists.ages(reads.boards(cast.publicist))[0].renewed_on == made.ends_on
    assert publicity_lists.to_do_count(cast.publicist) == before - 1


def test_work_waits_for_whoever_it_belongs_to(cast: Cast) -> None:
    draft, waiting = stage.drafted(cast), stage.in_review(cast)
    mine = publicity_lists.my_work(cast.publicist)
    assert ([each.pk for each in mine.to_do], [each.pk for each in mine.waiting]) == (
        [draft.pk],
        [waiting.pk],
    )
    assert [each.pk for each in publicity_lists.my_work(cast.duty_leader).to_do] == [waiting.pk]
    assert publicity_lists.to_do_count(cast.duty_leader) == 1
    assert publicity_lists.to_do_count(cast.supervisor) == 0


def test_what_is_withdrawn_is_found_no_more(cast: Cast) -> None:
    made = stage.published(cast, title="独特的宣传")
    assert search.search(search.Query("独特的宣传")).hits
    stage.moved(made, "withdraw", cast.duty_leader, "重复记录")
    assert not search.search(search.Query("独特的宣传")).hits
