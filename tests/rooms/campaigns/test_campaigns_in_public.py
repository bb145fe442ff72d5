"""Does the public see what is published, counted right, and nothing of a person?"""

from __future__ import annotations

from datetime import timedelta

import campaigning as stage
import pytest

from cast import Cast
from gongkai.campaigns.actions import clues, preparing
from gongkai.campaigns.queries import campaigns, public, worklists
from gongkai.core import clock
from gongkai.core.refusals import Invalid, Refusal

pytestmark = pytest.mark.django_db


def test_a_draft_is_not_public(cast: Cast) -> None:
    made = stage.drafted(cast)
    assert public.campaign(cast.agency.code, made.number) is None


def test_what_is_not_published_does_not_count(cast: Cast) -> None:
    running = stage.running(cast)
    stage.recorded(cast, running, "washing")
    rows = public.site_rows(running)
    assert [row.standing.stand for row in rows] == ["unseen"]
    assert public.figures(rows).inspections == 0


def test_the_figures_follow_the_records(cast: Cast) -> None:
    running = stage.running(cast)
    first = clock.now() - timedelta(minutes=9)
    stage.published(cast, running, "washing", "fence", made_at=first)
    right = stage.published(cast, running, cause="follow_up")
    figures = public.figures(public.site_rows(running))
    assert (figures.sites, figures.inspections, figures.found_wrong, figures.put_right) == (1, 2, 1, 1)
    assert figures.unmet == {"washing": 1, "fence": 1}
    assert figures.stands["passed"] == 1
    stage.record_moved(right, "withdraw", cast.campaign_publisher, "录入有误")
    figures = public.figures(public.site_rows(running))
    assert (figures.inspections, figures.stands["to_correct"]) == (1, 1)


def test_only_veiled_photos_of_published_records_are_public(cast: Cast) -> None:
    running = stage.running(cast)
    made = stage.recorded(cast, running, "washing", "fence")
    one, two = made.photos.all()
    preparing.veil_photo(photo_id=one.pk, actor=cast.campaign_publisher, boxes=[])
    preparing.keep_photo_back(photo_id=two.pk, actor=cast.campaign_publisher)
    assert public.photo(one.pk) is None
    published = stage.record_moved(made, "publish", cast.campaign_publisher)
    assert public.photo(one.pk) is not None
    assert public.photo(two.pk) is None
    stage.record_moved(published, "withdraw", cast.campaign_publisher, "录入有误")
    assert public.photo(one.pk) is None


def test_the_list_of_sites_asks_no_more_for_more_rows(cast: Cast, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for many in (1, 5):
        places = [stage.site(cast, f"示例工地{many}-{at}") for at in range(many)]
        running = stage.running(cast, *places)
        stage.published(cast, running, "washing")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            public.figures(public.site_rows(running))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_work_waits_for_whoever_may_do_it(cast: Cast) -> None:
    running = stage.running(cast, stage.site(cast), stage.site(cast, "示例新区学校工地"))
    assert [each.standing.stand for each in worklists.to_visit(cast.inspector)] == ["unseen", "unseen"]
    assert worklists.to_visit(cast.rival_inspector) == []
    made = stage.recorded(cast, running, "washing")
    assert [each.pk for each in worklists.my_work(cast.campaign_publisher).records] == [made.pk]
    assert worklists.to_do_count(cast.campaign_publisher) == 1
    assert worklists.to_do_count(cast.inspector) == 0
    assert [each.pk for each in worklists.my_work(cast.second_inspector).waiting] == [made.pk]
    stage.record_moved(made, "return_to", cast.campaign_publisher, "请补充")
    assert worklists.to_do_count(cast.inspector) == 1
    assert worklists.to_do_count(cast.rival_inspector) == 0


def test_a_clue_goes_to_a_running_campaign_once_and_names_nobody(cast: Cast) -> None:
    running, place = stage.running(cast), None
    place = stage.listed(running).site
    made = clues.take_clue(
        campaign=running,
        number="CGJ-T-2026-00001",
        text="夜间运土车辆撒漏",
        actor=cast.handler,
        site_id=place.pk,
    )
    assert [each.pk for each in campaigns.clues(running)] == [made.pk]
    with pytest.raises(Refusal):
        clues.take_clue(campaign=running, number="CGJ-T-2026-00001", text="撒漏", actor=cast.handler)
    with pytest.raises(Invalid):
        clues.take_clue(campaign=running, number="T-2", text="来电人13800138000", actor=cast.handler)
    with pytest.raises(Refusal):
        clues.take_clue(campaign=stage.drafted(cast), number="T-3", text="撒漏", actor=cast.handler)
