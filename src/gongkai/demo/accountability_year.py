"""Cases of accountability in the running year: closed by a talk, to be closed, dropped, under review, to be heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.demo.bureau import actor
from gongkai.demo.stage import at
from gongkai.people.models import Person, Unit
from gongkai.supervision.actions.moving_cases import CaseGiven, move_case
from gongkai.supervision.actions.opening_cases import NewCase, open_case
from gongkai.supervision.models import Case

SUPERVISOR, LEADER, SECOND_LEADER = "supervisor", "leader", "head"
#: Place of these scenes among those of a day.
ORDER = 70
Scene = tuple[date, int, Callable[[], object]]
#: Days ago, move, who makes it, and what is given with it.
Step = tuple[int, str, str, dict[str, Any]]


@dataclass
class Story:
    """A case from its opening on; ``person`` "": the unit's. ``case`` is set once it is opened."""

    days: int
    unit: str
    person: str
    fault: str
    title: str
    facts: str
    steps: tuple[Step, ...]
    passed_on: bool = False
    case: Case | None = field(default=None)


def _talk(days: int, key: str, led_by: str, held_with: str, words: str) -> Step:
    return days, key, SUPERVISOR, {"led_by": led_by, "held_with": held_with, "words": words}


def _said(days: int, key: str, who: str, words: str, **more: Any) -> Step:
    return days, key, who, {"words": words, **more}


def stories() -> list[Story]:
    """The five cases, invented for the demonstration."""
    return [_late_answer(), _passed_on(), _nothing_followed(), _under_review(), _to_be_heard()]


def _late_answer() -> Story:
    return Story(
        78, "waste", "request-officer", "late_answer", "一件依申请公开超期两个工作日答复",
        "【演示】答复经办期间没有办理延期手续，超过期限两个工作日才作出答复。",
        (
            (77, "look_into", SUPERVISOR, {}),
            _talk(75, "enquire", "王示例", "陶示例", "【演示】说明了办理经过：检索范围较大，没有及时提出延期。"),
            _said(74, "tell", SUPERVISOR, "【演示】拟就超期答复追究责任，您可以在期限内陈述意见。", until=7),
            _said(71, "state", "request-officer", "【演示】情况属实，以后提前提出延期申请。"),
            (70, "hear_out", SUPERVISOR, {}),
            _said(68, "propose", SUPERVISOR, "【演示】初次发生，后果轻微，建议提醒谈话。", measure="reminder"),
            _said(66, "decide", LEADER, "【演示】同意，给予提醒谈话。", measure="reminder"),
            _talk(64, "talk", "吴示例", "陶示例", "【演示】提醒注意法定期限，严格执行延期审批。"),
            _said(63, "carry_out", SUPERVISOR, "【演示】提醒谈话已经进行，本人签字确认。"),
            _said(52, "close", SUPERVISOR, "【演示】之后办理的申请均按期答复。"),
        ),
    )  # fmt: skip


def _passed_on() -> Story:
    return Story(
        44, "brigade2", "b2-drafter", "first_contact", "首次受理的诉求退回时没有说明由谁办理",
        "【演示】诉求退回受理中心，没有说明应由哪个单位办理，也没有与诉求人联系。",
        (
            (43, "look_into", SUPERVISOR, {}),
            _said(41, "tell", SUPERVISOR, "【演示】拟就首问责任落实不到位追究责任，您可以陈述意见。", until=7),
            _said(38, "state", "b2-drafter", "【演示】对职责划分不清楚，已经重新学习首问负责制度。"),
            (36, "hear_out", SUPERVISOR, {}),
            _said(34, "propose", SUPERVISOR, "【演示】影响了诉求办理，建议批评教育。", measure="criticism"),
            _said(31, "decide", LEADER, "【演示】同意，给予批评教育。", measure="criticism"),
            _talk(28, "talk", "秦示例", "朱示例", "【演示】指出首问负责的要求，本人表示改正。"),
            _said(26, "carry_out", SUPERVISOR, "【演示】批评教育谈话已经进行。"),
        ),
        passed_on=True,
    )  # fmt: skip


