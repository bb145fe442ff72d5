"""The campaigns of the living year: one that runs, with a site in every stand, and one that is being drafted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from gongkai.campaigns.actions import letters
from gongkai.campaigns.actions.writing import CampaignInput
from gongkai.campaigns.models import Campaign, Inspection, Listed
from gongkai.campaigns.queries import passing
from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.demo import campaign_texts as texts
from gongkai.demo.campaign_stage import CampaignStage, listed_of
from gongkai.demo.stage import Stage, at
from gongkai.journeys import complaint_to_campaign, inspection_to_case

Scene = tuple[date, int, Callable[[], object]]
#: Days before today: drafted and announced, letters out, and the first day of each round of visits.
DRAFTED, ANNOUNCED, WRITTEN, ROUNDS = 61, 59, 57, (55, 40, 25, 10)
#: The site that came late and was not looked at yet, the one that is overdue, and the one that is to be put right.
LATE_SITE, OVERDUE_SITE, OPEN_SITE = 13, 10, 1
#: In the place of a round: a follow-up, or a complaint.
AGAIN = 9
#: The site where what was wrong was still wrong at the follow-up, and what became a case.
STUBBORN = (5, 1)
#: Days after which a record is published, by its number.
WAITS = (2, 3, 2, 3)
#: Site and round of the records that went another way.
ANSWERED, RETURNED, WITHHELD, WITHDRAWN, KEPT_BACK = (6, 0), (11, 2), (2, 1), (7, 0), (8, 0)
#: Parties that acknowledged late, and those that never did; every so many signed on paper.
LATE, NEVER, ON_PAPER = (4, 13, 22), (9, 27), 8
RETURNED_WHY = "请补充说明检查的是哪一个出入口。"
ANSWERED_WHY = "检查的是北侧出入口，南侧出入口施工期间封闭。"


class Course:
    """The campaigns in the living year, to be sorted in between the other rooms' scenes."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.acting = CampaignStage(stage)
        self.calendar = clock.calendar()
        self.campaign: Campaign | None = None
        self.rows: Sequence[Listed] = ()
        self.records: list[tuple[tuple[int, int], Inspection]] = []

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day = self.today - timedelta(days=days)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def scenes(self) -> list[Scene]:
        """Everything that happens, each with its day and its place in it."""
        found: list[Scene] = [
            (self.ago(DRAFTED), 70, self.begun),
            (self.ago(ANNOUNCED), 70, self.announced),
            (self.ago(WRITTEN), 70, self.written_to),
            (self.ago(6), 70, self.one_more_site),
            (self.ago(3), 70, self.adverts),
            (self.ago(1), 78, self.clue_of_a_complaint),
        ]
        for days in range(WRITTEN - 1, 0, -1):
            day = self.today - timedelta(days=days)
            found.append((day, 69, partial(self.reminded, day)))
            if self.calendar.is_working(day):
                found.append((day, 79, partial(self.decided, day)))
        return [*found, *self._acknowledgements(), *self._visits()]

    def begun(self) -> None:
        """The organiser drafts it with its sites; the last one comes later."""
        day = self.ago(DRAFTED)
        with clock.travel_to(at(day, 30)):
            chosen = [
                self.acting.site(place, number, f"示渣准字〔{day.year}〕{number + 11}号")
                for number, place in enumerate(texts.RUNNING)
                if number != LATE_SITE
            ]
            given = CampaignInput(
                title=texts.TITLE,
                unit_id=self.stage.unit("waste"),
                checklist="six_in_place",
                begins_on=self.ago(ANNOUNCED),
                ends_on=self.today + timedelta(days=45),
                aim=texts.AIM,
                basis=texts.BASIS,
                letter_words=texts.LETTER,
            )
            self.campaign = self.acting.draft(given, chosen)

    def announced(self) -> None:
        """Approved by other eyes and announced."""
        self.acting.announce(self._campaign(), self.ago(ANNOUNCED))
        self.rows = listed_of(self._campaign())

    def written_to(self) -> None:
        """A letter to every builder, contractor and haulier."""
        self.sent = self.acting.write_to_all(self._campaign(), at(self.ago(WRITTEN), 90))

    def reminded(self, day: date) -> None:
        """Who has not answered in time is reminded, as the installation does it by itself."""
        with clock.travel_to(at(day, 5)):
            letters.remind()

    def _acknowledgements(self) -> list[Scene]:
        parties = sum(
            len(texts.parties(each)) for number, each in enumerate(texts.RUNNING) if number != LATE_SITE
        )
        found: list[Scene] = []
        for number in range(parties):
            if number in NEVER:
                continue
            days = WRITTEN - 10 - number % 3 if number in LATE else WRITTEN - 1 - number % 3
            found.append((self.ago(days), 71, partial(self._acknowledged, number, self.ago(days))))
        return found

    def _acknowledged(self, number: int, day: date) -> None:
        notice, moment = self.sent[number], at(day, 100 + number * 3)
        if number % ON_PAPER == 3:
            self.acting.received(notice, moment)
        else:
            self.acting.acknowledged(notice, moment)

    def _visits(self) -> list[Scene]:
        """Round by round, a site a day; what was wrong is looked at again three days later."""
        found: list[Scene] = []
        for turn, first in enumerate(ROUNDS):
            for number in range(len(texts.RUNNING)):
                days = first - number
                if number == LATE_SITE or days < 1 or (number == OVERDUE_SITE and turn == 3):
                    continue
                found += self._visit(number, turn, days)
        return [*found, *self._visit(OVERDUE_SITE, 3, 9, wrong=("washing", "sweeping"), again=False)]

    def _visit(
        self, number: int, turn: int, days: int, *, wrong: tuple[str, ...] = (), again: bool = True
    ) -> list[Scene]:
        unmet = wrong or _wrong(number, turn)
        later = 1 if (number + turn) % 6 == 2 and days > 2 else 0
        found: list[Scene] = [self._scene(days, 72, self._inspected, (number, turn), unmet, later, {})]
        if not unmet or not again or days < 5:
            return found
        stubborn = (number, turn) == STUBBORN
        more = {"cause": "follow_up", "remark": "" if stubborn else texts.PUT_RIGHT}
        found.append(
            self._scene(
                days - 4, 74, self._inspected, (number, AGAIN), unmet[:1] if stubborn else (), 0, more
            )
        )
        if stubborn:
            found.append(self._scene(days - 5, 76, self._made_a_case, number))
            more = {"cause": "follow_up", "remark": texts.PUT_RIGHT}
            found.append(self._scene(days - 8, 77, self._inspected, (number, AGAIN), (), 0, more))
        return found

    def _scene(self, days: int, order: int, scene: Callable[..., object], *given: Any) -> Scene:
        return self.ago(days), order, partial(scene, self.ago(days), *given)

    def _inspected(
        self, day: date, which: tuple[int, int], unmet: tuple[str, ...], later: int, more: dict[str, Any]
    ) -> None:
        number = which[0]
        row = self.rows[number]
        hour = 150 if more else 40
        record = self.acting.inspect(row, at(day, hour + number * 4), *unmet, sent_later=later, **more)
        self.records.append((which, record))

    def decided(self, day: date) -> None:
        """Publishes what has waited its days, or whatever else became of it."""
        for number, (which, record) in enumerate(self.records):
            waited = record.received_at.date() + timedelta(days=WAITS[number % len(WAITS)])
            if record.state == "recorded" and waited <= day:
                self._decided(which, record, at(day, 300))
                record.refresh_from_db()

    def _decided(self, which: tuple[int, int], record: Inspection, moment: datetime) -> None:
        acting = self.acting
        if which == RETURNED:
            acting.move(record, "return_to", moment, RETURNED_WHY)
            return
        if which == WITHHELD:
            acting.veil(record, moment - timedelta(minutes=10))
            acting.move(record, "withhold", moment, "工地与另案调查有关，暂不公开。")
            return
        if which == ANSWERED:
            acting.move(record, "return_to", moment - timedelta(minutes=120), RETURNED_WHY)
            acting.move(record, "amend", moment - timedelta(minutes=60), ANSWERED_WHY)
        acting.publish(record, moment, keep_back=which == KEPT_BACK)
        if which == WITHDRAWN:
            acting.move(record, "withdraw", moment + timedelta(minutes=60), "检查对象填错，另行补录。")

    def _made_a_case(self, day: date, number: int) -> None:
        """What was still wrong at the follow-up goes to the case handlers."""
        record = self.rows[number].inspections.filter(cause="follow_up").latest("made_at")
        _item, wrong = passing.unmet(record)[0]
        with clock.travel_to(at(day, 260)):
            inspection_to_case.begin(
                inspection_id=record.pk,
                actor=self.stage.who("head", record.unit.code),
                conduct=f"{self.rows[number].site.name}：{wrong.rstrip('。')}，逾期未整改",
            )

    def one_more_site(self) -> None:
        """A site that began later: written to, not looked at yet."""
        day = self.ago(6)
        with clock.travel_to(at(day, 60)):
            late = self.acting.site(texts.RUNNING[LATE_SITE], LATE_SITE, f"示渣准字〔{day.year}〕31号")
            self.acting.put(self._campaign(), [late])
        self.acting.write_to_all(self._campaign(), at(day, 90))

    def adverts(self) -> None:
        """The second campaign is being drafted."""
        with clock.travel_to(at(self.ago(3), 240)):
            given = CampaignInput(
                title=texts.ADVERT_TITLE,
                unit_id=self.stage.unit("appearance"),
                checklist="advert_safety",
                begins_on=self.today + timedelta(days=10),
                ends_on=self.today + timedelta(days=70),
                aim=texts.ADVERT_AIM,
                basis=texts.ADVERT_BASIS,
            )
            self.acting.draft(given, [self.acting.advert(number) for number in range(len(texts.ADVERTS))])

    def clue_of_a_complaint(self) -> None:
        """Somebody complained about trucks: the clue goes to the campaign, and the site is looked at the same day."""
        day = self.ago(1)
        # Time enough to put it right even where a long holiday lies between that day and today.
        more: dict[str, Any] = {"days": 14}
        matter = Matter.objects.filter(title="渣土车沿路遗撒", state="handling").order_by("-pk").first()
        if matter is not None and matter.unit is not None:
            with clock.travel_to(at(day, 100)):
                complaint_to_campaign.pass_on(
                    matter_id=matter.pk,
                    actor=self.stage.who("drafter", matter.unit.code),
                    campaign_id=self._campaign().pk,
                    site_id=self.rows[OPEN_SITE].site_id,
                    text="夜间出场的车辆沿路掉泥土和石块，请查看冲洗和车厢密闭情况。",
                    note="反映的路段在该工地出入口外。",
                )
            more |= {"cause": "complaint", "cause_number": matter.number}
        self._inspected(day, (OPEN_SITE, AGAIN), ("covering", "sweeping"), 0, more)

    def _campaign(self) -> Campaign:
        assert self.campaign is not None
        return self.campaign


def _wrong(number: int, turn: int) -> tuple[str, ...]:
    """What is not met at the site in the round; nothing in three of four."""
    if (number * 3 + turn * 5) % 4 and (number, turn) != STUBBORN:
        return ()
    items, first = texts.ITEMS, (number + 2 * turn) % len(texts.ITEMS)
    return (items[first], items[(first + 2) % len(items)]) if number % 3 == 0 else (items[first],)
