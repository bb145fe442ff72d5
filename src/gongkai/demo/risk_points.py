"""The demonstration's register of integrity risks (廉政风险点): 4 sections and 5 brigades, as published in 2012.

The numbers the bureau published (413 points, 413 measures) are not written here: they follow from the pieces of work
of each unit below and from what can go wrong with work of that kind (``risk_library``); a test counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple
from zlib import crc32

from gongkai.core import clock
from gongkai.demo import bureau, cast
from gongkai.demo import risk_library as library
from gongkai.demo.risk_library import Point
from gongkai.demo.stage import at
from gongkai.domain.powers.risks import grading, regrade_by
from gongkai.domain.refusal import Refused
from gongkai.people.models import Agency, Unit
from gongkai.powers import actions
from gongkai.powers.actions import BroughtIn, searches
from gongkai.powers.actions.bringing import bring_in_all
from gongkai.powers.models import Search, SearchPart, Version
from gongkai.powers.queries.public import in_force

FIRST_SEARCH = (date(2012, 4, 9), date(2012, 5, 31))
IN_FORCE = date(2012, 6, 18)


class Kind(NamedTuple):
    """A kind of work: what may go wrong, whose post it is, and the kind of activity it counts as."""

    points: tuple[Point, ...]
    post: str
    activity: str


KINDS = {
    "approval": Kind(library.APPROVAL, "审批岗", "approval"),
    "inspection": Kind(library.INSPECTION, "巡查岗", "inspection"),
    "penalty": Kind(library.PENALTY, "案件承办岗", "inspection"),
    "spot": Kind(library.SPOT, "路面执法岗", "inspection"),
    "seized": Kind(library.SEIZED, "物品保管岗", "inspection"),
    "complaints": Kind(library.COMPLAINTS, "投诉受理岗", "management"),
    "finance": Kind(library.FINANCE, "财务岗", "finance"),
    "procurement": Kind(library.PROCUREMENT, "采购岗", "procurement"),
    "project": Kind(library.PROJECT, "项目管理岗", "project"),
    "personnel": Kind(library.PERSONNEL, "人事岗", "major"),
    "records": Kind(library.RECORDS, "文书档案岗", "little_power"),
    "disclosure": Kind(library.DISCLOSURE, "政务公开岗", "management"),
    "reception": Kind(library.RECEPTION, "后勤岗", "finance"),
    "assets": Kind(library.ASSETS, "资产管理岗", "management"),
    "review": Kind(library.REVIEW, "法制审核岗", "approval"),
    "litigation": Kind(library.LITIGATION, "复议应诉岗", "management"),
    "fines": Kind(library.FINES, "罚没款管理岗", "finance"),
    "auxiliary": Kind(library.AUXILIARY, "队伍管理岗", "management"),
    "allocation": Kind(library.ALLOCATION, "市场疏导岗", "management"),
}
#: Unit → its pieces of work, each with its kind; "kind:4" takes the first four risks of the kind.
WORK: dict[str, dict[str, str]] = {
    "office": {
        "经费报销": "finance", "办公设备采购": "procurement", "干部选拔和岗位调整": "personnel", "公务接待": "reception",
        "车辆和资产管理": "assets", "公文和印章管理": "records", "档案管理": "records", "依申请公开办理": "disclosure",
        "投诉受理和转办": "complaints",
    },
    "law": {
        "规范性文件合法性审核": "review:5", "行政处罚案件审核": "review", "行政复议和诉讼应对": "litigation",
        "听证组织": "disclosure:5", "裁量基准制定": "review:5", "罚没物品处置监督": "seized",
        "法律顾问和鉴定机构选聘": "procurement", "执法证件和文书管理": "records",
    },
    "appearance": {
        "户外广告设置许可": "approval", "临时占道审批": "approval", "门店招牌备案": "approval:4", "便民疏导点摊位安排": "allocation",
        "市容考核评分": "inspection", "责任区检查": "inspection", "清扫保洁服务采购": "procurement", "广告位公开出让": "project",
        "专项整治经费使用": "finance",
    },
    "waste": {
        "建筑垃圾处置核准": "approval", "运输企业名录管理": "approval", "消纳场备案": "approval", "工地出入口检查": "inspection",
        "密闭运输检查": "inspection", "消纳场建设和监管": "project", "监控平台运维采购": "procurement", "渣土举报办理": "complaints:5",
    },
}  # fmt: skip
#: What each brigade's eight pieces of work are called, by kind.
_BRIGADES = (
    ("东城片区街面巡查", "占道经营处罚", "流动摊点当场处罚", "占道物品暂扣", "沿街违法建设查处", "市容投诉核查", "罚没款收缴", "协管员管理"),
    ("西城片区农贸市场周边巡查", "油烟污染处罚", "乱贴乱画当场处罚", "经营工具暂扣", "屋顶违法建设查处", "油烟噪声投诉核查", "罚款票据管理",
     "市场疏导员管理"),
    ("南部新区建筑工地巡查", "工地扬尘处罚", "车轮带泥当场处罚", "施工机具暂扣", "围挡内违法建设查处", "扬尘投诉核查", "工地罚款收缴", "辅助队员管理"),
    ("高新区道路和园区巡查", "户外广告违法处罚", "临时广告当场处罚", "广告设施暂扣", "园区违法建设查处", "园区投诉核查", "代履行费用收取", "园区协管员管理"),
    ("夜间渣土运输巡查", "遗撒和偷倒处罚", "无准运标识当场处罚", "渣土车辆暂扣", "非法消纳点查处", "夜间施工投诉核查", "渣土罚款收缴", "夜间协查队管理"),
)  # fmt: skip
_BRIGADE_KINDS = ("inspection", "penalty", "spot", "seized", "penalty:6", "complaints", "fines", "auxiliary")
for _number, _names in enumerate(_BRIGADES, start=1):
    WORK[f"brigade{_number}"] = dict(zip(_names, _BRIGADE_KINDS, strict=True))
#: Units graded by the three levels; the others by probability times harm.
_BY_LEVELS = frozenset({"office", "law"})
#: Work → the flowchart of it; risk → words of the step it is pinned to.
_CHARTS = {
    "建筑垃圾处置核准": "C-WASTE-1", "消纳场备案": "C-WASTE-3", "户外广告设置许可": "C-APPEAR-1", "临时占道审批": "C-APPEAR-2",
    "门店招牌备案": "C-APPEAR-3", "责任区检查": "C-APPEAR-4",
}  # fmt: skip
_STEPS = {
    "受理时设置门槛": ("受理", "收件", "形式审查", "提交"), "现场核查走过场": ("现场", "实地", "勘"), "放宽条件准予许可": ("会审", "审批", "准予", "回执"),
    "拖延办理": ("审查", "审看", "征求"), "批后监管缺位": ("回访", "巡查", "送达"), "检查对象选择随意": ("随机", "计划"),
    "发现问题不记录": ("记录结果",), "整改复查不到位": ("复查",), "事先通风报信": ("实施检查",),
}  # fmt: skip
Steps = Mapping[str, Mapping[str, str]]


def points(unit: Unit, graded_on: date, begins: date, steps: Steps | None = None) -> list[BroughtIn]:
    """A unit's risk points as graded on the day. ``steps``: code of a flowchart → its steps by name, to pin to."""
    works = ((work, *named.partition(":")[::2]) for work, named in WORK[unit.code].items())
    found = [
        (work, KINDS[kind], point)
        for work, kind, some in works
        for point in KINDS[kind].points[: int(some) if some else None]
    ]
    return [
        _said(unit, number, work, kind, point, graded_on, begins, steps or {})
        for number, (work, kind, point) in enumerate(found, start=1)
    ]