def _nothing_followed() -> Story:
    return Story(
        64, "appearance", "city-drafter", "stale", "办事指南内容更新不及时",
        "【演示】办事指南中的联系方式变更后没有及时更新。",
        (
            (63, "look_into", SUPERVISOR, {}),
            _said(61, "tell", SUPERVISOR, "【演示】拟就更新不及时追究责任，您可以陈述意见。", until=7),
            _said(58, "state", "city-drafter", "【演示】变更通知次日才收到，收到当天已经更新，附有往来记录。"),
            (56, "hear_out", SUPERVISOR, {}),
            (55, "drop", SUPERVISOR, {"reason": "【演示】经核实，收到通知当天已经更新，不属于更新不及时。"}),
        ),
    )  # fmt: skip


def _under_review() -> Story:
    return Story(
        33, "law", "law-drafter", "wrong_answer", "答复没有写明救济途径",
        "【演示】审核时发现一份答复没有写明复议机关和期限，已经重新答复。",
        (
            (32, "look_into", SUPERVISOR, {}),
            _said(30, "tell", SUPERVISOR, "【演示】拟就答复不当追究责任，您可以陈述意见。", until=7),
            _said(27, "take_down", SUPERVISOR, "【演示】本人口头陈述：使用了旧的文书格式。"),
            (25, "hear_out", SUPERVISOR, {}),
            _said(23, "propose", SUPERVISOR, "【演示】建议责令书面检查。", measure="written_review"),
            _said(11, "decide", LEADER, "【演示】同意，责令作出书面检查。", measure="written_review"),
            _said(4, "appeal", "law-drafter", "【演示】旧格式由单位统一下发，请求复核并减轻。"),
        ),
    )  # fmt: skip


def _to_be_heard() -> Story:
    return Story(
        7, "brigade3", "", "not_mended", "督办后仍未更新公示内容",
        "【演示】督办通知期满，公示内容没有更新。",
        (
            (6, "look_into", SUPERVISOR, {}),
            _said(3, "tell", SUPERVISOR, "【演示】拟就督办后不整改追究单位责任，请在期限内陈述意见。", until=10),
        ),
    )  # fmt: skip


class Course:
    """The cases as scenes; ``ago`` gives the working day on or before so many days ago."""

    def __init__(self, ago: Callable[[int], date]) -> None:
        self.ago = ago

    def scenes(self) -> Iterator[Scene]:
        """Everything that happens, each with its day and its place in it."""
        for story in stories():
            yield self.ago(story.days), ORDER, partial(self._open, story)
            for place, step in enumerate(story.steps, 1):
                yield self.ago(step[0]), ORDER + place, partial(self._move, story, step, place)

    def _open(self, story: Story) -> None:
        with clock.travel_to(at(self.ago(story.days), 30)):
            matter = Matter.objects.filter(returns__gt=0, agency__code="cgj").order_by("-id").first()
            person = Person.objects.get(username=story.person) if story.person else None
            story.case = open_case(
                actor=actor(SUPERVISOR),
                content=NewCase(
                    unit_id=Unit.objects.get(agency__code="cgj", code=story.unit).pk,
                    person_id=person.pk if person is not None else None,
                    fault=story.fault,
                    title=story.title,
                    facts=story.facts,
                    source=Case.Source.FIRST_CONTACT if story.passed_on and matter else Case.Source.HAND,
                    matter_id=matter.pk if story.passed_on and matter else None,
                ),
            )

    def _move(self, story: Story, step: Step, place: int) -> None:
        days, key, who, given = step
        day = self.ago(days)
        values = dict(given)
        if "until" in values:
            values["until"] = day + timedelta(days=values["until"])
        if "led_by" in values:
            values["on"] = day
        assert story.case is not None
        with clock.travel_to(at(day, 40 + 20 * place)):
            move_case(
                case_id=story.case.pk,
                key=key,
                actor=actor(who),
                expected_revision=None,
                given=CaseGiven(**values),
            )
