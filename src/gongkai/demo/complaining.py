"""What people report to the demonstration's bureau, and how it is answered. Every person and place is invented."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.complaints.identity import Contact
from gongkai.domain.complaints.routing import Conditions, Hours, RoutingRule


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that is reported: class, line, words, and the reply when it was put right."""

    kind: str
    category: str
    title: str
    text: str
    reply: str
    result: str = "solved"


SUBJECTS = (
    Subject("complaint", "E01-03", "路边堆放装修垃圾", "小区东门外的路边堆了很多装修垃圾，挡住了人行道。",
            "接到反映后，执法人员当日到场，查明为附近商铺装修所堆，已责令清运，现场已恢复整洁，并加强该路段巡查。"),
    Subject("complaint", "E03-05", "渣土车沿路遗撒", "夜里渣土车从工地出来，沿路掉泥土和石块，早上满路灰。",
            "经查看监控，已对涉事车辆依法立案处理，督促工地落实出口冲洗和密闭运输，路面已冲洗干净。"),
    Subject("complaint", "E03-01", "夜间施工噪声扰民", "工地夜里十一点以后还在打桩，影响休息。",
            "当晚执法人员到场制止，责令停止夜间施工，约谈项目负责人，后续由夜间巡查组每晚复查。"),
    Subject("complaint", "E05-02", "早市占道经营", "早上一条街都被摊位占了，上学的孩子只能走在车道上。",
            "已安排专人每日六时至九时值守，引导摊位进入临时疏导点，人行道恢复通行。"),
    Subject("complaint", "E01-09", "饭店油烟直排", "楼下饭店的油烟直接排到楼道里，开不了窗。",
            "经现场检查，该店油烟净化装置损坏，已责令停用整改，三日后复查已更换净化设备并正常运行。"),
    Subject("complaint", "E05-03", "店外经营占用盲道", "几家店把货堆在盲道上，推车和盲人都走不过去。",
            "已现场劝导并限时清理，盲道恢复畅通，相关门店签订了市容责任书。"),
    Subject("complaint", "E02-01", "楼道小广告多", "单元楼道和电线杆上到处是小广告，撕了又贴。",
            "已组织人员集中清理，对留有电话的小广告依法停机处理，并把该小区列入每周清理名单。"),
    Subject("complaint", "E02-02", "广告牌松动有危险", "路口的大广告牌一刮风就响，怕掉下来砸到人。",
            "已设置警戒并通知设置单位，当日完成加固，经检测符合安全要求，已列入汛期重点检查。"),
    Subject("help", "C01-10", "路灯不亮", "门口这一段路灯坏了好几盏，晚上看不清路。",
            "已通知维护单位到场维修，更换灯泡和线路，当晚恢复照明。"),
    Subject("help", "C01-03", "雨水井盖破损", "路口的雨水井盖裂了，车一压就响，很危险。",
            "维护人员当日到场，更换了破损井盖，并对周边井盖作了排查。"),
    Subject("help", "C02-02", "人行道砖松动", "人行道有一片砖松了，下雨天一踩就溅水，老人摔过。",
            "已修补松动路面约六平方米，恢复平整。"),
    Subject("help", "C04-01", "行道树枝遮挡信号灯", "树枝长得太长，挡住了路口的红绿灯。",
            "园林养护人员已修剪遮挡树枝，信号灯视线恢复。"),
    Subject("help", "E01-05", "路面积水", "下过雨两天了，路口还有一大片积水，过不去。",
            "已疏通雨水箅子，抽排积水，并把该点列入易涝点巡查。"),
    Subject("complaint", "E05-06", "人行道停满汽车", "人行道上天天停满车，行人走不过去。",
            "已联合有关单位集中整治，依法处理违停车辆，增设隔离桩，秩序明显好转。"),
    Subject("complaint", "E01-02", "垃圾没有及时清运", "垃圾收集点满了三天没有人运，味道很大。",
            "当日已清运并冲洗消毒，约谈保洁单位，明确每日两次清运。"),
    Subject("complaint", "E01-08", "空地焚烧垃圾", "有人在空地上烧垃圾，烟飘到居民楼里。",
            "执法人员已到场扑灭并清理，对当事人进行教育，空地已安排看护。"),
    Subject("report", "E01-01", "有人违法搭建", "顶楼有人在搭建房屋，没有看到任何手续。",
            "经核查属于未经许可的搭建，已下达责令改正通知，当事人自行拆除，现场已复核。"),
    Subject("report", "E03-02", "工地扬尘没有覆盖", "工地裸土没有覆盖，一刮风整条街都是灰。",
            "经现场检查属实，已责令覆盖裸土、开启喷淋，并依法处理。"),
    Subject("suggestion", "C03-02", "建议增设果皮箱", "公园到车站这一段一个果皮箱也没有，建议增设。",
            "采纳您的建议，已在该路段增设果皮箱六个。谢谢您的支持。"),
    Subject("suggestion", "C02-09", "建议增加临时停车位", "医院周边停车难，建议把闲置空地改成临时停车场。",
            "已会同有关单位现场踏勘，拟列入明年便民停车点建设计划，届时向社会公布。", "planned"),
    Subject("suggestion", "C03-01", "建议延长公厕开放时间", "夜里公厕关门太早，建议延长开放时间。",
            "采纳您的建议，该公厕开放时间延长至夜间十时，已张贴公告。"),
    Subject("enquiry", "E02-03", "门头招牌怎么办手续", "我要换店铺的门头招牌，需要办什么手续？",
            "更换门头招牌请先备案：携带营业执照、设计图和承诺书到政务服务中心城管窗口办理，当场办结，不收费。", "explained"),
    Subject("enquiry", "E01-03", "装修垃圾怎么处理", "家里装修，装修垃圾应该堆到哪里，怎么收费？",
            "请装袋后投放到小区指定的装修垃圾临时堆放点，由物业联系核准的运输企业清运，收费标准在小区公示栏公布。", "explained"),
    Subject("enquiry", "E03-01", "夜间施工有什么规定", "工地晚上几点以后不能施工？",
            "夜间二十二时至次日六时禁止产生噪声的建筑施工；因工艺需要连续施工的，应当取得证明并提前公告附近居民。", "explained"),
)  # fmt: skip
#: What could not be solved in the year and stands on the shelved list, and why.
SHELVED = (
    (
        "C02-01",
        "老街路面破损严重",
        "整条老街的路面坑坑洼洼，雨天没法走。",
        "该路段已列入旧城改造范围，改造前只能临时修补。",
    ),
    (
        "C01-09",
        "无主井盖反复损坏",
        "这个井盖没有人管，修了又坏。",
        "产权单位已注销，正在协调移交市政部门统一管理。",
    ),
    (
        "E04-05",
        "下穿道路逢雨必涝",
        "一下大雨桥下就淹，车过不去。",
        "需要改造泵站，已申报项目，资金尚未落实。",
    ),
)
DISTRICTS = ("dongcheng", "xicheng", "nanbu", "gaoxin")
STREETS = ("公开大道", "示范路", "便民街", "清风路", "滨河路", "文化巷")
#: District → the brigade that answers for it.
BRIGADES = dict(zip(DISTRICTS, ("brigade1", "brigade2", "brigade3", "brigade4"), strict=True))
PROGRAMME, STATION = "示例行风热线", "示例广播电台"
GUESTS = "局长 赵示例、办公室主任 沈示例"