def _said(
    unit: Unit, number: int, work: str, kind: Kind, point: Point, graded_on: date, begins: date, steps: Steps
) -> BroughtIn:
    content = {
        "post": kind.post,
        "category": point.category,
        "shows": point.shows.format(work=work),
        "rule": "three_levels" if unit.code in _BY_LEVELS else "product",
        "graded_on": graded_on.isoformat(),
        "activity": kind.activity,
        "probability": str(_likely(unit, work, point)),
        "harm": str(point.harm),
        "measure": point.measure,
        "owner": f"{unit.name}主任" if unit.code == "office" else f"{unit.name}负责人",
        "leader": "局长" if kind.activity in ("finance", "major") else "分管副局长",
        **_pin(work, point, steps),
    }
    answer = grading(content)
    if isinstance(answer, Refused):
        raise TypeError(f"{work}{point.name}: {answer}")
    again = regrade_by(answer.grade, graded_on)
    content |= {"grade": answer.grade, "regrade_on": again.isoformat() if again else ""}
    return BroughtIn("risk", f"{unit.code}-{number:03}", f"{work}：{point.name}", content, begins)


def _likely(unit: Unit, work: str, point: Point) -> int:
    """How likely it is in this unit: the same work goes wrong more often in one place than in another."""
    more = {0: -1, 1: 1, 2: 1}.get(crc32(f"{unit.code}{work}{point.name}".encode()) % 6, 0)
    return min(5, max(1, point.probability + more))


