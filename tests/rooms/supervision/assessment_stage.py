"""Score sheets and assessments as tests need them: written, simulated, adopted, opened, reviewed, told, published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cast import Cast
from gongkai.core import clock
from gongkai.domain.supervision import sheets
from gongkai.domain.supervision.scoring import Indicator
from gongkai.supervision.actions import assessing, entries
from gongkai.supervision.actions import sheets as doing
from gongkai.supervision.models import Assessed, Assessment, ScoreSheet

#: A small sheet: ten points counted, ten judged.
SMALL = sheets.indicators_from(
    [
        {
            "group": "公开",
            "title": "按期公开",
            "points": "10",
            "evidence": "台账",
            "rules": [
                {"text": "每份文件超期扣2分", "points": "2", "measure": "late_documents"},
                {"text": "每项任务超期扣3分", "points": "3", "measure": "late_tasks"},
            ],
        },
        {
            "group": "保障",
            "title": "会议和培训",
            "points": "10",
            "rules": [
                {"text": "没有开会扣4分", "points": "4", "way": "once"},
                {"text": "培训不到位", "points": "6", "way": "share"},
            ],
        },
    ]
)
NOTHING = {"2.1": {"cases": 0}, "2.2": {"cases": 0}}


def written(cast: Cast, indicators: tuple[Indicator, ...] = SMALL, **given: Any) -> ScoreSheet:
    values = {"title": "示例评分表", "kind": "units", **given}
    return doing.begin(actor=cast.supervisor, agency_id=cast.agency.pk, indicators=indicators, **values)


def year() -> int:
    return clock.today().year


def simulated(cast: Cast, **given: Any) -> ScoreSheet:
    made = written(cast, **given)
    return doing.simulate(sheet_id=made.pk, actor=cast.supervisor, expected_revision=None, year=year())


def adopted(cast: Cast, **given: Any) -> ScoreSheet:
    made = simulated(cast, **given)
    return doing.move_sheet(sheet_id=made.pk, key="adopt", actor=cast.duty_leader, expected_revision=None)


def prepared(cast: Cast, units: tuple[str, ...] = ("waste", "other"), **given: Any) -> Assessment:
    made = adopted(cast, **given)
    who = [cast.units[code].pk for code in units]
    return assessing.prepare(sheet_id=made.pk, actor=cast.supervisor, year=year(), who=who)


def moved(cast: Cast, row: Assessment, key: str, who: str = "supervisor", **given: Any) -> Assessment:
    return assessing.move_assessment(
        assessment_id=row.pk, key=key, actor=getattr(cast, who), expected_revision=None, **given
    )


def opened(cast: Cast, **given: Any) -> Assessment:
    return moved(cast, prepared(cast, **given), "open")


def entry(row: Assessment, cast: Cast, unit: str = "waste") -> Assessed:
    return Assessed.objects.select_related("assessment").get(assessment=row, unit=cast.units[unit])


def in_review(cast: Cast, **given: Any) -> Assessment:
    row = opened(cast, **given)
    entries.hand_in(
        entry_id=entry(row, cast).pk,
        actor=cast.section_head,
        expected_revision=None,
        own={"2.1": {"cases": 0, "note": "开过两次会"}, "2.2": {"cases": 10}},
    )
    with clock.travel_to(clock.now() + timedelta(days=60)):
        return moved(cast, row, "review")


def reviewed(cast: Cast, row: Assessment, unit: str, judged: dict[str, Any] | None = None) -> Assessed:
    return entries.review(
        entry_id=entry(row, cast, unit).pk,
        actor=cast.supervisor,
        expected_revision=None,
        judged=NOTHING if judged is None else judged,
    )


def told(cast: Cast, **given: Any) -> Assessment:
    row = in_review(cast, **given)
    reviewed(cast, row, "waste", {"2.1": {"cases": 1, "note": "没有记录"}, "2.2": {"cases": 50}})
    reviewed(cast, row, "other")
    return moved(cast, row, "tell")


def published(cast: Cast, **given: Any) -> Assessment:
    row = told(cast, **given)
    with clock.travel_to(clock.now() + timedelta(days=30)):
        moved(cast, row, "publish", "duty_leader")
    return Assessment.objects.get(pk=row.pk)
