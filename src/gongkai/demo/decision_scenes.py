"""This year's decisions of the demonstration along their whole way: each step by the right person, on its day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from gongkai.core import clock
from gongkai.demo import bureau as founding
from gongkai.demo.stage import at
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit
from gongkai.powers.actions import decisions as deeds
from gongkai.powers.identity import Party
from gongkai.powers.models import Decision
from gongkai.powers.queries import decision_drafts

#: Who handles the cases of a unit.
HANDLERS = {
    "waste": "drafter",
    "appearance": "city-drafter",
    **{f"brigade{n}": f"b{n}-drafter" for n in range(1, 6)},
}
REVIEWER, LEADER, PUBLISHER = "law-head", "leader", "office"


@dataclass(frozen=True, slots=True)
class Scene:
    """A case: how many days ago it was filed, by which unit, and how far it came (``end``: a state of the course)."""

    ago: int
    unit: str
    end: str
    said: dict[str, Any] = field(default_factory=dict)


def _fine(table: str, facts: dict[str, Any], amount: int, conduct: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "penalty",
        "table": table,
        "facts": facts,
        "outcome": "fine",
        "amount": Decimal(amount),
        "conduct": conduct,
        "reasons": "现场检查笔录、照片、询问笔录为证；当事人对事实没有异议。",
        **more,
    }


_DUMP, _SPILL, _STALL = "随意倾倒、抛撒或者堆放建筑垃圾", "运输建筑垃圾沿途丢弃、遗撒", "流动商贩占道经营"
_FIRM = {"party_kind": "organisation", "party": Party("示例第九渣土运输有限公司")}


def _dump(area: int, amount: int, **more: Any) -> dict[str, Any]:
    return _fine("CG-W-10", {"当事人": "单位", "占地面积": area}, amount, _DUMP, **{**_FIRM, **more})


def _spill(area: int, amount: int, **more: Any) -> dict[str, Any]:
    return _fine("CG-W-07", {"污染面积": area, "一年内次数": 1}, amount, _SPILL, **{**_FIRM, **more})


def _stall(amount: int, **more: Any) -> dict[str, Any]:
    return _fine("CG-B1-05", {"占道面积": 2, "一年内次数": 2}, amount, _STALL, **more)


_LOW = "当事人主动清理现场并恢复原状，配合调查。"
_SPARED: dict[str, Any] = {
    **_fine("CG-B1-05", {"占道面积": 2, "一年内次数": 1}, 0, _STALL),
    "outcome": "spared",
    "amount": None,
    "circumstances": ("first_offence",),
    "education": "现场宣讲市容管理规定，当事人当场收摊，签收教育告知单。",
}
_COERCION: dict[str, Any] = {
    "kind": "coercion",
    "item": "B1-01",
    "conduct": "占道经营物品的扣押",
    "outcome": "measure",
    "reasons": "当事人拒不收摊，依法扣押经营工具，出具扣押清单。",
}
_LICENCE: dict[str, Any] = {
    "kind": "licence",
    "item": "W-01",
    "conduct": "建筑垃圾处置核准",
    "outcome": "granted",
    "reasons": "申请材料齐全，符合法定条件。",
    **_FIRM,
}
SCENES = (
    Scene(190, "waste", "published", _dump(30, 15000)),
    Scene(180, "brigade1", "published", _dump(30, 10500)),
    Scene(170, "brigade2", "published", _dump(30, 24500)),
    Scene(160, "waste", "published", _dump(3, 4000, deviation=_LOW)),
    Scene(150, "brigade5", "published", _spill(60, 30000, review_ground="complex")),
    Scene(140, "brigade1", "published", _SPARED),
    Scene(130, "brigade4", "withheld", _stall(60)),
    Scene(120, "brigade5", "withdrawn", _spill(20, 18000)),
    Scene(110, "brigade1", "published", _stall(40)),
    Scene(100, "waste", "published", _LICENCE),
    Scene(90, "brigade1", "published", _COERCION),
    Scene(80, "waste", "dropped", _dump(8, 12000)),
    Scene(26, "brigade2", "revoked", _dump(40, 20000)),
    Scene(16, "brigade1", "served", _stall(80)),
    Scene(15, "waste", "decided", _dump(6, 12000)),
    Scene(14, "brigade5", "to_decide", _spill(5, 4500, deviation=_LOW)),
    Scene(12, "brigade5", "in_review", _spill(70, 34000, review_ground="complex")),
    Scene(9, "brigade1", "notified", _stall(30)),
    Scene(6, "waste", "filed", {**_LICENCE, "outcome": ""}),
    Scene(3, "brigade3", "filed", {**_stall(0), "amount": None, "outcome": ""}),
)
#: Days after the filing on which a step is made.
_NOTICE, _ASKED, _REVIEWED, _DECIDED, _SERVED, _PUBLISHED, _REVOKED, _WITHDRAWN = 1, 4, 6, 7, 8, 11, 20, 22


def play(agency: Agency, today: date) -> int:
    """Plays them, each from its filing to where it stands; gives how many."""
    units = dict(Unit.objects.filter(agency=agency).values_list("code", "pk"))
    for number, scene in enumerate(SCENES, start=1):
        _Way(agency, units[scene.unit], scene, number, today).go()
    return len(SCENES)


class _Way:
    """One case on its way."""

    def __init__(self, agency: Agency, unit_id: int, scene: Scene, number: int, today: date) -> None:
        self.agency, self.unit_id, self.scene, self.number = agency, unit_id, scene, number
        self.first = today - timedelta(days=scene.ago)
        self.handler = founding.actor(HANDLERS[scene.unit])
        self.made: Decision | None = None

    def go(self) -> None:
        """Until the state where it stands; steps that lie ahead of today are not made."""
        for day, minutes, step, reached in self._steps():
            with clock.travel_to(at(self.first + timedelta(days=day), minutes)):
                step()
            assert self.made is not None
            self.made.refresh_from_db()
            if self.made.state == self.scene.end and reached:
                return

    def _steps(self) -> list[tuple[int, int, Callable[[], object], bool]]:
        end, said = self.scene.end, self.scene.said
        licence = said["kind"] == "licence"
        steps: list[tuple[int, int, Callable[[], object], bool]] = [
            (0, 30, self._file, end == "filed" and not licence)
        ]
        if end == "dropped":
            return [
                *steps,
                (2, 60, lambda: self._move("drop", self.handler, reason="证据不足，不予立案。"), True),
            ]
        if not licence or end == "filed":
            steps.append((_NOTICE, 60, self._notice, end == "filed"))
        if not licence:
            steps.append((_NOTICE, 90, lambda: self._move("notify", self.handler, on=clock.today()), True))
            steps.append((3, 60, self._defend, True))
        if said.get("review_ground"):
            steps.append((_ASKED, 60, lambda: self._move("ask_review", self.handler), True))
            steps.append((_REVIEWED, 60, self._review, True))
        else:
            steps.append((_ASKED, 90, lambda: self._move("propose", self.handler), True))
        return [*steps, *self._after()]

    def _after(self) -> list[tuple[int, int, Callable[[], object], bool]]:
        leader, publisher = founding.actor(LEADER), founding.actor(PUBLISHER)
        served: Callable[[], object] = lambda: self._move(  # noqa: E731 - a step like the others
            "serve", self.handler, on=clock.today(), way="direct"
        )
        steps: list[tuple[int, int, Callable[[], object], bool]] = [
            (_DECIDED, 60, lambda: self._move("decide", leader), True),
            (_SERVED, 60, served, True),
        ]
        if self.scene.end == "withheld":
            reason = "不具有一定社会影响，依法不公开。"
            return [*steps, (_SERVED + 1, 60, lambda: self._move("withhold", publisher, reason=reason), True)]
        reason = "经行政复议，决定被撤销。"
        return [
            *steps,
            (_PUBLISHED, 30, self._prepare, False),
            (_PUBLISHED, 60, lambda: self._move("publish", publisher), True),
            (_REVOKED, 60, lambda: self._move("revoke", leader, reason=reason, on=clock.today()), True),
            (_WITHDRAWN, 60, lambda: self._move("withdraw", publisher, reason=reason), True),
        ]

    def _seen(self) -> dict[str, Any]:
        assert self.made is not None
        self.made.refresh_from_db()
        return {"decision_id": self.made.pk, "expected_revision": self.made.revision}

    def _move(self, key: str, who: StaffActor, **given: Any) -> None:
        deeds.move(**self._seen(), key=key, actor=who, given=deeds.Given(**given))

    def _file(self) -> None:
        word = "许" if self.scene.said["kind"] == "licence" else "罚"
        day = clock.today()
        given: dict[str, Any] = {"party_kind": "citizen", "party": Party("曹示例丙"), **self.scene.said}
        case = deeds.Case(
            number=f"示城管{word}〔{day.year}〕{900 + self.number}号", conduct_on=day, filed_on=day, **given
        )
        self.made = deeds.file_case(
            actor=self.handler, agency_id=self.agency.pk, unit_id=self.unit_id, case=case
        )

    def _notice(self) -> None:
        licence = self.scene.said["kind"] == "licence"
        materials = "1.消纳场地的使用证明。\n2.运输车辆和驾驶员清单。" if licence else ""
        deeds.issue_notice(**self._seen(), actor=self.handler, materials=materials)

    def _defend(self) -> None:
        if self.scene.end != "notified":
            deeds.note_defence(**self._seen(), actor=self.handler, words="当事人表示没有异议，已经整改。")

    def _review(self) -> None:
        reviewer = founding.actor(REVIEWER)
        self._move("reviewed", reviewer, opinion="事实清楚，证据充分，适用裁量基准正确。")

    def _prepare(self) -> None:
        publisher = founding.actor(PUBLISHER)
        if self.scene.said["kind"] == "penalty":
            deeds.judge_impact(
                **self._seen(), actor=publisher, impact=True, reason="涉及市容秩序，群众关注。"
            )
        assert self.made is not None
        made = Decision.objects.select_related("table", "agency").get(pk=self.made.pk)
        deeds.write_public_text(**self._seen(), actor=publisher, text=decision_drafts.draft(made))
