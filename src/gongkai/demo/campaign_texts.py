"""What the demonstration's campaigns say, and the sites they look at. Every site and every firm is invented."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.campaigns.actions.sites import PartyInput
from gongkai.campaigns.contacts import Contact

#: Item → what the inspector writes where it is not met.
WRONG = {
    "papers": "现场公示的处置核准文件已过期，新核准文件未张贴。",
    "fence": "南侧围挡缺失约三米，泥土外露。",
    "paving": "出入口内侧车行道未硬化，有积水积泥。",
    "washing": "冲洗设备停用，两辆车未冲洗出场。",
    "covering": "一辆车装载超高，车厢盖没有合拢。",
    "sweeping": "出入口外道路带泥约二十米，无人清扫。",
}
ITEMS = tuple(WRONG)
PUT_RIGHT = "上次指出的问题已整改。"


@dataclass(frozen=True, slots=True)
class Place:
    """A site: its name, the brigade that inspects it, what is built, and the numbers of its firms."""

    name: str
    brigade: int
    works: str
    builder: int
    contractor: int
    haulier: int = 0


YEAR_2012 = (
    Place("南部新区安置房一期工地", 3, "土方开挖、基础施工", 1, 1, 1),
    Place("南部新区中学新建工地", 3, "土方开挖", 2, 2, 1),
    Place("南部新区湖滨路延伸工地", 3, "道路基层施工", 3, 3),
    Place("南部新区商贸中心工地", 3, "基坑开挖、外运土方", 4, 1, 2),
)
RUNNING = (
    Place("东城片区文体中心工地", 1, "土方开挖", 1, 1, 1),
    Place("东城片区老厂区改造工地", 1, "拆除、垃圾外运", 2, 2, 2),
    Place("东城片区便民街管网工地", 1, "沟槽开挖", 3, 3),
    Place("西城片区安居小区工地", 2, "基础施工", 4, 4, 3),
    Place("西城片区车站广场工地", 2, "土方外运", 5, 1, 1),
    Place("西城片区示范路拓宽工地", 2, "道路基层施工", 3, 5),
    Place("南部新区医院二期工地", 3, "基坑开挖、外运土方", 6, 2, 3),
    Place("南部新区学府苑工地", 3, "土方开挖、主体施工", 7, 6, 2),
    Place("南部新区滨河公园工地", 3, "土方造型、回填", 3, 3, 1),
    Place("高新区孵化园三期工地", 4, "主体施工", 8, 4, 3),
    Place("高新区标准厂房工地", 4, "土方开挖", 8, 6, 2),
    Place("高新区变电站配套工地", 4, "基础施工", 9, 5),
    Place("滨河路消纳场进出口", 5, "消纳、回填", 10, 7, 1),
    Place("清风路夜间施工点", 5, "沟槽开挖、夜间外运", 3, 3, 2),
)
ADVERTS = (
    ("公开大道跨街牌架", "appearance", "落地式广告设施", 11),
    ("便民街商厦楼顶字牌", "appearance", "楼顶式广告设施", 12),
    ("示范路公交站亭灯箱", "brigade1", "灯箱式广告设施", 13),
)
STREETS = ("公开大道", "示范路", "便民街", "清风路", "滨河路", "文化巷")
_FIGURES = "零一二三四五六七八九"
_FIRMS = {
    "builder": "示例第{}建设开发有限公司",
    "contractor": "示例第{}建筑工程有限公司",
    "haulier": "示例第{}渣土运输有限公司",
    "owner": "示例第{}广告传媒有限公司",
}
_CALLED = {"builder": "甲", "contractor": "乙", "haulier": "丙", "owner": "丁"}


def firm(role: str, number: int) -> PartyInput:
    """An invented firm, and whom to write to there."""
    tens, ones = divmod(number, 10)
    said = ("十" if tens else "") + (_FIGURES[ones] if ones or not tens else "")
    contact = Contact(
        f"示例{_CALLED[role]}", f"0000-5559{len(role)}{number:02}", f"{role}{number}@example.org", ""
    )
    return PartyInput(_FIRMS[role].format(said), contact)


def parties(place: Place) -> dict[str, PartyInput]:
    """Who builds, digs and hauls at the site."""
    named = {"builder": place.builder, "contractor": place.contractor, "haulier": place.haulier}
    return {role: firm(role, number) for role, number in named.items() if number}


TITLE = "渣土清运“六到位”专项治理"
AIM = "工地出入口洗得净、车辆盖得严、道路扫得清，减少带泥上路和沿途撒漏。"
BASIS_2012 = "示例市建筑垃圾运输管理暂行规定第三条、第五条"
BASIS = "示例市城市建筑垃圾管理办法第三条、第四条"
LETTER = (
    "请贵单位对照清单先行自查，落实专人管理出入口；检查中发现的问题请在期限内整改。"
    "对检查有异议的，可以向我局提出。"
)
ADVERT_TITLE = "户外广告设施安全检查"
ADVERT_AIM = "大风季节前查清户外广告设施的结构和用电安全，消除坠落、漏电隐患。"
ADVERT_BASIS = "示例市户外广告设置管理规定第十条"
