"""The appraisal by citizens in the living year: last year's round with its results, this year's open now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.core import clock
from gongkai.demo.stage import Stage, at
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency
from gongkai.supervision.actions import appraisal_answers as answering
from gongkai.supervision.actions.appraisal_asking import run
from gongkai.supervision.actions.appraisal_drawing import SeedInput
from gongkai.supervision.actions.appraisal_moving import move_round
from gongkai.supervision.actions.appraisal_rounds import RoundInput, prepare_round
from gongkai.supervision.actions.appraisal_words import look_at
from gongkai.supervision.models import AppraisalWords, Invitation, Round
from gongkai.supervision.queries.appraisals import read_words

Scene = tuple[date, int, Callable[[], object]]
#: Behind the other rooms' scenes of the day: who dealt with the bureau is known by then.
ORDER = 95
#: Days ago on which last year's round was opened, closed and published, and this year's opened.
OPENED_AGO, CLOSED_AGO, COUNTED_AGO, PUBLISHED_AGO, NOW_AGO = 150, 128, 126, 120, 6
#: People who answered on the telephone of last year's round, in the order of the draw: of seven the sixth did not
#: want to, the seventh was not reached.
EVERY, REFUSED, NOT_REACHED = 7, 5, 6
#: Grades by question in turn, so that the dimensions differ.
TURNS = {
    "content_complete": (4, 5, 4, 4, 3, 5, 4, 5),
    "content_prompt": (4, 4, 3, 5, 4, 4, 5),
    "finding_site": (3, 4, 2, 4, 3, 5, 3, 4, 4),
    "request_answer": (5, 4, 4, 5, 4),
    "interpretation_clear": (3, 3, 4, 2, 4, 3, 5),
    "concern_answered": (4, 5, 3, 4, 4, 5),
    "service_open": (5, 4, 4, 4, 5, 3),
    "overall": (4, 5, 4, 3, 4, 4, 5, 4, 4, 2),
}
SAID = (
    "网站搜索不够准，同一份文件要找好几次。",
    "政策解读专业词太多，希望多用图和例子。",
    "答复比规定的快，工作人员态度好。",
    "渣土车的处理结果希望也能查到。",
    "有事可以打我电话，希望有人回。",
)
#: Grades of the open sheet: who writes unasked is less content.
UNASKED = (2, 3, 1, 4, 2, 5, 3, 2, 4, 1, 3, 2)


class Course:
    """Both rounds, to be sorted in between the other rooms' scenes."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.last = today.year - 1

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day, calendar = self.today - timedelta(days=days), clock.calendar()
        while not calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def scenes(self) -> list[Scene]:
        """Everything that happens, each with its day and its place in it."""
        told = (
            (self.ago(OPENED_AGO), self.opened),
            (self.ago(CLOSED_AGO), self.closed),
            (self.ago(COUNTED_AGO), self.counted),
            (self.ago(PUBLISHED_AGO), self.published),
            (self.ago(NOW_AGO), self.open_now),
        )
        return [(day, ORDER, partial(scene, day)) for day, scene in told]

    def opened(self, day: date) -> None:
        """Last year's round: drawn by the seed of the ledger, opened, people called."""
        found = self._begin(day, self.last, closes=self.ago(CLOSED_AGO) - timedelta(days=1))
        with clock.travel_to(at(day + timedelta(days=2), 30)):
            self._call(list(found.invitations.order_by("place")))
            for place, grade in enumerate(UNASKED):
                words = {"better": SAID[-1]} if place == 3 else {}
                self._unasked(found, place, grade, words)

    def closed(self, day: date) -> None:
        """The clock closes it."""
        with clock.travel_to(at(day, -300)):
            run()

    def counted(self, day: date) -> None:
        """Supervision counts, and looks at what people wrote."""
        found = self._round(self.last)
        with clock.travel_to(at(day, 60)):
            self._move(found, "count", "supervisor")
            for row in AppraisalWords.objects.filter(round=found).order_by("question", "way", "pk"):
                self._look(found, row)

    def published(self, day: date) -> None:
        """A leader publishes the results."""
        with clock.travel_to(at(day, 120)):
            self._move(self._round(self.last), "publish", "leader")

    def open_now(self, day: date) -> None:
        """This year's round, open now; the first calls are made."""
        found = self._begin(day, self.today.year, closes=self.today + timedelta(days=15))
        with clock.travel_to(at(day + timedelta(days=1), 30)):
            self._call(list(found.invitations.order_by("place")[:9]))
            self._unasked(found, 0, 4, {})

    def _round(self, year: int) -> Round:
        return Round.objects.get(agency__code="cgj", year=year)

    def _begin(self, day: date, year: int, *, closes: date) -> Round:
        """Whoever dealt with the bureau in the last year may be drawn."""
        agency = Agency.objects.get(code="cgj")
        supervisor = self.stage.actor("supervisor")
        with clock.travel_to(at(day, 20)):
            period = RoundInput(year, day - timedelta(days=364), day, closes)
            found = prepare_round(agency_id=agency.pk, actor=supervisor, given=period)
            self._move(found, "draw", "supervisor", seed=SeedInput())
            self._move(found, "open", "supervisor")
        return found

    def _move(self, found: Round, key: str, who: str, **given: Any) -> None:
        move_round(round_id=found.pk, key=key, actor=self.stage.actor(who), expected_revision=None, **given)

    def _call(self, people: Sequence[Invitation]) -> None:
        """The call-back officer calls; whom the own unit dealt with supervision calls."""
        interviewers = [self.stage.actor("complaint-caller"), self.stage.actor("supervisor")]
        for place, each in enumerate(people):
            result = {REFUSED: "refused", NOT_REACHED: "no_answer"}.get(place % EVERY, "answered")
            who = next((one for one in interviewers if not _dealt_with(each, one)), None)
            if who is None:
                continue
            for tries in range(3 if result == "no_answer" else 1):
                answering.note_call(
                    invitation_id=each.pk, actor=who, tries_seen=tries, result=result,
                    answers=_answers(place) if result == "answered" else None,
                )  # fmt: skip

    def _unasked(self, found: Round, place: int, grade: int, words: dict[str, str]) -> None:
        grades = {key: max(1, min(5, grade + (place + at_key) % 2)) for at_key, key in enumerate(TURNS)}
        token = f"demo-appraisal-{found.pk}-{place}"
        answering.fill_in(round_id=found.pk, token=token, answers={**grades, **words})

    def _look(self, found: Round, row: AppraisalWords) -> None:
        said = read_words(row)
        shown = "" if "电话" in said else said
        look_at(round_id=found.pk, words_id=row.pk, actor=self.stage.actor("supervisor"), shown=shown)


def _answers(place: int) -> dict[str, Any]:
    """The sheet of the person in this place; some were not asked for information and leave that out."""
    grades = {key: turn[place % len(turn)] for key, turn in TURNS.items()}
    if place % 2:
        del grades["request_answer"]
    said = SAID[place // 10 % len(SAID)]
    return {**grades, **({"better": said} if not place % 10 else {})}


def _dealt_with(invitation: Invitation, who: StaffActor) -> bool:
    """Whether a unit of theirs dealt with the person: then somebody else calls."""
    return any(f",{holding.unit_id}," in invitation.units for holding in who.holdings)