def _pin(work: str, point: Point, steps: Steps) -> dict[str, str]:
    chart = _CHARTS.get(work, "")
    for word in _STEPS.get(point.name, ()):
        for name, key in steps.get(chart, {}).items():
            if word in name:
                return {"chart": chart, "step": key}
    return {}


def _steps(agency: Agency) -> dict[str, dict[str, str]]:
    """The steps of the flowcharts in force, where there are any."""
    rows = Version.objects.filter(in_force(), entry__agency=agency, entry__code__in=_CHARTS.values())
    return {
        row.entry.code: {str(step["name"]): str(step["key"]) for step in row.content.get("steps", ())}
        for row in rows.filter(entry__kind="chart").select_related("entry")
    }


def play(agency: Agency) -> int:
    """The first search and register of 2012, the grades as they stand, and the search that runs; gives the points."""
    units = {
        unit.code: unit for unit in Unit.objects.filter(agency=agency, code__in=WORK).select_related("agency")
    }
    _first(agency, units)
    _since(agency, units)
    return sum(len(points(unit, IN_FORCE, IN_FORCE)) for unit in units.values())


def _first(agency: Agency, units: Mapping[str, Unit]) -> None:
    """Every unit finds its points in the spring of 2012 and signs off; the register is published in June."""
    opens_on, closes_on = FIRST_SEARCH
    search = _opened(agency, opens_on, closes_on, units)
    for number, unit in enumerate(units.values()):
        day = opens_on + timedelta(days=10 + 4 * number)
        with clock.travel_to(at(day, 60)):
            actions.bring_in(unit=unit, entries=points(unit, day, IN_FORCE))
        _sign(search, unit.code, day)
    with clock.travel_to(at(closes_on, 120)):
        searches.close_search(actor=bureau.actor("leader"), search_id=search.pk)


def _since(agency: Agency, units: Mapping[str, Unit]) -> None:
    """Last year's grades, and this year's search: some units have graded again and signed off, others are at it."""
    today = clock.today()
    opens_on = today - timedelta(days=30)
    last_year = today - timedelta(days=350)
    early = last_year - timedelta(days=20)
    steps = _steps(agency)
    with clock.travel_to(at(last_year, 30)):
        bring_in_all(
            parts=[
                (
                    unit,
                    points(
                        unit, early if code in ("brigade3", "appearance") else last_year, last_year, steps
                    ),
                )
                for code, unit in units.items()
            ]
        )
    search = _opened(agency, opens_on, today + timedelta(days=20), units)
    for number, code in enumerate(("law", "office", "brigade1", "waste")):
        day = opens_on + timedelta(days=6 + 5 * number)
        with clock.travel_to(at(day, 60)):
            actions.bring_in(unit=units[code], entries=points(units[code], day, day, steps))
        _sign(search, code, day)
    _found_now(agency, units["brigade2"], today - timedelta(days=3))


def _found_now(agency: Agency, unit: Unit, day: date) -> None:
    """A new risk point, still being written."""
    with clock.travel_to(at(day, 90)):
        actions.create(
            actor=bureau.actor(cast.DRAFTERS[unit.code][0]),
            agency_id=agency.pk,
            unit_id=unit.pk,
            kind="risk",
            code=f"{unit.code}-101",
            title="共享单车清运：清运单位由个人指定",
            content={
                "post": "队伍管理岗",
                "category": "process",
                "shows": "共享单车清运未经比选，由经办人指定单位。",
            },
        )


def _opened(agency: Agency, opens_on: date, closes_on: date, units: Mapping[str, Unit]) -> Search:
    with clock.travel_to(at(opens_on)):
        return searches.open_search(
            actor=bureau.actor("leader"),
            agency_id=agency.pk,
            year=opens_on.year,
            title=f"{opens_on.year}年廉政风险排查",
            opens_on=opens_on,
            closes_on=closes_on,
            unit_ids=[unit.pk for unit in units.values()],
        )


def _sign(search: Search, unit: str, day: date) -> SearchPart:
    part = search.parts.get(unit__code=unit)
    with clock.travel_to(at(day, 180)):
        return searches.sign_off(
            actor=bureau.actor(cast.DRAFTERS[unit][0]),
            part_id=part.pk,
            reason="岗位和流程没有变化，逐条复评后未发现新的风险点。",
        )
