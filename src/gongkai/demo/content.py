"""What the demonstration's documents say: series of our own wording, each with its rows, unit and a body to vary."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Body = Callable[[random.Random, date], str]


@dataclass(frozen=True, slots=True)
class Series:
    """A kind of document the bureau puts out again and again."""

    key: str
    unit: str
    rows: tuple[str, ...]
    title: str
    body: Body
    keywords: str
    summary: str
    topics: tuple[str, ...] = ()
    number: str = ""


ROADS = (
    "文昌路",
    "光明路",
    "建设路",
    "人民路",
    "银杏大道",
    "石榴街",
    "汤王大道",
    "芍花路",
    "药都路",
    "魏武大道",
)
AREAS = ("东城片区", "西城片区", "南部新区", "北城片区", "站前广场周边", "沿河风光带")
SITES = ("滨河家园工地", "站前商业街工地", "南湖学校工地", "银杏苑二期工地", "文体中心工地", "城南水厂工地")
COMPANIES = ("示例甲运输公司", "示例乙运输公司", "示例丙建设公司", "示例丁市政公司", "示例戊广告公司")


def _p(*sentences: str) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def _h(text: str) -> str:
    return f"<h2>{text}</h2>"


def _table(caption: str, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><caption>{caption}</caption><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"


def waste_check(rng: random.Random, day: date) -> str:
    """渣土运输检查通报."""
    sites = rng.sample(SITES, 4)
    rows: list[tuple[object, ...]] = [
        (site, rng.randint(3, 18), rng.randint(0, 3), rng.choice(("已整改", "限期整改", "符合要求")))
        for site in sites
    ]
    cars = sum(int(str(row[1])) for row in rows)
    return (
        _p(
            f"为减少渣土运输扬尘和抛洒，{day.month}月我局对在建工地出口和主要运输路线进行了检查，现将情况通报如下。"
        )
        + _h("一、检查情况")
        + _p(
            f"本月共检查工地 {len(rows)} 处，检查运输车辆 {cars} 台次，重点查看围挡、冲洗、硬化、密闭、保洁和登记六个方面。"
        )
        + _table("工地检查结果", ("工地", "检查车辆（台次）", "发现问题（处）", "处理"), rows)
        + _h("二、主要问题")
        + _p(
            f"个别车辆在{rng.choice(ROADS)}路段密闭不严，有少量渣土掉落；个别工地出口冲洗设施水压不足。",
            "存在问题的单位已收到整改通知，复查合格后方可继续外运。",
        )
        + _h("三、下一步安排")
        + _p("继续实行夜间值守和联合检查，对屡查屡犯的运输单位依法处理，并公布结果。欢迎市民监督。")
    )


def advert_result(rng: random.Random, day: date) -> str:
    """户外广告设置审批结果."""
    rows: list[tuple[object, ...]] = [
        (
            f"城广许〔{day.year}〕{n}号",
            rng.choice(COMPANIES),
            f"{rng.choice(ROADS)}{rng.randint(2, 180)}号",
            rng.choice(("准予", "准予", "不予")),
        )
        for n in sorted(rng.sample(range(1, 90), 4))
    ]
    return (
        _p(f"现将{day.month}月户外广告设施设置许可的办理结果公布如下。")
        + _table("许可结果", ("决定书文号", "申请单位", "设置地点", "结果"), rows)
        + _p("对结果有异议的，可以在公布之日起六十日内申请行政复议。")
    )


def digital_month(rng: random.Random, day: date) -> str:
    """数字城管月度通报."""
    rows = []
    for area in rng.sample(AREAS, 4):
        taken = rng.randint(80, 320)
        rows.append((area, taken, taken - rng.randint(0, 9), f"{rng.uniform(96, 100):.1f}%"))
    return (
        _p(f"{day.month}月，数字城管平台共立案 {sum(row[1] for row in rows)} 件，办理情况如下。")
        + _table("各片区办理情况", ("片区", "立案（件）", "结案（件）", "按期结案率"), list(rows))
        + _h("热点问题")
        + _p(
            f"占道经营、暴露垃圾和{rng.choice(('井盖破损', '路灯不亮', '乱贴广告'))}较多，主要集中在{rng.choice(ROADS)}一带。"
        )
    )


def penalty(rng: random.Random, day: date) -> str:
    """行政处罚决定书（隐去个人信息）."""
    company, road = rng.choice(COMPANIES), rng.choice(ROADS)
    fine = rng.choice((1000, 2000, 3000, 5000))
    return (
        _p(f"当事人：{company}。")
        + _h("一、违法事实")
        + _p(
            f"{day.month}月{max(1, day.day - 6)}日，当事人的一台运输车辆在{road}行驶时未采取密闭措施，造成路面污染，面积约{rng.randint(5, 60)}平方米。"
        )
        + _h("二、处理理由和依据")
        + _p("事实有现场检查笔录、照片和当事人陈述为证。鉴于当事人及时清理路面，按照裁量基准属于较轻情形。")
        + _h("三、决定")
        + _p(f"责令改正，处罚款人民币{fine}元。")
        + _h("四、救济途径")
        + _p("不服本决定的，可以在收到之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。")
    )


def budget(rng: random.Random, day: date) -> str:
    """预算、决算公开."""
    items = ("市容环境卫生", "市政设施养护", "园林绿化", "执法装备", "数字城管运行")
    rows: list[tuple[object, ...]] = [
        (item, f"{rng.uniform(80, 900):.2f}", f"{rng.uniform(-8, 12):+.1f}%") for item in items
    ]
    return (
        _p("根据预算公开的有关规定，现将部门收支情况公开如下。")
        + _table("按项目分列（单位：万元）", ("项目", "金额", "比上年"), rows)
        + _h("说明")
        + _p("“三公”经费只减不增。数据四舍五入，合计可能有细微差额。")
    )


def plan(rng: random.Random, day: date) -> str:
    """工作方案."""
    return (
        _p(f"为做好{day.year}年城市环境整治工作，制定本方案。")
        + _h("一、目标")
        + _p("主次干道整洁有序，背街小巷有人管，群众反映的问题有回音。")
        + _h("二、任务")
        + "<ol><li>清理占道经营和乱堆乱放；</li><li>规范渣土运输路线和时间；</li><li>整治破损和违规的户外广告；</li><li>完善数字城管巡查。</li></ol>"
        + _h("三、分工和时限")
        + _p(
            f"各大队负责本片区，市容管理科牵头；{rng.choice(('六月', '九月', '十一月'))}底前完成，结果向社会公布。"
        )
    )


def service(rng: random.Random, day: date) -> str:
    """办事指南."""
    return (
        _h("一、办事依据")
        + _p("《城市市容和环境卫生管理条例》及本市有关规定。")
        + _h("二、申请条件和材料")
        + "<ul><li>申请表；</li><li>工程施工许可或合同；</li><li>运输车辆清单和密闭改装证明；</li><li>消纳场地证明。</li></ul>"
        + _h("三、办理流程和时限")
        + _p(
            f"窗口受理后现场查看，{rng.choice((5, 7, 10))}个工作日内作出决定；材料不全的，五个工作日内一次告知。"
        )
        + _h("四、收费")
        + _p("不收费。")
        + _h("五、监督渠道")
        + _p("可拨打 12345 反映，也可以到局政务公开办公室当面提出。")
    )


def integrity(rng: random.Random, day: date) -> str:
    """廉政风险防控."""
    rows: list[tuple[object, ...]] = [
        (unit, points, points, rng.choice(("高", "中", "低")))
        for unit, points in (
            ("市容管理科", rng.randint(20, 60)),
            ("渣土管理科", rng.randint(20, 60)),
            ("执法一大队", rng.randint(30, 60)),
        )
    ]
    return (
        _p("按照公权透明运行的要求，各科室、大队对照岗位职责和业务流程排查廉政风险点，逐条制定防控措施。")
        + _table("廉政风险点排查情况", ("单位", "风险点（个）", "防控措施（条）", "最高等级"), rows)
        + _p("风险点和措施随职责、流程的变化重新定级，每年复查一次。")
    )


def news(rng: random.Random, day: date) -> str:
    """工作动态."""
    area = rng.choice(AREAS)
    return _p(
        f"近日，我局在{area}开展市容环境集中整治，清理占道物品{rng.randint(20, 160)}处，劝导流动摊点{rng.randint(10, 80)}个。",
        f"执法人员向沿街商户讲解有关规定，发放告知单{rng.randint(50, 300)}份；对{rng.choice(ROADS)}的破损路面，已转市政设施养护单位修复。",
        "整治采取先劝导、后处理的办法，首次违规且及时改正的，不予处罚。",
    )


def emergency(rng: random.Random, day: date) -> str:
    """应急管理."""
    return _p(
        f"受{rng.choice(('强降雨', '大风', '降雪', '低温冰冻'))}天气影响，我局启动应急值守。",
        f"各大队排查户外广告牌{rng.randint(60, 300)}处，加固{rng.randint(3, 30)}处，拆除存在隐患的{rng.randint(0, 6)}处。",
        "请市民出行时远离高空广告牌和树木，发现险情请拨打 12345。",
    )


def system(rng: random.Random, day: date) -> str:
    """工作制度."""
    return (
        _h("一、适用范围")
        + _p("本制度适用于本局各科室、大队制作或者获取的政府信息。")
        + _h("二、工作要求")
        + "<ol><li>起草时提出公开属性，写明理由；</li><li>科室负责人核对事实，保密审查员审查是否可以公开；</li>"
        "<li>起草、审查、审批由不同的人办理；</li><li>自形成之日起二十个工作日内公开，另有规定的从其规定。</li></ol>"
        + _h("三、责任")
        + _p("不按规定公开、更新或者审查的，由监督小组督促改正，并记入年度考核。")
    )


def annual(rng: random.Random, day: date) -> str:
    """年度报告（演示摘要）."""
    year = day.year - 1
    return (
        _p(f"根据有关规定，现公布{year}年政府信息公开工作情况。")
        + _h("一、总体情况")
        + _p("领导小组定期研究公开工作，各科室、大队按目录及时报送信息，监督小组按季度检查。")
        + _h("二、存在的问题和改进")
        + _p("个别栏目更新不够及时，解读形式还不够丰富。下一步将完善期限提醒，多用问答和图表解读。")
    )


def notice(rng: random.Random, day: date) -> str:
    """通知公告."""
    road = rng.choice(ROADS)
    return _p(
        f"因道路清洗和设施检修，{day.month}月{min(day.day + 3, 28)}日夜间{road}部分路段临时封闭半幅通行。",
        "请过往车辆减速慢行，服从现场人员指挥；给您带来不便，请谅解。",
    )


SERIES = (
    Series(
        "system",
        "law",
        ("article20.15",),
        "政府信息公开工作制度",
        system,
        "制度，公开",
        "公开工作的基本制度。",
        ("systems",),
    ),
    Series(
        "annual",
        "office",
        ("article20.15",),
        "政府信息公开工作年度报告",
        annual,
        "年度报告",
        "上一年政府信息公开工作的情况。",
        ("annual-reports",),
    ),
    Series(
        "notice",
        "brigade2",
        ("article21.public_services",),
        "{m}月夜间道路清洗临时交通提示",
        notice,
        "通告，道路清洗",
        "夜间清洗作业的时间和路段。",
        ("notices",),
    ),
    Series(
        "waste",
        "waste",
        ("urban.waste.standing", "article20.13"),
        "关于{y}年{m}月建筑垃圾（渣土）运输检查情况的通报",
        waste_check,
        "渣土，运输，检查",
        "通报当月工地和渣土运输车辆的检查结果。",
        ("zhatu",),
    ),
    Series(
        "advert",
        "appearance",
        ("article20.5.results",),
        "{y}年{m}月户外广告设置许可结果公示",
        advert_result,
        "户外广告，许可，结果",
        "公布当月户外广告设施设置许可的办理结果。",
        ("guanggao",),
    ),
    Series(
        "digital",
        "appearance",
        ("article20.4",),
        "数字城管{y}年{m}月运行情况通报",
        digital_month,
        "数字城管，立案，结案",
        "各片区数字城管案件的立案和结案情况。",
        ("shuzi-chengguan",),
    ),
    Series(
        "penalty",
        "brigade5",
        ("article20.6.decisions",),
        "行政处罚决定书（城管罚字〔{y}〕第{n}号）",
        penalty,
        "行政处罚，渣土，未密闭运输",
        "未采取密闭措施运输建筑垃圾案的处罚决定。",
        ("zhatu",),
        "城管罚字〔{y}〕第{n}号",
    ),
    Series(
        "news",
        "brigade1",
        ("article20.15",),
        "我局开展{m}月市容环境集中整治",
        news,
        "市容，整治",
        "集中整治的做法和结果。",
    ),
    Series(
        "plan",
        "appearance",
        ("article20.3", "article21.municipal_construction"),
        "{y}年城市环境整治工作方案",
        plan,
        "环境整治，方案",
        "全年环境整治的目标、任务、分工和时限。",
        (),
        "城管〔{y}〕{n}号",
    ),
    Series(
        "service",
        "waste",
        ("article20.5", "article21.public_services"),
        "建筑垃圾处置核准办事指南（{y}年版）",
        service,
        "建筑垃圾，核准，办事指南",
        "建筑垃圾处置核准的条件、材料、流程和时限。",
        ("zhatu",),
    ),
    Series(
        "integrity",
        "law",
        ("article20.15",),
        "{y}年{q}廉政风险点排查和防控情况",
        integrity,
        "廉政风险点，防控措施，权力运行",
        "各单位廉政风险点和防控措施的排查情况。",
        ("liandong",),
    ),
    Series(
        "budget",
        "office",
        ("article20.7",),
        "{y}年{h}部门预算执行情况",
        budget,
        "预算，决算，三公经费",
        "部门收支和主要项目的执行情况。",
    ),
    Series(
        "emergency",
        "brigade3",
        ("article20.12",),
        "{m}月恶劣天气户外广告安全排查情况",
        emergency,
        "应急，户外广告，排查",
        "恶劣天气期间的排查和处置情况。",
    ),
)
BY_KEY = {series.key: series for series in SERIES}
MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def title_of(series: Series, day: date, serial: int) -> str:
    """The title for a day; ``serial`` numbers documents of one series and year."""
    return series.title.format(
        y=day.year,
        m=day.month,
        n=serial,
        q=f"{MONTHS[(day.month - 1) // 3]}季度",
        h="上半年" if day.month <= 6 else "下半年",
    )
