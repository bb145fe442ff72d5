"""Do the legal clocks of a document run, stop and follow when they should, and only then?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from cast import WAY, Cast, content, draft, go, make_cast, published, walk_to
from gongkai.core import clock, deadlines, ledger, notices
from gongkai.core.models import CalendarNotice, Deadline, Event
from gongkai.core.refusals import Invalid
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Document, Revision

pytestmark = pytest.mark.django_db

DAYS_OFF = (
    *("01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "02-10", "02-11", "04-05", "05-01", "05-02"),
    *("06-09", "09-15", "10-01", "10-02", "10-03"),
)


def notice(*more: str, year: int = 2027) -> str:
    rows = [f"{year}-{day},holiday,节日" for day in DAYS_OFF]
    return "\n".join(["date,kind,name", *rows, *more])


def load(text: str, year: int = 2027, title: str = "国务院办公厅关于放假安排的通知") -> int:
    return notices.load_notice(
        year=year, title=title, document_number="", published_on=None, text=text, actor=ledger.System()
    )


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def running(document: Document) -> list[tuple[str, str, bool]]:
    rows = deadlines.running(("publishing.document", document.pk)).order_by("rule")
    return [(row.rule, str(row.due_on), row.provisional) for row in rows]


def save(cast: Cast, document: Document, **changes: object) -> Document:
    version = Document.objects.get(pk=document.pk).version
    return actions.save_draft(
        document_id=document.pk,
        actor=cast.drafter,
        expected_version=version,
        content=actions.DraftInput(**changes),  # type: ignore[arg-type]
    )


def test_the_strictest_row_decides(cast: Cast) -> None:
    document = draft(cast, date_made=date(2026, 3, 2), catalogue=["article20.1", "article20.6.decisions"])
    assert running(document) == [("publication.penalty", "2026-03-11", False)]
    save(cast, document, catalogue=["article20.1"])
    assert running(document) == [("publication.general", "2026-03-30", False)]


def test_a_row_of_the_agencys_own_brings_its_own_limit(cast: Cast) -> None:
    row = actions.add_local_row(
        actor=cast.office,
        agency_id=cast.agency.pk,
        parent_key="article20.1",
        label="渣土通告",
        label_en="",
        rule="publication.penalty",
        basis="市政府要求",
    )
    document = draft(cast, catalogue=["article20.1", row.key])
    assert running(document) == [("publication.penalty", "2026-03-11", False)]


def test_the_clock_follows_the_date_made(cast: Cast) -> None:
    document = draft(cast, date_made=None)
    assert running(document) == []
    save(cast, document, date_made=date(2026, 3, 2))
    assert running(document) == [("publication.general", "2026-03-30", False)]
    save(cast, document, date_made=date(2026, 4, 1))
    assert running(document) == [("publication.general", "2026-04-30", False)]
    assert Deadline.objects.count() == 1


def test_what_is_proposed_as_closed_has_no_publication_clock(cast: Cast) -> None:
    document = draft(cast)
    save(cast, document, openness="closed", closing_reason="讨论中")
    assert running(document) == []
    save(cast, document, openness="active")
    assert running(document) == [("publication.general", "2026-03-30", False)]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1949, 9, 30), date(2199, 1, 1)])
def test_an_impossible_date_is_refused_and_changes_nothing(cast: Cast, day: date) -> None:
    document = draft(cast)
    with pytest.raises(Invalid) as refused:
        save(cast, document, date_made=day, title="不保存")
    assert refused.value.field == "date_made"
    again = Document.objects.select_related("working").get(pk=document.pk)
    assert (again.version, again.working and again.working.title) == (
        document.version,
        "建筑垃圾运输管理办法",
    )
    assert running(document) == [("publication.general", "2026-03-30", False)]


def test_what_was_made_before_the_regulation_has_no_period_and_can_be_published(cast: Cast) -> None:
    document = published(cast, date_made=date(2005, 6, 1))
    assert document.state == "published"
    assert not Deadline.objects.exists()


def test_a_date_in_a_year_without_notice_is_provisional_until_it_is_loaded(cast: Cast) -> None:
    open_one, done = (
        draft(cast, date_made=date(2026, 12, 10)),
        walk_to(cast, "release", date_made=date(2026, 12, 10)),
    )
    go(cast, done, "publish", "office")
    (before,) = running(open_one)
    assert before[2] is True
    stopped = Deadline.objects.get(subject=str(done.pk))
    with clock.travel_to(date(2026, 12, 20)):
        moved = load(notice("2027-01-02,workday,", "2027-01-04,holiday,元旦", "2027-01-05,holiday,元旦"))
    assert moved == 1
    assert running(open_one) == [("publication.general", "2027-01-11", False)]
    stopped_now = Deadline.objects.get(pk=stopped.pk)
    assert (stopped_now.due_on, stopped_now.provisional) == (stopped.due_on, stopped.provisional)
    told = Event.objects.get(verb="core.calendar.notice_loaded")
    assert told.data["year"] == 2027
    assert Event.objects.get(verb="core.calendar.recomputed").data["moved"] == 1


def test_a_notice_loaded_again_takes_the_place_of_the_first(cast: Cast) -> None:
    document = draft(cast, date_made=date(2026, 12, 10))
    load(notice("2027-01-04,holiday,元旦"))
    first = running(document)
    load(notice())
    second = running(document)
    assert (first[0][1], second[0][1]) == ("2027-01-11", "2027-01-08")
    assert CalendarNotice.objects.filter(replaced_at__isnull=True).count() == 1
    assert CalendarNotice.objects.count() == 2
    load(notice("2027-01-04,holiday,元旦"))
    assert running(document) == first


def test_a_bad_notice_changes_nothing(cast: Cast) -> None:
    document = draft(cast, date_made=date(2026, 12, 10))
    before = running(document)
    for text, year, title in (
        ("", 2027, "x"),
        ("date,kind,name\n2027-02-30,holiday,x", 2027, "x"),
        (notice().replace("2027-10-01", "2027-10-09"), 2027, "x"),
        (notice("2028-01-04,holiday,x"), 2027, "x"),
        (notice(), 0, "x"),
        (notice(), 99999, "x"),
        (notice(), 2027, ""),
        (notice(), 2027, "长" * 201),
        ("\x00" * 10, 2027, "x"),
    ):
        with pytest.raises(Invalid):
            load(text, year, title)
    assert running(document) == before
    assert not CalendarNotice.objects.exists()


def test_correcting_runs_from_its_beginning_and_leaves_other_clocks_alone(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 3)):
        document = published(cast, wants_interpretation=True)
        assert running(document) == [("publication.interpretation", "2026-03-06", False)]
    with clock.travel_to(date(2026, 3, 5)):
        document = go(cast, document, "correct", "drafter", reason="数字有误")
        both = [
            ("publication.general", "2026-04-02", False),
            ("publication.interpretation", "2026-03-06", False),
        ]
        assert running(document) == both
        document = save(cast, document, body="<p>改正。</p>")
        assert running(document) == both
    with clock.travel_to(date(2026, 3, 20)):
        for key, who in WAY:
            document = go(cast, document, key, who)
        # The interpretation is still owed since the first publication: a correction wins no time for it.
        assert running(document) == both[1:]


def test_an_interpretation_stops_its_clock_when_it_is_public(cast: Cast) -> None:
    policy = published(cast, wants_interpretation=True)
    reading = draft(cast, title="政策解读")
    actions.link(
        document_id=reading.pk,
        actor=cast.drafter,
        kind="interprets",
        target_index=policy.index_number,
        expected_version=reading.version,
    )
    assert running(policy) != []
    for key, who in WAY:
        go(cast, reading, key, who)
    assert running(policy) == []


def test_what_is_opened_after_all_runs_from_that_day(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 3)):
        document = walk_to(cast, "secrecy_review")
        document = go(
            cast,
            document,
            "secrecy_close",
            "secrecy",
            ground="process",
            review_again_on=date(2026, 9, 1),
            reason="讨论中",
        )
        assert running(document) == []
    with clock.travel_to(date(2026, 9, 1)):
        document = go(cast, document, "reassess_open", "secrecy", reason="讨论已结束")
        assert running(document) == [("publication.general", "2026-09-29", False)]


def test_an_expired_document_lapses_once(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 3)):
        document = published(cast, expires_on=date(2026, 3, 10))
    with clock.travel_to(date(2026, 3, 10)):
        assert actions.lapse_due() == 0
    with clock.travel_to(date(2026, 3, 11)):
        assert (actions.lapse_due(), actions.lapse_due()) == (1, 0)
    document.refresh_from_db()
    assert (document.state, document.validity) == ("lapsed", "lapsed")


def test_one_that_cannot_be_published_keeps_no_other_waiting(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 3)):
        moment = clock.now() + timedelta(hours=1)
        first, second = (
            go(cast, walk_to(cast, "release", title=title), "schedule", "office", moment=moment)
            for title in "甲乙"
        )
    # Somebody meddled with the text after the review.
    Revision.objects.filter(document=first).update(body="<p>改过。</p>")
    with clock.travel_to(date(2026, 3, 4)):
        assert actions.publish_due() == 1
    states = dict(Document.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "state"))
    assert states == {first.pk: "scheduled", second.pk: "published"}


def test_the_board_shows_what_is_due_first_and_asks_one_indexed_query(cast: Cast) -> None:
    for day in (20, 2, 11):
        draft(cast, date_made=date(2026, 3, day))
    with clock.travel_to(date(2026, 3, 31)):
        board = queries.board(cast.supervisor)
        assert [str(each.deadline.due_on) for each in board] == ["2026-03-30", "2026-04-09", "2026-04-20"]
        assert [each.state for each in board] == ["overdue", "running", "running"]
        assert queries.overdue_count(cast.supervisor) == 1
        assert queries.board(cast.neighbour) == []
        assert queries.board(cast.outsider) == []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows are sorted sooner than read in order: forbidden, the planner shows what it does with many.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = deadlines.board()[:50].explain()
    assert "deadline_next_due" in plan, plan
    assert "SORT" not in plan.upper().replace("SORTED", ""), plan


def test_the_trail_ends_where_the_clock_does(cast: Cast) -> None:
    document = draft(cast, date_made=date(2026, 9, 28))
    ((standing, due),) = queries.explained_deadlines(document)
    assert due.due == standing.deadline.due_on == due.trail[-1].date
    assert due.counted == 20


def test_a_local_row_takes_only_a_publication_limit_below_a_row_of_the_law(cast: Cast) -> None:
    def add(rule: str, parent: str = "article20.1") -> object:
        return actions.add_local_row(
            actor=cast.office,
            agency_id=cast.agency.pk,
            parent_key=parent,
            label="x",
            label_en="",
            rule=rule,
            basis="",
        )

    for rule in (
        "request.reply",
        "publication.interpretation",
        "publication.withdraw_penalty",
        "nonsense",
        "",
    ):
        with pytest.raises(Invalid):
            add(rule)
    own = add("publication.general")
    with pytest.raises(Invalid):
        add("publication.general", own.key)  # type: ignore[attr-defined]
    with pytest.raises(Invalid):
        actions.start_document(
            actor=cast.outsider,
            unit_id=cast.outsider.holdings[0].unit_id,
            content=content(catalogue=[own.key]),  # type: ignore[attr-defined]
        )
