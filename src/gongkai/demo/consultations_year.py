"""Rules in the living year: one's whole life in the open, one open for opinions now, one being drafted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from gongkai.complaints import actions as complaints
from gongkai.complaints.actions import Correction
from gongkai.complaints.models import Matter
from gongkai.consultations.models import Document
from gongkai.core import clock
from gongkai.demo import consultation_opinions as said
from gongkai.demo import consultation_texts as texts
from gongkai.demo.complaining import SUBJECTS
from gongkai.demo.complaint_stage import ComplaintStage
from gongkai.demo.consultation_opinions import Said
from gongkai.demo.consultation_stage import LEADER, PUBLISHER, ConsultationStage, Spoken
from gongkai.demo.stage import Stage, at
from gongkai.journeys import opinion_to_complaint, rule_to_publication
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions.drafting import DraftInput
from gongkai.publishing.models import Document as Published

Scene = tuple[date, int, Callable[[], object]]
#: Days of a consultation: the thirty the rule asks for, and one more.
OPEN_FOR = 31
ORDER = 80


class Course:
    """The rules in the living year, to be sorted in between the other rooms' scenes."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.acting = ConsultationStage(stage)
        self.calendar = clock.calendar()
        self.rule: Document | None = None
        self.decision: Document | None = None
        self.given: list[Spoken] = []
        self.said_lately: list[Spoken] = []
        self.short: Document | None = None
        self.said_shortly: list[Spoken] = []
        self.first, self.second = self.ago(270), self.ago(205)
        self.seen: set[int] = set()

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day = self.today - timedelta(days=days)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def after(self, day: date, days: int) -> date:
        """So many working days later."""
        return self.calendar.after(day, days)

    def scenes(self) -> list[Scene]:
        """Everything that happens, each with its day and its place in it."""
        first, second = self.first, self.second
        closed, closed_again = (day + timedelta(days=OPEN_FOR + 1) for day in (first, second))
        sorted_on, reviewed_on = self.after(closed_again, 3), self.after(closed_again, 8)
        decided = self.after(reviewed_on, 6)
        published = self.after(decided, 4)
        told: list[tuple[date, Callable[[], object]]] = [
            (self.ago(285), partial(self.begun, self.ago(285))),
            (self.ago(271), partial(self.acting.follow, self.ago(271), "")),
            (first, partial(self.put_out, first)),
            *self._opinions(said.FIRST, first, 2),
            (self.after(first, 15), partial(self.looked_at, self.after(first, 15))),
            (closed, self.ended),
            (self.after(closed, 2), partial(self.passed_on, self.after(closed, 2))),
            (self.after(closed, 6), partial(self.rewritten, self.after(closed, 6))),
            (second, partial(self.put_out, second)),
            *self._opinions(said.SECOND, second, 3),
            (closed_again, self.ended),
            (sorted_on, partial(self.answered, sorted_on)),
            (reviewed_on, partial(self.reviewed, reviewed_on)),
            (decided, partial(self.decided, decided)),
            (published, partial(self.published, published)),
            (self.after(published, 7), partial(self.filed, self.after(published, 7))),
            (self.repealed_on(), partial(self.repealed, self.repealed_on())),
            (self.ago(30), partial(self.decision_begun, self.ago(30))),
            (self.ago(9), partial(self.decision_looked_at, self.ago(9))),
            (self.ago(6), partial(self.drafted, self.ago(6))),
            (self.ago(28), partial(self.short_one, self.ago(28))),
            (self.ago(9), partial(self.short_one_looked_at, self.ago(9))),
            (self.today - timedelta(days=1), self.short_one_ended),
            (self.ago(2), partial(self.dust, self.ago(2))),
        ]
        found = [(day, ORDER, scene) for day, scene in told]
        found += [(self._said_on(number), ORDER + 1, partial(self.said_now, number)) for number in range(14)]
        return found

    # --- the rule's whole life ---------------------------------------------------------------------------------------

    def begun(self, day: date) -> None:
        """The project, and its first text."""
        self.rule = self.acting.begin(
            day, self.first + timedelta(days=OPEN_FOR), kind="normative_business", title=texts.TITLE,
            need=texts.NEED,
        )  # fmt: skip
        self.acting.write(self._rule(), day, texts.provisions(texts.FIRST), texts.EXPLAINED[0])

    def put_out(self, day: date) -> None:
        """Open for opinions."""
        self.acting.put_out(self._rule(), day)

    def _opinions(self, text: str, first: date, a_day: int) -> list[tuple[date, Callable[[], object]]]:
        """What is said, a few a day from the second day on."""
        found: list[tuple[date, Callable[[], object]]] = []
        for number, each in enumerate(said.rows(text)):
            day = self.after(first, 1 + number // a_day)
            found.append((day, partial(self._said, each, number, day)))
        return found

    def _said(self, each: Said, number: int, day: date) -> None:
        self.given.append(self.acting.say(self._rule(), each, number, day))

    def looked_at(self, day: date) -> None:
        """What came in so far is looked at, so that readers see it while the draft is open."""
        self.acting.look(self._rule(), self.given, day)
        self.seen = {each.opinion.pk for each in self.given}

    def ended(self) -> None:
        """The clock ends the consultation."""
        self.acting.end(self._rule())

    def passed_on(self, day: date) -> None:
        """The rest is looked at; one opinion is a complaint, and the brigade sees to it the same day."""
        rule, rest = self._rule(), [each for each in self.given if each.opinion.pk not in self.seen]
        self.acting.look(rule, rest, day)
        self.acting.group(rule, self.given, day)
        one = next(each for each in self.given if each.said.more == "pass")
        with clock.travel_to(at(day, 110)):
            begun = opinion_to_complaint.pass_on(
                document_id=rule.pk, opinion_id=one.opinion.pk, actor=self.acting.drafter, kind="complaint"
            )
        self._seen_to(Matter.objects.get(pk=begun.matter.pk), day)
        # Answered before the text is written anew, so that the answer names a provision the second version lacks.
        self.acting.answer(rule, [each for each in self.given if each.said.more == "early"], day)

    def _seen_to(self, matter: Matter, day: date) -> None:
        """From the desk to the reply and the call-back."""
        desk = ComplaintStage(self.stage, first=9000)
        subject = next(each for each in SUBJECTS if each.title == "渣土车沿路遗撒")
        with clock.travel_to(at(day, 120)):
            complaints.correct(
                matter_id=matter.pk, actor=self.stage.actor("complaint-desk"), expected_version=None,
                correction=Correction(category=subject.category, district="dongcheng"), reason="按内容归类",
            )  # fmt: skip
        matter = desk.go(matter, "register", "desk", at(day, 130))
        matter = desk.go(matter, "dispatch", "desk", at(day, 140), unit=self.stage.unit("brigade1"))
        matter = desk.sent(desk.drafted(matter, day, subject, 150), day, 230)
        matter = desk.called(matter, self.after(day, 1))
        desk.go(matter, "close", "caller", at(self.after(day, 1), 240))

    def rewritten(self, day: date) -> None:
        """The second version, and an answer for everybody who spoke to the first."""
        rule = self._rule()
        self.acting.go(rule, "redraft", "drafter", day, 60, reason=texts.REDRAFT)
        self.acting.until(rule, day, self.second + timedelta(days=OPEN_FOR))
        self.acting.write(rule, day, texts.second(), texts.EXPLAINED[1])
        self.acting.answer(rule, [each for each in self.given if each.said.more != "early"], day)
        self.given = []

    def answered(self, day: date) -> None:
        """The opinions on the second version, and the experts' word."""
        rule = self._rule()
        self.acting.look(rule, self.given, day)
        self.acting.group(rule, self.given, day)
        self.acting.answer(rule, self.given, day)
        self.acting.record(rule, "experts", day, texts.EXPERTS)
        self.acting.record(rule, "risk", day, texts.RISK)

    def reviewed(self, day: date) -> None:
        """Fair competition, then legality."""
        self.acting.reviewed(self._rule(), day, texts.FAIR, texts.LEGAL)

    def decided(self, day: date) -> None:
        """Discussed with one dissent, the head last; signed with its number."""
        self.acting.record(self._rule(), "discussion", day, texts.DISCUSSED, texts.VOICES)
        self.acting.go(self._rule(), "sign", LEADER, day, 300)

    def published(self, day: date) -> None:
        """Published with its interpretation; the final text goes to the published documents."""
        rule = self._rule()
        begins = day + timedelta(days=30)
        self.acting.publish(rule, day, texts.INTERPRETATION, texts.CHANNELS, in_force_from=begins)
        with clock.travel_to(at(day, 120)):
            text = rule_to_publication.begin(document_id=rule.pk, actor=self.acting.drafter)
        self._among_the_documents(text, day)

    def _among_the_documents(self, text: Published, day: date) -> None:
        """Its catalogue rows written, its usual way, and the interpretation beside it."""
        stage = self.stage
        with clock.travel_to(at(day, 130)):
            publishing.save_draft(
                document_id=text.pk,
                actor=self.acting.drafter,
                expected_version=text.version,
                content=DraftInput(
                    catalogue=["article20.1.documents"], topics=["zhatu"], keywords="建筑垃圾，规范性文件",
                    summary="规范建筑垃圾的分类、运输、消纳和利用。",
                ),
            )  # fmt: skip
        text = stage.bring_to(Published.objects.get(pk=text.pk), "published", self.after(day, 1))
        later = self.after(day, 2)
        beside = stage.start(
            "plan", later, unit="waste", title=f"《{texts.TITLE}》解读", document_number="", body=texts.TOLD,
            catalogue=["article20.1.interpretation"], topics=["zhatu"], keywords="解读，建筑垃圾",
            summary="说明为什么制定、规定了什么、意见怎样采纳。",
        )  # fmt: skip
        with clock.travel_to(at(later, 10)):
            publishing.link(
                document_id=beside.pk, actor=self.acting.drafter, kind="interprets",
                target_index=text.index_number, expected_version=beside.version,
            )  # fmt: skip
        stage.bring_to(Published.objects.get(pk=beside.pk), "published", later)

    def filed(self, day: date) -> None:
        """Filed with the government."""
        self.acting.go(self._rule(), "file", PUBLISHER, day, 60, on=day)

    def repealed_on(self) -> date:
        """Ten weeks ago, but in the running year where that is possible: last year's report told of no repeal."""
        new_year = self.after(date(self.today.year, 1, 5), 1)
        return min(self.ago(20), max(self.ago(70), new_year))

    def repealed(self, day: date) -> None:
        """The head repeals an earlier rule."""
        old = Document.objects.get(title=texts.EARLIER[-1][0])
        self.acting.go(old, "repeal", LEADER, day, 120, reason=texts.REPEALED_WHY)

    # --- what is open now, and what is being drafted -----------------------------------------------------------------

    def decision_begun(self, day: date) -> None:
        """A major decision, open for opinions since some days."""
        opens = self.ago(14)
        self.decision = self.acting.begin(
            day, opens + timedelta(days=OPEN_FOR), kind="decision", title=texts.OPEN_TITLE,
            need=texts.OPEN_NEED,
        )  # fmt: skip
        self.acting.write(self.decision, day, texts.provisions(texts.OPEN_TEXT), texts.OPEN_EXPLAINED)
        self.acting.record(self.decision, "experts", self.after(day, 2), texts.OPEN_EXPERTS)
        self.acting.put_out(self.decision, opens)

    def _said_on(self, number: int) -> date:
        """The first eight in the first days, the others since."""
        return self.ago(13 - number // 2 if number < 8 else 6 - number // 3)

    def said_now(self, number: int) -> None:
        """One opinion on what is open."""
        assert self.decision is not None
        row = said.rows(said.OPEN)[number]
        self.said_lately.append(self.acting.say(self.decision, row, number, self._said_on(number)))

    def decision_looked_at(self, day: date) -> None:
        """Those of the first days are shown, one is answered already; the risk is on record."""
        assert self.decision is not None
        self.acting.look(self.decision, self.said_lately, day)
        self.acting.answer(self.decision, self.said_lately, day)
        self.acting.record(self.decision, "risk", day, texts.OPEN_RISK)

    def drafted(self, day: date) -> None:
        """Another unit writes its draft; the explanation is still missing."""
        acting = ConsultationStage(self.stage, "appearance")
        made = acting.begin(
            day, self.today + timedelta(days=45), kind="normative", title=texts.DRAFT_TITLE,
            need=texts.DRAFT_NEED,
        )  # fmt: skip
        acting.write(made, day, texts.provisions(texts.DRAFT_TEXT))

    def short_one(self, day: date) -> None:
        """A third one is put out three days later, and four speak to it."""
        opens, what = self.ago(25), texts.SORTING_WHAT
        made = self.acting.begin(
            day, self.today - timedelta(days=2), kind="normative", title=texts.SORTING_TITLE,
            need=f"现行做法对{what}没有统一规定。",
        )  # fmt: skip
        text = texts.provisions(texts.EARLIER_TEXT.replace("{what}", what))
        self.acting.write(made, day, text, texts.EARLIER_EXPLAINED)
        self.acting.put_out(made, opens)
        later = self.after(opens, 3)
        for number, row in enumerate(said.rows(said.SORTING)):
            self.said_shortly.append(self.acting.say(made, row, number, later))
        self.short = made

    def short_one_looked_at(self, day: date) -> None:
        """They are shown, and those that say the same are put together."""
        assert self.short is not None
        self.acting.look(self.short, self.said_shortly, day)
        self.acting.group(self.short, self.said_shortly, day)

    def short_one_ended(self) -> None:
        """Its opinions wait for their answers."""
        assert self.short is not None
        self.acting.end(self.short)

    def dust(self, day: date) -> None:
        """The waste section has begun another draft."""
        what = texts.WASTE_DRAFT_WHAT
        made = self.acting.begin(
            day, None, kind="plan", title=texts.WASTE_DRAFT_TITLE, need=f"现行做法对{what}没有统一规定。"
        )
        text = texts.provisions(texts.EARLIER_TEXT.replace("{what}", what))
        self.acting.write(made, day, text, texts.EARLIER_EXPLAINED)

    def _rule(self) -> Document:
        assert self.rule is not None
        return self.rule