def reporter(number: int) -> Contact:
    """An invented reporter; every ninth gives no name, every seventh is one of five who call again and again."""
    if number % 9 == 8:
        return Contact()
    who = 9000 + number % 5 if number % 7 == 3 else number
    return Contact(
        name=f"示例市民{'甲乙丙丁戊己庚辛壬癸'[who % 10]}",
        telephone=f"0000-777{who:04d}",
        address=f"示例市{STREETS[who % len(STREETS)]}{who % 90 + 1}号",
    )


def _rule(
    key: str, position: int, lead: str, note: str, co: tuple[str, ...] = (), **when: object
) -> RoutingRule:
    from datetime import date

    return RoutingRule(
        key=key,
        position=position,
        in_force_from=date(2011, 1, 4),
        in_force_until=None,
        when=Conditions(**when),  # type: ignore[arg-type]
        lead=lead,
        co=co,
        note=note,
        source="示例市城市管理局投诉派单办法（演示）",
    )


def rules() -> list[RoutingRule]:
    """The bureau's routing: night and waste first, then signs, then the brigade of the district, then the office."""
    from datetime import time

    night = (Hours(time(22), time(6)),)
    found = [
        _rule("night-waste", 10, "brigade5", "夜间渣土运输由五大队办理", categories=("E03-05",), hours=night),
        _rule(
            "waste",
            20,
            "waste",
            "渣土和工地扬尘由渣土管理科领办",
            categories=("E03-05", "E03-02"),
            co=("brigade5",),
        ),
        _rule(
            "signs",
            30,
            "appearance",
            "户外广告、门头招牌由市容管理科领办",
            categories=("E02-02", "E02-03", "C03-05"),
        ),
    ]
    found += [
        _rule(district, 40 + number, unit, "其余按片区派给执法大队", districts=(district,))
        for number, (district, unit) in enumerate(BRIGADES.items())
    ]
    return [*found, _rule("rest", 90, "office", "没有地点的由办公室分办")]


TEMPLATES = (
    ("solved", "现场处理完毕", "", "solved",
     "您反映的事项，我局执法人员已到现场核查，情况属实，已作如下处理：……。现场已恢复正常。感谢您对城市管理工作的关心。"),
    ("explained", "政策解释", "", "explained",
     "您咨询的事项答复如下：……。如需进一步了解，请拨打城管投诉电话。"),
    ("unfounded", "核查不属实", "", "unfounded",
     "您反映的事项，我局已到现场核查，未发现所述情况：……。如有新的线索，请继续向我们反映。"),
    ("waste", "渣土遗撒", "E03-05", "solved",
     "您反映的渣土运输问题，我局已查明涉事车辆，依法处理，并责令工地落实冲洗和密闭运输。路面已冲洗干净。"),
)  # fmt: skip
