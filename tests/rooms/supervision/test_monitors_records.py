"""Do the monitors of columns, elements, matters and rules find each planted fault, to the day, and nothing else?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import planting
import pytest
from planting import says, told

from cast import Cast
from domain.powers.risk_points import risk
from gongkai.complaints.models import Matter, Reply
from gongkai.consultations.models import Document as Rule
from gongkai.core import clock
from gongkai.core.models import Deadline
from gongkai.people.models import Agency
from gongkai.powers.models import RiskPoint, Version
from gongkai.publishing.models import CatalogueDuty, CatalogueEntry, Channel, Document, Topic
from gongkai.supervision.monitors.elements import missing
from rooms.consultations import consulting
from rooms.powers import registering
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(planting.bureau)
Planted = Callable[[Cast], object]
TODAY = planting.NOW.date()


@pytest.fixture
def cast(built: Cast) -> Iterator[Cast]:
    with clock.travel_to(planting.NOW):
        yield on_stage(built)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def guide(**changes: str) -> Planted:
    return lambda cast: Agency.objects.filter(pk=cast.agency.pk).update(**changes)


def topic(title: str, age: int | None) -> Planted:
    def plant(cast: Cast) -> None:
        made = Topic.objects.create(agency=cast.agency, slug="planted", title=title, opened_on=TODAY)
        if age is not None:
            text = planting.document(1).live
            assert text is not None
            text.topics.add(made)
            Document.objects.filter(live=text).update(first_published_at=clock.now() - timedelta(days=age))

    return plant


def row(label: str, age: int) -> Planted:
    def plant(cast: Cast) -> None:
        planting.own_row(cast, label)
        planting.aged(age, row="own.row")

    return plant


def duty(key: str) -> Planted:
    return lambda cast: CatalogueDuty.objects.create(
        agency=cast.agency, entry=CatalogueEntry.objects.get(key=key), unit=cast.units["waste"]
    )


def withdrawn(_: Cast) -> object:
    return Document.objects.update(state="withdrawn", live=None)


def matter(**changes: Any) -> Planted:
    return lambda _: Matter.objects.update(**changes)


def reply(text: str) -> Planted:
    return lambda _: Reply.objects.update(text=text)


def waiting(received: date) -> Planted:
    return matter(state="handling", closed_at=None, replied_at=None, received_on=received)


def alike(cast: Cast) -> object:
    first = Matter.objects.get()
    text = Reply.objects.get().text
    again = Matter.objects.get()
    again.pk, again.number, again.token = None, "T-2", None
    again.channel, again.dispatched_at = "telephone", None
    again._state.adding = True
    again.save()
    Reply.objects.create(
        matter=again,
        text=text,
        round=1,
        sent_at=first.closed_at,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    return again


def power(kind: str, content: dict[str, Any]) -> Planted:
    return lambda cast: registering.in_force(cast, kind, "P-9", content=content)


def unreadable(cast: Cast) -> object:
    registering.in_force(
        cast, "item", "P-9", content=registering.ITEM | {"limit": "90日", "remedy": "可以复议。"}
    )
    return Version.objects.update(content={"basis": "odd", "forms": "odd"})


def graded(**changes: Any) -> Planted:
    def plant(cast: Cast) -> None:
        registering.in_force(cast, "risk", "R-1", title="处罚随意", content=risk())
        RiskPoint.objects.update(**changes)

    return plant


def rule(lapses: date) -> Planted:
    def plant(cast: Cast) -> None:
        consulting.project(cast)
        Rule.objects.update(state="in_force", lapses_on=lapses)

    return plant


def without_number(_: Cast) -> object:
    return Document.objects.filter(pk=planting.document().pk).update(index_number="")


def in_minutes(_: Cast) -> object:
    closed = Matter.objects.get().closed_at
    assert closed is not None
    return Matter.objects.update(signed_at=closed - timedelta(minutes=10))


def of_today(cast: Cast) -> None:
    """A limit by the hour that was over this morning."""
    first = Deadline.objects.filter(subject_type="complaints.matter").order_by("id")[:1]
    Deadline.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(
        stopped_on=None, stopped_at=None, due_on=TODAY, due_at=planting.NOW - timedelta(minutes=5)
    )


def expires(ends: date) -> Planted:
    return lambda _: says("<p>正文。</p>", expires_on=ends)


FOUND: list[tuple[str, str, Planted]] = [
    ("stale_column", "home, 15 days", lambda _: planting.aged(15)),
    ("stale_column", "news, 15 days", topic("工作动态", 15)),
    ("stale_column", "own news, 15 days", row("城管要闻", 15)),
    ("stale_column", "notices, 183 days", topic("通知公告", 183)),
    ("stale_column", "a row without weeks of its own, 183 days", row("便民提示", 183)),
    ("empty_column", "a topic", topic("空专题", None)),
    ("empty_column", "a row somebody answers for", duty("article20.9")),
    ("empty_column", "everything withdrawn", withdrawn),
    *(("missing_element", f"guide without {name}", guide(**{name: ""})) for name in planting.GUIDE),
    ("missing_element", "guide with blanks", guide(office_hours="　 ")),
    ("missing_element", "guide with a placeholder", guide(telephone="待定")),
    ("missing_element", "guide with crosses", guide(head_name="xxx")),
    ("missing_element", "a power that cannot be read", unreadable),
    (
        "missing_element", "a placeholder where nothing need stand",
        power("item", registering.ITEM | {"limit": "90日", "remedy": "可以复议。", "duty": "待补充"}),
    ),
    ("missing_element", "no channel", lambda _: Channel.objects.update(closed_on=TODAY)),
    ("missing_element", "no index number", without_number),
    ("missing_element", "no date made", lambda _: says("<p>正文。</p>", date_made=None)),
    ("missing_element", "no title", lambda _: says("<p>正文。</p>", title="")),
    ("missing_element", "no text", lambda _: says("<p> </p>", summary="概述")),
    ("missing_element", "a power without limit", power("item", registering.ITEM | {"remedy": "可以复议。"})),
    ("late_handling", "by the hour", of_today),
    ("unanswered", "three months and a day", waiting(date(2026, 3, 9))),
    ("false_closing", "in ten minutes", in_minutes),
    ("false_closing", "without a reply", matter(replied_at=None)),
    ("false_closing", "with an empty reply", reply(" ")),
    ("false_closing", "“closed”", reply("已办结。")),
    ("false_closing", "“closed”, with courtesies", reply("您好，您反映的问题已办结，感谢您的支持。")),
    ("false_closing", "the same reply twice", alike),
    ("false_closing", "against the reporter's word", matter(solved=False, result="solved")),
    ("risk_review", "a day over", graded(regrade_on=days(-1))),
    ("risk_review", "never graded", graded(graded_on=None)),
    ("risk_review", "not counted", lambda cast: (graded()(cast), RiskPoint.objects.all().delete())),
    ("expiring", "in five months", rule(days(150))),
    ("expiring", "ended yesterday", rule(days(-1))),
    ("expiring", "a document alone", expires(days(60))),
]  # fmt: skip
NOT_FOUND: list[tuple[str, str, Planted]] = [
    ("stale_column", "home, 14 days", lambda _: planting.aged(14)),
    ("stale_column", "news, 14 days", topic("工作动态", 14)),
    ("stale_column", "what stands", topic("公开制度", 300)),
    ("empty_column", "what the guide tells", duty("article20.2")),
    ("unanswered", "three months to the day", waiting(date(2026, 3, 10))),
    ("false_closing", "a question answered at once", matter(kind="enquiry", signed_at=planting.NOW)),
    ("risk_review", "today", graded(regrade_on=TODAY)),
    ("expiring", "in seven months", rule(days(215))),
    ("missing_element", "a whole power", power("item", registering.ITEM | {"limit": "90日", "remedy": "可以复议。"})),
]  # fmt: skip


@pytest.mark.parametrize(("key", "_name", "plant"), FOUND, ids=[f"{key}: {name}" for key, name, _ in FOUND])
def test_a_planted_fault_is_found(cast: Cast, key: str, _name: str, plant: Planted) -> None:
    before = told(cast, key)
    plant(cast)
    found = [each for each in told(cast, key) if each not in before]
    assert len(found) == 1, found


@pytest.mark.parametrize(
    ("key", "_name", "plant"), NOT_FOUND, ids=[f"{key}: {name}" for key, name, _ in NOT_FOUND]
)
def test_what_is_right_is_left_alone(cast: Cast, key: str, _name: str, plant: Planted) -> None:
    before = told(cast, key)
    plant(cast)
    assert [each for each in told(cast, key) if each not in before] == []


def test_the_bureau_of_these_tests_is_sound(cast: Cast) -> None:
    Document.objects.update(first_published_at=clock.now())
    wrong = {
        key: told(cast, key)
        for key in ("missing_element", "false_closing", "dead_link", "privacy", "unreadable")
    }
    assert {key: found for key, found in wrong.items() if found} == {}


def test_an_agency_that_is_only_named_owes_no_guide(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.outside_agency.pk).update(is_host=False)
    assert list(missing(Agency.objects.get(pk=cast.outside_agency.pk), TODAY)) == []
