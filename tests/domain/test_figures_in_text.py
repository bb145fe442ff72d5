"""Which numbers of a text contradict each other, and which only seem to?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.supervision.figures_in_text import mismatches, statements
from gongkai.domain.supervision.text_tables import grids


def table(head: str, *rows: str, caption: str = "") -> str:
    cells = lambda line, tag: "".join(f"<{tag}>{each}</{tag}>" for each in line.split("|"))  # noqa: E731
    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f"<table><caption>{caption}</caption><tr>{cells(head, 'th')}</tr>{body}</table>"


HEAD = "类别|受理（件）|办结（件）"
SOUND = table(HEAD, "市容|30|28", "环卫|56|54", "合计|86|82")
NO_TOTAL = table(HEAD, "市容|30|28", "环卫|56|54")
SITES = table("工地|检查车辆（台次）|问题（处）", "甲|30|1", "乙|30|2")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (table(HEAD, "市容|30|28", "环卫|56|54", "合计|88|82"), [("total", "88", "86")]),
        (table(HEAD, "合计|88|82", "市容|30|28", "环卫|56|54"), [("total", "88", "86")]),
        (
            table("类别|件数", "甲|1", "乙|2", "小计|4", "丙|3", "丁|4", "小计|7", "合计|10"),
            [("total", "4", "3")],
        ),
        (table("项目|金额（元）", "甲|1,200", "乙|300.5", "合计|1,600.5"), [("total", "1600.5", "1500.5")]),
        (table("类别|占比", "甲|40%", "乙|35%", "丙|30%", "合计|100%"), [("total", "100%", "105")]),
        (table("类别|占比", "甲|40%", "乙|35%", "丙|30%"), [("total", "100%", "105%")]),
        (table("类别|件数|占比", "甲|30|40.0%", "乙|70|70.0%"), [("share", "40.0%", "30.0%")]),
        (table("大队|警告|罚款|合计", "一|3|4|7", "二|5|6|12", "三|1|1|2"), [("row", "12", "11")]),
        (f"<p>本月共受理84件，办结82件。</p>{SOUND}", [("text", "84件", "86")]),
        (f"<p>本季度受理诉求84件。</p>{SOUND}", [("text", "84件", "86")]),
        (f"<p>市容受理31件。</p>{NO_TOTAL}", [("text", "31件", "30")]),
        (f"<p>平台共受理 84 件，情况如下。</p>{NO_TOTAL}", [("text", "84件", "86")]),
        (
            "<p>受理诉求84件。</p>" + table("项目|数量（件）", "受理诉求|86", "办结诉求|80"),
            [("text", "84件", "86")],
        ),
        (f"<p>本月共检查工地 2 处，检查运输车辆 61 台次。</p>{SITES}", [("text", "61台次", "60")]),
        (f"<p>本月共检查工地 3 处，检查运输车辆 60 台次。</p>{SITES}", [("text", "3处", "2")]),
        ("<p>市容12件、环卫20件，合计35件。</p>", [("listed", "35件", "32件")]),
        ("<p>共受理36件，其中市容12件、环卫20件、其他3件。</p>", [("listed", "36件", "35件")]),
        ("<p>其中市容类占40%、环卫类占35%、其他占30%。</p>", [("listed", "100%", "105%")]),
        ("<p>共受理100件，其中市容30件，占35%。</p>", [("share", "35%", "30.0%")]),
        ("<p>全年受理86件，办结84件，办结率90%。</p>", [("rate", "90%", "97.7%")]),
        ("<p>2026年上半年清运1,200吨，去年同期1,000吨，同比增长30%。</p>", [("rate", "30%", "20.0%")]),
        ("<p>新增公厕12座，比去年的10座增加3座。</p>", [("rate", "3座", "2座")]),
        ("<p>受理80件，去年100件，同比下降10%。</p>", [("rate", "10%", "20.0%")]),
        ("<p>计划整治路段40条，已完成36条，完成率80%。</p>", [("rate", "80%", "90.0%")]),
        ("<p>回访200件，满意180件，满意率95%。</p>", [("rate", "95%", "90.0%")]),
        ("<p>本月办结率为103%。</p>", [("above", "103%", "100%")]),
        ("<p>共检查工地30处，其中合格20处，不合格15处。</p>", [("listed", "30处", "35处")]),
        ("<p>全年受理案件500件，其中上半年260件，下半年250件。</p>", [("listed", "500件", "510件")]),
        ("<p>共出动80人次，其中夜间95人次。</p>", [("listed", "80人次", "95人次")]),
        (
            table("项目|预算数（元）", "基本支出|60.00", "项目支出|30.00", "支出合计|95.00"),
            [("total", "95.00", "90")],
        ),
        (
            table("区|受理|办结|办结率", "甲|100|95|95%", "乙|50|40|90%", "丙|20|20|100%"),
            [("cell", "90%", "80.0%")],
        ),
        (table("区|今年|去年|增减", "甲|100|95|5", "乙|50|40|20", "丙|20|21|-1"), [("cell", "20", "10")]),
        (
            table("区|今年|去年|同比", "甲|110|100|10%", "乙|50|40|20%", "丙|30|20|50%"),
            [("cell", "20%", "25.0%")],
        ),
    ],
)
def test_what_contradicts_itself_is_told(html: str, found: list[tuple[str, str, str]]) -> None:
    assert [(each.kind, each.said, each.found) for each in mismatches(html)] == found


@pytest.mark.parametrize(
    "html",
    [
        SOUND,
        f"<p>本月共受理86件，办结82件，办结率95.3%。</p>{SOUND}",
        f"<p>上月共受理84件。去年同期共受理70件。同比增长3件。</p>{SOUND}",
        f"<p>其中投诉共受理12件。</p>{SOUND}",
        f"<p>本月共受理约80件，平均每天受理3件，力争办结90件。</p>{SOUND}",
        f"<p>共受理900件，受理最多的前2名如下。</p>{NO_TOTAL}",
        f"<p>部分街道的情况如下，全市共受理900件。</p>{NO_TOTAL}",
        f"<p>2025年共受理84件。</p>{table(HEAD, '市容|30|28', '合计|30|28', caption='2026年情况')}",
        f"<p>受理范围84平方米。共受理86万元。</p>{SOUND}",
        table("项目|金额（万元）", "甲|220.12", "乙|480.80", "合计|700.93"),
        table("项目|率", "甲|97.5%", "乙|98.1%", "合计|97.8%"),
        table("项目|同比增长", "甲|3", "乙|4", "合计|5"),
        table("项目|数", "甲|10", "其中：乙|4", "丙|5", "合计|15"),
        table("项目|数", "甲|10", "乙|见附件", "合计|15"),
        table("项目|数", "合计|15"),
        table("类别|占比（可多选）", "甲|60%", "乙|50%", "丙|30%") + "<p>本题可多选。</p>",
        table("类别|占比", "甲|33.3%", "乙|33.3%", "丙|33.3%"),
        table("类别|占比", "甲|20%", "乙|15%", "丙|10%"),
        (
            "<table><tr><th rowspan=2>类别</th><th colspan=2>件数</th></tr><tr><th>受理</th><th>办结</th></tr>"
            "<tr><td>甲</td><td>1</td><td>2</td></tr><tr><td>乙</td><td>3</td><td>4</td></tr>"
            "<tr><td>合计</td><td>4</td><td>6</td></tr></table>"
        ),
        "<p>共受理36件，其中市容12件、环卫20件。</p>",
        "<p>2026年上半年清运1,200吨，去年同期1,000吨，同比增长20%。</p>",
        "<p>清运约1,200吨，去年同期1,000吨，同比增长30%。</p>",
        "<p>清运1,200吨，去年同期1,000吨，环比增长30%，同比增长20%。</p>",
        "<p>满意率95%，比去年的90%提高5个百分点。</p>",
        "<p>受理100件，按期办结95件，办结率100%。</p>",
        "<p>回访200件，满意150件，基本满意40件，满意率95%。</p>",
        "<p>全年任务完成率为110%。</p>",
        "<p>共检查工地30处，其中合格20处，不合格10处。</p>",
        "<p>共检查工地30处，其中涉及扬尘20处，涉及噪声15处。</p>",
        table("区|受理|办结|办结率", "甲|100|95|98%", "乙|50|40|90%", "丙|20|20|100%"),
        table("项目|数", "收入合计|15", "支出合计|14", "结余|2"),
        "<p>市容12件、环卫20件，合计32件。</p>",
        "<p>联系电话0558-5550000，邮编236800，文号〔2026〕12号，第3条规定处罚款500元。</p>",
        "<table><tr><td><table><tr><td>合计</td><td>1</td></tr></table></td></tr></table>",
    ],
)
def test_what_only_seems_to_is_left_alone(html: str) -> None:
    assert mismatches(html) == ()


@pytest.mark.parametrize(
    ("title", "body", "found"),
    [
        ("全市新增公厕12座", "<p>今年全市新增公厕15座。</p>", [("title", "12座", "15座")]),
        ("全市新增公厕12座", "<p>今年全市新增公厕12座，明年新增公厕15座。</p>", []),
        ("全市新增公厕12座", "<p>2024年全市新增公厕15座。</p>", []),
        ("第12号通报", "<p>第15号通报。</p>", []),
    ],
)
def test_a_title_that_contradicts_its_text_is_told(
    title: str, body: str, found: list[tuple[str, str, str]]
) -> None:
    assert [(each.kind, each.said, each.found) for each in mismatches(body, title)] == found


NUMBERS = st.lists(st.integers(0, 10**6), min_size=2, max_size=12).filter(any)


def _table(numbers: Sequence[int], total: int) -> str:
    rows = [f"第{'甲乙丙丁戊己庚辛壬癸子丑'[at]}项|{number:,}" for at, number in enumerate(numbers)]
    return table("项目|数量（件）", *rows, f"合计|{total}")


@given(NUMBERS)
def test_a_true_sum_is_never_told(numbers: list[int]) -> None:
    assert mismatches(_table(numbers, sum(numbers))) == ()


@given(NUMBERS, st.integers(-(10**6), 10**6).filter(bool))
def test_a_false_sum_always_is(numbers: list[int], off: int) -> None:
    said = abs(sum(numbers) + off)
    told = mismatches(_table(numbers, said))
    assert bool(told) == (said != sum(numbers))


@given(st.lists(st.decimals(min_value=0, max_value=1000, places=2), min_size=2, max_size=10).filter(any))
def test_rounded_numbers_may_be_off_by_their_rounding(numbers: list[object]) -> None:
    exact = [float(str(each)) for each in numbers]
    rows = [f"第{'甲乙丙丁戊己庚辛壬癸'[at]}项|{each:.1f}" for at, each in enumerate(exact)]
    assert mismatches(table("项目|金额（万元）", *rows, f"合计|{sum(exact):.1f}")) == ()


@given(st.text(alphabet="<>/tablerdh 0123456789共合计件，。%其中占", max_size=120))
def test_no_text_is_too_odd(text: str) -> None:
    mismatches(f"<p>{text}</p>")
    mismatches(f"<table>{text}</table>")
    statements(text, "2025年")


def test_cells_that_span_fill_each_place_they_cover() -> None:
    (grid,) = grids(
        '<table><tr><th>a</th><th colspan="2">b</th></tr><tr><td rowspan="2">x</td><td>1</td><td>2</td></tr>'
        "<tr><td>3</td><td>4</td></tr></table>"
    )
    assert grid.heads == ["a", "b", "b"]
    assert grid.rows == [["x", "1", "2"], ["x", "3", "4"]]


@pytest.mark.parametrize(
    ("html", "title", "said"),
    [
        ("<p>2025年全市共受理诉求86件。</p>", "", [(2025, "", "全市受理诉求", "件", "86")]),
        ("<p>4月，平台共立案 804 件。</p>", "2026年4月通报", [(2026, "4月", "平台立案", "件", "804")]),
        ("<p>2025年比2024年共增加86件。</p>", "", []),
        ("<p>2025年受理86件。</p>", "", []),
        ("<p>共受理诉求86件。</p>", "", []),
    ],
)
def test_what_a_text_says_of_a_period(html: str, title: str, said: list[tuple[object, ...]]) -> None:
    found = [
        (each.year, each.part, each.label, each.unit, str(each.value)) for each in statements(html, title)
    ]
    assert found == said
