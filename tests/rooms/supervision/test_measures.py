"""Does each measure count the records it says, to the unit they belong to, and in the year they belong to?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

import cast as people
import mattering
from cast import Cast, make_cast
from gongkai.complaints.models import Matter, Return
from gongkai.core import clock
from gongkai.core.models import Deadline
from gongkai.domain.supervision import sheets
from gongkai.domain.supervision.scoring import Count
from gongkai.duties.models import Activity, Attendance, Course, Learner, Task, WorkPlan
from gongkai.requests.models import Dispute
from gongkai.supervision.measures import MEASURES, measure
from gongkai.supervision.models import Case, Finding
from rooms.supervision import finding_stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def year() -> int:
    return clock.today().year


def ago(days: int) -> date:
    """A day of this year, before today where the year is old enough."""
    return max(clock.today() - timedelta(days=days), date(year(), 1, 1))


def _clock(cast: Cast, kind: str, subject: int, *, late: bool) -> None:
    due = ago(20)
    Deadline.objects.filter(subject_type=kind, subject=str(subject)).update(due_on=None, stopped_on=ago(40))
    Deadline.objects.create(
        subject_type=kind, subject=str(subject), agency=cast.agency.code, unit=cast.units["waste"].pk,
        title="甲", rule=f"tests.{subject}", started_on=ago(40), due_on=due,
        stopped_on=due + timedelta(days=1 if late else 0), opened_at=clock.now(),
    )  # fmt: skip


def _late_documents(cast: Cast) -> None:
    for late in (True, False):
        _clock(cast, "publishing.document", people.published(cast).pk, late=late)


def _faulty_documents(cast: Cast) -> None:
    people.published(cast, keywords="")
    people.published(cast, keywords="城管")


def _corrected_documents(cast: Cast) -> None:
    people.published(cast)
    row = people.published(cast)
    people.go(cast, row, "withdraw", "office", reason="有误")


def _late_matters(cast: Cast) -> None:
    rows = [mattering.handling(cast) for _one in range(3)]
    for late, row in zip((True, False, True), rows, strict=True):
        _clock(cast, "complaints.matter", row.pk, late=late)
    Matter.objects.filter(pk=rows[2].pk).update(against_person=cast.person("handler"))


def _returned(cast: Cast) -> None:
    row = mattering.handling(cast)
    Return.objects.create(
        matter=row, from_unit=cast.units["waste"], article="第一条", reason="不属于", at=clock.now()
    )


def _discontent(cast: Cast) -> None:
    for rating in ("dissatisfied", "satisfied", "unreached"):
        row = mattering.handling(cast)
        Matter.objects.filter(pk=row.pk).update(rating=rating, state="closed", closed_at=clock.now())


def _dispute(cast: Cast) -> None:
    for result in ("corrected", "upheld"):
        Dispute.objects.create(
            agency=cast.agency, kind="administrative_review", number=result, filed_on=ago(9), closed_on=ago(2),
            result=result, created_at=clock.now(),
        )  # fmt: skip


def _finding(monitor: str) -> Callable[[Cast], None]:
    def make(cast: Cast) -> None:
        finding_stage.found(cast, monitor=monitor)
        finding_stage.found(cast, monitor=monitor, state="dismissed")
        finding_stage.found(cast, monitor=monitor, found_on=date(year() - 1, 5, 5))

    return make


def _urged(cast: Cast) -> None:
    finding_stage.found(cast, state="urged", urged_on=ago(9))
    finding_stage.found(cast)


def _urged_late(cast: Cast) -> None:
    finding_stage.found(cast, state="urged", urged_on=ago(9), act_by=ago(2))
    finding_stage.found(cast, state="answered", urged_on=ago(9), act_by=ago(2), answered_on=ago(3))


def _tasks(cast: Cast) -> None:
    now = clock.now()
    plan = WorkPlan.objects.create(
        agency=cast.agency, number="甲", year=year(), title="方案", created_at=now, updated_at=now
    )
    for number, done in enumerate((ago(1), ago(9))):
        Task.objects.create(
            agency=cast.agency, number=str(number), title="甲", unit=cast.units["waste"], begins_on=ago(30),
            due_on=ago(5), given_on=ago(30), done_on=done, state="done", plan=plan, created_at=clock.now(),
            updated_at=clock.now(),
        )  # fmt: skip


def _courses(cast: Cast) -> None:
    now = clock.now()
    course = Course.objects.create(
        agency=cast.agency, number="1", title="学习", topic="条例", kind="lecture", begins_on=ago(5), ends_on=ago(5),
        held_on=ago(5), created_at=now, updated_at=now,
    )  # fmt: skip
    for number in range(2):
        learner = Learner.objects.create(
            agency=cast.agency, unit=cast.units["waste"], staff_number=str(number), name="甲",
            created_at=now, updated_at=now,
        )  # fmt: skip
        Attendance.objects.create(
            course=course, learner=learner, unit=cast.units["waste"], hours=2, entered_at=now
        )


def _activities(cast: Cast) -> None:
    for number, state in enumerate(("published", "draft")):
        Activity.objects.create(
            agency=cast.agency, unit=cast.units["waste"], number=str(number), title="普法", kind="day",
            begins_on=ago(5), ends_on=ago(5), state=state, published_on=ago(4),
            created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip


def _case(cast: Cast) -> None:
    for number, given in enumerate(
        ({"measure": "talk", "state": "decided"}, {"measure": "", "state": "opened"})
    ):
        Case.objects.create(
            agency=cast.agency, unit=cast.units["waste"], number=str(number), fault="late", title="甲", facts="乙",
            opened_on=ago(9), told_on=ago(8), decided_on=ago(2), updated_at=clock.now(), **given,
        )  # fmt: skip


#: Measure → what is planted, and what is counted to the unit: cases, and among how many.
PLANTED: dict[str, tuple[Callable[[Cast], None], Count]] = {
    "late_documents": (_late_documents, Count(1, 2)),
    "faulty_documents": (_faulty_documents, Count(1, 2)),
    "corrected_documents": (_corrected_documents, Count(1, 1)),
    "exposed_data": (_finding("privacy"), Count(1)),
    "stale_columns": (_finding("stale_column"), Count(1)),
    "dead_links": (_finding("dead_link"), Count(1)),
    "overdue_risks": (_finding("risk_review"), Count(1)),
    "urged": (_urged, Count(1)),
    "urged_late": (_urged_late, Count(1, 2)),
    "late_matters": (_late_matters, Count(1, 2)),
    "returned_matters": (_returned, Count(1)),
    "discontent": (_discontent, Count(1, 2)),
    "late_tasks": (_tasks, Count(1, 2)),
    "courses": (_courses, Count(1)),
    "activities": (_activities, Count(1)),
    "accountable": (_case, Count(1)),
}


def test_every_measure_of_the_data_can_be_counted() -> None:
    assert set(MEASURES) == set(sheets.measures())


@pytest.mark.parametrize("key", list(PLANTED))
def test_what_is_planted_is_counted_to_its_unit(cast: Cast, key: str) -> None:
    plant, expected = PLANTED[key]
    assert measure(cast.agency, year(), [key])[key].count(cast.units["waste"].pk).cases == 0
    plant(cast)
    found = measure(cast.agency, year(), [key])[key]
    assert found.count(cast.units["waste"].pk) == expected
    assert found.count(cast.units["other"].pk).cases == 0
    assert len(found.named(cast.units["waste"].pk)) == expected.cases


def test_reviews_and_suits_that_corrected_are_counted_to_the_agency(cast: Cast) -> None:
    _dispute(cast)
    assert measure(cast.agency, year(), ["corrected_answers"])["corrected_answers"].count(
        whole=True
    ) == Count(1, 2)


#: Of these there is one a year, whether anything was planted or not.
YEARLY = {"report_late"}


def test_nothing_of_another_agency_or_year_is_counted(cast: Cast) -> None:
    for plant, _expected in PLANTED.values():
        plant(cast)
    for other, of in ((cast.agency, year() - 9), (cast.outside_agency, year())):
        counted = measure(other, of, MEASURES)
        assert {key for key, found in counted.items() if found.count(whole=True).cases} <= YEARLY


def test_counting_asks_as_often_however_many_there_are(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    once = ("late_tasks", "courses", "activities", "accountable")
    for key, (plant, _expected) in PLANTED.items():
        plant(cast)
        if key not in once:
            plant(cast)
    for key in MEASURES:
        with django_assert_max_num_queries(3):
            measure(cast.agency, year(), [key])


def test_the_report_of_last_year_is_late_after_31_march(cast: Cast) -> None:
    for day, cases in ((date(year(), 3, 31), 0), (date(year(), 4, 1), 1)):
        with clock.travel_to(
            datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())
        ):
            assert (
                measure(cast.agency, year(), ["report_late"])["report_late"].count(whole=True).cases == cases
            )


def test_findings_are_named_by_number_and_not_by_title(cast: Cast) -> None:
    row = finding_stage.found(cast, monitor="dead_link", title="某人的事")
    [record] = measure(cast.agency, year(), ["dead_links"])["dead_links"].records
    assert record.name == f"dead_link {row.pk}"
    assert Finding.objects.get(pk=record.args[0]) == row
