"""The demonstration's powers and services, with the versions of years, and drafts in every state of their way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.core import clock
from gongkai.demo import power_item_texts as texts
from gongkai.demo.stage import Stage, at
from gongkai.people.models import Agency, Unit
from gongkai.powers import actions
from gongkai.powers.actions import BroughtIn
from gongkai.powers.models import Entry, Version

Said = tuple[str, BroughtIn]


def play(bureau: Agency) -> int:
    """Brings the list in as it was published over the years, day by day; gives how many entries there are."""
    units = {unit.code: unit for unit in Unit.objects.filter(agency=bureau).select_related("agency")}
    days: dict[date, dict[str, list[BroughtIn]]] = {}
    for unit, said in (*_powers(bureau), *_services(units)):
        days.setdefault(said.in_force_from, {}).setdefault(unit, []).append(said)
    for day in sorted(day for day in days if day <= clock.today()):
        with clock.travel_to(at(day, 15)):
            for unit, entries in days[day].items():
                actions.bring_in(unit=units[unit], entries=entries)
    return len(_lines(texts.POWERS)) + len(_lines(texts.SERVICES))


def _lines(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().splitlines()]


def _powers(bureau: Agency) -> Iterator[Said]:
    for unit, code, category, title, instrument, article, limit in _lines(texts.POWERS):
        values = {
            "title": title,
            "instrument": instrument,
            "article": article,
            "limit": limit,
            "duty": texts.DUTIES[category],
        }
        yield unit, _power(bureau, code, category, values, texts.FIRST)
        for later, day, why, changes in texts.LATER:
            if later == code:
                values |= changes
                yield unit, _power(bureau, code, category, values, day, why)


def _power(
    bureau: Agency, code: str, category: str, values: dict[str, str], begins: date, why: str = ""
) -> BroughtIn:
    applied_for = category in ("licence", "confirmation")
    content: dict[str, Any] = {
        "category": category,
        "basis": [{"instrument": values["instrument"], "article": values["article"]}],
        "decides": bureau.name,
        "duty": values["duty"].replace("；", "；\n"),
        "limit": values["limit"],
        "fee": values.get("fee", "按示例市收费目录" if category in ("licence", "levy") else ""),
        "forms": values["forms"].splitlines() if "forms" in values else texts.FORMS if applied_for else [],
        "remedy": texts.REMEDY if category not in ("inspection", "reward", "service") else "",
        "supervision": list(texts.SUPERVISION),
    }
    return BroughtIn("item", code, values["title"], content, begins, note=why)


def _services(units: dict[str, Unit]) -> Iterator[Said]:
    for unit, code, title, power, duty, promise, result in _lines(texts.SERVICES):
        content = {
            "basis": f"《权责清单》{power}，以及示例市机关服务规范。",
            "duty": f"{duty}。",
            "promise": f"{promise}。",
            "result": f"{result}。",
            "counter": f"{units[unit].name}服务窗口",
            **texts.COUNTER,
        }
        yield unit, BroughtIn("service", code, title, content, texts.FIRST + timedelta(days=28), power)


class Course:
    """The register in the living year: versions revised along their way, and what is on its way today."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.calendar = clock.calendar()

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day = self.today - timedelta(days=days)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def scenes(self) -> list[tuple[date, int, Callable[[], object]]]:
        """What happens on which day, to be sorted in between the other rooms' scenes."""
        told: tuple[tuple[int, Callable[[date], object]], ...] = (
            (95, self.revised),
            (21, self.in_force_soon),
            (9, self.returned),
            (6, self.reviewed),
            (4, self.submitted),
            (2, self.begun),
        )
        return [(self.ago(days), 60, partial(scene, self.ago(days))) for days, scene in told]

    def revised(self, day: date) -> None:
        """The vehicle check becomes monthly and unannounced."""
        version = self._draft(
            day, "W-02", "改为双随机检查。", duty="随机抽取检查对象和执法人员；不事先通知；结果七日内公开。"
        )
        self._go(day, version, "submit", "approve", "publish")

    def in_force_soon(self, day: date) -> None:
        """Published, and in force from the first day of a month to come."""
        version = self._draft(
            day, "A-05", "检查频次增加。", self.today + timedelta(days=30), limit="每季度一次"
        )
        self._go(day, version, "submit", "approve", "publish")

    def returned(self, day: date) -> None:
        """A draft the legal review gave back."""
        version = self._draft(day, "B5-03", "拟提高检查频次。", limit="六十日")
        self._go(day, version, "submit", "send_back")

    def reviewed(self, day: date) -> None:
        """A version that waits for the publisher."""
        version = self._draft(day, "W-11", "增加视频巡查。", limit="每半月一次")
        self._go(day, version, "submit", "approve")

    def submitted(self, day: date) -> None:
        """A version that waits for the legal review."""
        version = self._draft(day, "A-03", "备案改为网上办理。", limit="当场")
        self._go(day, version, "submit")

    def begun(self, day: date) -> None:
        """A service that lacks most of its elements yet."""
        editor = self.stage.actor("drafter")
        with clock.travel_to(at(day, 70)):
            actions.create(
                actor=editor,
                agency_id=editor.agency_id,
                unit_id=self.stage.unit("waste"),
                kind="service",
                code="S-W-03",
                title="装修垃圾收运预约",
                content={"duty": "登记预约，通知收运单位。", "promise": "两日内上门。"},
            )

    def _draft(self, day: date, code: str, note: str, begins: date | None = None, **changes: str) -> Version:
        """The next version of a power, written by its unit's editor."""
        entry = Entry.objects.select_related("unit").get(agency__code="cgj", kind="item", code=code)
        editor = self.stage.who("drafter", entry.unit.code)
        with clock.travel_to(at(day, 30)):
            version = actions.draft_new_version(actor=editor, entry_id=entry.pk)
            return actions.save(
                version_id=version.pk,
                actor=editor,
                expected_revision=None,
                title=version.title,
                content={**version.content, **changes},
                note=note,
                in_force_from=begins,
            )

    def _go(self, day: date, version: Version, *keys: str) -> None:
        editor = self.stage.who("drafter", version.entry.unit.code)
        who = {
            "submit": editor,
            "approve": self.stage.actor("law-head"),
            "send_back": self.stage.actor("law-head"),
            "publish": self.stage.actor("leader"),
        }
        for number, key in enumerate(keys):
            with clock.travel_to(at(day, 60 + 45 * number)):
                reason = "检查频次与现行办法不一致，请核对后再报。" if key == "send_back" else ""
                actions.move(
                    version_id=version.pk, key=key, actor=who[key], expected_revision=None, reason=reason
                )
