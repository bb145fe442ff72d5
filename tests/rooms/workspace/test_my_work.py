"""Does everybody find what waits for them, what falls due, and why?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, draft, go, make_cast, published, walk_to
from desk import client_of, words_of
from gongkai.core import clock, deadlines
from gongkai.people.models import Appointment, Post
from gongkai.publishing import queries
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def lists_of(cast: Cast, who: str, name: str = "") -> str:
    return words_of(client_of(cast, who).get(f"/workspace/?list={name}"))


def test_document_waits_for_whoever_owes_the_next_step(cast: Cast) -> None:
    document = draft(cast, title="正在办的文件")
    owed = (
        ("submit", "drafter"),
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
        ("publish", "office"),
    )
    for key, who in owed:
        assert "正在办的文件" in lists_of(cast, who)
        document = go(cast, document, key, who)
        assert "正在办的文件" not in lists_of(cast, who)
        assert "正在办的文件" in lists_of(cast, who, "waiting" if key != "publish" else "done")
    assert "正在办的文件" not in lists_of(cast, "neighbour")
    assert "正在办的文件" not in lists_of(cast, "outsider")


def test_empty_list_says_what_to_do(cast: Cast) -> None:
    for name in ("", "waiting", "soon", "done", "nonsense"):
        page = lists_of(cast, "leader", name)
        assert 'class="empty"' in page


def test_due_soon_and_overdue_stand_on_the_board(cast: Cast) -> None:
    draft(cast, title="刚开始", date_made=clock.today())
    draft(cast, title="逾期很久", date_made=clock.today() - timedelta(days=90))
    for who in ("drafter", "supervisor", "office"):
        page = words_of(client_of(cast, who).get("/workspace/deadlines/"))
        assert "刚开始" in page
        assert "逾期很久" in page
        assert page.index("逾期很久") < page.index("刚开始")
    assert "逾期很久" in lists_of(cast, "drafter", "soon")
    assert "逾期很久" not in words_of(client_of(cast, "neighbour").get("/workspace/deadlines/"))
    assert "逾期很久" not in words_of(client_of(cast, "outsider").get("/workspace/deadlines/"))


def test_board_is_narrowed_to_a_unit(cast: Cast) -> None:
    draft(cast, title="渣土科的")
    from gongkai.publishing import actions

    actions.start_document(
        actor=cast.neighbour,
        unit_id=cast.units["other"].pk,
        content=actions.DraftInput(title="市容科的", date_made=clock.today(), catalogue=["article20.1"]),
    )
    office = client_of(cast, "office")
    page = words_of(office.get(f"/workspace/deadlines/?unit={cast.units['other'].pk}"))
    assert "市容科的" in page
    assert "渣土科的" not in page
    for nonsense in ("x", "999999", "-1", "٣"):
        assert "渣土科的" in words_of(office.get(f"/workspace/deadlines/?unit={nonsense}"))


def test_city_office_sees_what_is_overdue_elsewhere_but_not_the_record(cast: Cast) -> None:
    late = draft(cast, title="别家逾期的", date_made=clock.today() - timedelta(days=90))
    running = draft(cast, title="别家在办的", date_made=clock.today())
    post = Post.objects.create(
        unit_id=cast.outsider.holdings[0].unit_id,
        title="市政务公开办",
        roles=["people.city_office"],
        opened_on=clock.today(),
    )
    Appointment.objects.create(person=cast.person("outsider"), post=post, begins_on=clock.today())
    client = client_of(cast, "outsider")
    page = words_of(client.get("/workspace/deadlines/"))
    assert "别家逾期的" in page
    assert "别家在办的" not in page
    (row,) = deadlines.of(("publishing.document", late.pk))
    assert client.get(f"/workspace/deadlines/{row.pk}/").status_code == 200
    assert client.get(f"/workspace/documents/{late.pk}/").status_code == 404
    (other,) = deadlines.of(("publishing.document", running.pk))
    assert client.get(f"/workspace/deadlines/{other.pk}/").status_code == 404


def test_trail_gives_a_reason_for_every_day(cast: Cast) -> None:
    document = draft(cast)
    (row,) = deadlines.of(("publishing.document", document.pk))
    page = words_of(client_of(cast, "drafter").get(f"/workspace/deadlines/{row.pk}/"))
    assert "2026年3月30日" in page
    assert page.count("<tr>") == len(deadlines.explain(row).trail) + 1
    assert client_of(cast, "neighbour").get(f"/workspace/deadlines/{row.pk}/").status_code == 404


def test_closed_document_comes_back_to_be_looked_at(cast: Cast) -> None:
    document = walk_to(cast, "secrecy_review", title="不公开的", openness="closed", closing_ground="privacy")
    go(
        cast, document, "secrecy_close", "secrecy",
        ground="privacy", review_again_on=clock.today() + timedelta(days=10),
    )  # fmt: skip
    assert "不公开的" in lists_of(cast, "secrecy")
    assert "不公开的" not in lists_of(cast, "neighbour")


def test_navigation_counts_and_leaves_out_what_is_not_theirs(cast: Cast) -> None:
    draft(cast, date_made=clock.today() - timedelta(days=90))
    page = lists_of(cast, "drafter")
    assert 'data-go="w"' in page
    assert page.count('aria-current="page"') >= 1
    assert "/workspace/imports/" in page
    assert "/workspace/imports/" not in lists_of(cast, "leader")
    assert queries.to_do_count(cast.drafter) == 1
    assert queries.overdue_count(cast.drafter) == 1


def test_navigation_costs_nothing_on_public_pages(cast: Cast) -> None:
    published(cast)
    cache.clear()
    for client in (Client(), client_of(cast, "drafter")):
        client.get("/documents/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/documents/")
        assert not [each for each in asked.captured_queries if "core_deadline" in each["sql"]]
        assert not [each for each in asked.captured_queries if "people_appointment" in each["sql"]]


def test_style_guide_is_for_the_staff(cast: Cast) -> None:
    assert Client().get("/workspace/styleguide/").status_code == 302
    assert client_of(cast, "drafter").get("/workspace/styleguide/").status_code == 200
    assert client_of(cast, "drafter").get("/workspace/styleguide/nothing/").status_code == 404


def test_untitled_draft_is_called_so(cast: Cast) -> None:
    document = draft(cast, title="")
    assert f"/workspace/documents/{document.pk}/" in lists_of(cast, "drafter")
    assert Document.objects.get(pk=document.pk).working is not None
